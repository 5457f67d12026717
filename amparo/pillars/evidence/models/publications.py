"""What was published of frozen figures, and to whom: later audits start from it."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Office, Organization
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.disclosure_control.publication import PublishedTable
from amparo.foundation.disclosure_control.stored_tables import table_as_data, table_from_data

from .indicators import IndicatorVersion
from .reports import MonthlyReport


class PublicationQuerySet(PermissionQuerySet):
    def given(self) -> "PublicationQuerySet":
        """Those that hold a table: the others were refused."""
        return self.filter(refused_because="")


class Publication(Record):
    """One table of a signed report, as one institution was given it; or why it was not.

    Never changed nor deleted: what somebody holds cannot be taken back, and audits count on it.
    The table holds rounded and hidden numbers with the bounds that follow from them, never the
    counts.
    """

    recipient = models.ForeignKey(
        Organization, models.PROTECT, related_name="+",
        verbose_name=gettext_lazy("Institution"),
    )  # fmt: skip
    report = models.ForeignKey(MonthlyReport, models.PROTECT, related_name="publications")
    version = models.ForeignKey(IndicatorVersion, models.PROTECT, related_name="+")
    # Of the report, which its reader does not open.
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    is_with_branches = models.BooleanField(default=False)
    month = models.DateField(pgettext_lazy("chart", "Month"))
    # The keys of the areas in it.
    areas = models.JSONField(default=list)
    table = PersonalField(gettext_lazy("Figures"), kind="json")
    # A code of `disclosure_control.reasons`.
    refused_because = models.CharField(max_length=30, blank=True)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "publication"
    audit_name = "publication"

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Published figures")
        ordering = ["-month", "pk"]
        indexes = [models.Index(fields=["recipient", "month"], name="publication_by_recipient")]
        constraints = [
            models.CheckConstraint(
                name="publication_of_areas", condition=~Q(areas=[]),
            )
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("Rounded counts of people; names nobody.")
        plain_text = {"areas": "keys of areas", "refused_because": "code of a reason"}

    class Events:
        made = AuditEvent(gettext_lazy("Figures published to an institution"))
        refused = AuditEvent(gettext_lazy("Figures refused to an institution"))
        listed = AuditEvent(gettext_lazy("Published figures viewed"))

    def __str__(self):
        return f"Publication {self.ref}"

    @property
    def file(self) -> "Publication":
        return self

    @property
    def published(self) -> PublishedTable:
        return table_from_data(self.table)

    @staticmethod
    def data_of(table: PublishedTable | None) -> dict[str, Any]:
        return table_as_data(table) if table else {}
