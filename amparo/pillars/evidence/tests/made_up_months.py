"""Signed months of made-up people, so that a test knows every count that must not be found."""

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import xor

from amparo.pillars.evidence import shipped
from amparo.pillars.evidence.models import Computation, Indicator, MonthlyReport

PROJECT_CUTS = (
    ("project",), ("project", "sex"), ("age_group", "project"), ("disability", "project"),
)  # fmt: skip
CUTS = ((), ("area1",), ("sex",), ("age_group",), ("area1", "sex"), ("age_group", "area1"))


@dataclass(frozen=True)
class MadeUpPerson:
    key: int
    area1: str
    sex: str
    age_group: str
    project: str = ""
    disability: str = "no"


def made_up_people(counts: dict[tuple[str, ...], int], seed: int = 1) -> list[MadeUpPerson]:
    """So many people of each area, sex, age group and, where it matters, project."""
    chance = random.Random(seed)
    return [
        MadeUpPerson(chance.getrandbits(63), *values)
        for values, count in counts.items()
        for _number in range(count)
    ]


def figures_of(people: Iterable[MadeUpPerson], month, cuts: Iterable = CUTS) -> dict:
    """What a freeze keeps of a month: each cell with its count and the xor of its people."""
    cells: dict[tuple, dict[tuple, list[int]]] = {cut: {} for cut in cuts}
    for each in people:
        for cut in cells:
            values = tuple(getattr(each, name) for name in cut)
            cells[cut].setdefault(values, []).append(each.key)
    rows = {
        cut: [
            [list(values), len(keys), None, None, len(keys), reduce(xor, keys)]
            for values, keys in found.items()
        ]
        for cut, found in cells.items()
    }
    [total] = rows[()] or [[[], 0, None, None, 0, 0]]
    breakdowns = {",".join(cut): found for cut, found in rows.items() if cut}
    day = {"total": total[1:], "breakdowns": json.dumps(breakdowns)}
    return {"month": {month.isoformat(): day}}


def signed_month(
    people, *, office, month, by, signer, code="OPT-1", is_with_branches=False, cuts=CUTS
) -> MonthlyReport:
    """A report of one indicator, frozen by one and signed by another."""
    shipped.install()
    computation = Computation.objects.create()
    report = MonthlyReport.objects.create(
        by=by, office=office, month=month, is_with_branches=is_with_branches
    )
    version = Indicator.objects.get(code=code).version
    report.freeze(computation, {version.pk: figures_of(people, month, cuts)})
    report.sign(by=signer)
    return report
