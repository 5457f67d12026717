"""Writes a register as CSV files.

    python -m benchmarks.matching.export --size 1800000 --into var/register

persons.csv is what an office would have; truth.csv who each row truly is; queries.csv those who
come to the desk afterwards. Everybody in them is made up.
"""

import argparse
import csv
import sys
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from time import process_time

from .clerk_errors import Written
from .register import Asked, Register, Row

FORM = [each.name for each in fields(Written) if each.name != "changes"]
TRUTH = ["number", "person", "household", "turn", "culture", "is_twin", "changes"]
ASKED = ["person", "culture", "is_kin", "changes", *FORM]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=18_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--returning", type=int, default=5_000)
    parser.add_argument("--newcomers", type=int, default=2_000)
    parser.add_argument("--into", type=Path, default=Path("var/register"))
    given = parser.parse_args()
    began = process_time()
    write(Register(given.size, given.seed, given.returning, given.newcomers), given.into)
    took = process_time() - began
    sys.stdout.write(f"{given.size:,} rows in {took:.0f} s of processor time: {given.into}\n")


def write(register: Register, into: Path) -> None:
    """Row by row: nothing of the register is held in memory but the portion being written."""
    into.mkdir(parents=True, exist_ok=True)
    with (
        (into / "persons.csv").open("w", newline="") as persons,
        (into / "truth.csv").open("w", newline="") as truth,
        (into / "queries.csv").open("w", newline="") as queries,
    ):
        sheets = [csv.writer(each) for each in (persons, truth, queries)]
        for sheet, heads in zip(sheets, (["number", *FORM], TRUTH, ASKED), strict=True):
            sheet.writerow(heads)
        for portion in register.portions():
            sheets[0].writerows([row.number, *_form(row.written)] for row in portion.rows)
            sheets[1].writerows(_truth(row) for row in portion.rows)
            sheets[2].writerows(_asked((*portion.returning, *portion.newcomers)))


def _form(written: Written) -> list:
    return [getattr(written, name) for name in FORM]


def _truth(row: Row) -> list:
    told = [getattr(row, name) for name in TRUTH[:-1]]
    return [*told, " ".join(row.written.changes)]


def _asked(those: Iterable[Asked]) -> Iterable[list]:
    for each in those:
        changes = " ".join(each.written.changes)
        yield [each.person, each.culture, each.is_kin, changes, *_form(each.written)]


if __name__ == "__main__":
    main()
