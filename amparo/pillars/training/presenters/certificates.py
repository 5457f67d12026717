"""What pages show of certificates: their state in words, and who is short of what."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import permissions_on
from amparo.ui import formats

from ..eligibility import Part, Shortfall
from ..issuing import Candidate, candidates, is_over
from ..models import Certificate, Enrolment, TrainingEvent


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
    """The certificates of an event: who gets one, who is short of what, who has one."""

    is_over: bool
    ready: tuple[CandidateRow, ...]
    short: tuple[CandidateRow, ...]
    issued: tuple[CandidateRow, ...]

    @classmethod
    def of(cls, event: TrainingEvent) -> "ToIssue":
        rows = [CandidateRow.of(each) for each in candidates(event)]
        return cls(
            is_over(event),
            tuple(row for row in rows if row.candidate.is_ready),
            tuple(
                row for row in rows if row.short and row.candidate.certificate is None
            ),
            tuple(row for row in rows if row.candidate.certificate is not None),
        )  # fmt: skip


def certificates_section(event: TrainingEvent, user: User) -> dict[str, Any] | None:
    """Returns what the page of an event says of its certificates; None where the user may not
    issue them, or the event is not over.
    """
    if "certify" not in permissions_on(event, user) or not is_over(event):
        return None
    seats = Enrolment.objects.filter(event=event, state=Enrolment.State.ENROLLED).count()
    issued = Certificate.objects.filter(event=event, state=Certificate.State.ISSUED).count()
    return {"event": event, "seats": seats, "issued": issued, "without": max(seats - issued, 0)}
