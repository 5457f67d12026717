"""Documents that commitments come from: a list of recommendations, a pledge, minutes, a treaty
body's observations.
"""

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal


class SourceDocument(Record):
    """A published document with one or more commitments in it; a reference counts within it."""

    class Kind(models.TextChoices):
        UPR = "upr", gettext_lazy("Universal Periodic Review (UPR)")
        TREATY_BODY = "treaty_body", gettext_lazy("Treaty body")
        SPECIAL_PROCEDURE = "special_procedure", gettext_lazy("Special procedure")
        REGIONAL_BODY = "regional_body", gettext_lazy("Regional human rights body")
        PLEDGES = "pledges", gettext_lazy("List of pledges")
        MINUTES = "minutes", gettext_lazy("Minutes")
        AGREEMENT = "agreement", gettext_lazy("Agreement")
        PLAN = "plan", pgettext_lazy("government", "Plan or policy")
        OTHER = "other", pgettext_lazy("document", "Other")

    kind = models.CharField(pgettext_lazy("column", "Type"), max_length=20, choices=Kind)
    title = models.CharField(gettext_lazy("Title"), max_length=300)
    # As its publisher numbers it: A/HRC/48/12.
    symbol = models.CharField(pgettext_lazy("document", "Symbol"), max_length=60, blank=True)
    country = models.CharField(gettext_lazy("Country"), max_length=2, blank=True)
    language = models.CharField(gettext_lazy("Language"), max_length=3, default="en")
    adopted_on = models.DateField(pgettext_lazy("document", "Date"), null=True, blank=True)
    url = models.URLField(pgettext_lazy("document", "Web address"), max_length=500, blank=True)
    # How many the document itself says that it holds; a person says which count is right.
    stated_total = models.PositiveIntegerField(
        gettext_lazy("Total stated in the document"), null=True, blank=True
    )
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "sourcedocument"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("commitments", "Source document")
        ordering = ["-adopted_on", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["symbol"], condition=~Q(symbol=""), name="source_document_symbol_once"
            ),
        ]

    class Privacy:
        plain_text = {
            "title": "title of a published document",
            "symbol": "symbol of a published document",
            "url": "published address",
        }

    class Events:
        recorded = AuditEvent(gettext_lazy("Source document recorded"))

    def __str__(self):
        return f"SourceDocument {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("dialogue:document", args=[self.ref])

    @property
    def name(self) -> str:
        return f"{self.title} ({self.symbol})" if self.symbol else self.title

    @classmethod
    @transaction.atomic
    def record(
        cls, *, by: User | None, kind: str, title: str, symbol: str = "", language: str = "en",
        country: str = "", adopted_on: date | None = None, url: str = "",
        stated_total: int | None = None,
    ) -> "SourceDocument":  # fmt: skip
        """Records a document. One with the symbol of another is refused."""
        if symbol and cls.objects.filter(symbol__iexact=symbol.strip()).exists():
            raise Refusal(_("A document with this symbol is recorded already."))
        document = cls.objects.create(
            by=by, kind=kind, title=title.strip(), symbol=symbol.strip(), language=language,
            country=country, adopted_on=adopted_on, url=url, stated_total=stated_total,
        )  # fmt: skip
        log.log_event(by, "sourcedocument.recorded", document)
        return document
