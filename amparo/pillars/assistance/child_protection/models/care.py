"""Who cares for a child alone, since when, and whether somebody goes to see how they are."""

from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case, SafetyAlert

from .children import ChildRecord, UnaccompaniedChild

# Where somebody goes to see how a child is: wherever others than the parents care for them.
PARENTS = "parents"
NOT_VISITED = frozenset({PARENTS, "none"})


class CareArrangementQuerySet(PermissionQuerySet):
    def standing(self) -> "CareArrangementQuerySet":
        return self.filter(until=None)


class CareArrangement(ChildRecord):
    """One place where a child lives and who cares for them there."""

    child = models.ForeignKey(UnaccompaniedChild, models.CASCADE, related_name="cares")
    kind = models.CharField(pgettext_lazy("column", "Type"), max_length=30)
    carer = PersonalField(gettext_lazy("Caregiver"))
    where = PersonalField(pgettext_lazy("column", "Location"))
    # The carer is the legal guardian who is recorded.
    with_guardian = models.BooleanField(gettext_lazy("Lives with the guardian"), default=False)
    since = models.DateField(pgettext_lazy("column", "Since"))
    until = models.DateField(pgettext_lazy("period", "End date"), null=True)
    why_ended = models.CharField(gettext_lazy("Reason for ending"), max_length=30, blank=True)
    end_words = PersonalField(gettext_lazy("What is known of the change"))
    # The shadow of the visits, for lists: the day by which somebody goes again.
    next_visit_on = models.DateField(null=True)

    crypto_label = "carearrangement"
    audit_name = "carearrangement"

    objects = CareArrangementQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Care of a child")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["child"], name="one_care_at_a_time", condition=Q(until=None)
            ),
            models.CheckConstraint(
                name="care_ends_after_it_began",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_visit_on"], name="children_to_visit", condition=Q(until=None)
            )
        ]

    class Privacy:
        owner = "child__case"
        title = gettext_lazy("Previous caregivers")
        review = True
        disclose = (
            "kind", "carer", "where", "with_guardian", "since", "until", "why_ended", "end_words",
        )  # fmt: skip

    class Events:
        begun = AuditEvent(
            pgettext_lazy("ledger", "Care arrangement recorded"),
            icon="home",
            timeline=gettext_lazy("Care arrangement recorded"),
        )
        ended = AuditEvent(
            gettext_lazy("Care arrangement ended"),
            icon="home",
            timeline=gettext_lazy("Care arrangement changed"),
            story=False,
        )

    @property
    def is_visited(self) -> bool:
        return self.kind not in NOT_VISITED

    def is_late_on(self, day: date) -> bool:
        return self.until is None and bool(self.next_visit_on and self.next_visit_on < day)

    @classmethod
    @transaction.atomic
    def begin(
        cls, child: UnaccompaniedChild, *, by: User, kind: str, since: date, carer: str = "",
        where: str = "", because: str = "", text: str = "", with_guardian: bool = False,
    ) -> "CareArrangement":  # fmt: skip
        """The child lives there from that day on; what was before ends, and why is kept.

        With their parents, or `with_guardian`, with the legal guardian who is recorded, the child
        is alone no longer.
        """
        child.hold()
        before = cls.objects.standing().filter(child=child).select_related("child__case").first()
        if before and (before.kind, before.since, before.by_id) == (kind, since, by.pk):
            return before  # sent twice
        child.require_work_allowed()
        code_lists.require("care_arrangement", kind)
        code_lists.require("care_change", because)
        if since > child.case.office.today_for(by):
            raise Refusal(_("Write it down once the child lives there."))
        if with_guardian:
            child.must_have_guardian()
        if before:
            before._end(since, because=because, text=text, by=by)
        care = cls(
            child=child, by=by, kind=kind, since=since, carer=carer, where=where,
            with_guardian=with_guardian,
        )  # fmt: skip
        care.next_visit_on = care._next_visit(since)
        care.save()
        child.case.touch()
        log.log_event(by, "carearrangement.begun", care, kind=kind)
        care._end_time_alone(by=by)
        return care

    @transaction.atomic
    def is_with_guardian(self, *, by: User) -> None:
        """Who cares for them is the legal guardian who is recorded now."""
        self.child.must_have_guardian()
        self.with_guardian = True
        self.save(update_fields=["with_guardian"])
        self._end_time_alone(by=by)

    def _end_time_alone(self, *, by: User) -> None:
        reasons = UnaccompaniedChild.EndReason
        if self.kind == PARENTS:
            self.child.end_with_care(by=by, why=reasons.REUNIFIED)
        elif self.with_guardian:
            self.child.end_with_care(by=by, why=reasons.GUARDIAN)

    def _end(self, on: date, *, because: str, text: str, by: User) -> None:
        if on < self.since:
            raise Refusal(_("The former care began later than that. Look at the days again."))
        if not because:
            raise Refusal(_("Say why the care of the child changes."))
        self.until, self.why_ended, self.end_words = on, because, text
        self.next_visit_on = None
        self.save(update_fields=["until", "why_ended", "end_words", "next_visit_on"])
        log.log_event(by, "carearrangement.ended", self, reason=because)

    def _next_visit(self, after: date) -> date | None:
        return self.child.case.rules.due("care_visit", after) if self.is_visited else None


