"""Forums: where duty bearers and others meet; who sits in them, who chairs, whom one calls."""

from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal


class MeetingKind(models.TextChoices):
    """Kinds of forums and of meetings (list `event_type` of the programme code lists)."""

    RCP = "rcp", pgettext_lazy("forum", "Regional consultative process")
    COORDINATION = "coordination", pgettext_lazy("forum", "Coordination group")
    WORKING_GROUP = "working_group", pgettext_lazy("forum", "Working group")
    BILATERAL = "bilateral", pgettext_lazy("forum", "Bilateral dialogue")
    CONFERENCE = "conference", pgettext_lazy("forum", "Conference or round table")


class Forum(Record):
    """A body that meets again and again: a regional process, a coordination or working group."""

    kind = models.CharField(
        pgettext_lazy("column", "Type"), max_length=20, choices=MeetingKind,
        default=MeetingKind.COORDINATION,
    )  # fmt: skip
    name = models.CharField(gettext_lazy("Name"), max_length=200)
    short_name = models.CharField(pgettext_lazy("forum", "Short name"), max_length=40, blank=True)
    secretariat = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=pgettext_lazy("forum", "Secretariat"),
        null=True, blank=True, related_name="+",
    )  # fmt: skip
    languages = models.JSONField(gettext_lazy("Languages"), default=list, blank=True)
    terms = models.TextField(
        pgettext_lazy("forum", "Terms of reference"), max_length=10_000, blank=True
    )
    # Of a working group: the forum that set it up.
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=pgettext_lazy("forum", "Working group of"),
        null=True, blank=True, related_name="working_groups",
    )  # fmt: skip
    is_dormant = models.BooleanField(pgettext_lazy("forum", "Dormant"), default=False)
    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), related_name="+"
    )
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "forum"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Forum")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "name"], name="forum_name_once"),
        ]

    class Privacy:
        no_owner = gettext_lazy("A body in which institutions meet; names nobody.")
        plain_text = {
            "name": "name of a body of institutions",
            "short_name": "short name of a body of institutions",
            "terms": "agreed terms of reference of a body",
            "languages": "codes of languages",
        }

    class Events:
        created = AuditEvent(gettext_lazy("Forum created"))
        changed = AuditEvent(gettext_lazy("Forum updated"))
        listed = AuditEvent(gettext_lazy("List of forums viewed"))

    def __str__(self):
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        return reverse("dialogue:forum", args=[self.ref])

    @property
    def state_label(self) -> str:
        return pgettext("forum", "Dormant") if self.is_dormant else pgettext("forum", "Active")

    @property
    def chair(self) -> "ChairTerm | None":
        """Who chairs it now."""
        return self.chair_terms.filter(until=None).select_related("organization").first()

    @classmethod
    @transaction.atomic
    def create(cls, *, by: User | None, office: Office, name: str, **fields: Any) -> "Forum":
        """Creates a forum; a name is given once in an office."""
        forum = cls(by=by, office=office, name=name.strip(), **fields)
        forum._must_be_in_order()
        forum.save()
        log.log_event(by, "forum.created", forum, kind=forum.kind)
        return forum

    @transaction.atomic
    def change(self, *, by: User, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        self._must_be_in_order()
        self.save()
        log.log_event(by, "forum.changed", self, fields=sorted(fields))

    def _must_be_in_order(self) -> None:
        same = Forum.objects.filter(office=self.office, name__iexact=self.name)
        if same.exclude(pk=self.pk).exists():
            raise Refusal(_("There is a forum with this name already."))
        if self._is_within(self.parent):
            raise Refusal(_("A forum is not a working group of itself."))

    def _is_within(self, parent: "Forum | None") -> bool:
        """Whether this forum stands somewhere above itself."""
        while parent is not None and self.pk is not None:
            if parent.pk == self.pk:
                return True
            parent = parent.parent
        return False

    @transaction.atomic
    def hand_chair(self, *, by: User | None, organization: Organization, since: date) -> None:
        """From this day on the institution chairs; the term before ends then and stays."""
        lock_and_refresh(self, "is_dormant")
        term = self.chair
        if term is not None:
            if term.organization_id == organization.pk:
                raise Refusal(_("This institution chairs the forum already."))
            if since <= term.since:
                raise Refusal(_("A new term begins after the one before it."))
            term.until = since
            term.save(update_fields=["until"])
        new = ChairTerm.objects.create(forum=self, organization=organization, since=since)
        log.log_event(by, "chairterm.begun", new)

    @transaction.atomic
    def add_seat(self, *, by: User | None, organization: Organization, since: date) -> "Seat":
        """An institution takes its seat; one that has a seat is refused."""
        if self.seats.filter(organization=organization, until=None).exists():
            raise Refusal(_("This institution has a seat already."))
        seat = Seat.objects.create(forum=self, organization=organization, since=since)
        log.log_event(by, "seat.added", seat)
        return seat


class ChairTerm(Record):
    """That an institution chairs a forum, from one day to another."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="chair_terms")
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Institution"), related_name="+"
    )
    since = models.DateField(pgettext_lazy("period", "Since"))
    until = models.DateField(pgettext_lazy("period", "Until"), null=True, blank=True)

    audit_name = "chairterm"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("forum", "Term of the chair")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum"], condition=Q(until=None), name="one_chair_at_a_time"
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("Which institution chairs a forum.")

    class Events:
        begun = AuditEvent(gettext_lazy("Chair of a forum handed over"))

    def __str__(self):
        return f"ChairTerm {self.ref}"


class Seat(Record):
    """That an institution sits in a forum, from one day to another."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="seats")
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Institution"), related_name="+"
    )
    since = models.DateField(pgettext_lazy("period", "Since"))
    until = models.DateField(pgettext_lazy("period", "Until"), null=True, blank=True)

    audit_name = "seat"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("forum", "Seat")
        ordering = ["organization__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "organization"], condition=Q(until=None), name="seated_once"
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("Which institution sits in a forum.")

    class Events:
        added = AuditEvent(gettext_lazy("Seat in a forum added"))
        ended = AuditEvent(gettext_lazy("Seat in a forum ended"))

    def __str__(self):
        return f"Seat {self.ref}"

    def get_absolute_url(self) -> str:
        return self.forum.get_absolute_url()

    @transaction.atomic
    def end(self, *, by: User, on: date) -> None:
        """The institution leaves the forum, and with it those who spoke for it."""
        lock_and_refresh(self, "until")
        if self.until is not None:
            raise Refusal(_("This seat has ended already."))
        if on < self.since:
            raise Refusal(_("The last day lies before the first."))
        self.until = on
        self.save(update_fields=["until"])
        self.focal_points.filter(until=None).update(until=on)
        log.log_event(by, "seat.ended", self)


class FocalPoint(Record):
    """Whom one calls about a seat: a person of the institution, who can be erased."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="focal_points")
    name = PersonalField(gettext_lazy("Name"))
    function = models.CharField(pgettext_lazy("person", "Function"), max_length=120, blank=True)
    phone = PersonalField(gettext_lazy("Telephone"))
    email = PersonalField(gettext_lazy("E-mail"))
    since = models.DateField(pgettext_lazy("period", "Since"))
    until = models.DateField(pgettext_lazy("period", "Until"), null=True, blank=True)
    # Who reads the papers of the forum here, also of its closed meetings.
    user = models.ForeignKey(
        User, models.PROTECT, verbose_name=pgettext_lazy("focal point", "Account"), null=True,
        blank=True, related_name="forum_focal_points",
    )  # fmt: skip
    erased_at = models.DateTimeField(null=True, editable=False)

    audit_name = "focalpoint"
    crypto_label = "focalpoint"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("forum", "Focal point")
        ordering = ["-since", "-pk"]

    class Privacy:
        no_owner = gettext_lazy("Whom one calls in an institution, as it said itself.")
        plain_text = {"function": "function in an institution, not a name"}

    class Events:
        named = AuditEvent(gettext_lazy("Focal point of a forum named"))
        ended = AuditEvent(gettext_lazy("Focal point of a forum ended"))
        erased = AuditEvent(gettext_lazy("Contact details of a focal point erased"))

    def __str__(self):
        return f"FocalPoint {self.ref}"

    def get_absolute_url(self) -> str:
        return self.seat.get_absolute_url()

    @classmethod
    @transaction.atomic
    def appoint(
        cls, seat: Seat, *, by: User | None, name: str, since: date, function: str = "",
        phone: str = "", email: str = "", user: User | None = None,
    ) -> "FocalPoint":  # fmt: skip
        """Names a person for a seat that is held."""
        if seat.until is not None:
            raise Refusal(_("This seat has ended already."))
        point = cls.objects.create(
            seat=seat, name=name.strip(), function=function.strip(), phone=phone.strip(),
            email=email.strip(), since=since, user=user,
        )  # fmt: skip
        log.log_event(by, "focalpoint.named", point)
        return point

    @transaction.atomic
    def end(self, *, by: User, on: date) -> None:
        """Somebody else, or nobody, is called from this day on."""
        lock_and_refresh(self, "until")
        if self.until is not None:
            raise Refusal(_("This focal point has ended already."))
        if on < self.since:
            raise Refusal(_("The last day lies before the first."))
        self.until = on
        self.save(update_fields=["until"])
        log.log_event(by, "focalpoint.ended", self)

    @transaction.atomic
    def erase(self, *, by: User) -> None:
        """Erases name, telephone, e-mail and account for good. Twice is once; the dates stay."""
        lock_and_refresh(self, "erased_at", "until")
        if self.erased_at is not None:
            return
        self.name = self.phone = self.email = ""
        self.user, self.erased_at = None, now()
        self.until = self.until or max(self.since, self.erased_at.date())
        self.save()
        DataKey.destroy([self.ref])
        log.log_event(by, "focalpoint.erased", self)
