"""Fitness to travel: what a clinician decided about one traveller, and what follows from it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.files.validation import ValidatedFile
from amparo.foundation.core.models import User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_for_update
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Attachment, Case
from amparo.pillars.assistance.pathways.models import Check
from amparo.ui import formats

from .. import rules
from ..fitness_rules import (
    CONDITIONS_LIST,
    DECISION_LIST,
    FIT,
    FIT_WITH_CONDITIONS,
    HOLDS_FOR,
    HOLDS_HOURS,
    SOURCE,
    UNFIT,
)
from .bookings import recheck_booking
from .fitness_requests import FitnessRequest, must_be_another


class FitnessDecisionQuerySet(PermissionQuerySet):
    def of_traveller(self, way: UUID, person: int | None) -> "FitnessDecisionQuerySet":
        """What was decided about a person on the journey of this `ref`, the newest last."""
        theirs = Q(request__traveller__journey__ref=way, request__traveller__person=person)
        return self.filter(theirs).order_by("pk")


class FitnessDecision(Record):
    """What a clinician decided after an examination: their name, licence and paper with it."""

    request = models.OneToOneField(FitnessRequest, models.CASCADE, related_name="decision")
    code = models.CharField(pgettext_lazy("button", "Decision"), max_length=20)
    conditions = models.JSONField(gettext_lazy("Conditions"), default=list)
    examined_at = models.DateTimeField(gettext_lazy("Examined at"))
    holds_until = models.DateTimeField(gettext_lazy("Holds until"), null=True)
    clinician_name = PersonalField(gettext_lazy("Clinician"))
    licence = PersonalField(gettext_lazy("Licence number"))
    text = PersonalField(gettext_lazy("What must be arranged"))
    paper = models.ForeignKey(Attachment, models.SET_NULL, null=True, related_name="+")
    # Nobody, where it was decided by a link.
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "fitnessdecision"
    audit_name = "fitnessdecision"

    objects = FitnessDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Decision about fitness to travel")
        constraints = [
            models.CheckConstraint(
                name="fitness_holds_until_a_moment",
                condition=Q(code="unfit") | Q(holds_until__isnull=False),
            )
        ]

    class Privacy:
        owner = "request__traveller__journey__case"
        title = gettext_lazy("Decision about fitness to travel")
        review = True
        disclose = (
            "examined_at", "code", "conditions", "holds_until", "clinician_name", "licence",
            "text",
        )  # fmt: skip
        plain_text = {"conditions": "codes of what must be arranged"}

    class Events:
        prefix = "return"
        fitness_decided = AuditEvent(
            pgettext_lazy("ledger", "Fitness to travel decided"),
            icon="stethoscope",
            timeline=gettext_lazy("Fitness to travel decided"),
            notice=Notice(
                gettext_lazy("Fitness to travel decided"),
                "decision",
                icon="stethoscope",
                several=ngettext_lazy(
                    "%(count)s decision on fitness to travel",
                    "%(count)s decisions on fitness to travel",
                    "count",
                ),
            ),
        )

    def __str__(self):
        return f"FitnessDecision {self.ref}"

    @property
    def file(self) -> Case:
        return self.request.traveller.journey.case

    @property
    def is_fit(self) -> bool:
        return self.code != UNFIT

    @classmethod
    @transaction.atomic
    def make(
        cls, request: FitnessRequest, *, by: User | None, is_same_person: bool, code: str,
        examined_at: datetime, name: str, licence: str, paper: ValidatedFile,
        conditions: Iterable[str] = (), holds_until: datetime | None = None, text: str = "",
        link_code: str = "",
    ) -> "FitnessDecision":  # fmt: skip
        """The one decision that a request takes; by a link, with the code that was told. The check
        follows it: fit opens it, not fit shuts it, and what was booked is looked at again.
        """
        traveller, journey = request.traveller, request.traveller.journey
        journey.hold()
        lock_for_update(request)
        if refusal := request.refusal:
            raise Refusal(refusal)
        journey.must_be_before_departure()
        if request.clinician_id != (by.pk if by else None):
            raise Refusal(_("This question was put to another clinician."))
        if by is None and not request.is_opened_by(link_code):
            raise Refusal(_("This link opens with the code that was told to you by telephone."))
        must_be_another(traveller, request.by, by)
        decision = cls(
            request=request, by=by, code=code, conditions=list(dict.fromkeys(conditions)),
            examined_at=examined_at, clinician_name=name.strip(), licence=licence.strip(),
            text=text.strip(),
        )  # fmt: skip
        decision._must_be_whole(is_same_person=is_same_person)
        decision.holds_until = decision._until(holds_until) if decision.is_fit else None
        decision.paper = _keep_paper(journey.case, paper, by, request.by)
        decision.save()
        log.log_event(by, "return.fitness_decided", decision, kind=code)
        decision._let_the_check_follow(by or request.by)
        decision._tell(by)
        return decision

    def _must_be_whole(self, *, is_same_person: bool) -> None:
        code_lists.require(DECISION_LIST, self.code)
        code_lists.require(CONDITIONS_LIST, *self.conditions)
        if self.code not in (FIT, FIT_WITH_CONDITIONS, UNFIT):
            raise Refusal(_("Decide: fit, fit with conditions, or not fit."))
        if not is_same_person:
            raise Refusal(
                _(
                    "This question is about one person only. Ask whoever sent it for a question "
                    "about the person whom you examined."
                )
            )
        if (self.code == FIT_WITH_CONDITIONS) != bool(self.conditions):
            raise Refusal(_("Choose the conditions, and only where they are fit with conditions."))
        if not self.clinician_name or not self.licence:
            raise Refusal(_("Write your name and the number of your licence."))
        if self.examined_at > now():
            raise Refusal(_("An examination is recorded when it was done, not before."))

    def _until(self, said: datetime | None) -> datetime:
        """As long as practice lets it hold after the examination, or less where they say so."""
        hours = self.file.rules.amount(HOLDS_FOR) or HOLDS_HOURS
        latest = self.examined_at + timedelta(hours=hours)
        until = said or latest
        if until > latest:
            raise Refusal(
                _(
                    "A decision holds for at most %(hours)s hours after the examination, until "
                    "%(day)s, %(clock)s. Examine them again nearer to the departure."
                )
                % {"hours": hours, "day": formats.day(self._here(latest).date()),
                   "clock": formats.clock(self._here(latest))}
            )  # fmt: skip
        if until <= now():
            raise Refusal(_("This decision would hold until a time that has passed."))
        return until

    def _here(self, moment: datetime) -> datetime:
        return localtime(moment, self.file.office.zone)

    def _let_the_check_follow(self, actor: User) -> None:
        traveller = self.request.traveller
        journey = traveller.journey
        journey.create_checks(by=actor)
        check = Check.objects.get(way=journey.ref, kind=rules.FITNESS, person=traveller.person_id)
        until = journey.local(self.holds_until) if self.holds_until else None
        check.follow(
            (SOURCE, self), met=self.is_fit, by=actor, until=until,
            text=f"{self.clinician_name}, {self.licence}",
        )  # fmt: skip
        recheck_booking(journey, by=actor)
        journey.update_phase(by=actor)

    def _tell(self, by: User | None) -> None:
        case = self.file
        owner = [case.owner] if case.owner else []
        told = list(dict.fromkeys([self.request.by, *owner, *case.supervisors()]))
        case.tell(told, "return.fitness_decided", by=by, urgent=not self.is_fit)


def _keep_paper(case: Case, paper: ValidatedFile, by: User | None, asked_by: User) -> Attachment:
    """What they signed, in the file of the case; by a link, for whoever asked for it."""
    kept = Attachment.sealed(case, paper, by=by or asked_by)
    log.log_event(by, "attachment.kept", kept, kind=paper.kind)
    case.touch()
    return kept
