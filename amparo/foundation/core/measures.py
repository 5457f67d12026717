"""What evidence may count: facts, declared by each app in its `measures.py`.

A fact is a table of what happened: one row for each record and person. It names no one: the store
of the evidence pillar replaces persons by keyed pseudonyms, and derives age, sex and disability of
the day, area, office and fund. Rows are read by the nightly computation alone, whole; a page never
reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, Q, QuerySet
from django.utils.functional import Promise

from .extension_points import facts

if TYPE_CHECKING:
    from .accounts.organizations import Office
    from .accounts.users import User

# What the row of every fact begins with, before its own columns. `record`, `person`, `office`,
# `place` and `budget_line` are primary keys; `day` is the day that the month is taken from, in the
# office's own time; `entered_at` the moment at which it was recorded, `cancelled_on` the day from
# which it does not count. `kind` and `risk` are those of the case; `is_restricted` whether a
# restricted group keeps it.
ROW = (
    "record", "day", "entered_at", "cancelled_on", "person", "office", "kind", "risk",
    "is_restricted", "place", "budget_line",
)  # fmt: skip


class ColumnType(StrEnum):
    """How the values of a column are compared; each is a type of SQL."""

    CODE = "VARCHAR"
    FLAG = "BOOLEAN"
    NUMBER = "DOUBLE"


@dataclass(frozen=True)
class Column:
    """A column of a fact beside `ROW`. `get_label` says a code in the reader's language."""

    name: str
    label: Promise
    type: ColumnType = ColumnType.CODE
    get_label: Callable[[str], str] = str


@dataclass(frozen=True)
class Unit:
    """What is counted: "persons" are distinct persons, another name distinct records."""

    name: str
    label: Promise


PERSONS = "persons"


@dataclass(frozen=True)
class ListedRecord:
    """One line of the list behind a figure: its page, and what its reader knows it by."""

    url: str
    name: str
    number: str = ""
    status: str = ""
    responsible: str = ""
    ref: str = ""


@dataclass(frozen=True)
class RecordListing:
    """Which records a list behind a figure shows: those of `rows` that the user may see.

    `describe` returns a line for each record, in their order. `event` is the audit event of
    such a list, `permission` what a role needs to open any of them.
    """

    permission: str
    event: str
    rows: Callable[[User], QuerySet]
    describe: Callable[[Sequence[Any], User], list[ListedRecord]]
    # Whether a line list may be exported of them.
    are_cases: bool = False


@dataclass(frozen=True)
class RecordSource:
    """Where the records behind a fact are found, under the permissions of who looks for them.

    `rows` returns the rows that count and that `user` may see. All other names are paths from
    them: `listed` to the record that is listed ("" for the row itself), `day` to a day, or to the
    moment from which it is taken (`is_moment`). `columns` says of a column the path to its value,
    or, of a flag or a number, when it is true or known.
    """

    listing: RecordListing
    rows: Callable[[User], QuerySet]
    day: str
    office: str
    is_moment: bool = False
    listed: str = ""
    person: str = ""
    place: str = ""
    budget_line: str = ""
    # Of the case: its own columns, by the names of `ROW`.
    kind: str = ""
    risk: str = ""
    columns: Mapping[str, str | Callable[[], Q | Exists]] = field(default_factory=dict)
    # From a code of a row to what is stored: of the risk.
    codes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    # When a restricted group keeps it.
    is_restricted: Callable[[], Q | Exists] | None = None


@dataclass(frozen=True)
class Fact:
    """A table that evidence counts.

    `rows` returns tuples of `ROW` and then `columns`, in any order, with None where nothing is
    known. It reads all records of all offices, so only the computation may call it.
    `left_out` says in words which of its records do not count, and `records` where a list of
    those behind a figure is found; without it there is no such list.
    `moved` returns record and person of the rows whose case came into its office after a moment.
    With `has_members` each row ends with a number of 64 bits that stands for somebody who is no
    person of the register, or None: cells are hidden by how many of these are in them. It says
    nothing else, and nothing is broken down by it (`pseudonym_of`).
    """

    name: str
    label: Promise
    units: tuple[Unit, ...]
    rows: Callable[[], Iterable[tuple]]
    columns: tuple[Column, ...] = ()
    left_out: str | Promise = ""
    records: RecordSource | None = None
    moved: Callable[[datetime], Iterable[tuple[int, int | None]]] = lambda _since: ()
    has_members: bool = False

    @property
    def column_types(self) -> Mapping[str, ColumnType]:
        return {column.name: column.type for column in self.columns}

    @property
    def unit_names(self) -> frozenset[str]:
        return frozenset(unit.name for unit in self.units)


@dataclass(frozen=True)
class ReportedIndicator:
    """An indicator that is not counted here: others report its figure, or somebody finds it.

    Texts are by language. It holds what is published anyway: it leaves with a report as it is.
    `starts_on` is the day of the baseline, `ends_on` the day by which the target is due; `sources`
    says whose figure `actual` is, or that there is none yet.
    """

    titles: Mapping[str, str]
    target: Decimal
    starts_on: date
    sources: Mapping[str, str]
    descriptions: Mapping[str, str] = field(default_factory=dict)
    baseline: Decimal | None = None
    ends_on: date | None = None
    actual: Decimal | None = None


type ReportedIndicators = Callable[[Office, date], Iterable[ReportedIndicator]]


def register_fact(fact: Fact) -> Fact:
    """Lets evidence count `fact`; two of one name are refused."""
    facts.register(fact.name, fact)
    return fact


class OfficeDays:
    """Says on which day something was, in the time of an office. One query."""

    def __init__(self) -> None:
        from .models import Office

        zones = Office.objects.values_list("pk", "time_zone")
        self._zones = {office: ZoneInfo(name) for office, name in zones}

    def __call__(self, office: int, at: datetime | None) -> date | None:
        return at.astimezone(self._zones[office]).date() if at else None
