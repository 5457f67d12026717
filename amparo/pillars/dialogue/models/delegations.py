"""Who comes to a meeting: institutions, with how many, by sex; names only where they are given."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .convenings import Convening


class Delegation(Record):
    """One institution at one meeting."""

    class Role(models.TextChoices):
        MEMBER = "member", pgettext_lazy("delegation", "Member")
        CHAIR = "chair", pgettext_lazy("delegation", "Chair")
        OBSERVER = "observer", pgettext_lazy("delegation", "Observer")
        SPEAKER = "speaker", pgettext_lazy("delegation", "Speaker")

    class State(models.TextChoices):
        INVITED = "invited", pgettext_lazy("delegation", "Invited")
        ACCEPTED = "accepted", pgettext_lazy("delegation", "Accepted")
        DECLINED = "declined", pgettext_lazy("delegation", "Declined")
        CAME = "came", pgettext_lazy("delegation", "Came")

    convening = models.ForeignKey(Convening, models.CASCADE, related_name="delegations")
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Institution"), related_name="+"
    )
    role = models.CharField(
        pgettext_lazy("delegation", "Role"), max_length=10, choices=Role, default=Role.MEMBER
    )
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=10, choices=State, default=State.INVITED
    )
    women = models.PositiveSmallIntegerField(gettext_lazy("Women"), null=True, blank=True)
    men = models.PositiveSmallIntegerField(gettext_lazy("Men"), null=True, blank=True)
    other = models.PositiveSmallIntegerField(pgettext_lazy("sex", "Other"), null=True, blank=True)
    not_said = models.PositiveSmallIntegerField(
        pgettext_lazy("sex", "Not said"), null=True, blank=True
    )
    names = PersonalField(pgettext_lazy("delegation", "Names"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "delegation"
    crypto_label = "delegation"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Delegation")
        ordering = ["organization__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["convening", "organization"], name="delegation_once"),
        ]

    class Privacy:
        no_owner = gettext_lazy("Which institution came to a meeting, with how many.")

    class Events:
        invited = AuditEvent(gettext_lazy("Institution invited to a meeting"))
        changed = AuditEvent(gettext_lazy("Delegation updated"))

    def __str__(self):
        return f"Delegation {self.ref}"

    def get_absolute_url(self) -> str:
        return self.convening.get_absolute_url()

    @property
    def has_names(self) -> bool:
        return bool(self.names)

    @property
    def total(self) -> int | None:
        """How many came; None where nobody counted."""
        counts = (self.women, self.men, self.other, self.not_said)
        known = [each for each in counts if each is not None]
        return sum(known) if known else None

    @classmethod
    @transaction.atomic
    def invite(
        cls, convening: Convening, *, by: User | None, organization: Organization,
        role: str = Role.MEMBER,
    ) -> "Delegation":  # fmt: skip
        """Invites an institution; one that is invited already is refused."""
        if convening.state in (Convening.State.CANCELLED, Convening.State.ADOPTED):
            raise Refusal(_("Nobody is added to a meeting that was cancelled or closed."))
        if convening.delegations.filter(organization=organization).exists():
            raise Refusal(_("This institution is invited already."))
        delegation = cls.objects.create(
            convening=convening, by=by, organization=organization, role=role
        )
        log.log_event(by, "delegation.invited", delegation)
        return delegation

    @classmethod
    @transaction.atomic
    def invite_seats(cls, convening: Convening, *, by: User | None) -> int:
        """Invites every institution with a seat that is not invited yet; returns how many."""
        if convening.forum is None:
            return 0
        held = set(convening.delegations.values_list("organization", flat=True))
        seats = convening.forum.seats.filter(until=None).exclude(organization__in=held)
        chair = convening.forum.chair
        for seat in seats.select_related("organization"):
            leads = chair is not None and chair.organization_id == seat.organization_id
            role = cls.Role.CHAIR if leads else cls.Role.MEMBER
            cls.invite(convening, by=by, organization=seat.organization, role=role)
        return len(seats)

    @transaction.atomic
    def change(self, *, by: User, state: str, **fields: Any) -> None:
        """Records what they answered and, of a meeting that began, who came."""
        self.convening.must_not_be_adopted()
        if state == self.State.CAME:
            self.convening.must_have_begun()
        self.state = state
        for name, value in fields.items():
            setattr(self, name, value)
        if self.total is not None and state != self.State.CAME:
            raise Refusal(_("Count people only of a delegation that came."))
        self.save()
        log.log_event(by, "delegation.changed", self, kind=state)

    def erase_names(self) -> None:
        """Erases the names for good; how many came stays."""
        self.names = ""
        self.save(update_fields=["names"])
        DataKey.destroy([self.ref])
