"""Open data about key figures: a dictionary of the file, and its description in DCAT.

Data Catalog Vocabulary (DCAT) version 3, W3C Recommendation of 22 August 2024; the terms that it
takes from DCMI Metadata Terms carry the prefix dct.
"""

import calendar
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.people.models import Place
from amparo.pillars.evidence.labels import ORDER, labels_for
from amparo.pillars.evidence.publishing import sexes
from amparo.pillars.evidence.release_pages import COLUMNS
from amparo.ui import formats

from .figures import KeyFigures

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def dictionary_rows(figures: KeyFigures) -> Iterator[list[str]]:
    """The columns of the file, then the codes in them, each with its meaning."""
    yield ["column", "code", "meaning"]
    meanings = {
        "month": _("Month, as year and month."),
        "office": _("The office that counted."),
        "indicator": _("What was counted: a code of the list below."),
        "area": _("Area of level 1: its p-code, or its name. Empty: everywhere."),
        "sex": _("Sex as recorded. Empty: everybody."),
        "age_group": _("Age group on the day of the service. Empty: everybody."),
        "persons": _("Persons, each counted once in a row; rounded to 5. Empty: not shown."),
        "note": _("Whether the number is rounded or not shown."),
    }
    for column in COLUMNS:
        yield [column, "", meanings[column]]
    for each in figures.indicators:
        yield ["indicator", each.indicator.code, f"{each.indicator.name}. {each.indicator.text}"]
    yield from _codes("sex", sexes())
    yield from _codes("age_group", ORDER["age_group"])
    regions = Place.objects.filter(kind=Place.Kind.REGION).order_by("name")
    if "area1" in figures.release.breakdowns:
        for place in regions:
            if place.pcode:
                yield ["area", place.pcode, place.name]
    yield ["area", "unknown", pgettext("open data", "Area not recorded.")]


def _codes(column: str, codes: tuple[str, ...]) -> Iterator[list[str]]:
    label = labels_for("services", column, codes)
    for code in codes:
        yield [column, code, label(code)]


def catalog_of(figures: KeyFigures, site: str) -> dict[str, Any]:
    """The description of the data set; `site` is where this site is found, without a slash."""
    months = figures.tables.months
    last = months[-1]
    end = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    first, until = figures.period
    page, file = (reverse(f"public:{name}") for name in ("key-figures", "open-data-figures"))
    language = formats.current_language()
    signed_at = figures.release.signed_at
    signed_on = signed_at.date().isoformat() if signed_at else ""
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@type": "dcat:Dataset",
        "@id": f"{site}{page}",
        "dct:identifier": str(figures.release.ref),
        "dct:title": _text(_("Key figures of assistance to migrants"), language),
        "dct:description": _text(
            _("Persons assisted from %(first)s to %(last)s, from our own records. Rounded to 5; "
              "small numbers are not shown; no row is about one person.")
            % {"first": first, "last": until}, language,
        ),
        "dct:publisher": {"@type": "dct:Agent", "dct:title": figures.office},
        "dct:issued": _date(signed_on),
        "dct:language": sorted(code for code, _name in settings.LANGUAGES),
        "dct:license": {"@id": LICENCE},
        "dct:accrualPeriodicity": {
            "@id": "http://purl.org/cld/freq/monthly" if len(months) > 1
            else "http://purl.org/cld/freq/irregular"
        },
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _date(months[0].isoformat()), "dcat:endDate": _date(end.isoformat()),
        },
        "dct:spatial": figures.release.office.country or figures.office,
        "dcat:keyword": ["migration", "protection", "humanitarian assistance"],
        "dcat:landingPage": {"@id": f"{site}{page}"},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution", "dcat:downloadURL": {"@id": f"{site}{file}"},
                "dcat:mediaType": "text/csv", "dct:license": {"@id": LICENCE},
                "dct:conformsTo": {"@id": f"{site}{reverse('public:open-data-dictionary')}"},
            }
        ],
    }  # fmt: skip


def _text(text: str, language: str) -> dict[str, str]:
    return {"@value": text, "@language": language}


def _date(day: str) -> dict[str, str]:
    return {"@value": day, "@type": "xsd:date"}
