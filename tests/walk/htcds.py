"""A walk of HTCDS: records as anybody might write them leave, come in and leave again, the same.

    walk(records=20_000, seed=1)

In every shape, with whatever fields, codes and texts Hypothesis thinks of; and then every code of
every list once.
"""

from collections import Counter

from hypothesis import HealthCheck, Phase, given
from hypothesis import seed as seeded
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

EXAMPLES = 50


def walk(records: int, seed: int) -> dict:
    """How many records, values and codes went out and in, and what came back otherwise."""
    from amparo.pillars.assistance.trafficking.htcds.opening import SHAPES

    figures: Counter = Counter(records=0, values=0, codes=0)
    found: list[str] = []
    for shape in SHAPES:
        wanted, before, turn = -(-records // len(SHAPES)), figures["records"], 0
        while figures["records"] - before < wanted:
            turn += 1
            try:
                _go(shape, seed + turn, figures)
            except AssertionError as other:
                found.append(f"{shape}, {seed + turn}: {other!r}")
                figures["records"] += 1
        found += _codes(shape, figures)
    return {**figures, "shapes": len(SHAPES), "different": len(found), "found": found}


def _go(shape: str, seed: int, figures: Counter) -> None:
    from amparo.pillars.assistance.trafficking.htcds.tests.records import must_come_back, records

    several = st.lists(records(), min_size=1, max_size=3, unique_by=lambda each: each.id)

    @seeded(seed)
    @hypothesis_settings(
        max_examples=EXAMPLES, deadline=None, database=None, print_blob=False,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate,),
    )  # fmt: skip
    @given(several)
    def comes_back(several):
        must_come_back(shape, several)
        figures["records"] += len(several)
        figures["values"] += sum(len(list(each.values())) for each in several)

    comes_back()


def _codes(shape: str, figures: Counter) -> list[str]:
    from amparo.pillars.assistance.trafficking.htcds.tests.records import (
        CODED,
        each_code_of,
        must_come_back,
    )

    found = []
    for field in CODED:
        some = each_code_of(field)
        figures["codes"] += len(some)
        try:
            must_come_back(shape, some)
        except AssertionError as other:
            found.append(f"{shape}, {field.name}: {other!r}")
    return found
