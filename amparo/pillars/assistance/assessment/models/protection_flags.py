"""Protection flags: what was heard of somebody that must be answered before anything else.

A flag is dated, names where it was heard, and stays until a named person answers it; a later
silence takes none away. What raises each kind, and how it may be answered: `flag_kinds.py`.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case, Task
from amparo.pillars.assistance.cases.models.base import CaseRecord

from ..flag_kinds import FlagKind, flag_kinds

LIST, ANSWERS = "protection_flag", "protection_flag_answer"
# What comes before any deadline; illness only where a clinical limit runs. Our choice.
GRAVEST = ("danger_now", "suicide_risk", "medical", "child_without_adult")
ORDER = ("rank", "due_by", "pk")


class ProtectionFlagQuerySet(PermissionQuerySet):
    def unanswered(self) -> "ProtectionFlagQuerySet":
        return self.filter(answered_at=None)

    def answered(self) -> "ProtectionFlagQuerySet":
        return self.exclude(answered_at=None)

    def gravest_first(self) -> "ProtectionFlagQuerySet":
        """Danger and risk to life first, then by deadline; see `ORDER`."""
        grave = [
            models.When(kind="medical", clock_from=None, then=len(GRAVEST)),
            *(models.When(kind=kind, then=rank) for rank, kind in enumerate(GRAVEST)),
        ]
        last = models.Value(date.max)
        return self.annotate(
            rank=models.Case(*grave, default=len(GRAVEST), output_field=models.IntegerField()),
            due_by=Coalesce("due_on", last, output_field=models.DateField()),
        ).order_by(*ORDER)


class ProtectionFlag(CaseRecord):
    """One thing heard or seen of a person, or of somebody of a case, that cannot wait."""

    class Source(models.TextChoices):
        SCREENING = "screening", pgettext_lazy("source", "Screening")
        REGISTRATION = "registration", gettext_lazy("Registration")
        IMPORT = "import", gettext_lazy("Imported list")
        INCIDENT = "incident", gettext_lazy("Incident")
        OBSERVATION = "observation", pgettext_lazy("timeline", "Observation")
        FORM = "form", gettext_lazy("Form that waits for a person")
        DECLARATION = "declaration", gettext_lazy("Declaration about asylum")

    # Nobody by name, where it was asked of everybody of a case.
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="protection_flags")
    kind = models.CharField(gettext_lazy("Protection flag"), max_length=30)
    source = models.CharField(gettext_lazy("Source"), max_length=20, choices=Source)
    # The record by which it was raised first.
    source_ref = models.UUIDField(null=True, editable=False)
    due_on = models.DateField(gettext_lazy("Answer due by"), null=True)
    # From when clinical limits count, where they do.
    clock_from = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(gettext_lazy("Answered on"), null=True, editable=False)

    audit_name = "protectionflag"

    objects = ProtectionFlagQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Protection flag")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], name="flag_of_a_case_once",
                condition=models.Q(person=None, answered_at=None),
            ),
            models.UniqueConstraint(
                fields=["case", "kind", "person"], name="flag_of_a_person_once",
                condition=models.Q(person__isnull=False, answered_at=None),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["case"], name="flags_unanswered", condition=models.Q(answered_at=None)
            )
        ]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Protection flags")
        disclose = ("at", "kind", "source", "answered_at")
        review = ("kind",)

    class Events:
        prefix = "flag"
        raised = AuditEvent(
            gettext_lazy("A protection flag was raised"),
            icon="flag",
            danger=True,
            notice=Notice(
                gettext_lazy("Protection flag raised: answer it"), "danger", icon="flag"
            ),
        )
        answered = AuditEvent(gettext_lazy("A protection flag was answered"), icon="shield-check")

    @property
    def of_kind(self) -> FlagKind:
        return flag_kinds()[self.kind]

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def latest_answer(self) -> "FlagAnswer | None":
        return self.answers.select_related("by").order_by("pk").last()

    @classmethod
    @transaction.atomic
    def raise_flags(
        cls, case: Case, kinds: Iterable[str], *, by: User, source: str,
        source_ref: UUID | None = None, at: datetime | None = None, person: Person | None = None,
        clock_from: datetime | None = None, quietly: bool = False,
    ) -> list["ProtectionFlag"]:  # fmt: skip
        """Raises a flag of each kind that none is open for; returns the new ones.

        A task with the nearest deadline is put on the case; its owner and supervisors are told,
        but `quietly` where they were told already. Codes are those of `flag_kinds()`. Idempotent
        while a flag is open.
        """
        flags = [
            flag
            for kind in kinds
            if (flag := cls._raise(
                case, kind, person, by=by, source=source, source_ref=source_ref,
                at=at or now(), clock_from=clock_from,
            ))
        ]  # fmt: skip
        if flags:
            for flag in flags:
                log.log_event(by, "flag.raised", flag)
            cls._expect_an_answer(case, by=by)
            if not quietly:
                told = [case.owner] if case.owner else []
                case.tell([*told, *case.supervisors()], "flag.raised", by=by, urgent=True)
        return flags

    @classmethod
    def _raise(cls, case: Case, kind: str, person: Person | None, **fields: Any):
        """A flag of the whole case counts for each of its people, so theirs is not raised too."""
        open_ones = cls.objects.unanswered().filter(case=case, kind=kind)
        about = models.Q(person=None) | models.Q(person=person)
        if open_ones.filter(about).exists():
            return None
        due_on = case.rules.due(flag_kinds()[kind].due, case.office.today())
        flag, is_new = cls.objects.get_or_create(
            case=case, kind=kind, person=person, answered_at=None,
            defaults={"due_on": due_on, **fields},
        )  # fmt: skip
        return flag if is_new else None

    @classmethod
    def _expect_an_answer(cls, case: Case, *, by: User | None) -> None:
        """One task for all flags of a case that are open: by the nearest deadline."""
        waiting = cls.objects.unanswered().filter(case=case)
        due_on = waiting.aggregate(first=models.Min("due_on"))["first"]
        if due_on is not None:
            case.expect(Task.What.FLAG, due_on, by=by)
        elif not waiting.exists():
            Task.finish(case, Task.What.FLAG, by=by)

    @transaction.atomic
    def answer(self, *, by: User, code: str, text: str, seen: str = "") -> "FlagAnswer":
        """Says what was done, or what was found out. An answer may be changed; each is kept.

        `seen` is the ref of the answer that the user had before them; "" for none. Raises Refusal
        where another was given meanwhile, and where whoever raised the flag says alone that it is
        not so.
        """
        self.case.require_open()
        if code not in self.of_kind.answers:
            raise Refusal(_("Choose what was done, or what was found out."))
        if not text.strip():
            raise Refusal(_("Write what was done, where and with whom."))
        if by.pk == self.by_id and code in self.of_kind.of_others:
            raise Refusal(
                _("You raised this flag. A colleague looks into it before it is set aside.")
            )
        lock_and_refresh(self, "answered_at")
        last = self.latest_answer
        if last and str(last.ref) != seen:
            raise Refusal(
                _("%(name)s answered this flag meanwhile: %(answer)s. Read that first.")
                % {"name": last.by.name, "answer": code_lists.label(ANSWERS, last.code)}
            )
        answer = self.answers.create(by=by, code=code, text=text.strip())
        self.answered_at = answer.at
        self.save(update_fields=["answered_at"])
        self._expect_an_answer(self.case, by=by)
        self.case.touch()
        log.log_event(by, "flag.answered", self)
        return answer


class FlagAnswer(Record):
    """What somebody did about a flag, or found out; the last one holds."""

    flag = models.ForeignKey(ProtectionFlag, models.CASCADE, related_name="answers")
    code = models.CharField(pgettext_lazy("complaint, data request", "Answer"), max_length=30)
    text = PersonalField(gettext_lazy("Actions taken"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "flaganswer"
    audit_name = "flaganswer"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Answer to a protection flag")

    class Privacy:
        owner = "flag__case"
        title = gettext_lazy("Answers to protection flags")
        review = True
        disclose = ("at", "code", "text")

    def __str__(self):
        return f"FlagAnswer {self.ref}"

    @property
    def file(self) -> Case:
        return self.flag.case
