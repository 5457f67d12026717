"""Agreements as pages show them: how each stands, and the timeline of its life."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.models import User
from amparo.foundation.people.models import Place
from amparo.ui import formats

from .models import (
    Agreement,
    AgreementObligation,
    AgreementParty,
    AgreementPeriod,
    AgreementState,
)
from .status import is_signed_by_all

# Tone and picture of each state.
_MARKS = {
    AgreementState.UNSIGNED: ("warn", "signature"),
    AgreementState.FUTURE: ("", "hourglass"),
    AgreementState.IN_FORCE: ("good", "circle-check"),
    AgreementState.ENDING: ("warn", "clock"),
    AgreementState.ENDED: ("", "flag"),
}


@dataclass(frozen=True)
class ShownAgreement:
    """One agreement and how it stands today."""

    agreement: Agreement
    today: date

    @cached_property
    def state(self) -> AgreementState:
        return self.agreement.state_on(self.today)

    @property
    def label(self) -> str | Promise:
        return self.state.label

    @property
    def tone(self) -> str:
        return _MARKS[self.state][0]

    @property
    def icon(self) -> str:
        return _MARKS[self.state][1]

    @property
    def parties(self) -> str:
        """The names of those that take part today; of an ended one, of all that ever did."""
        parties = list(self.agreement.parties.all())
        here = [each for each in parties if each.is_party_on(self.today)] or parties
        return formats.join_list(each.organization.name for each in here)


def shown(agreements: Iterable[Agreement]) -> list[ShownAgreement]:
    """Loaded `with_parts` and their offices: each on the day of its office."""
    return [ShownAgreement(each, each.today) for each in agreements]


@dataclass(frozen=True)
class Step:
    """One step in the life of an agreement, on a day that may be still to come."""

    on: date
    what: str
    icon: str
    more: str = ""
    quote: str = ""
    who: str = ""


@dataclass(frozen=True)
class ShownParty:
    """One party: what it still may do, and how its signature stands."""

    party: AgreementParty
    is_party: bool

    @property
    def may_sign(self) -> bool:
        return self.party.signs and self.party.signed_on is None and self.is_party

    @property
    def may_leave(self) -> bool:
        return self.party.until is None


@dataclass(frozen=True)
class ShownObligation:
    obligation: AgreementObligation
    is_past_due: bool


class AgreementPage:
    """One agreement with its parts, for one user on one day."""

    def __init__(self, agreement: Agreement, user: User):
        self.agreement, self.user = agreement, user
        self.today = agreement.today
        self.shown = ShownAgreement(agreement, self.today)

    @property
    def is_over(self) -> bool:
        return self.shown.state == AgreementState.ENDED

    @property
    def may_renew(self) -> bool:
        """Signed, with a last day, and not ended early."""
        agreement = self.agreement
        is_bounded = agreement.ends_on is not None and agreement.ended_on is None
        return is_bounded and agreement.is_signed_by_all(self.today)

    @property
    def may_give_notice(self) -> bool:
        is_in_force = self.shown.state in (AgreementState.IN_FORCE, AgreementState.ENDING)
        return is_in_force and self.agreement.period.notice_on is None

    @property
    def is_notice_late(self) -> bool:
        """Whether notice of this period was given after its last day for it."""
        given, last = self.agreement.period.notice_on, self.agreement.notice_from
        return given is not None and last is not None and given > last

    @cached_property
    def places(self) -> list[Place]:
        return list(self.agreement.places.order_by("name"))

    @property
    def parties(self) -> list[ShownParty]:
        return [
            ShownParty(each, each.is_party_on(self.today)) for each in self.agreement.parties.all()
        ]

    @cached_property
    def obligations(self) -> list[ShownObligation]:
        """What is not done first, by its day; those without one after them."""
        rows = self.agreement.obligations.select_related("party__organization")
        ordered = sorted(rows, key=lambda each: (each.is_done, each.due_on or date.max, each.pk))
        return [ShownObligation(each, each.is_past_due(self.today)) for each in ordered]

    @cached_property
    def contacts(self) -> list:
        return list(self.agreement.contacts.select_related("party__organization"))

    @cached_property
    def papers(self) -> list:
        return list(self.agreement.annexes.not_removed())

    @cached_property
    def timeline(self) -> list[Step]:
        """From its draft to its end, what is still to come included; the newest first."""
        steps = [*self._beginning(), *self._parties(), *self._periods(), *self._end()]
        return [
            replace(each, more=each.more or _("Still to come")) if each.on > self.today else each
            for each in sorted(steps, key=lambda step: step.on)[::-1]
        ]

    def _beginning(self) -> Iterator[Step]:
        agreement = self.agreement
        recorded = agreement.at.astimezone(agreement.office.zone).date()
        signed = (each.signed_on for each in agreement.signatures if each.signed_on)
        is_draft = all(recorded <= day for day in signed)
        what = _("Draft recorded") if is_draft else pgettext("agreement", "Recorded")
        yield Step(recorded, what, "notes", who=agreement.by.name)
        if begun := in_force_since(agreement):
            yield Step(begun, pgettext("agreement", "In force"), "circle-check")

    def _parties(self) -> Iterator[Step]:
        for each in self.agreement.parties.all():
            name = each.organization.name
            if each.signed_on:
                yield Step(each.signed_on, pgettext("agreement", "Signed"), "signature", name)
            if each.until:
                yield Step(each.until, _("Last day as a party"), "door-exit", name)

    def _periods(self) -> Iterator[Step]:
        for number, each in enumerate(self.agreement.periods.all()):
            if number:
                yield _renewal(each)
            if each.notice_on:
                name = each.notice_party.organization.name if each.notice_party else ""
                what = _("Notice recorded")
                yield Step(each.notice_on, what, "message-2", name, quote=each.notice_reason)

    def _end(self) -> Iterator[Step]:
        agreement = self.agreement
        if agreement.ended_on:
            yield Step(
                agreement.ended_on, _("Last day, ended early"), "flag",
                quote=agreement.ended_reason,
                who=agreement.ended_by.name if agreement.ended_by else "",
            )  # fmt: skip
            return
        if agreement.notice_from:
            yield Step(agreement.notice_from, _("Last day for notice"), "bell")
        if agreement.ends_on:
            yield Step(agreement.ends_on, pgettext("agreement", "Last day"), "flag")


def _renewal(period: AgreementPeriod) -> Step:
    what = _("Renewed without a decision") if period.is_automatic else _("Renewed")
    return Step(period.starts_on, what, "refresh", period.document)


def in_force_since(agreement: Agreement) -> date | None:
    """The first day on which it bound those who made it; None where they have not all signed."""
    signatures = agreement.signatures
    if not is_signed_by_all(signatures, agreement.today):
        return None
    signed = [
        each.signed_on for each in signatures if each.signed_on and not each.has_joined_later
    ]
    return max(agreement.starts_on, *signed)
