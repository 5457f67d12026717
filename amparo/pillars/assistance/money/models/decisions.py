"""What was decided about a grant, by whom, and at which rate; and that it is no longer wanted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

from ...models import Case
from .grants import Grant


class GrantDecision(Record):
    """A second person agreed or did not. `bound` is its worth in the currency of the fund."""

    grant = models.OneToOneField(Grant, models.CASCADE, related_name="decision")
    approved = models.BooleanField(_("Agreed"))
    because = PersonalField(_("Why"))
    bound = models.DecimalField(max_digits=14, decimal_places=2)
    # One of the grant's currency in that of the fund, and the day of which that rate is.
    rate = models.DecimalField(max_digits=24, decimal_places=12, null=True)
    rate_on = models.DateField(null=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(_("Day"), default=now, editable=False)

    crypto_label = "grantdecision"
    audit_name = "grantdecision"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Decision about a grant")
        constraints = [
            models.CheckConstraint(
                condition=Q(approved=True, bound__gt=0) | Q(approved=False, bound=0),
                name="what_is_approved_is_bound",
            )
        ]

    class Privacy:
        owner = "grant__case"
        title = _("What was decided about them")
        review = True
        disclose = ("at", "approved", "because")

    class Events:
        quote = "because"

    def __str__(self):
        return f"GrantDecision {self.ref}"

    @property
    def file(self) -> Case:
        return self.grant.case


class GrantWithdrawn(Record):
    """Nobody wants it any more: what was not paid is free again."""

    grant = models.OneToOneField(Grant, models.CASCADE, related_name="withdrawn")
    because = PersonalField(_("Why"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(_("Day"), default=now, editable=False)

    crypto_label = "grantwithdrawn"
    audit_name = "grantwithdrawn"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Grant that was withdrawn")

    class Privacy:
        owner = "grant__case"
        title = _("Grants that were withdrawn")
        review = True
        disclose = ("at", "because")

    def __str__(self):
        return f"GrantWithdrawn {self.ref}"

    @property
    def file(self) -> Case:
        return self.grant.case
