"""Periods of agreements: a renewal adds one, and the earlier ones stay as they were."""

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

from .. import status


class AgreementPeriod(Record):
    """One time for which an agreement was made or renewed, and the notice given in it."""

    agreement = models.ForeignKey("Agreement", models.CASCADE, related_name="periods")
    starts_on = models.DateField(gettext_lazy("Start date"))
    ends_on = models.DateField(pgettext_lazy("period", "End date"), null=True, blank=True)
    # By which decision it was renewed.
    document = models.CharField(gettext_lazy("Document reference"), max_length=200, blank=True)
    is_automatic = models.BooleanField(default=False, editable=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    notice_on = models.DateField(pgettext_lazy("agreement", "Notice given on"), null=True)
    notice_party = models.ForeignKey(
        "AgreementParty", models.PROTECT, null=True, related_name="+", db_index=False,
        verbose_name=pgettext_lazy("agreement", "Notice given by"),
    )  # fmt: skip
    notice_reason = models.CharField(
        pgettext_lazy("column, field", "Reason"), max_length=300, blank=True
    )
    notice_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    audit_name = "agreementperiod"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Period of an agreement")
        ordering = ["starts_on", "pk"]

    class Privacy:
        no_owner = gettext_lazy("From when to when institutions agreed something.")
        plain_text = {
            "document": "number of the decision to renew an agreement",
            "notice_reason": "why an institution gave notice: of no person",
        }

    def __str__(self):
        return f"AgreementPeriod {self.ref}"

    @property
    def as_period(self) -> status.Period:
        return status.Period(self.starts_on, self.ends_on)

    @property
    def following(self) -> status.Period:
        """The same time again; for an open-ended one, itself."""
        return self.as_period if self.ends_on is None else status.next_period(self.as_period)
