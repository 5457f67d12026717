"""The basis on which a whole register was handed over to us."""

from django.db import models

from amparo.foundation.trust.clock import now
from amparo.foundation.trust.fields import PersonalField
from amparo.foundation.trust.models import Organization, User
from amparo.foundation.trust.reach import GuardedQuerySet
from amparo.foundation.trust.refs import Referable


class SharedBasis(Referable):
    """The one signed basis under which a whole register was handed over; shown on each file."""

    title = models.CharField(max_length=200)
    basis = models.CharField(max_length=40)
    purposes = models.JSONField(default=list)
    signed_by = PersonalField()
    signed_on = models.DateField()
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    # Which house it lets accompany them: an organization that is one of its own; none is ours.
    house = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="+", db_index=False
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "sharedbasis"
    audit_name = "sharedbasis"
    personal = ("signed_by",)
    harmless = ("title", "basis", "purposes", "signed_on", "at")

    objects = GuardedQuerySet.as_manager()

    def __str__(self):
        return self.title
