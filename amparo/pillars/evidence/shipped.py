"""The indicators that Amparo comes with."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from amparo.foundation.core.catalogues import CODES, ShippedText, translations_of

from .models import Indicator

FILE = Path(__file__).parent / "data" / "indicators.json"
# What the file says in English, and the field of the indicator that holds it by language.
_TEXTS = {"name": "names", "text": "texts", "waits_for": "waits_for"}


def indicators() -> list[dict[str, Any]]:
    """The indicators with their texts by language."""
    return [_with_translations(said) for said in _read()]


def shipped_texts() -> Iterator[ShippedText]:
    """Their texts in English, to be translated."""
    for said in _read():
        for key in filter(said.get, _TEXTS):
            yield ShippedText(CODES, _context(said), said[key])


@cache
def _read() -> list[dict[str, Any]]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def _context(said: dict[str, Any]) -> str:
    return f"indicator/{said['code']}"


def _with_translations(said: dict[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in said.items() if name not in _TEXTS}
    for key, field in _TEXTS.items():
        text = said[key]
        found[field] = translations_of(CODES, _context(said), text) if text else {}
    return found


@transaction.atomic
def install() -> None:
    """Adds the indicators that are not there yet, and defines those that waited for records which
    are kept now. What somebody defined anew stays.
    """
    there = dict(Indicator.objects.values_list("code", "pk"))
    waiting = set(Indicator.objects.filter(versions=None).values_list("code", flat=True))
    for order, said in enumerate(indicators()):
        code, definition = said["code"], said["definition"]
        if code in there and not (code in waiting and definition):
            continue
        fields = {name: value for name, value in said.items() if name != "definition"}
        indicator, _is_new = Indicator.objects.update_or_create(
            code=code, defaults=fields, create_defaults=fields | {"order": order}
        )
        if definition:
            indicator.define(definition, by=None)
