"""A check: one thing that must be settled before somebody goes a way that cannot be gone back."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.access_grants import second_people, users_with_verb_or_owner
from amparo.pillars.assistance.cases.models import Attachment, Case
from amparo.pillars.assistance.cases.models.base import CaseRecord
from amparo.pillars.assistance.cases.parent_office import advice_where_alone
from amparo.ui import formats as speech

from .. import evidence
from ..checks import CheckKind, has_requirement, missing_of
from ..extension_points import check_failed, check_kinds

if TYPE_CHECKING:
    from .overrides import CheckOverride


class CheckQuerySet(PermissionQuerySet):
    def of(self, way: UUID) -> "CheckQuerySet":
        return self.filter(way=way).select_related("person").order_by("pk")

    def shut(self, on: date) -> "CheckQuerySet":
        """Through which nobody goes on that day: never met, or met too long ago."""
        return self.filter(Q(state=Check.State.SHUT) | Q(good_until__lt=on))


class Check(CaseRecord):
    """One condition of one journey, of everybody who goes or of one of them."""

    class State(models.TextChoices):
        SHUT = "shut", pgettext_lazy("check", "Pending")
        MET = "met", pgettext_lazy("pre-departure check", "Cleared")
        OVERRIDDEN = "overridden", gettext_lazy("Exception approved by two people")

    # The journey, reunification or other pathway that it stands before: its `ref`.
    way = models.UUIDField(db_index=True)
    kind = models.CharField(pgettext_lazy("column", "Type"), max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="checks")
    # The shadow of what was decided last, for lists and for the question whether one may go.
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=10, choices=State, default=State.SHUT
    )
    good_until = models.DateField(null=True)

    # What was looked up for one of several checks and serves the others, while they are looked at
    # together (`kinds.missing_of`).
    looked_up: dict[object, object] | None = None

    audit_name = "check"

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Condition of a journey")
        constraints = [
            models.UniqueConstraint(
                fields=["way", "kind"], name="one_check_for_all", condition=Q(person=None)
            ),
            models.UniqueConstraint(
                fields=["way", "kind", "person"], name="one_check_for_each",
                condition=Q(person__isnull=False),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "kind"], name="checks_shut")]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Pre-departure checks")
        disclose = ("kind", "state")

    class Events:
        put = AuditEvent(gettext_lazy("Pre-departure checks set"))
        met = AuditEvent(
            pgettext_lazy("ledger", "Pre-departure check cleared"),
            icon="circle-check",
            timeline=gettext_lazy("Pre-departure check cleared"),
            story=False,
        )
        not_met = AuditEvent(
            pgettext_lazy("ledger", "Pre-departure check not met"),
            icon="hand-stop",
            timeline=gettext_lazy("Pre-departure check not met"),
        )
        reopened = AuditEvent(
            pgettext_lazy("ledger", "Pre-departure check must be repeated"),
            icon="hand-stop",
            timeline=gettext_lazy("Pre-departure check must be repeated"),
        )
        override_asked = AuditEvent(
            pgettext_lazy("ledger", "Exception to a pre-departure check requested"),
            icon="hourglass",
            timeline=pgettext_lazy("ledger", "Second approval requested"),
            notice=Notice(
                gettext_lazy("Exception to a return check pending your decision"),
                "decision",
                icon="clipboard-check",
            ),
        )
        overridden = AuditEvent(
            gettext_lazy("Exception to a pre-departure check approved"),
            icon="scale",
            timeline=pgettext_lazy("ledger", "Exception approved by two people"),
            notice=Notice(gettext_lazy("Exception approved: the journey can proceed"), "decision"),
        )
        override_refused = AuditEvent(
            gettext_lazy("Exception to a pre-departure check refused"),
            icon="hand-stop",
            timeline=gettext_lazy("Second approval declined"),
            notice=Notice(
                gettext_lazy("Exception rejected: the journey cannot proceed"),
                "decision",
                icon="x",
            ),
        )

    @property
    def of_kind(self) -> CheckKind:
        return check_kinds[self.kind]

    @property
    def called(self) -> str:
        return str(self.of_kind.label)

    @property
    def missing(self) -> list[str]:
        """What it takes from elsewhere and that is not there yet."""
        return missing_at([self])[self.pk]

    def is_shut_on(self, day: date) -> bool:
        too_long_ago = self.good_until is not None and self.good_until < day
        return self.state == self.State.SHUT or too_long_ago

    @property
    def latest(self) -> "CheckResult | None":
        return self.decisions.order_by("pk").last()

    @property
    def override(self) -> "CheckOverride | None":
        """The latest question to a second person."""
        return self.overrides.order_by("pk").last()

    @classmethod
    def put(
        cls, case: Case, way: UUID, names: Iterable[str], *, by: User, person: int | None = None
    ) -> None:
        """These must be settled before anybody goes, or before the person of this key does; asked
        again, those that stand stay.
        """
        for name in names:
            fields = {
                "case": case,
                "way": way,
                "kind": check_kinds[name].name,
                "person_id": person,
            }
            check, is_new = cls.objects.get_or_create(defaults={"by": by}, **fields)
            if is_new:
                log.log_event(by, "check.put", check, kind=name)

    @transaction.atomic
    def decide(
        self, *, by: User, met: bool, text: str, paper: Attachment | None = None,
        issuer: str = "", issued_on: date | None = None, record: tuple[str, Record] | None = None,
        until: date | None = None,
    ) -> "CheckResult":  # fmt: skip
        """What was found, and on what it rests. A check that was met may be found shut again.

        `paper` is a document of the case, with who issued it and on which day. `record` is one of
        the case, with the name of its kind: see `evidence.py`.
        """
        self._hold()
        self.case.require_work_allowed()
        if self.of_kind.follows:
            raise Refusal(evidence.follows_alone(self))
        self._must_be_decided_by(by, record)
        if not text.strip():
            raise Refusal(_("Write on what this rests: what you saw, heard or read."))
        if met and (missing := self.missing):
            raise Refusal(" ".join(missing))
        self._must_rest_on(paper, record, met=met, by=by)
        if paper:
            self._must_be_dated(issuer, issued_on, by)
        good_until = self._until(until, issued_on if paper else None) if met else None
        if good_until and good_until < self.case.office.today():
            raise Refusal(_("This is good until a day that has passed. Ask anew."))
        decision = self.decisions.create(
            by=by, met=met, text=text.strip(), paper=paper, good_until=good_until,
            issuer=issuer.strip() if paper else "", issued_on=issued_on if paper else None,
            record_kind=record[0] if record else "", record_ref=record[1].ref if record else None,
        )  # fmt: skip
        self._set_state(self.State.MET if met else self.State.SHUT, good_until)
        log.log_event(by, "check.met" if met else "check.not_met", decision, kind=self.kind)
        if not met:
            check_failed.send(Check, check=self, by=by)
        return decision

    @transaction.atomic
    def follow(
        self, record: tuple[str, Record], *, by: User, met: bool, text: str, until: date | None
    ) -> "CheckResult":
        """It stands as the record says that it follows, and nobody decides it by hand.

        `by` is who made the record, or who asked for it where they have no account.
        """
        if record[0] != self.of_kind.follows:
            raise ValueError(f"{self.kind} follows no {record[0]}.")
        self._hold()
        good_until = until if met else None
        decision = self.decisions.create(
            by=by, met=met, text=text, good_until=good_until, record_kind=record[0],
            record_ref=record[1].ref,
        )  # fmt: skip
        self._set_state(self.State.MET if met else self.State.SHUT, good_until)
        log.log_event(by, "check.met" if met else "check.not_met", decision, kind=self.kind)
        if not met:
            check_failed.send(Check, check=self, by=by)
        return decision

    @transaction.atomic
    def reopen(self, *, by: User, text: str) -> None:
        """What it rested on no longer holds, whoever decided it: it must be settled anew."""
        self._hold()
        if self.state == self.State.SHUT:
            return
        decision = self.decisions.create(by=by, met=False, text=text)
        self._set_state(self.State.SHUT, None)
        log.log_event(by, "check.reopened", decision, kind=self.kind)
        check_failed.send(Check, check=self, by=by)

    def _must_rest_on(
        self,
        paper: Attachment | None,
        record: tuple[str, Record] | None,
        *,
        met: bool,
        by: User,
    ) -> None:
        """Where words are not enough, a document or a record of the case shows it."""
        if paper and not evidence.documents(self).filter(pk=paper.pk).exists():
            raise Refusal(_("This document is not in the case any more. Choose another."))
        if record and not evidence.is_one_of(self, *record):
            raise Refusal(_("This record does not show it. Choose another, or a document."))
        if not met:
            return
        is_shown = has_requirement(self.kind) if self.of_kind.is_computed else paper or record
        if not is_shown:
            none = evidence.nothing_there(self, by)
            raise Refusal(f"{evidence.words_alone(self.of_kind)} {none}".strip())

    def _must_be_dated(self, issuer: str, issued_on: date | None, by: User) -> None:
        if not issuer.strip() or issued_on is None:
            raise Refusal(_("Write who issued the document, and the date that it bears."))
        if issued_on > self.case.office.today_for(by):
            raise Refusal(_("The date of the document is in the future. Enter the date it bears."))

    def _until(self, said: date | None, issued_on: date | None) -> date | None:
        """The nearer of what was said and what the rule of this check gives."""
        days = self.of_kind.good_for
        start = issued_on or self.case.office.today()
        ours = start + timedelta(days=days) if days else None
        return min((day for day in (said, ours) if day), default=None)

    def _must_be_decided_by(self, by: User, record: tuple[str, Record] | None) -> None:
        """Whoever works on the case, or made the record that shows it; where a supervisor decides,
        one whose own records would count.
        """
        if self.of_kind.decides == "work":
            is_theirs = record is not None and getattr(record[1], "by_id", None) == by.pk
            may = is_theirs or by in users_with_verb_or_owner(self.case, "case.work")
        else:
            besides = self.of_kind.not_by(self)
            may = by in second_people(self.case, f"case.{self.of_kind.decides}", besides=besides)
        if not may:
            words = _("This is decided by somebody else: a supervisor of the team.")
            raise Refusal(f"{words} {advice_where_alone(self.case)}".strip())

    def _set_state(self, state: str, until: date | None) -> None:
        self.state, self.good_until = state, until
        self.save(update_fields=["state", "good_until"])

    def _hold(self) -> None:
        """Of two who decide in the same moment, one sees what the other did."""
        self.refresh_from_db(
            fields=["state", "good_until"],
            from_queryset=type(self).objects.select_for_update(of=("self",)),
        )


class CheckResult(Record):
    """What was found at a check, by whom, and on what it rests."""

    required_check = models.ForeignKey(Check, models.CASCADE, related_name="decisions")
    met = models.BooleanField(pgettext_lazy("pre-departure check", "Cleared"))
    text = PersonalField(pgettext_lazy("field", "Text"))
    paper = models.ForeignKey(Attachment, models.SET_NULL, null=True, related_name="+")
    issuer = PersonalField(gettext_lazy("Issuer of the document"))
    issued_on = models.DateField(gettext_lazy("Date of the document"), null=True)
    # A record of the case that shows it: the name of its kind, and its `ref`.
    record_kind = models.CharField(max_length=40, blank=True)
    record_ref = models.UUIDField(null=True)
    good_until = models.DateField(pgettext_lazy("field", "Valid until"), null=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "checkresult"
    audit_name = "checkresult"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("What was found about a condition")

    class Privacy:
        owner = "required_check__case"
        title = gettext_lazy("Results of pre-departure checks")
        review = True
        disclose = ("at", "met", "text", "issuer", "issued_on", "good_until")

    class Events:
        quote = "text"

    def __str__(self):
        return f"CheckResult {self.ref}"

    @property
    def file(self) -> Case:
        return self.required_check.case

    @property
    def shown_by(self) -> str:
        """The document or the kind of record on which it rests; "" where it rests on words."""
        if self.paper and self.paper.name:
            return self.paper.name
        return evidence.evidence_label(self.record_kind)


def missing_at(checks: Iterable[Check]) -> dict[int, list[str]]:
    """Returns what each of these checks takes that is not there, by its key."""
    return missing_of(checks)


def last_decisions(checks: Iterable[Check]) -> dict[int, CheckResult]:
    """What was found last at each check, by its key, with the document that it rests on."""
    found = CheckResult.objects.filter(required_check__in=list(checks))
    return {
        each.required_check_id: each for each in found.select_related("by", "paper").order_by("pk")
    }


def lacking(
    checks: Iterable[Check],
    latest: dict[int, CheckResult],
    at_hand: dict[int, list[str]] | None = None,
) -> dict[int, list[str]]:
    """Returns what is no longer so of checks that were met, by their keys, as texts. `at_hand` is
    what is missing at each of them, where a page asked already.
    """
    met = [check for check in checks if check.state == Check.State.MET]
    found = missing_at(met) if at_hand is None else at_hand
    missing = {check.pk: list(found[check.pk]) for check in met}
    standing = evidence.standing(met, latest)
    for check in met:
        if check.pk not in standing:
            missing[check.pk].append(evidence.no_longer(check))
    return {key: words for key, words in missing.items() if words}


def require_checks_passed(way: UUID, *, on: date) -> None:
    """Nobody goes on while a check is shut; what stands in the way is named.

    To be asked inside the transaction of the deed: until it is done no check can be shut again.
    """
    held = Check.objects.select_for_update(of=("self",)).of(way)
    shut = [check for check in held if check.is_shut_on(on)]
    if shut:
        names = speech.join_list(dict.fromkeys(check.called for check in shut))
        raise Refusal(_("Not yet. Still to be settled: %(what)s.") % {"what": names})
