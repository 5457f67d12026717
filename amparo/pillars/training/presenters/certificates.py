"""What pages show of certificates: their state in words, and who is short of what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.ui import formats
from amparo.ui.pagination import CursorPage

from ..eligibility import Part, Shortfall
from ..event_rights import rights_on
from ..issuing import Candidate, Known, candidates, is_over
from ..models import Certificate, Participant, TrainingEvent

PAGE = 50


@dataclass(frozen=True)
class StateLabel:
    """The state of a certificate on a day, as a badge shows it."""

    tone: str
    icon: str
    text: str


def state_of(certificate: Certificate, today: date) -> StateLabel:
    if certificate.state == Certificate.State.ISSUED:
        if certificate.is_lapsed(today):
            return StateLabel("late", "clock", pgettext("certificate", "Lapsed"))
        return StateLabel("good", "check", pgettext("certificate", "Valid"))
    tone = "danger" if certificate.state == Certificate.State.WITHDRAWN else ""
    return StateLabel(tone, "x" if tone else "refresh", str(certificate.get_state_display()))


def short_of(shortfall: Shortfall) -> str:
    """Returns one sentence: what somebody is short of, or what is not known."""
    if shortfall.part == Part.PRACTICE:
        if shortfall.is_unknown:
            return _("no practice was observed")
        return _("the practice was not accepted")
    if shortfall.is_unknown:
        return {
            Part.ATTENDANCE: _("attendance was not recorded"),
            Part.SCORE: _("no final test is known"),
        }[shortfall.part]
    words = {
        Part.ATTENDANCE: _("attended %(reached)s %%, %(asked)s %% are required"),
        Part.SCORE: _("scored %(reached)s %%, %(asked)s %% are required"),
    }[shortfall.part]
    return words % {
        "reached": formats.number(shortfall.reached or 0),
        "asked": formats.number(shortfall.asked or 0),
    }


@dataclass(frozen=True)
class CandidateRow:
    """Somebody on the page of those to be certified."""

    candidate: Candidate
    short: tuple[str, ...]

    @classmethod
    def of(cls, candidate: Candidate) -> "CandidateRow":
        shortfalls = candidate.standing.shortfalls
        return cls(candidate, tuple(short_of(each) for each in shortfalls))


@dataclass(frozen=True)
class ToIssue:
    """The certificates of an event: who gets one, who is short of what, who has one; of each list
    one page.
    """

    is_over: bool
    ready_count: int
    issued_count: int
    ready: CursorPage
    short: CursorPage
    issued: CursorPage

    @classmethod
    def of(cls, event: TrainingEvent, asked: Mapping[str, str]) -> "ToIssue":
        rows = candidates(event, Known.of(event))
        ready = [each for each in rows if each.is_ready]
        issued = [each for each in rows if each.certificate is not None]
        short = [each for each in rows if each.certificate is None and not each.is_ready]
        return cls(
            is_over(event), len(ready), len(issued),
            *(_page(some, asked, name) for name, some in
              (("ready", ready), ("short", short), ("issued", issued))),
        )  # fmt: skip

    @property
    def participants(self) -> list[Participant]:
        """Those whose names the page shows."""
        rows = (*self.ready, *self.short, *self.issued)
        return [row.candidate.enrolment.participant for row in rows]


def _page(found: list[Candidate], asked: Mapping[str, str], name: str) -> CursorPage:
    """One page of a list that was decided in memory; `name` is its number in the address."""
    try:
        at = max(int(asked.get(name, "1")), 1)
    except ValueError:
        at = 1
    rows = [CandidateRow.of(each) for each in found[(at - 1) * PAGE : at * PAGE]]
    return CursorPage(
        rows, f"{name}={at - 1}" if at > 1 else "",
        f"{name}={at + 1}" if len(found) > at * PAGE else "",
    )  # fmt: skip


def certificates_section(event: TrainingEvent, user: User) -> dict[str, Any] | None:
    """Returns what the page of an event says of its certificates; None where the user may not
    issue them, or the event is not over.
    """
    if "certify" not in rights_on(event, user) or not is_over(event):
        return None
    seats, issued = event.seats_taken, _issued(event.pk)
    return {"event": event, "seats": seats, "issued": issued, "without": max(seats - issued, 0)}


@aggregate_query("who may issue the certificates of an event sees how many have one")
def _issued(event: int) -> int:
    """Without asking of each row who may see it: a webinar has ten thousand."""
    return Certificate.objects.filter(event=event, state=Certificate.State.ISSUED).count()
