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
    """Adds the indicators that are not there yet. What somebody defined anew stays."""
    there = set(Indicator.objects.values_list("code", flat=True))
    for order, said in enumerate(indicators()):
        if said["code"] not in there:
            fields = {name: value for name, value in said.items() if name != "definition"}
            indicator = Indicator.objects.create(order=order, **fields)
            if said["definition"]:
                indicator.define(said["definition"], by=None)
