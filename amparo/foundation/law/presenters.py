"""What the pages of law show: an instrument, a country, a framework; each with source and day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse

from amparo.foundation.core.code_lists import codes
from amparo.ui import formats

from .models import Framework, FrameworkItem, Instrument, Provision, ProvisionRight, TreatyStatus
from .queries import statuses_of_country, statuses_of_instrument


@dataclass(frozen=True)
class StatusRow:
    """What is known of one State and one treaty; no acts: not known."""

    name: str
    url: str
    acts: list[TreatyStatus] = field(default_factory=list)
    code: str = ""
    language: str = ""

    @property
    def origin(self):
        """The import that says it; that of the last act."""
        return self.acts[-1].law_import if self.acts else None

    @property
    def statements(self) -> list[TreatyStatus]:
        return [each for each in self.acts if each.statement]


class InstrumentPage:
    """One instrument: the States of which something is known, the rights, the languages."""

    def __init__(self, instrument: Instrument, language: str = ""):
        self.instrument = instrument
        self.asked_language = language

    @cached_property
    def parties(self) -> list[StatusRow]:
        found = statuses_of_instrument(self.instrument)
        rows = [
            StatusRow(formats.country_name(code), reverse("law:country", args=[code]), acts, code)
            for code, acts in found.items()
        ]
        return sorted(rows, key=lambda row: row.name)

    @cached_property
    def bound_count(self) -> int:
        return sum(is_bound(row.acts) for row in self.parties)

    @cached_property
    def languages(self) -> list[str]:
        rows = self.instrument.provisions.current().order_by("language")
        return list(rows.values_list("language", flat=True).distinct())

    @property
    def language(self) -> str:
        """The one asked for, else the reader's, else the first that is there."""
        for wanted in (self.asked_language, formats.current_language()):
            if wanted in self.languages:
                return wanted
        return self.languages[0] if self.languages else ""

    @cached_property
    def provisions(self):
        """Parts, articles and other provisions; paragraphs stand on the page of their article."""
        rows = self.instrument.provisions.current().filter(language=self.language)
        return rows.exclude(kind=Provision.Kind.PARAGRAPH).defer("text", "notes", "search_text")

    @cached_property
    def origin(self):
        """The import that the provisions shown are from."""
        row = self.provisions.select_related("law_import").order_by("-law_import__as_of").first()
        return row.law_import if row else None

    @cached_property
    def rights_by_eid(self) -> dict[str, list[str]]:
        return rights_by_eid(self.instrument)

    def with_rights(self, provisions: Iterable[Provision]) -> list[tuple[Provision, list[str]]]:
        """Each provision, and the labels of the rights that it is about."""
        return [(each, self.rights_by_eid.get(each.eid, [])) for each in provisions]


def is_bound(acts: list[TreatyStatus]) -> bool:
    """Whether the last act that binds or unbinds a State binds it."""
    telling = [each for each in acts if each.is_binding or each.act == TreatyStatus.Act.DENOUNCED]
    return bool(telling) and telling[-1].is_binding


def rights_by_eid(instrument: Instrument) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for eid, right in instrument.provision_rights.order_by("pk").values_list("eid", "right"):
        found.setdefault(eid, []).append(codes.label("right", right))
    return found


class ProvisionPage:
    """One provision with its paragraphs, notes, rights and neighbours."""

    def __init__(self, provision: Provision):
        self.provision = provision
        self.instrument = provision.instrument
        self.origin = provision.law_import

    @cached_property
    def paragraphs(self) -> list[Provision]:
        siblings = self._siblings().filter(
            parent_eid=self.provision.eid, kind=Provision.Kind.PARAGRAPH
        )
        return list(siblings.order_by("order", "pk"))

    @cached_property
    def notes(self) -> list[str]:
        return [
            *self.provision.note_list,
            *(note for each in self.paragraphs for note in each.note_list),
        ]

    @cached_property
    def rights(self) -> list[str]:
        links = self.instrument.provision_rights.filter(eid=self.provision.eid).order_by("pk")
        return [codes.label("right", right) for right in links.values_list("right", flat=True)]

    @cached_property
    def newer(self) -> Provision | None:
        """The current text of this provision, where this is an older one."""
        if self.provision.replaced_by_id is None:
            return None
        current = Provision.objects.current().filter(
            instrument=self.instrument, eid=self.provision.eid, language=self.provision.language
        )
        return current.first()

    def _siblings(self):
        return Provision.objects.filter(
            law_import=self.provision.law_import_id, instrument=self.instrument,
            language=self.provision.language,
        )  # fmt: skip


class CountryPage:
    """What is known for one country: treaties, its laws, what they say about rights."""

    def __init__(self, country: str):
        self.country = country
        self.name = formats.country_name(country)

    @cached_property
    def treaties(self) -> list[StatusRow]:
        """Every treaty that is listed: those of which something is known, then the others."""
        known = statuses_of_country(self.country)
        rows = [
            StatusRow(
                each.name, each.get_absolute_url(), known.get(each.pk, []), each.code,
                each.name_language,
            )
            for each in Instrument.objects.treaties().order_by("code")
        ]  # fmt: skip
        return sorted(rows, key=lambda row: not row.acts)

    @cached_property
    def known_count(self) -> int:
        return sum(bool(row.acts) for row in self.treaties)

    @cached_property
    def laws(self) -> list[Instrument]:
        return list(Instrument.objects.national(self.country).order_by("code"))

    @cached_property
    def rights(self) -> list[tuple[str, list[tuple[Provision, str]]]]:
        """Rights that provisions of its laws are about, in the order of the code list."""
        links = ProvisionRight.objects.filter(instrument__in=[each.pk for each in self.laws])
        by_right: dict[str, list[tuple[int, str]]] = {}
        for instrument, eid, right in links.values_list("instrument", "eid", "right"):
            by_right.setdefault(right, []).append((instrument, eid))
        rows = self._provisions({eid for found in by_right.values() for _law, eid in found})
        names = {each.pk: each.name for each in self.laws}
        return [
            (term.label, [(row, names[row.instrument_id]) for row in rows
                          if (row.instrument_id, row.eid) in by_right[term.code]])
            for term in codes.terms("right")
            if term.code in by_right
        ]  # fmt: skip

    def _provisions(self, eids: set[str]) -> list[Provision]:
        current = Provision.objects.current().filter(instrument__in=self.laws, eid__in=eids)
        return list(
            current.select_related("law_import").defer("text", "notes", "search_text").in_order()
        )


@dataclass(frozen=True)
class ItemGroup:
    """An item of a framework with those below it, two levels down."""

    item: FrameworkItem
    groups: list["ItemGroup"]


class FrameworkPage:
    """A framework: all of its first level, and of one of them what lies below."""

    def __init__(self, framework: Framework, code: str = ""):
        self.framework = framework
        self.asked = code

    @cached_property
    def first_level(self) -> list[FrameworkItem]:
        return list(self.framework.items.filter(parent=None).order_by("order"))

    @cached_property
    def opened(self) -> ItemGroup | None:
        """The item of the first level that is asked for, with targets and indicators."""
        top = next((each for each in self.first_level if each.code == self.asked), None)
        if top is None:
            return None
        below = list(
            self.framework.items.filter(code__startswith=f"{top.code}.").order_by("order")
        )
        return _group(top, below)


def _group(item: FrameworkItem, rows: list[FrameworkItem]) -> ItemGroup:
    return ItemGroup(item, [_group(each, rows) for each in rows if each.parent_id == item.pk])
