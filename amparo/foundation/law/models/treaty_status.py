"""What a State did about a treaty: signed, ratified, acceded; with its reservations.

A State of which nothing was imported is not in the table: pages say "Not known", never more.
"""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.ui import formats

from .imports import LawImport, restore_replaced
from .instruments import Instrument


class TreatyStatusQuerySet(PermissionQuerySet):
    def current(self) -> "TreatyStatusQuerySet":
        return self.filter(replaced_by=None)

    def replace(self, law_import: LawImport, pairs: Iterable[tuple[int, str]]) -> None:
        """What was current of each instrument and country is replaced by this import."""
        countries: dict[int, set[str]] = {}
        for instrument, country in pairs:
            countries.setdefault(instrument, set()).add(country)
        for instrument, found in countries.items():
            older = self.current().filter(instrument=instrument, country__in=found)
            older.exclude(law_import=law_import).update(replaced_by=law_import)

    def withdraw(self, law_import: LawImport) -> None:
        restore_replaced(self.model, law_import, "instrument_id", "country")


class TreatyStatus(Record):
    """One act of a State about a treaty, as one source says it."""

    class Act(models.TextChoices):
        SIGNED = "signed", pgettext_lazy("treaty", "Signed")
        RATIFIED = "ratified", pgettext_lazy("treaty", "Ratified")
        ACCEDED = "acceded", pgettext_lazy("treaty", "Acceded")
        SUCCEEDED = "succeeded", pgettext_lazy("treaty", "Succeeded")
        ACCEPTED = "accepted", pgettext_lazy("treaty", "Accepted")
        APPROVED = "approved", pgettext_lazy("treaty", "Approved")
        CONFIRMED = "confirmed", pgettext_lazy("treaty", "Formally confirmed")
        PARTY = "party", pgettext_lazy("treaty", "Party; how is not said")
        DENOUNCED = "denounced", pgettext_lazy("treaty", "Denounced")

    # Acts by which a State is bound (Vienna Convention on the Law of Treaties, art. 11 to 16).
    BINDING = (
        Act.RATIFIED, Act.ACCEDED, Act.SUCCEEDED, Act.ACCEPTED, Act.APPROVED, Act.CONFIRMED,
        Act.PARTY,
    )  # fmt: skip

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="statuses")
    law_import = models.ForeignKey(LawImport, models.PROTECT, related_name="statuses")
    replaced_by = models.ForeignKey(
        LawImport, models.PROTECT, null=True, related_name="statuses_replaced"
    )
    country = models.CharField(gettext_lazy("Country"), max_length=2)
    act = models.CharField(pgettext_lazy("treaty", "Act"), max_length=10, choices=Act)
    on = models.DateField(pgettext_lazy("field", "Date"), null=True)
    # Where the source says no more than the year.
    year = models.PositiveSmallIntegerField(null=True)
    statement = models.TextField(
        gettext_lazy("Reservation or declaration"), blank=True, max_length=10_000
    )

    audit_name = "treatystatus"

    objects = TreatyStatusQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Status of a treaty")
        constraints = [
            models.CheckConstraint(condition=Q(on=None) | Q(year=None), name="day_or_year"),
        ]
        indexes = [
            models.Index(fields=["country", "replaced_by"], name="statuses_of_country"),
        ]

    class Privacy:
        plain_text = {
            "statement": "a reservation or declaration of a State, published by the depositary",
        }

    def __str__(self):
        return f"{self.country}: {self.act}"

    @property
    def when(self) -> str:
        """The day or the year that the source says; empty where it says none."""
        if self.on:
            return formats.with_year(self.on)
        return str(self.year or "")

    @property
    def sort_key(self) -> date:
        return self.on or date(self.year or 1, 1, 1)

    @property
    def is_binding(self) -> bool:
        return self.act in self.BINDING
