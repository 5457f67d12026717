"""Projects: what a donor finances, where, until when, and who carries it out."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Place

from .exchange_rates import CURRENCY

if TYPE_CHECKING:
    from .funds import Fund


class ProjectState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("project", "Planned")
    RUNNING = "running", pgettext_lazy("project", "In progress")
    CLOSED = "closed", pgettext_lazy("project", "Closed")


class ProjectQuerySet(PermissionQuerySet):
    def in_state(self, state: str, day: date) -> "ProjectQuerySet":
        """By the dates of each project, or because somebody closed it."""
        is_over = Q(closed_at__isnull=False) | Q(ends_on__lt=day)
        if state == ProjectState.CLOSED:
            return self.filter(is_over)
        begun = {
            ProjectState.PLANNED: Q(starts_on__gt=day),
            ProjectState.RUNNING: Q(starts_on__lte=day),
        }
        return self.exclude(is_over).filter(begun[ProjectState(state)])


class Project(Record):
    """What one donor finances for a time, in one currency; its money lies in funds of offices."""

    code = models.CharField(max_length=30)
    title = models.CharField(gettext_lazy("Title"), max_length=200)
    donor = models.ForeignKey(Organization, models.PROTECT, related_name="projects_financed")
    currency = models.CharField(max_length=3, validators=[CURRENCY])
    starts_on = models.DateField(gettext_lazy("Start date"))
    ends_on = models.DateField(pgettext_lazy("period", "End date"))
    offices = models.ManyToManyField(Office, related_name="projects")
    places = models.ManyToManyField(Place, related_name="projects", blank=True)
    partners = models.ManyToManyField(
        Organization, related_name="projects_carried_out", blank=True
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    closed_reason = models.CharField(max_length=300, blank=True)

    audit_name = "project"

    objects = ProjectQuerySet.as_manager()

    State = ProjectState

    class Meta:
        verbose_name = pgettext_lazy("donor", "Project")
        constraints = [
            models.UniqueConstraint(fields=["donor", "code"], name="one_project_of_a_code"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="project_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["ends_on"], name="projects_by_end")]

    class Privacy:
        plain_text = {
            "title": "title of a project",
            "closed_reason": "why a project was closed: of a contract, of no person",
        }

    class Events:
        listed = AuditEvent(gettext_lazy("Project list viewed"))
        set_up = AuditEvent(gettext_lazy("Project created"))
        closed = AuditEvent(pgettext_lazy("donor", "Project closed"))
        reopened = AuditEvent(gettext_lazy("Project reopened"))

    def __str__(self):
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("funding:project", args=[self.ref])

    # How it stands.

    def state_on(self, day: date) -> ProjectState:
        if self.closed_at or self.ends_on < day:
            return ProjectState.CLOSED
        return ProjectState.PLANNED if day < self.starts_on else ProjectState.RUNNING

    # What is done with it.

    @classmethod
    @transaction.atomic
    def set_up(
        cls, *, by: User, offices: Iterable[Office], places: Iterable[Place] = (),
        partners: Iterable[Organization] = (), **fields,
    ) -> "Project":  # fmt: skip
        """Records a project that offices of the user carry out. The code is the donor's own."""
        project = cls(by=by, **fields)
        if cls.objects.filter(donor=project.donor, code=project.code).exists():
            raise Refusal(_("This donor has a project with this code already."))
        chosen = list(offices)
        project._must_be_in_order(chosen)
        _must_keep_projects_of(chosen, by)
        project.save()
        project._carry_out(chosen, places, partners)
        log.log_event(by, "project.set_up", project)
        return project

    @transaction.atomic
    def change(
        self, *, by: User, title: str, starts_on: date, ends_on: date, offices: Iterable[Office],
        places: Iterable[Place], partners: Iterable[Organization],
    ) -> None:  # fmt: skip
        """Another title, time, place, office or partner; code, donor and currency stay."""
        self.must_be_kept_by(by)
        self.title, self.starts_on, self.ends_on = title, starts_on, ends_on
        chosen, before = list(offices), set(self.offices.all())
        self._must_be_in_order(chosen)
        _must_keep_projects_of(before.symmetric_difference(chosen), by)
        self._must_stay_where_its_funds_are(chosen)
        self.save(update_fields=["title", "starts_on", "ends_on"])
        self._carry_out(chosen, places, partners)
        log.log_event(by, "project.changed", self)

    @transaction.atomic
    def close(self, *, by: User, because: str) -> None:
        """It is over before its last day, or for good. What was spent of its funds stays."""
        self.must_be_kept_by(by)
        if not because.strip():
            raise Refusal(_("Write why the project is closed."))
        lock_and_refresh(self, "closed_at", "closed_reason")
        if self.closed_at:
            return  # sent twice
        self.closed_at, self.closed_by, self.closed_reason = now(), by, because.strip()
        self.save(update_fields=["closed_at", "closed_by", "closed_reason"])
        log.log_event(by, "project.closed", self)

    @transaction.atomic
    def reopen(self, *, by: User) -> None:
        """It was closed by mistake, or goes on."""
        self.must_be_kept_by(by)
        lock_and_refresh(self, "closed_at")
        if not self.closed_at:
            return  # sent twice
        self.closed_at, self.closed_by, self.closed_reason = None, None, ""
        self.save(update_fields=["closed_at", "closed_by", "closed_reason"])
        log.log_event(by, "project.reopened", self)

    def is_kept_by(self, user: User) -> bool:
        """As the rule `keep`, of offices that are loaded anyway."""
        kept = user.offices_for("project.keep")
        return any(office.pk in kept for office in self.offices.all())

    def must_be_kept_by(self, by: User) -> None:
        if not self.is_kept_by(by):
            raise Refusal(_("The projects of this office are kept by somebody else."))

    def must_fit(self, fund: "Fund") -> None:
        """Refuses a fund of another donor, another currency, or an office that takes no part."""
        if self.state_on(fund.office.today()) == ProjectState.CLOSED:
            raise Refusal(_("This project is closed. Reopen it, or choose another one."))
        if fund.donor_id != self.donor_id:
            raise Refusal(_("This project is financed by another donor than the fund."))
        if fund.currency != self.currency:
            raise Refusal(
                _("The project is in %(project)s and the fund in %(fund)s: choose another one.")
                % {"project": self.currency, "fund": fund.currency}
            )
        if not self.offices.filter(pk=fund.office_id).exists():
            raise Refusal(_("The office of the fund does not carry out this project."))

    def _must_be_in_order(self, offices: list[Office]) -> None:
        if self.ends_on < self.starts_on:
            raise Refusal(_("A project ends after it starts: change one of the two dates."))
        if not offices:
            raise Refusal(_("Choose at least one office that carries out the project."))

    def _must_stay_where_its_funds_are(self, offices: list[Office]) -> None:
        keeping = self.funds.exclude(office__in=offices).select_related("office")
        if fund := keeping.order_by("pk").first():
            raise Refusal(
                _("%(office)s keeps the fund %(fund)s of this project, and cannot be left out.")
                % {"office": fund.office.name, "fund": fund.code}
            )

    def _carry_out(
        self, offices: Iterable[Office], places: Iterable[Place], partners: Iterable[Organization]
    ) -> None:
        self.offices.set(offices)
        self.places.set(places)
        self.partners.set(partners)


def _must_keep_projects_of(offices: Iterable[Office], by: User) -> None:
    mine = by.offices_for("project.keep")
    if any(office.pk not in mine for office in offices):
        raise Refusal(_("You may only add or remove offices whose projects you keep."))


def today_of(user: User) -> date:
    """The day in the office of the user."""
    return user.office.today() if user.office else localtime(now()).date()
