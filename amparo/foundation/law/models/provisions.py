"""Provisions: parts, articles and paragraphs of an instrument in one language, and rights in them.

Each import brings its own rows. Those of the newest that was not withdrawn are current; a
provision is named by its instrument and its `eid`, which stay when a newer text comes.
"""

from collections.abc import Iterable

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.search import fold_text

from .imports import LawImport, restore_replaced
from .instruments import Instrument


class ProvisionQuerySet(PermissionQuerySet):
    def current(self) -> "ProvisionQuerySet":
        return self.filter(replaced_by=None)

    def in_order(self) -> "ProvisionQuerySet":
        return self.order_by("instrument__code", "language", "order", "pk")

    def replace(self, law_import: LawImport, pairs: Iterable[tuple[int, str]]) -> None:
        """What was current of each instrument and language is replaced by this import."""
        for instrument, language in set(pairs):
            older = self.current().filter(instrument=instrument, language=language)
            older.exclude(law_import=law_import).update(replaced_by=law_import)

    def withdraw(self, law_import: LawImport) -> None:
        """Removes the rows of an import, and an instrument that only it made known."""
        touched = set(self.filter(law_import=law_import).values_list("instrument", flat=True))
        restore_replaced(self.model, law_import, "instrument_id", "language")
        for instrument in Instrument.objects.filter(pk__in=touched, is_shipped=False):
            self._settle(instrument, law_import)

    def _settle(self, instrument: Instrument, law_import: LawImport) -> None:
        kept = Provision.objects.filter(instrument=instrument).select_related("law_import")
        if latest := kept.order_by("-law_import__as_of", "-law_import__pk").first():
            if latest.law_import.kind == LawImport.Kind.LAW:
                instrument.follow(latest.law_import)
            if instrument.first_import_id == law_import.pk:
                instrument.first_import = latest.law_import
                instrument.save(update_fields=["first_import"])
        elif instrument.first_import_id == law_import.pk and not instrument.statuses.exists():
            instrument.provision_rights.all().delete()
            instrument.delete()


class Provision(Record):
    """A part, an article or a paragraph in one language. `text` may be empty: only its place."""

    class Kind(models.TextChoices):
        PREAMBLE = "preamble", gettext_lazy("Preamble")
        PART = "part", pgettext_lazy("law", "Part")
        ARTICLE = "article", pgettext_lazy("law", "Article")
        PARAGRAPH = "paragraph", pgettext_lazy("law", "Paragraph")
        PROVISION = "provision", pgettext_lazy("law", "Other provision")

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="provisions")
    law_import = models.ForeignKey(LawImport, models.PROTECT, related_name="provisions")
    replaced_by = models.ForeignKey(
        LawImport, models.PROTECT, null=True, related_name="provisions_replaced"
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ARTICLE)
    eid = models.CharField(max_length=170)
    parent_eid = models.CharField(max_length=170, blank=True)
    number = models.CharField(gettext_lazy("Number"), max_length=60, blank=True)
    heading = models.CharField(pgettext_lazy("law", "Heading"), max_length=500, blank=True)
    order = models.PositiveIntegerField(default=0)
    language = models.CharField(gettext_lazy("Language"), max_length=10)
    text = models.TextField(pgettext_lazy("law", "Text"), blank=True)
    # What courts and editors noted, each between empty lines; shown as quotes.
    notes = models.TextField(pgettext_lazy("law", "Notes"), blank=True)
    search_text = models.TextField(blank=True, editable=False)

    audit_name = "lawprovision"

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("law", "Provision")
        constraints = [
            models.UniqueConstraint(
                fields=["law_import", "instrument", "language", "eid"], name="provision_once"
            ),
        ]
        indexes = [
            models.Index(fields=["instrument", "replaced_by", "order"], name="provisions_in_order")
        ]

    class Privacy:
        plain_text = dict.fromkeys(
            ("eid", "parent_eid", "heading", "number", "text", "notes", "search_text"),
            "text of a law as it was published, that names nobody we assist",
        )

    class Events:
        rights_set = AuditEvent(gettext_lazy("Provision linked to rights"))

    def __str__(self):
        return f"{self.instrument_id}:{self.eid}"

    def save(self, *args, **kwargs):
        self.index()
        super().save(*args, **kwargs)

    def index(self) -> "Provision":
        """Makes its words findable as somebody in a hurry types them."""
        self.search_text = fold_text(f"{self.number} {self.heading} {self.text}")
        return self

    def get_absolute_url(self) -> str:
        return reverse("law:provision", args=[self.ref])

    @property
    def note_list(self) -> list[str]:
        return [each for each in self.notes.split("\n\n") if each]

    @property
    def paragraphs(self) -> list[str]:
        return [each for each in self.text.split("\n\n") if each.strip()]

    @transaction.atomic
    def set_rights(self, *, by: User, rights: Iterable[str]) -> None:
        """Says which rights it is about, whichever text of the instrument is current."""
        rights = list(dict.fromkeys(rights))
        codes.require("right", *rights)
        links = ProvisionRight.objects.filter(instrument=self.instrument_id, eid=self.eid)
        links.exclude(right__in=rights).delete()
        there = set(links.values_list("right", flat=True))
        ProvisionRight.objects.bulk_create(
            ProvisionRight(instrument_id=self.instrument_id, eid=self.eid, right=right, by=by)
            for right in rights
            if right not in there
        )
        log.log_event(by, "lawprovision.rights_set", self, count=len(rights))


class ProvisionRight(Record):
    """That a provision is about a right of the code list. Kept when a newer text comes."""

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="provision_rights")
    eid = models.CharField(max_length=170)
    right = models.CharField(max_length=60)
    law_import = models.ForeignKey(LawImport, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "provisionright"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Right in a provision")
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "eid", "right"], name="right_in_provision_once"
            ),
        ]
        indexes = [models.Index(fields=["right"], name="provisions_of_right")]

    class Privacy:
        plain_text = {
            "eid": "the place of a provision in a law",
        }

    def __str__(self):
        return f"{self.eid}: {self.right}"
