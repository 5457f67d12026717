"""A child alone: without their parents, and whether anybody who should care for them does.

A child is under 18; where the age is disputed, a child until it is resolved. Unaccompanied: apart
from both parents and other relatives, and cared for by no adult who by law or custom should.
Separated: apart from parents or the usual caregiver, though perhaps with other relatives.
Source: HTCDS 2.0, Guidance 7 (CC BY 4.0, IOM).
"""

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Notification, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh, lock_rows
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.assessment.flags import (
    CHILD_WITHOUT_ADULT,
    answer_flags_everywhere,
    answer_flags_of,
)
from amparo.pillars.assistance.cases.models import Attachment, Case
from amparo.pillars.assistance.cases.models.base import CaseRecord

from .workers import must_be_worker


class UnaccompaniedChildQuerySet(PermissionQuerySet):
    def standing(self) -> "UnaccompaniedChildQuerySet":
        return self.filter(ended_at=None)


class UnaccompaniedChild(CaseRecord):
    """One child of a case who is without their parents, and how that came about."""

    class Status(models.TextChoices):
        UNACCOMPANIED = "unaccompanied", gettext_lazy("Unaccompanied")
        SEPARATED = "separated", pgettext_lazy("UASC", "Separated from parents")

    class EndReason(models.TextChoices):
        REUNIFIED = "reunified", gettext_lazy("Reunified with family")
        CAREGIVER = "caregiver", gettext_lazy("Reunified with usual caregiver")
        GUARDIAN = "guardian", gettext_lazy("Placed with their legal guardian")
        ADULT = "adult", gettext_lazy("Turned 18")
        ELSEWHERE = "elsewhere", gettext_lazy("Accompanied by an adult")
        MISTAKE = "mistake", gettext_lazy("Recorded as UASC in error")

    person = models.ForeignKey(Person, models.PROTECT, related_name="times_alone")
    status = models.CharField(pgettext_lazy("column", "Status"), max_length=15, choices=Status)
    separated_on = models.DateField(gettext_lazy("Date of separation"), null=True, blank=True)
    cause = models.CharField(gettext_lazy("Cause"), max_length=40, blank=True)
    where = PersonalField(pgettext_lazy("column", "Location"))
    circumstances = PersonalField(pgettext_lazy("child", "Circumstances of separation"))
    last_known_family = PersonalField(gettext_lazy("Known information on the family"))
    wishes = PersonalField(gettext_lazy("What you wish"))
    ended_at = models.DateTimeField(gettext_lazy("UASC status ended"), null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    end_reason = models.CharField(
        gettext_lazy("Reason UASC status ends"), max_length=15, choices=EndReason, blank=True
    )
    end_text = PersonalField(pgettext_lazy("field", "Text"))

    crypto_label = "unaccompaniedchild"
    audit_name = "unaccompaniedchild"

    # What may be put right later.
    COPIED_FIELDS = (
        "status", "separated_on", "cause", "where", "circumstances", "last_known_family", "wishes",
    )  # fmt: skip

    objects = UnaccompaniedChildQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("UASC", "Unaccompanied or separated child")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"], name="child_alone_once_in_a_case",
                condition=Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="child_alone_until_it_is_said_why",
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason=""),
            ),
        ]  # fmt: skip

    class Privacy:
        owner = "case"
        title = pgettext_lazy("UASC", "Unaccompanied or separated child")
        review = True
        disclose = (
            "at",
            "status",
            "separated_on",
            "cause",
            "where",
            "circumstances",
            "last_known_family",
            "wishes",
            "ended_at",
            "end_reason",
            "end_text",
        )

    class Events:
        registered = AuditEvent(
            pgettext_lazy("ledger", "Registered as UASC"),
            icon="lifebuoy",
            timeline=gettext_lazy("Registered as UASC"),
        )
        accepted = AuditEvent(
            gettext_lazy("UASC accepted by child protection"),
            icon="heart-handshake",
            timeline=gettext_lazy("A colleague of child protection accepted the child"),
        )
        changed = AuditEvent(
            gettext_lazy("UASC details corrected"),
            icon="pencil",
            timeline=gettext_lazy("Information corrected"),
            story=False,
        )
        ended = AuditEvent(
            pgettext_lazy("ledger", "UASC status ended"),
            icon="users",
            timeline=gettext_lazy("UASC status ended"),
        )

    def get_absolute_url(self) -> str:
        return f"/children/{self.ref}/"

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None

    @classmethod
    @transaction.atomic
    def register(
        cls, case: Case, *, by: User, person: Person, status: str,
        separated_on: date | None = None, cause: str = "", **told: str,
    ) -> "UnaccompaniedChild":  # fmt: skip
        """Write down that they are alone and how it came; the same child again is the same."""
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        case.require_work_allowed()
        if person not in case.persons():
            raise Refusal(_("Only somebody who belongs to this case. Add them to it first."))
        if not person.is_child(case.office.today()):
            raise Refusal(
                _("They are not known to be under 18. Note their age, or that it is disputed.")
            )
        standing = cls.objects.standing().filter(case=case, person=person).first()
        if standing:
            if standing.status == status and standing.by_id == by.pk:
                return standing
            raise Refusal(_("This child is registered already. Put right what is written there."))
        child = cls(
            case=case, by=by, person=person, status=status, separated_on=separated_on,
            cause=cause, **told,
        )  # fmt: skip
        child._must_fit(by)
        child.save()
        case.touch()
        log.log_event(by, "unaccompaniedchild.registered", child, kind=status, reason=cause)
        text = _("Registered as an unaccompanied or separated child.")
        answer_flags_of(person, CHILD_WITHOUT_ADULT, by=by, code="registered", text=text)
        return child

    @transaction.atomic
    def accept(self, *, by: User, owner: User | None = None) -> None:
        """`owner`, or `by`, takes the case over, and from then on it is kept to child protection.

        Accepting takes leave for such files. Where nobody in the office holds it, a supervisor
        accepts: they get it for some days, and the office above is told. Twice, it is once; of two
        who accept at once, the second is told who did.
        """
        case, group = self.case, Case.Confidentiality.CHILD
        lock_and_refresh(case, "confidentiality", "owner_id")
        owner = owner or by
        if case.confidentiality == group and case.owner_id:
            if case.owner_id == owner.pk:
                return
            raise Refusal(
                _("%(name)s accompanies this child already, for child protection.")
                % {"name": case.owner}
            )
        if case.is_restricted and case.confidentiality != group:
            raise Refusal(
                _("This case is kept to another group. Its supervisor gives it to a colleague.")
            )
        self.require_work_allowed()
        must_be_worker(case, owner, by=by)
        registered_by = self._registered_by()
        case.assign(owner, by=by)  # who holds it reads on while it closes to others
        case.restrict(group, by=by)
        log.log_event(by, "unaccompaniedchild.accepted", self, to=owner.ref)
        # Says nothing of the file, which may be closed to them: its number, and who has it now.
        Notification.notify(
            [user for user in registered_by if user != by], event="case.accepted",
            about=case.number, url=reverse("notifications"), by=owner,
        )  # fmt: skip

    def _registered_by(self) -> list[User]:
        """Who registered or imported the child, and who opened the case."""
        minors = self.case.minors.filter(person=self.person).select_related("by")
        return [self.by, self.case.opened_by, *(minor.by for minor in minors)]

    @transaction.atomic
    def change(self, *, by: User, **told) -> None:
        """Put right or complete what is known; the ledger keeps which fields, no words."""
        self.require_work_allowed()
        changed = [
            name
            for name in self.COPIED_FIELDS
            if name in told and told[name] != getattr(self, name)
        ]
        if not changed:
            return
        for name in changed:
            setattr(self, name, told[name])
        self._must_fit(by)
        self.save(update_fields=changed)
        self.case.touch()
        log.log_event(by, "unaccompaniedchild.changed", self, fields=changed)

    @transaction.atomic
    def no_longer(self, *, by: User, why: str, text: str = "") -> None:
        """They are alone no longer, or never were: as far as records show it, or words of what was
        found and by whom. With parents or a legal guardian only where they are recorded.
        """
        reasons = self.EndReason
        self.hold()
        if self.is_over:
            if self.end_reason == why:
                return  # sent twice
            raise Refusal(_("This was already decided."))
        self.require_work_allowed()
        if why == reasons.GUARDIAN:
            self.must_have_guardian()
        if why == reasons.REUNIFIED:
            self._must_have_parent()
        if why == reasons.MISTAKE and not text.strip():
            raise Refusal(_("Write how the mistake came about."))
        if why in (reasons.CAREGIVER, reasons.ELSEWHERE) and not text.strip():
            raise Refusal(
                _("Write what was found: with whom the child is, since when, and who saw it.")
            )
        if why == reasons.ADULT and self.person.is_child(self.case.office.today()):
            raise Refusal(_("They are still under 18, or their age is disputed."))
        self._end(by=by, why=why, text=text)

    @classmethod
    @transaction.atomic
    def end_with_family(cls, person: Person, *, by: User) -> None:
        """They are with their family again: every time alone of theirs ends. Again, nothing does.

        Whatever became of the case meanwhile: it has happened, and nobody is asked for leave.
        """
        standing = cls.objects.standing().filter(person=person)
        for child in lock_rows(standing, "person", "case__team__office", owners=("case",)):
            child._end(by=by, why=cls.EndReason.REUNIFIED)

    def _end(self, *, by: User, why: str, text: str = "") -> None:
        self.ended_at, self.ended_by = now(), by
        self.end_reason, self.end_text = why, text.strip()
        self.save(update_fields=["ended_at", "ended_by", "end_reason", "end_text"])
        self.case.touch()
        log.log_event(by, "unaccompaniedchild.ended", self, reason=why)

    @transaction.atomic
    def end_with_care(self, *, by: User, why: str) -> None:
        """They live with their parents or legal guardian: the time alone ends with it, and the
        flag that stood for it is answered.
        """
        self._end(by=by, why=why)
        answer_flags_everywhere(
            self.person, CHILD_WITHOUT_ADULT, by=by, code="help_given",
            text=str(self.EndReason(why).label),
        )  # fmt: skip

    def require_work_allowed(self) -> None:
        self.case.require_work_allowed()
        if self.is_over:
            raise Refusal(_("UASC status ended: the information below is historical."))

    def must_have_guardian(self) -> None:
        """Raises Refusal where no legal guardian is recorded, or only one for the time being."""
        if not self.guardians.lasting().exists():
            raise Refusal(
                _(
                    "No legal guardian of the child is recorded, or only for the time being. "
                    "First record who is the guardian, and on what that rests."
                )
            )

    def _must_have_parent(self) -> None:
        from .minors import is_with_parent

        if not is_with_parent(self.person, self.case.office.today()):
            raise Refusal(
                _(
                    "No parent is recorded with this child. Record the handover of the "
                    "reunification, or care by the parents; or write the parent into the family "
                    "of the child."
                )
            )

    def must_own(self, paper: Attachment | None) -> None:
        if paper and paper.case_id != self.case_id:
            raise Refusal(_("This paper belongs to another file."))

    def hold(self) -> None:
        """Of two who act for one child in the same moment, one sees what the other did."""
        held = type(self).objects.select_for_update(of=("self",))
        self.refresh_from_db(fields=["ended_at", "end_reason"], from_queryset=held)

    def _must_fit(self, by: User) -> None:
        code_lists.require("separation_cause", self.cause)
        if self.status not in self.Status.values:
            raise Refusal(_("Say whether the child is unaccompanied or separated."))
        if self.separated_on and self.separated_on > self.case.office.today_for(by):
            raise Refusal(_("The day they were separated has not come yet."))
        if self.separated_on and self.separated_on < (self.person.birth_date or date.min):
            raise Refusal(_("On that day the child was not born yet."))


class ChildRecord(Record):
    """What lies with one child: who made it, and when."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    child: UnaccompaniedChild

    class Meta:
        abstract = True

    def __str__(self):
        return f"{type(self).__name__} {self.ref}"

    @property
    def file(self) -> Case:
        return self.child.case
