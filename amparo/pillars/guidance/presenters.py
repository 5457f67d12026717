"""What stands beside guidance for a country: what its law says of what is cited, as copies with
their day and source, and whom to call.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from django.urls import reverse

from amparo.foundation.directory.models import Service
from amparo.foundation.directory.queries import services_to_call
from amparo.foundation.law.citations import Citation as Article
from amparo.foundation.law.queries import CitedProvision, provisions_for, rights_of
from amparo.foundation.standards.extension_points import LawHere, ServiceHere
from amparo.ui.languages import direction

from .models import Citation, Edition

MOST_SERVICES = 3  # beside one section: more is for the directory


def law_here(edition: Edition, country: str) -> list[LawHere]:
    """Returns what the laws of `country` say of what the edition cites, as far as their text was
    imported; an empty list where none was. Four queries.
    """
    return [
        _shown(each) for each in _provisions(country, _citations(edition))
    ]  # fmt: skip


def law_beside(country: str, cited: Sequence[Sequence[Citation]]) -> list[list[LawHere]]:
    """Returns the same for each of several sections, by their citations. Three queries in all."""
    found = _provisions(country, [each for section in cited for each in section])
    by_section = []
    for section in cited:
        articles = _articles(section)
        wanted = {*_rights(section), *rights_of(articles)}
        by_section.append(
            [_shown(each) for each in found
             if wanted.intersection(each.rights) or any(map(each.is_cited_by, articles))]
        )  # fmt: skip
    return by_section


def services_beside(
    country: str, cited: Sequence[Sequence[Citation]]
) -> list[list[ServiceHere] | None]:
    """Returns whom to call in `country` for what each of several sections names, those confirmed
    last first; None for one that names no kind of service. One query in all.
    """
    by_section = [
        [each.code for each in section if each.kind == Citation.Kind.SERVICE] for section in cited
    ]
    found = services_to_call(country, {code for codes in by_section for code in codes})
    return [_services(codes, found) if codes else None for codes in by_section]


def _services(codes: list[str], found: Mapping[str, list[Service]]) -> list[ServiceHere]:
    """Of several kinds the first of each comes before the second of any."""
    ranks = zip_longest(*(found[code] for code in codes))
    ordered = dict.fromkeys(each for rank in ranks for each in rank if each is not None)
    return [
        ServiceHere(
            title=each.title.text, language=each.title.language,
            organization=each.provider.organization.name,
            phone=each.phone or each.provider.phone,
            url=reverse("directory:service", args=[each.ref]), is_stale=each.is_stale,
        )
        for each in list(ordered)[:MOST_SERVICES]
    ]  # fmt: skip


def _citations(edition: Edition) -> list[Citation]:
    return list(Citation.objects.filter(section__edition=edition))


def _provisions(country: str, cited: Iterable[Citation]) -> list[CitedProvision]:
    cited = list(cited)
    if not country:
        return []
    return provisions_for(country, _articles(cited), rights=_rights(cited))


def _rights(cited: Iterable[Citation]) -> list[str]:
    return [each.code for each in cited if each.kind == Citation.Kind.RIGHT]


def _articles(cited: Iterable[Citation]) -> list[Article]:
    """Returns the articles that are cited: "CRC:3, 12" is two."""
    found = []
    for each in cited:
        if each.kind == Citation.Kind.PROVISION:
            instrument, _colon, articles = each.code.partition(":")
            found += [Article(instrument, one.strip()) for one in articles.split(",")]
    return found


def _shown(provision: CitedProvision) -> LawHere:
    return LawHere(
        title=f"{provision.law}, {provision.number}", text=provision.text, url=provision.url,
        as_of=provision.as_of_text, source=provision.source, is_old=provision.is_old,
        language=provision.language, direction=direction(provision.language),
    )  # fmt: skip
