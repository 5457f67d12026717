"""A tracing request: a relative looks for their family, and may be nobody whom we know.

It is a file of its own, not a case: who asks is not assisted by that, and whoever is looked for
has not been asked yet.
"""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import (
    Notification,
    Office,
    RestrictedGroupAccess,
    Sequence,
    User,
)
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.restricted_groups import group_grantee
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import lock_for_update
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.legal_basis import Controller, controller_of
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case

from .. import status
from ..request_numbers import request_number

if TYPE_CHECKING:
    from .consents import TracingConsent
    from .sought_persons import SoughtPerson

# Leave for what is compared here: who looks for whom opens to those who trace, and to few others.
GROUP = "tracing"


class TracingRequestQuerySet(PermissionQuerySet):
    def open(self) -> "TracingRequestQuerySet":
        return self.exclude(state=TracingRequest.State.CLOSED)

    def closed(self) -> "TracingRequestQuerySet":
        return self.filter(state=TracingRequest.State.CLOSED)


class TracingRequest(Record):
    """Who looks for their family, how to reach them safely, and where their search stands."""

    class State(models.TextChoices):
        OPEN = status.OPEN, pgettext_lazy("tracing request", "Open")
        IN_PROGRESS = status.IN_PROGRESS, gettext_lazy("Tracing in progress")
        VERIFIED = status.VERIFIED, gettext_lazy("Verified")
        REUNIFIED = status.REUNIFIED, gettext_lazy("Reunified")
        CLOSED = status.CLOSED, pgettext_lazy("tracing request", "Closed")

    number = models.CharField(
        pgettext_lazy("tracing request", "Number"), max_length=20, unique=True, editable=False
    )
    office = models.ForeignKey(Office, models.PROTECT, related_name="tracing_requests")
    # To those with leave for tracing in the office: as a holder, so that a query can ask it.
    kept_to = models.CharField(max_length=60, db_index=True)
    # Somebody of ours, where the relative has a file here; and the case in which they asked.
    inquirer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="looks_for"
    )
    case = models.ForeignKey(
        Case, models.SET_NULL, null=True, blank=True, related_name="tracing_requests"
    )
    given_names = PersonalField(gettext_lazy("Given names"), is_name=True)
    family_names = PersonalField(gettext_lazy("Family name"), is_name=True)
    original_name = PersonalField(gettext_lazy("Name in its own script"), is_name=True)
    language = models.CharField(gettext_lazy("Language"), max_length=10, blank=True)
    safe_channel = models.CharField(
        gettext_lazy("Safe means of contact"), max_length=20, blank=True
    )
    contact = PersonalField(gettext_lazy("Number or address"))
    safe_contact = PersonalField(gettext_lazy("How to reach you safely"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    # The shadow of what happened, for lists; kept by verbs alone.
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    keep_until = models.DateField(null=True, editable=False)

    crypto_label = "tracingrequest"
    audit_name = "tracingrequest"

    objects = TracingRequestQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Tracing request")
        indexes = [
            models.Index(fields=["office", "state", "-at"], name="tracing_of_an_office"),
            models.Index(
                fields=["keep_until"], name="tracing_kept_until",
                condition=models.Q(keep_until__isnull=False),
            ),
        ]  # fmt: skip

    class Events:
        taken = AuditEvent(gettext_lazy("Tracing request recorded"))
        changed = AuditEvent(gettext_lazy("Contact details of enquirer updated"))
        printed = AuditEvent(gettext_lazy("Tracing request printed"))

    def __str__(self):
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("family_tracing:request", args=[self.ref])

    @property
    def name(self) -> str:
        """What the relative is called; of somebody of ours, as their file says it."""
        if self.inquirer:
            return self.inquirer.name
        parts = (self.given_names, self.family_names)
        return " ".join(part for part in parts if part) or self.original_name

    @property
    def organization(self) -> Controller:
        return controller_of(self.office.organization)

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    # Consent.

    @property
    def word(self) -> "TracingConsent | None":
        """What the relative said last about being searched with."""
        return self.consents.order_by("pk").last()

    @property
    def has_consent(self) -> bool:
        """Whether one may search with what they told: their word here, and that in their file."""
        word = self.word
        if word is None or not word.agreed:
            return False
        return self.inquirer is None or self.inquirer.consents_to(
            "tracing", controller=self.organization
        )

    def must_have_consent(self) -> None:
        if not self.has_consent:
            raise Refusal(
                _("The relative has not agreed to the search, or took it back. Ask them first.")
            )

    # Its life.

    @classmethod
    @transaction.atomic
    def take(
        cls, *, by: User, office: Office, inquirer: Person | None = None,
        case: Case | None = None, **told,
    ) -> "TracingRequest":  # fmt: skip
        """Write down that somebody looks for their family. Those who trace here are told."""
        if case is not None:
            case.require_work_allowed()
        request = cls(
            by=by, office=office, kept_to=group_grantee(GROUP, office.pk), inquirer=inquirer,
            case=case, **told,
        )  # fmt: skip
        request._must_have_a_name()
        request.number = reserve_request_number(now().astimezone(office.zone).year)
        request.save()
        log.log_event(by, "tracingrequest.taken", request)
        request.tell_tracers("tracing.taken", by=by)
        return request

    @transaction.atomic
    def change(self, *, by: User, **told) -> None:
        """How to reach them changed, or their name was written wrongly."""
        self.require_open()
        for name, value in told.items():
            setattr(self, name, value)
        self._must_have_a_name()
        self.save()
        log.log_event(by, "tracingrequest.changed", self, fields=sorted(told))

    def _must_have_a_name(self) -> None:
        if not self.name.strip():
            raise Refusal(_("Write how the relative who asks is called."))

    def add_sought_person(self, *, by: User, **told) -> "SoughtPerson":
        from .sought_persons import SoughtPerson

        return SoughtPerson.name_one(self, by=by, **told)

    def tell_tracers(self, what: str, *, by: User | None) -> None:
        """Whoever has leave for tracing in this office; without a name."""
        url = self.get_absolute_url()
        Notification.notify(self.tracers(), event=what, about=self.number, url=url, by=by)

    def tracers(self) -> list[User]:
        leave = RestrictedGroupAccess.objects.live().filter(
            group=GROUP, office=self.office_id, user__is_active=True
        )
        return [grant.user for grant in leave.select_related("user")]

    @property
    def is_restricted(self) -> bool:
        """Returns True: each is kept to those who have access to tracing in its office."""
        return True

    def is_traced_by(self, user: User) -> bool:
        return self.kept_to in user.groups

    def must_be_traced_by(self, user: User) -> None:
        if not self.is_traced_by(user):
            raise Refusal(_("This is for those who have access to tracing in this office."))

    def require_open(self) -> None:
        self.hold()
        if self.is_closed:
            raise Refusal(_("This request is closed. Reopen it before continuing."))

    def hold(self) -> None:
        """Of two who act in the same moment, one sees what the other did."""
        rows = TracingRequest.objects.select_for_update(of=("self",))
        self.refresh_from_db(fields=["state", "keep_until"], from_queryset=rows)

    def must_not_be_ahead(self, day: date, by: User) -> None:
        if day > self.office.today_for(by):
            raise Refusal(_("This day is still to come."))

    @property
    def was_notified(self) -> bool:
        """Whether the relative knows that somebody was found; a list has asked it for all."""
        known = self.__dict__.get("is_notified")
        return self.notifications.exists() if known is None else known

    def state_for(self, user: User) -> str:
        """The state as this colleague may know it, in words."""
        state = self.state
        if not self.is_traced_by(user):
            state = status.public_state(state, was_notified=self.was_notified)
        return str(self.State(state).label)

    def update_state(self) -> None:
        """Put the shadow right after a deed."""
        lock_for_update(self)
        self.state = self._state_now()
        self.save(update_fields=["state", "keep_until"])

    @aggregate_query("what came of a search may be in records that are closed to who acts on it")
    def _state_now(self) -> str:
        from .matches import TracingMatch
        from .reunifications import ReunificationHandover

        matches = TracingMatch.objects.filter(sought__request=self)
        handed_over = ReunificationHandover.objects.filter(
            reunification__match__sought__request=self
        )
        return status.request_state(
            closed=self.closings.filter(reopened_at=None).exists(),
            reunified=handed_over.exists(),
            verified=matches.filter(state=TracingMatch.State.CONFIRMED).exists(),
            begun=matches.exists() or self.actions.exists(),
        )


def reserve_request_number(year: int) -> str:
    """Returns the next number of a tracing request in a year, as `Sequence.reserve`."""
    [serial] = Sequence.reserve("tracing_request", year)
    return request_number(year, serial)