class CareVisit(ChildRecord):
    """Somebody went to see how the child is: whom they spoke with, and what worries them."""

    care = models.ForeignKey(CareArrangement, models.CASCADE, related_name="visits")
    on = models.DateField(gettext_lazy("Day"))
    saw_child = models.BooleanField(gettext_lazy("Saw you"))
    spoke_alone = models.BooleanField(gettext_lazy("Spoke with you alone"), default=False)
    text = PersonalField(pgettext_lazy("field", "Text"))
    worries = PersonalField(gettext_lazy("What worried us"))
    alert = models.OneToOneField(SafetyAlert, models.SET_NULL, null=True, related_name="+")

    crypto_label = "carevisit"
    audit_name = "carevisit"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Visit to a child")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="spoken_with_only_if_seen", condition=Q(spoke_alone=False) | Q(saw_child=True)
            )
        ]

    class Privacy:
        owner = "care__child__case"
        title = gettext_lazy("Visits")
        review = True
        disclose = ("on", "saw_child", "spoke_alone", "text", "worries")

    class Events:
        quote = "text"
        held = AuditEvent(
            gettext_lazy("Home visit recorded"),
            icon="eye",
            timeline=pgettext_lazy("timeline", "Home visit recorded"),
        )

    @property
    def child(self) -> UnaccompaniedChild:  # type: ignore[override]
        return self.care.child

    @property
    def file(self) -> Case:
        return self.care.child.case

    @classmethod
    @transaction.atomic
    def hold(
        cls, care: CareArrangement, *, by: User, on: date, saw_child: bool,
        spoke_alone: bool = False, text: str = "", worries: str = "",
    ) -> "CareVisit":  # fmt: skip
        """Keep what was seen. Only a visit that met the child counts as one; worry is an alert."""
        child = care.child
        child.hold()
        child.require_work_allowed()
        care.refresh_from_db(fields=["until", "next_visit_on"])
        _must_be_a_visit(care, on, by, saw_child=saw_child, spoke_alone=spoke_alone, text=text)
        alert = (
            SafetyAlert.sound(child.case, by=by, kind="child", text=worries.strip())
            if worries.strip() else None
        )  # fmt: skip
        visit = cls.objects.create(
            care=care, by=by, on=on, saw_child=saw_child, spoke_alone=spoke_alone,
            text=text.strip(), worries=worries.strip(), alert=alert,
        )  # fmt: skip
        if saw_child:
            last = max(care.visits.filter(saw_child=True).values_list("on", flat=True))
            care.next_visit_on = care._next_visit(last)
            care.save(update_fields=["next_visit_on"])
            child.case.contacted(on)
        child.case.touch()
        log.log_event(by, "carevisit.held", visit)
        return visit


def _must_be_a_visit(
    care: CareArrangement, on: date, by: User, *, saw_child: bool, spoke_alone: bool, text: str
) -> None:
    if on > care.child.case.office.today_for(by):
        raise Refusal(_("A visit is recorded after it happened."))
    if on < care.since:
        raise Refusal(_("On that day the child did not live there yet."))
    if care.until and on > care.until:
        raise Refusal(_("On that day the child did not live there any more."))
    if spoke_alone and not saw_child:
        raise Refusal(_("Nobody speaks alone with a child whom they did not see."))
    if not text.strip():
        raise Refusal(_("Write how the child is, or why you did not see them."))
