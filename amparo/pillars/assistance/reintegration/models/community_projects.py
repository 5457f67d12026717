"""A project for a community or an institution: where people return to, things change for all."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Place
from amparo.foundation.protection import code_lists
from amparo.foundation.protection.models import Observation
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.models.base import CaseRecord

from .items import Dimension, Level
from .sums import in_order, validate_amount, validate_period, with_currency

if TYPE_CHECKING:
    from .causes import CommunityProjectCause, ProjectCase
    from .headcounts import ParticipantCount
    from .results import CommunityProjectResult

# A project is never of one person: for them there is a plan.
LEVELS = [(Level.COMMUNITY.value, Level.COMMUNITY.label),
          (Level.STRUCTURAL.value, Level.STRUCTURAL.label)]  # fmt: skip


class State(models.TextChoices):
    PLANNED = "planned", gettext_lazy("In preparation")
    RUNNING = "running", pgettext_lazy("action", "In progress")
    DONE = "done", gettext_lazy("Completed")
    STOPPED = "stopped", pgettext_lazy("project", "Stopped")


OPEN = (State.PLANNED, State.RUNNING)


class CommunityProject(CaseRecord):
    """It lies in the case of the community or institution, and names no person."""

    title = PersonalField(gettext_lazy("Title"))
    aim = PersonalField(pgettext_lazy("fund", "Purpose"))
    activity = models.CharField(gettext_lazy("Planned assistance"), max_length=40)
    dimension = models.CharField(max_length=15, choices=Dimension)
    level = models.CharField(
        pgettext_lazy("need, reintegration", "Level"), max_length=12, choices=LEVELS
    )
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="community_projects")
    provider = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField(gettext_lazy("Start date"))
    ends_on = models.DateField(pgettext_lazy("period", "End date"))
    budget = models.DecimalField(
        gettext_lazy("Budget"), max_digits=12, decimal_places=2, null=True
    )
    currency = models.CharField(gettext_lazy("Currency"), max_length=3, blank=True)
    ended_at = models.DateTimeField(gettext_lazy("Ended on"), null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    end_kind = models.CharField(
        pgettext_lazy("closure", "Result"),
        max_length=10,
        choices=State,
        blank=True,
        editable=False,
    )
    end_text = PersonalField(gettext_lazy("Sustainability, or reason for stopping"))
    # The shadow of what happened, for lists; kept by verbs alone.
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    participants = models.PositiveIntegerField(default=0)
    cases_served = models.PositiveIntegerField(default=0)

    crypto_label = "communityproject"
    audit_name = "communityproject"

    objects = PermissionQuerySet.as_manager()

    State = State

    class Meta:
        verbose_name = gettext_lazy("Community-based project")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            in_order("community_project_ends_after_it_begins"),
            with_currency("community_project_budget_has_a_currency"),
            models.CheckConstraint(
                name="community_project_is_for_many",
                condition=Q(level__in=("community", "structural")),
            ),
        ]
        indexes = [models.Index(fields=["-starts_on", "-id"], name="community_projects_by_start")]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Community-based project")
        review = True
        disclose = (
            "title",
            "aim",
            "activity",
            "level",
            "starts_on",
            "ends_on",
            "budget",
            "currency",
            "ended_at",
            "end_kind",
            "end_text",
        )

    class Events:
        planned = AuditEvent(
            pgettext_lazy("ledger", "Community-based project planned"),
            icon="users-group",
            timeline=gettext_lazy("Community-based project planned"),
        )
        changed = AuditEvent(
            pgettext_lazy("ledger", "Community-based project updated"),
            icon="pencil",
            timeline=gettext_lazy("Community-based project updated"),
            story=False,
        )
        begun = AuditEvent(
            gettext_lazy("Community-based project started"),
            icon="player-skip-forward",
            timeline=pgettext_lazy("timeline", "Community-based project started"),
        )
        counted = AuditEvent(
            pgettext_lazy("ledger", "Participants counted"),
            icon="users",
            timeline=gettext_lazy("Participants counted"),
            story=False,
        )
        result_expected = AuditEvent(
            gettext_lazy("Expected result of community-based project recorded"),
            icon="target",
            timeline=gettext_lazy("Expected results recorded"),
            story=False,
        )
        result_measured = AuditEvent(
            gettext_lazy("Result of community-based project recorded"),
            icon="chart-dots",
            timeline=pgettext_lazy("timeline", "Result of community-based project recorded"),
        )
        cause_named = AuditEvent(
            pgettext_lazy("ledger", "Needs addressed recorded"),
            icon="link",
            timeline=gettext_lazy("Needs addressed recorded"),
            story=False,
        )
        ended = AuditEvent(
            pgettext_lazy("ledger", "Community-based project closed"),
            icon="flag",
            timeline=gettext_lazy("Community-based project ended"),
            quote="end_text",
        )

    def get_absolute_url(self) -> str:
        return reverse("reintegration:community-project", args=[self.case.ref, self.ref])

    @classmethod
    @transaction.atomic
    def plan(cls, case: Case, *, by: User, **fields) -> "CommunityProject":
        case.require_work_allowed()
        if not (case.community_id or case.institution_id):
            raise Refusal(_("A project is for a community or an institution. Open a case of it."))
        project = cls(case=case, by=by, **fields)
        project.place = project.place or place_of(case)
        project._must_be_whole()
        project.save()
        case.touch()
        log.log_event(by, "communityproject.planned", project, kind=project.activity)
        return project

    @transaction.atomic
    def change(self, *, by: User, **fields) -> None:
        self.must_go_on()
        for name, value in fields.items():
            setattr(self, name, value)
        self._must_be_whole()
        self.save(update_fields=list(fields))
        self.case.touch()
        log.log_event(by, "communityproject.changed", self, fields=sorted(fields))

    def _must_be_whole(self) -> None:
        code_lists.require("reintegration_activity", self.activity)
        code_lists.require("reintegration_dimension", self.dimension)
        if self.level not in dict(LEVELS):
            raise Refusal(_("A project is for many: choose the community or the structures."))
        validate_period(self.starts_on, self.ends_on)
        validate_amount(self.budget, self.currency)
        if not self.title.strip() or not self.aim.strip():
            raise Refusal(_("Give the project a title, and write what it is for."))

    # How it stands.

    @property
    def is_over(self) -> bool:
        return self.state not in OPEN

    def is_late_on(self, day: date) -> bool:
        return not self.is_over and self.ends_on < day

    @property
    def latest_headcount(self) -> "ParticipantCount | None":
        return self.headcounts.order_by("on", "pk").last()

    # What is done with it.

    @transaction.atomic
    def begin(self, *, by: User) -> None:
        self.hold()
        self.must_go_on()
        if self.state == State.PLANNED:
            self._stand(State.RUNNING)
            log.log_event(by, "communityproject.begun", self)

    @transaction.atomic
    def finish(self, *, by: User, how: str, text: str) -> None:
        """It is completed, with what remains of it; or stopped, with why."""
        self.hold()
        self.case.require_open()
        if how not in (State.DONE, State.STOPPED):
            raise Refusal(_("Say whether it is completed or stopped."))
        if not text.strip():
            raise Refusal(_("Write what remains of it, or why it was stopped."))
        if self.ended_at:
            if self.end_kind != how:
                raise Refusal(_("This project has already ended."))
            return  # sent twice
        self.ended_at, self.ended_by = now(), by
        self.end_kind, self.end_text = how, text.strip()
        self._stand(how, "ended_at", "ended_by", "end_kind", "end_text")
        log.log_event(by, "communityproject.ended", self, reason=how)

    def count(
        self, *, by: User, on: date, people: Mapping[tuple[str, str], int]
    ) -> "ParticipantCount":
        from .headcounts import ParticipantCount

        return ParticipantCount.take(self, by=by, on=on, people=people)

    def expect(self, *, by: User, **fields) -> "CommunityProjectResult":
        from .results import CommunityProjectResult

        return CommunityProjectResult.expect(self, by=by, **fields)

    def address(self, observation: Observation, *, by: User) -> "CommunityProjectCause":
        from .causes import CommunityProjectCause

        return CommunityProjectCause.link(self, observation, by=by)

    def serve(self, case: Case, *, by: User) -> "ProjectCase":
        from .causes import ProjectCase

        return ProjectCase.link(self, case, by=by)

    def must_go_on(self) -> None:
        self.case.require_work_allowed()
        if self.is_over:
            raise Refusal(_("This project has already ended."))

    def hold(self) -> None:
        """Of two who do something in the same moment, one sees what the other did."""
        self.refresh_from_db(
            fields=["state", "ended_at", "end_kind", "participants", "cases_served"],
            from_queryset=type(self).objects.select_for_update(of=("self",)),
        )

    def _stand(self, state: str, *changed: str) -> None:
        self.state = state
        self.save(update_fields=["state", *changed])
        self.case.touch()


def place_of(case: Case) -> Place | None:
    """Where the community lives, else where the case is."""
    return case.community.place if case.community else case.place


class OfACommunityProject(Record):
    """What is said of a project, by whom and when."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{type(self).__name__} {self.ref}"

    @property
    def file(self) -> Case:
        return self.project.case  # type: ignore[attr-defined]
