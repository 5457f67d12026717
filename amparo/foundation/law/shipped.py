"""What Amparo comes with: the instruments of the code list, the SDGs, the objectives of the GCM.

No ratification, no text of a law.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from amparo.foundation.core.catalogues import CODES, ShippedText, translations_of
from amparo.foundation.core.code_lists import codes

from .models import Framework, FrameworkItem, Instrument

DATA = Path(__file__).parent / "data"
INSTRUMENTS_SOURCE = "Amparo, reference list"
INSTRUMENTS_AS_OF = date(2026, 11, 25)
# Code lists of the instruments whose region is not said are global.
_KINDS = frozenset(Instrument.Kind.values)

FRAMEWORKS: tuple[Mapping[str, Any], ...] = (
    {
        "code": "SDG",
        "name": "Sustainable Development Goals",
        "source": "open-sdg/sdg-translations; United Nations",
        "licence": "MIT",
        "as_of": date(2025, 8, 1),
        "address": "https://sdgs.un.org/goals",
        "is_official": True,
    },
    {
        "code": "GCM",
        "name": "Global Compact for Safe, Orderly and Regular Migration",
        "source": "A/RES/73/195",
        "licence": "",
        "as_of": INSTRUMENTS_AS_OF,
        "address": "https://undocs.org/A/RES/73/195",
        "is_official": False,
    },
)


def data_rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def instrument_details() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in data_rows("instrument_details.csv")}


@cache
def aliases() -> dict[str, str]:
    """Other abbreviations of instruments, in small letters, and their codes."""
    found: dict[str, str] = {}
    for code, row in instrument_details().items():
        found |= {each.strip().lower(): code for each in row["aliases"].split(";") if each.strip()}
    return found


@transaction.atomic
def install() -> None:
    """Brings in what is not there yet, and renews what is; twice changes nothing."""
    _install_instruments()
    for said in FRAMEWORKS:
        _install_framework(said)


def _install_instruments() -> None:
    there = {each.code: each for each in Instrument.objects.filter(is_shipped=True)}
    new = []
    for term in codes.terms("instrument"):
        fields = _instrument_fields(term)
        known = there.get(term.code)
        if known is None:
            new.append(Instrument(code=term.code, is_shipped=True, **fields))
        elif any(getattr(known, name) != value for name, value in fields.items()):
            Instrument.objects.filter(pk=known.pk).update(**fields)
    taken = Instrument.objects.filter(code__in=[each.code for each in new])
    known_codes = set(taken.values_list("code", flat=True))  # an office recorded it before us
    Instrument.objects.bulk_create(each for each in new if each.code not in known_codes)


def _instrument_fields(term: codes.Term) -> dict:
    region = instrument_details().get(term.code, {}).get("region", "")
    kind, year = str(term.extra.get("kind", "")), str(term.extra.get("year_adopted", ""))
    return {
        "kind": kind if kind in _KINDS else Instrument.Kind.SOFT,
        "adopted_year": int(year) if year.isdigit() else None,
        "scope": Instrument.Scope.REGION if region else Instrument.Scope.GLOBAL,
        "region": region,
        "source": INSTRUMENTS_SOURCE,
        "as_of": INSTRUMENTS_AS_OF,
    }


def shipped_texts() -> Iterator[ShippedText]:
    """The names of frameworks and the wordings of their items, to be translated."""
    for said in FRAMEWORKS:
        yield _framework_text(said)
        yield from (_item_text(said["code"], row) for row in _items(said["code"]))


def _framework_text(said: Mapping[str, Any]) -> ShippedText:
    return ShippedText(CODES, f"framework/{said['code']}", said["name"])


def _item_text(framework: str, row: dict[str, str]) -> ShippedText:
    return ShippedText(CODES, f"{framework}/{row['code']}", row["en"])


def _translations(text: ShippedText) -> dict[str, str]:
    return translations_of(text.domain, text.context, text.text)


def _install_framework(said: Mapping[str, Any]) -> None:
    fields = {name: value for name, value in said.items() if name != "name"}
    fields["names"] = _translations(_framework_text(said))
    framework, _is_new = Framework.objects.update_or_create(code=said["code"], defaults=fields)
    there = {each.code: each for each in framework.items.all()}
    for level in _levels(_items(said["code"])):
        new = []
        for order, row in level:
            fields = _item_fields(said["code"], row, order, there)
            known = there.get(row["code"])
            if known is None:
                new.append(FrameworkItem(framework=framework, code=row["code"], **fields))
            elif any(getattr(known, name) != value for name, value in fields.items()):
                FrameworkItem.objects.filter(pk=known.pk).update(**fields)
        there |= {each.code: each for each in FrameworkItem.objects.bulk_create(new)}


def _items(code: str) -> list[dict[str, str]]:
    if code == "SDG":
        return [
            row | {"same_as": _same_as(row["code"]) if row["kind"] != "indicator" else ""}
            for row in data_rows("sdg.csv")
        ]
    return [
        row | {"kind": "objective", "code": row["number"], "parent": "", "same_as": ""}
        for row in data_rows("gcm_objectives.csv")
    ]


def _same_as(code: str) -> str:
    """The address of a goal or target in the United Nations’ own linked data."""
    return f"http://metadata.un.org/sdg/{code}"


def _levels(rows: Iterable[dict[str, str]]) -> Iterator[list[tuple[int, dict[str, str]]]]:
    """Rows with their order, parents before children."""
    numbered = list(enumerate(rows, 1))
    for depth in sorted({row["code"].count(".") for _order, row in numbered}):
        yield [each for each in numbered if each[1]["code"].count(".") == depth]


def _item_fields(
    framework: str, row: dict[str, str], order: int, there: dict[str, FrameworkItem]
) -> dict:
    parent = there.get(row["parent"])
    return {
        "wordings": _translations(_item_text(framework, row)), "kind": row["kind"],
        "order": order, "same_as": row["same_as"],
        "parent_id": parent.pk if parent else None,
    }  # fmt: skip
