"""A case: the time in which one team walks with one person, family, community or institution."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Notification, Office, Organization, Team, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.data_quality.models import DataIssue
from amparo.foundation.people.legal_basis import controller_of
from amparo.foundation.people.models import Community, Family, Person, Place

from .. import audit_comparison
from ..access_grants import (
    NOTICES_OF_ANY_CASE,
    delete_unreadable_notices,
    restrict_records,
    restricted_group,
    update_grants,
    users_with_group_permission,
    users_with_verb,
)
from ..extension_points import case_access_changed, people_joined_case, restriction_checks
from ..risk_levels import BANDS, NO_DUE_DATE, URGENCY
from .reserved_numbers import reserve_case_numbers
from .settings import CaseSettings

if TYPE_CHECKING:
    from .dependants import Dependant

# Channels by which somebody asks without sitting before us: they hear that it has arrived.
REMOTE_CHANNELS = frozenset(
    ("self", "hotline", "partner", "police", "health", "government", "consulate")
)


class CaseQuerySet(PermissionQuerySet):
    def active(self) -> "CaseQuerySet":
        return self.exclude(status__in=Case.ENDED)

    def by_urgency(self, *then: str) -> "CaseQuerySet":
        """Critical and high first, then those of whom too little is known, medium, low."""
        places = (models.When(risk=risk, then=place) for risk, place in enumerate(URGENCY))
        return self.order_by(models.Case(*places).desc(), *then)

    def with_subject(self) -> "CaseQuerySet":
        return self.select_related(
            "person", "family__head", "community", "institution", "owner",
            "team__office__organization",
        )  # fmt: skip


ASSIGNED = ngettext_lazy(
    "%(count)s case assigned to you", "%(count)s cases assigned to you", "count")  # fmt: skip


class Case(Record):
    """One subject, one team, one owner; from first contact to closure, and again if need be."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("case", "Open")
        FOLLOWUP = "followup", gettext_lazy("In follow-up")
        CLOSED = "closed", pgettext_lazy("case", "Closed")
        TRANSFERRED = "transferred", gettext_lazy("Transferred")
        DUPLICATE = "duplicate", gettext_lazy("Duplicate")

    class Confidentiality(models.TextChoices):
        ORDINARY = "ordinary", gettext_lazy("Ordinary")
        GBV = "gbv", gettext_lazy("Restricted: gender-based violence")
        TRAFFICKING = "trafficking", gettext_lazy("Restricted: trafficking")
        CHILD = "child", gettext_lazy("Restricted: child protection")
        MISCONDUCT = "misconduct", gettext_lazy("Restricted: misconduct")

    ENDED = (Status.CLOSED, Status.TRANSFERRED, Status.DUPLICATE)
    SUBJECTS = ("person", "family", "community", "institution")

    number = models.CharField(
        pgettext_lazy("case", "Number"), max_length=20, unique=True, editable=False
    )
    kind = models.CharField(pgettext_lazy("column", "Type"), max_length=40, default="general")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="cases")
    family = models.ForeignKey(Family, models.PROTECT, null=True, blank=True, related_name="cases")
    community = models.ForeignKey(
        Community, models.PROTECT, null=True, blank=True, related_name="cases"
    )
    institution = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="cases"
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="cases")
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="cases")
    confidentiality = models.CharField(
        max_length=20, choices=Confidentiality, default=Confidentiality.ORDINARY
    )
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="cases")
    # Identification: how they came to us.
    channel = models.CharField(gettext_lazy("How you came to us"), max_length=40, blank=True)
    referred_by_text = PersonalField(gettext_lazy("Who brought you to us"))
    identified_on = models.DateField(gettext_lazy("Known to us since"))
    language = models.CharField(gettext_lazy("Language"), max_length=10, blank=True)
    interpreter = models.CharField(gettext_lazy("Interpreter for"), max_length=10, blank=True)
    presenting_concern = PersonalField(gettext_lazy("Your first words"))
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=now, editable=False)
    # The shadow of what happened, for lists; kept by verbs alone (`amparo access-grants check`).
    status = models.CharField(
        pgettext_lazy("column", "Status"), max_length=12, choices=Status, default=Status.OPEN
    )
    risk = models.PositiveSmallIntegerField(default=0)
    next_due_on = models.DateField(default=NO_DUE_DATE)
    last_contact_on = models.DateField(null=True)
    updated_at = models.DateTimeField(default=now)
    # Closed: until when the file is kept (see `retention.py`).
    keep_until = models.DateField(gettext_lazy("Retained until"), null=True)

    crypto_label = "case"
    audit_name = "case"

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Case")
        indexes = [
            models.Index(
                fields=["keep_until"], name="cases_kept_until",
                condition=models.Q(keep_until__isnull=False),
            )
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                name="case_has_one_subject",
                condition=models.Q(
                    person__isnull=False, family=None, community=None, institution=None
                )
                | models.Q(person=None, family__isnull=False, community=None, institution=None)
                | models.Q(person=None, family=None, community__isnull=False, institution=None)
                | models.Q(person=None, family=None, community=None, institution__isnull=False),
            )
        ]

    class Events:
        opened = AuditEvent(gettext_lazy("Case opened"), icon="user-plus")
        assigned = AuditEvent(
            gettext_lazy("Case assigned"),
            icon="users",
            notice=Notice(gettext_lazy("Case assigned to you"), "referral", "users", ASSIGNED),
        )
        unowned = AuditEvent(
            gettext_lazy("Case unassigned"),
            icon="user",
            timeline=pgettext_lazy("timeline", "Case unassigned"),
        )
        restricted = AuditEvent(gettext_lazy("Case access changed"), icon="lock")
        dependant_added = AuditEvent(gettext_lazy("Person added to case"), icon="users")
        dependant_left = AuditEvent(gettext_lazy("Person removed from case"), icon="users")
        closed = AuditEvent(gettext_lazy("Case closed"), icon="folder")
        reopened = AuditEvent(
            gettext_lazy("Case reopened"),
            icon="folder",
            notice=Notice(pgettext_lazy("notification", "Case reopened"), "work", icon="refresh"),
        )
        placed = AuditEvent(gettext_lazy("Area of the case recorded"))
        handed_over = AuditEvent(gettext_lazy("Case reassigned"), icon="arrows-exchange")
        office_above_asked = AuditEvent(
            gettext_lazy("The office above was asked for the second word"),
            icon="building-community",
            timeline=gettext_lazy("The office above was asked for the second word"),
            notice=Notice(gettext_lazy("Second approval requested by another office"), "decision"),
        )
        printed = AuditEvent(gettext_lazy("Case printed"), icon="printer", story=False)
        taken = AuditEvent(gettext_lazy("File downloaded to device"))

    def __str__(self):
        return self.number

    # Who it is about.

    @property
    def subject(self):
        """The person, family, community or institution that this case is about."""
        return next(getattr(self, name) for name in self.SUBJECTS if getattr(self, f"{name}_id"))

    @property
    def subject_kind(self) -> str:
        return next(name for name in self.SUBJECTS if getattr(self, f"{name}_id"))

    @property
    def main_person(self) -> Person | None:
        """Whom one speaks with: the person, or the head of the family."""
        return self.person or (self.family.head if self.family else None)

    def met_by(self, user: User) -> Person | None:
        """Whom this colleague speaks with: a head of the family only where they may know them."""
        if self.person or not self.family:
            return self.person
        return Person.objects.accessible_to(user).filter(pk=self.family.head_id).first()

    def persons(self) -> list[Person]:
        """Everybody who is accompanied in this case, whoever may know of them."""
        found = [self.person] if self.person else []
        if self.family:
            found += [member.person for member in self.family.members.select_related("person")]
        found += [each.person for each in self.dependants.select_related("person")]
        return list(dict.fromkeys(found))  # a child may be of the family, and depend on its head

    @property
    def office(self) -> Office:
        return self.team.office

    @property
    def office_id(self) -> int:
        return self.team.office_id

    @property
    def organization(self) -> Organization | None:
        """Who accompanies them: us, or another organization that works here beside us."""
        return controller_of(self.team.office.organization)

    @property
    def rules(self) -> CaseSettings:
        if "_rules" not in self.__dict__:
            self._rules = CaseSettings.of(self.team.office)
        return self._rules

    @property
    def band(self) -> str:
        return BANDS[self.risk]

    @property
    def urgency(self) -> int:
        """Its place among others in lists, the greatest first."""
        return URGENCY[self.risk]

    @property
    def band_for_dates(self) -> str:
        """How soon one sees them again: not assessed, as soon as at high risk."""
        return self.band if self.risk else "high"

    @property
    def is_ended(self) -> bool:
        return self.status in self.ENDED

    @property
    def is_restricted(self) -> bool:
        return self.confidentiality != self.Confidentiality.ORDINARY

    @property
    def quiet_since(self) -> date:
        """Since when nobody has spoken with them; never met counts from when we knew of them."""
        return self.last_contact_on or self.identified_on

    def get_absolute_url(self) -> str:
        return f"/cases/{self.ref}/"

    # Its life.

    @classmethod
    @transaction.atomic
    def open(cls, *, by: User, team: Team, owner: User | None = None, **fields) -> "Case":
        """Begin to accompany somebody: their case has a number, an owner and a next step."""
        frozen = now()
        fields.setdefault("identified_on", frozen.astimezone(team.office.zone).date())
        case = cls(
            team=team, owner=owner, opened_by=by, opened_at=frozen, updated_at=frozen, **fields
        )
        case.must_have_a_basis()
        [case.number] = reserve_case_numbers(frozen.year)
        case.save()
        update_grants(case, why="opened")
        log.log_event(
            by, "case.opened", case, kind=case.kind, code=audit_comparison.fingerprint(case)
        )
        if case.channel in REMOTE_CHANNELS:
            case.expect("acknowledge", case.rules.due("acknowledge", case.identified_on), by=by)
        case.expect("screen", case.rules.due("first_meeting", case.identified_on), by=by)
        people_joined_case.send(cls, case=case, people=case.persons(), by=by)
        return case

    @transaction.atomic
    def add_dependant(self, person: Person, relation: str, *, by: User) -> "Dependant":
        """Somebody who depends on the person of this case is accompanied with them."""
        self.require_work_allowed()
        if person in self.persons():
            raise Refusal(_("This person already belongs to the case."))
        dependant = self.dependants.create(person=person, relation=relation)
        update_grants(self, why="dependant")
        log.log_event(by, "case.dependant_added", self, kind=relation)
        people_joined_case.send(type(self), case=self, people=[person], by=by)
        return dependant

    @transaction.atomic
    def remove_dependant(self, dependant: "Dependant", *, by: User) -> None:
        """No longer accompanied with this case: their file closes to those who work on it."""
        self.require_open()
        kind = dependant.relation
        dependant.delete()
        update_grants(self, why="dependant")
        log.log_event(by, "case.dependant_left", self, kind=kind)

    def may_be_owned_by(self, user: User) -> bool:
        """A restricted file goes only to somebody who has leave to open such files."""
        return not self.is_restricted or restricted_group(self) in user.groups

    @transaction.atomic
    def assign(self, owner: User, *, by: User, team: Team | None = None) -> None:
        """Give the case to a colleague, who is told."""
        self.require_open()
        if not self.may_be_owned_by(owner):
            raise Refusal(
                _("This file is restricted, and this colleague has no access to such files.")
            )
        self.owner, self.team = owner, team or self.team
        self.touch()
        self.tasks.pending().update(assigned_to=owner)
        update_grants(self, why="assigned")
        log.log_event(by, "case.assigned", self, to=owner.ref)
        self.tell([owner], "case.assigned", by=by)

    @transaction.atomic
    def restrict(self, confidentiality: str, *, by: User) -> None:
        """Change who may open the file: a restricted one opens only to its owner and its group.

        Of misconduct not even who accompanied them until now reads on, unless they have leave.
        """
        from .emergency_access import end_emergency_access

        for check in restriction_checks:
            check(self, confidentiality)
        self.confidentiality = confidentiality
        is_about_us = confidentiality == self.Confidentiality.MISCONDUCT
        keepers = users_with_group_permission(self) if self.is_restricted else []
        if is_about_us and not keepers:
            raise Refusal(
                _("Nobody in this office has access to such files. Ask an administrator first.")
            )
        if is_about_us and self.owner and not self.may_be_owned_by(self.owner):
            self.owner = None
            self.tasks.pending().update(assigned_to=None)
            self.tell(keepers, "leave.ended", by=by, urgent=True)
        self.touch()
        if self.is_restricted:
            end_emergency_access(self, by=by)
        case_access_changed.send(type(self), case=self, by=by)
        update_grants(self, why="restricted")
        restrict_records(self)
        DataIssue.follow_file(self.ref, is_restricted=self.is_restricted, colleague=self.owner)
        if self.is_restricted:
            delete_unreadable_notices(self)
        log.log_event(by, "case.restricted", self, level=confidentiality)

    @transaction.atomic
    def record_place(self, place: Place, *, by: User) -> None:
        """Says where they are. Services of which nobody said where took place there as well."""
        self.require_open()
        self.place = place
        self.touch()
        self.services.filter(place=None).update(place=place)
        log.log_event(by, "case.placed", self)

    @transaction.atomic
    def unassign(self, *, by: User) -> None:
        """Who accompanied them no longer may: those with leave are told to give it to somebody."""
        self.owner = None
        self.tasks.pending().update(assigned_to=None)
        self.touch()
        update_grants(self, why="unowned")
        delete_unreadable_notices(self)
        log.log_event(by, "case.unowned", self)
        self.tell(self.supervisors(), "leave.ended", by=by, urgent=True)

    def contacted(self, on: date) -> None:
        """Somebody spoke with them on that day."""
        if self.last_contact_on is None or on > self.last_contact_on:
            self.last_contact_on = on

    def expect(self, what: str, due_on: date | None, *, by: User | None, **fields) -> None:
        """Put the next step of the case on its owner's list; asked again, it only moves.

        Where the office has set no limit for a step, nothing is put there.
        """
        from .tasks import Task

        if due_on is None:
            self.touch()
        else:
            Task.expect(self, what, due_on, by=by, **fields)

    def tell(self, users, what: str, *, by: User | None, urgent: bool = False) -> None:
        """Notifies `users`; of a restricted file without saying which programme has news."""
        if self.is_restricted and what not in NOTICES_OF_ANY_CASE:
            what = "case.news"
        Notification.notify(
            users, event=what, about=self.number, url=self.get_absolute_url(), by=by, urgent=urgent
        )

    def supervisors(self) -> list[User]:
        """Who answers for the team: those who may approve this case."""
        return users_with_verb(self, "case.approve")

    def require_open(self) -> None:
        if self.is_ended:
            raise Refusal(_("This case is closed. Reopen it before continuing."))

    def require_work_allowed(self) -> None:
        """Work goes on only in an open case, and on a basis that was not taken back."""
        self.require_open()
        self.must_have_a_basis()

    @property
    @aggregate_query("the head of a family may be closed to whoever works on the case")
    def has_legal_basis(self) -> bool:
        """Whether those who have the case may accompany them now."""
        person = self.person
        if self.family:
            person = Person.objects.filter(heads=self.family).first()
        return person is None or person.may_be_assisted_by(self.organization)

    def must_have_a_basis(self) -> None:
        if not self.has_legal_basis:
            raise Refusal(
                _("There is no consent in force, nor a confirmed exception. Ask, and record it.")
            )

    def touch(self) -> None:
        """Put the shadow right after a deed: what is due next, and when the case last moved."""
        due = self.tasks.pending().aggregate(due=models.Min("due_on"))["due"]
        self.next_due_on = due or NO_DUE_DATE
        self.updated_at = now()
        self.save()
        self.access_grants.update(
            status=self.status,
            urgency=self.urgency,
            next_due_on=self.next_due_on,
            quiet_since=self.quiet_since,
            updated_at=self.updated_at,
        )
