"""The lists that advocacy comes with: of feedback, and of messages to many people.

Pure Python: reads `data/`, where each line keeps its source.
"""

import csv
from functools import cache
from pathlib import Path

from amparo.foundation.core.code_lists.bundled import LANGUAGES, BundledCode

DATA = Path(__file__).parent / "data"
FILES = ("feedback_codelists.csv", "communication_codelists.csv", "story_codelists.csv")


@cache
def shipped() -> tuple[BundledCode, ...]:
    counted: dict[str, int] = {}
    found = []
    for name in FILES:
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                counted[row["list"]] = counted.get(row["list"], 0) + 1
                found.append(_line(row, counted[row["list"]]))
    return tuple(found)


def _line(row: dict[str, str], order: int) -> BundledCode:
    return BundledCode(
        list=row["list"],
        code=row["code"],
        labels={language: row[language] for language in LANGUAGES},
        order=order,
        source=row["source"],
        extra={"sensitive": row["sensitive"]} if row["sensitive"] else {},
    )


@cache
def sensitive_kinds() -> frozenset[str]:
    """What is kept to a closed circle: said by the house, and no edited list changes it."""
    return frozenset(
        line.code
        for line in shipped()
        if line.list == "feedback_type" and line.extra.get("sensitive")
    )
