"""Instruments: declarations, treaties, conventions, national laws and policies."""

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats
from amparo.ui.languages import SOURCE

from .sources import Sourced, check_source

if TYPE_CHECKING:
    from .imports import LawImport


class InstrumentQuerySet(PermissionQuerySet):
    def treaties(self) -> "InstrumentQuerySet":
        """Those to which a State can become a party."""
        return self.filter(kind__in=Instrument.TREATIES)

    def national(self, country: str) -> "InstrumentQuerySet":
        return self.filter(scope=Instrument.Scope.COUNTRY, country=country)


class Instrument(Sourced):
    """An instrument of law or of policy. The names of those shipped are those of the code list."""

    class Kind(models.TextChoices):
        DECLARATION = "declaration", gettext_lazy("Declaration")
        TREATY = "treaty", pgettext_lazy("law", "Treaty")
        PROTOCOL = "protocol", pgettext_lazy("law", "Protocol")
        ILO = "ilo", gettext_lazy("ILO convention")
        REGIONAL = "regional", gettext_lazy("Regional instrument")
        SOFT = "soft", gettext_lazy("Non-binding instrument")
        LAW = "law", gettext_lazy("National law")
        POLICY = "policy", gettext_lazy("National policy")

    class Scope(models.TextChoices):
        GLOBAL = "global", pgettext_lazy("law, jurisdiction", "Global")
        REGION = "region", pgettext_lazy("law, jurisdiction", "Regional")
        COUNTRY = "country", pgettext_lazy("law, jurisdiction", "National")

    class Region(models.TextChoices):
        AFRICA = "africa", gettext_lazy("Africa")
        AMERICAS = "americas", gettext_lazy("The Americas")
        ARAB_STATES = "arab_states", gettext_lazy("Arab States")
        ASIA_PACIFIC = "asia_pacific", gettext_lazy("Asia and the Pacific")
        EUROPE = "europe", gettext_lazy("Europe")

    TREATIES = (Kind.TREATY, Kind.PROTOCOL, Kind.ILO, Kind.REGIONAL)
    NATIONAL = (Kind.LAW, Kind.POLICY)

    code = models.CharField(pgettext_lazy("reference list", "Code"), max_length=80, unique=True)
    kind = models.CharField(pgettext_lazy("law", "Kind"), max_length=12, choices=Kind)
    title = models.CharField(gettext_lazy("Title"), max_length=600, blank=True)
    language = models.CharField(gettext_lazy("Language"), max_length=10, blank=True)
    # Of those that are not shipped, by language, where it has names in those of the product too.
    names = models.JSONField(default=dict, blank=True)
    adopted_year = models.PositiveSmallIntegerField(
        pgettext_lazy("law", "Year adopted"), null=True
    )
    scope = models.CharField(
        pgettext_lazy("law", "Jurisdiction"), max_length=8, choices=Scope, default=Scope.GLOBAL
    )
    country = models.CharField(gettext_lazy("Country"), max_length=2, blank=True)
    region = models.CharField(
        pgettext_lazy("law", "Region"), max_length=12, choices=Region, blank=True
    )
    # ELI, Akoma Ntoso or another lasting address.
    address = models.CharField(pgettext_lazy("law", "Web address"), max_length=500, blank=True)
    monitoring_body = models.CharField(
        pgettext_lazy("law", "Monitoring body"), max_length=200, blank=True
    )
    is_shipped = models.BooleanField(default=False, editable=False)
    # The import that made it known; empty: shipped, or recorded by hand.
    first_import = models.ForeignKey(
        "law.LawImport", models.PROTECT, null=True, related_name="+", db_index=False
    )

    audit_name = "lawinstrument"

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("law", "Instrument")
        ordering = ["code"]
        indexes = [models.Index(fields=["country", "kind"], name="instruments_of_country")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(scope="country") & ~Q(country=""))
                | (~Q(scope="country") & Q(country="")),
                name="national_law_has_a_country",
            ),
        ]

    class Privacy:
        plain_text = dict.fromkeys(
            ("code", "title", "names", "address", "monitoring_body", "source", "licence"),
            "of an instrument of law, that names nobody",
        )

    class Events:
        recorded = AuditEvent(gettext_lazy("Instrument recorded"))

    def __str__(self):
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("law:instrument", args=[self.ref])

    @property
    def name(self) -> str:
        """What it is called in the reader's language, else in its own."""
        if self.is_shipped and (term := codes.find("instrument", self.code)):
            return term.label
        return self._own_name or self.title or self.names.get(SOURCE) or self.code

    @property
    def name_language(self) -> str:
        """The language of `name` where it is not the reader's; empty where it is."""
        if self.is_shipped or self._own_name or not self.title:
            return ""
        return self.language

    @property
    def _own_name(self) -> str:
        """The name that was recorded in the reader's language."""
        return self.names.get(formats.current_language(), "")

    @property
    def jurisdiction(self) -> str:
        if self.scope == self.Scope.COUNTRY:
            return formats.country_name(self.country)
        if self.scope == self.Scope.REGION and self.region:
            return str(self.Region(self.region).label)
        return str(self.Scope(self.scope).label)

    @property
    def is_treaty(self) -> bool:
        return self.kind in self.TREATIES

    @property
    def supervised_by(self) -> str:
        return self.monitoring_body or self._extra("monitoring_body")

    @property
    def complaint_route(self) -> str:
        """How an individual complains to its body, as the code list says; empty: not known."""
        return self._extra("individual_complaint")

    def _extra(self, name: str) -> str:
        term = codes.find("instrument", self.code) if self.is_shipped else None
        return str(term.extra.get(name, "")) if term else ""

    @property
    def rights(self) -> list[tuple[str, str, str]]:
        """The rights that it protects by the code list: code, label, articles."""
        return [
            (term.code, term.label, term.extra["articles"][self.code])
            for term in codes.terms("right")
            if self.code in term.extra.get("articles", {})
        ]

    @classmethod
    @transaction.atomic
    def record(
        cls, *, by: User | None, code: str, kind: str, title: str, language: str, source: str,
        as_of, country: str = "", first_import: "LawImport | None" = None, **more,
    ) -> "Instrument":  # fmt: skip
        """Records an instrument that is not shipped. A code is given once."""
        check_source(source, as_of)
        if cls.objects.filter(code__iexact=code.strip()).exists():
            raise Refusal(_("There is an instrument with this code already."))
        if (kind in cls.NATIONAL) != bool(country):
            raise Refusal(_("A national law or policy has a country, and nothing else has one."))
        scope = cls.Scope.COUNTRY if country else more.pop("scope", cls.Scope.GLOBAL)
        if kind == cls.Kind.REGIONAL:
            scope = cls.Scope.REGION
        made = cls.objects.create(
            code=code.strip(), kind=kind, title=title.strip(), language=language, scope=scope,
            country=country, source=source.strip(), as_of=as_of, first_import=first_import, **more,
        )  # fmt: skip
        log.log_event(by, "lawinstrument.recorded", made)
        return made

    def follow(self, law_import: "LawImport") -> None:
        """Says from now on what this import says of its title, source and day."""
        self.source, self.licence = law_import.source, law_import.licence
        self.as_of = law_import.as_of
        self.title = law_import.title or self.title
        self.save(update_fields=["source", "licence", "as_of", "title"])
