"""What others ask of law: what the law of a country says to a right or a treaty article, and what
a State did about treaties.

`provisions_for` is the public way for cards, sections and plans. An empty answer is said with
`nothing_known_text`, never left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from amparo.foundation.core.code_lists import codes
from amparo.ui import formats

from .citations import Citation, covers
from .models import Instrument, Provision, ProvisionRight, TreatyStatus


@dataclass(frozen=True)
class CitedProvision:
    """What one provision of the law of a country says, from which source, as of which day.

    `text` has its paragraphs between empty lines, `notes` are those of courts and editors. It is
    a copy, never "the law in force".
    """

    instrument: str
    law: str
    law_language: str
    eid: str
    number: str
    heading: str
    text: str
    notes: tuple[str, ...]
    language: str
    rights: tuple[str, ...]
    source: str
    licence: str
    as_of: date
    is_old: bool
    url: str

    @property
    def as_of_text(self) -> str:
        return formats.with_year(self.as_of)

    def is_cited_by(self, citation: Citation) -> bool:
        """Whether it is what a citation of a law of the country itself names."""
        if self.instrument != citation.instrument or not citation.article:
            return False
        return self.eid == citation.article or covers(self.number, citation.article)


def rights_of(citations: Iterable[Citation]) -> list[str]:
    """The codes of the rights that these articles protect, in the order of the code list."""
    cited = list(citations)
    return [
        term.code
        for term in codes.terms("right")
        if any(
            covers(articles, each.article)
            for each in cited
            if (articles := term.extra.get("articles", {}).get(each.instrument))
        )
    ]


def provisions_for(
    country: str, citations: Iterable[Citation] = (), *, rights: Iterable[str] = ()
) -> list[CitedProvision]:
    """What the law of a country says, as far as its text was imported, to these articles or
    rights, in the order of the laws. Empty where nothing was imported: see `nothing_known_text`.

    A citation of a treaty finds what is linked to the same rights; a citation of a law of the
    country itself finds its article. Three queries, however much is found; none for nothing.
    """
    cited = list(citations)
    wanted = {*rights, *rights_of(cited)}
    if not (cited or wanted):
        return []
    links = ProvisionRight.objects.filter(
        instrument__country=country, instrument__scope=Instrument.Scope.COUNTRY
    )
    by_place: dict[tuple[int, str], list[str]] = {}
    for instrument, eid, right in links.values_list("instrument", "eid", "right"):
        by_place.setdefault((instrument, eid), []).append(right)
    places = {place for place, found in by_place.items() if wanted.intersection(found)}
    rows = _rows(country, places, cited)
    return _cited(rows, places, cited, by_place)


def _rows(country: str, places: set[tuple[int, str]], cited: list[Citation]) -> list[Provision]:
    own = Q(instrument__code__in=[each.instrument for each in cited])
    eids = {eid for _instrument, eid in places}
    linked = Q(instrument__in={place[0] for place in places}) & (
        Q(eid__in=eids) | Q(parent_eid__in=eids)
    )
    found = Provision.objects.current().filter(
        own | linked, instrument__country=country, instrument__scope=Instrument.Scope.COUNTRY
    )
    return list(found.select_related("instrument", "law_import").in_order())


def _cited(
    rows: list[Provision], places: set[tuple[int, str]], cited: list[Citation],
    by_place: Mapping[tuple[int, str], list[str]],
) -> list[CitedProvision]:  # fmt: skip
    children: dict[tuple[int, str, str], list[Provision]] = {}
    for each in rows:
        children.setdefault((each.instrument_id, each.language, each.parent_eid), []).append(each)
    found = []
    for each in rows:
        place = (each.instrument_id, each.eid)
        if place in places or any(_is_cited(each, citation) for citation in cited):
            parts = children.get((each.instrument_id, each.language, each.eid), [])
            found.append(_cited_provision(each, parts, by_place.get(place, [])))
    return found


def _is_cited(provision: Provision, citation: Citation) -> bool:
    if provision.instrument.code != citation.instrument or not citation.article:
        return False
    return provision.eid == citation.article or (
        provision.kind == Provision.Kind.ARTICLE and covers(provision.number, citation.article)
    )


def _cited_provision(
    provision: Provision, parts: list[Provision], rights: list[str]
) -> CitedProvision:
    instrument, origin = provision.instrument, provision.law_import
    whole = [provision, *(each for each in parts if each.kind == Provision.Kind.PARAGRAPH)]
    return CitedProvision(
        instrument=instrument.code, law=instrument.name, law_language=instrument.name_language,
        eid=provision.eid, number=provision.number, heading=provision.heading,
        text="\n\n".join(each.text for each in whole if each.text),
        notes=tuple(note for each in whole for note in each.note_list),
        language=provision.language, rights=tuple(rights), source=origin.source,
        licence=origin.licence, as_of=origin.as_of, is_old=origin.is_old,
        url=provision.get_absolute_url(),
    )  # fmt: skip


def nothing_known_text() -> str:
    """What is said where `provisions_for` finds nothing."""
    return _("No text of the law of this country was imported.")


def statuses_of_country(country: str) -> dict[int, list[TreatyStatus]]:
    """What is known of what a State did, by instrument, in the order of time. One query."""
    return _grouped(TreatyStatus.objects.filter(country=country), "instrument_id")


def statuses_of_instrument(instrument: Instrument) -> dict[str, list[TreatyStatus]]:
    """What is known of each State, by country, in the order of time. One query."""
    return _grouped(instrument.statuses.all(), "country")


def _grouped(rows: QuerySet[TreatyStatus], key: str) -> dict:
    found: dict = {}
    known = rows.filter(replaced_by=None).select_related("law_import")
    for each in sorted(known, key=lambda row: (row.sort_key, row.pk)):
        found.setdefault(getattr(each, key), []).append(each)
    return found
