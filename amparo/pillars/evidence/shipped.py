"""The indicators that Amparo comes with."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from .models import Indicator

FILE = Path(__file__).parent / "data" / "indicators.json"


@cache
def indicators() -> list[dict[str, Any]]:
    return json.loads(FILE.read_text(encoding="utf-8"))


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
