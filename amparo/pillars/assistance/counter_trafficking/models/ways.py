"""The way of one person out of exploitation: all that is known and done of it hangs here."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.assessment.flags import TRAFFICKING_SIGNS, answer_flags_of
from amparo.pillars.assistance.cases.models import Case, Task
from amparo.pillars.assistance.cases.models.base import CaseRecord

from .. import signs
from ..palermo import PalermoResult, PalermoSuggestion, apply_palermo

if TYPE_CHECKING:
    from .determinations import StatusDetermination
    from .reflection import ReflectionPeriod
    from .retrafficking import RetraffickingReview
    from .safety import SafetyPlan

STATUSES, DECIDERS = "vic_TraffickingStatus", "vic_TraffickingStatusDecisionMakingOrg"
POSSIBLE, ACTUAL = "PossibleVictimOfTrafficking", "ActualVictimOfTrafficking"
NOT_A_VICTIM = "NotAVictimOfTrafficking"


SOON = 7  # days before the end of a time to reflect that somebody is told: editorial
RETRAFFICKING_LIMIT = "trafficking.retrafficking_review"


def reflection_ends_soon(today: date) -> Q:
    """Whose time to recover and reflect ends within a week."""
    return Q(reflection_until__gte=today, reflection_until__lte=today + timedelta(days=SOON))


def without_valid_safety_plan(today: date) -> Q:
    """Without a safety plan, or with one that nobody has looked at for too long."""
    return Q(safety_due_on=None) | Q(safety_due_on__lt=today)


def is_review_due(today: date, *, within: int = SOON) -> Q:
    """Whose risk of being trafficked again is to be reviewed within so many days, or was due."""
    return Q(review_due_on=None) | Q(review_due_on__lte=today + timedelta(days=within))


class TraffickingRecordQuerySet(PermissionQuerySet):
    def going_on(self) -> "TraffickingRecordQuerySet":
        """Of cases that are accompanied, and of whom nobody has decided that it was not so."""
        return self.exclude(case__status__in=Case.ENDED).exclude(status=NOT_A_VICTIM)


class TraffickingRecord(CaseRecord):
    """One person of a case, of whom somebody saw that they may have been trafficked."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="ways_out")
    # Shadows of what was decided last, for lists and figures; kept by verbs alone.
    prompt = models.CharField(max_length=10, default=PalermoSuggestion.UNCLEAR.value)
    status = models.CharField(max_length=40, blank=True)
    reflection_until = models.DateField(null=True)
    safety_due_on = models.DateField(null=True)
    review_due_on = models.DateField(null=True)

    audit_name = "traffickingrecord"

    objects = TraffickingRecordQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Victim of trafficking file")
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="one_way_out_each")]
        indexes = [models.Index(fields=["status", "-at"], name="ways_out_by_status")]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Trafficking-related assistance")
        disclose = ("at",)

    class Events:
        begun = AuditEvent(
            gettext_lazy("VoT file opened"),
            icon="eye",
            timeline=gettext_lazy("Identification of victim status started"),
        )

    def get_absolute_url(self) -> str:
        return f"/cases/{self.case.ref}/exploitation/{self.ref}/"

    @classmethod
    @transaction.atomic
    def begin(cls, case: Case, person: Person, *, by: User) -> "TraffickingRecord":
        """Somebody looks closer; asked again, the way that was begun is found."""
        case.require_work_allowed()
        if person not in case.persons():
            raise Refusal(_("This person does not belong to the case."))
        way, is_new = cls.objects.get_or_create(case=case, person=person, defaults={"by": by})
        if is_new:
            log.log_event(by, "traffickingrecord.begun", way)
            way.update_state(
                review_due_on=case.rules.due(RETRAFFICKING_LIMIT, case.office.today())
            )
            way.expect_review(by=by)
        text = _("A counter-trafficking file was begun.")
        answer_flags_of(person, TRAFFICKING_SIGNS, case=case, by=by, code="registered", text=text)
        return way

    # What it comes to.

    @property
    def is_kept_to_the_group(self) -> bool:
        return self.case.confidentiality == Case.Confidentiality.TRAFFICKING

    @property
    def is_age_unknown(self) -> bool:
        today = self.case.office.today()
        return not self.person.is_age_disputed and self.person.age(today) is None

    @property
    def counts_as_child(self) -> bool:
        """A child now, or when it happened; and wherever the age is disputed."""
        ages = (fact.age_when_trafficked for fact in self.exploitations.all())
        was_one = any(age is not None and age < 18 for age in ages)
        return was_one or self.person.is_child(self.case.office.today())

    @property
    def reading(self) -> PalermoResult:
        """All that was seen so far, held against the Protocol."""
        seen = {code for each in self.indicatorobservations.all() for code in each.indicators}
        return apply_palermo(signs.named(seen), is_child=self.counts_as_child)

    @property
    def determination(self) -> "StatusDetermination | None":
        return self.statusdeterminations.order_by("pk").last()

    @property
    def reflection(self) -> "ReflectionPeriod | None":
        """The latest time to recover and reflect."""
        return self.reflectionperiods.order_by("pk").last()

    @property
    def safety(self) -> "SafetyPlan | None":
        """The version of the safety plan that is in force."""
        return self.safetyplans.order_by("pk").last()

    @property
    def review(self) -> "RetraffickingReview | None":
        """The newest review of the risk of being trafficked again."""
        return self.retraffickingreviews.select_related("by").first()

    # For the verbs of what hangs on it.

    def hold(self) -> None:
        """Of two who write in the same moment, one sees what the other wrote."""
        type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        self.case.refresh_from_db()  # what others changed meanwhile is not written over
        self.case.require_work_allowed()

    def update_state(self, **shadow: Any) -> None:
        for name, value in shadow.items():
            setattr(self, name, value)
        self.save(update_fields=list(shadow))
        self.case.touch()

    def expect_review(self, *, by: User) -> None:
        """One task for all ways of a case that go on: by the nearest day on which the risk is
        reviewed again.
        """
        going = TraffickingRecord.objects.going_on().filter(case=self.case)
        due_on = going.aggregate(first=models.Min("review_due_on"))["first"]
        if due_on is not None:
            self.case.expect(Task.What.RISK_REVIEW, due_on, by=by)
        else:
            Task.finish(self.case, Task.What.RISK_REVIEW, by=by)

    def look_again(self) -> None:
        """What the rule says now that more is known."""
        self.update_state(prompt=self.reading.prompt.value)

    def not_after_today(self, day: date, by: User, text: str) -> None:
        if day > self.case.office.today_for(by):
            raise Refusal(text)


class TraffickingRecordPart(Record):
    """A record on the way of one person out of exploitation: who made it, and when."""

    way = models.ForeignKey(TraffickingRecord, models.CASCADE, related_name="%(class)ss")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{type(self).__name__} {self.ref}"

    @property
    def file(self) -> Case:
        return self.way.case

    @property
    def case(self) -> Case:
        return self.way.case
