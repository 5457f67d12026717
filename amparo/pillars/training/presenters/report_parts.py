"""What the report of an event is made of: parts with figures, tables, sentences and remarks.

One content for the page, the PDF and the workbook, so that none says more than another. A figure
that is not known has words in place of a number, and never a blank.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy, pgettext

from amparo.ui import formats

REPORT = gettext_lazy("Training report")
STILL_OPEN = gettext_lazy("Still open")
NOTHING_OPEN = gettext_lazy("Nothing is open: later corrections may still change it.")
WHAT_WAS_SAID = gettext_lazy("What participants said")


@dataclass(frozen=True)
class Figure:
    """A figure in words, with what it means; `number` for the workbook, None where it is none."""

    label: str
    value: str
    note: str = ""
    number: Decimal | int | float | None = None


@dataclass(frozen=True)
class Table:
    """A small table: the first cell of each row says of what it is, the others are numbers."""

    title: str
    head: list[str]
    rows: list[list[str]]
    note: str = ""


@dataclass(frozen=True)
class Part:
    """One part of the report. `remarks` say what is missing or what a figure does not say."""

    code: str
    title: str
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    sentences: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def counted(label: str, number: int, note: str = "") -> Figure:
    return Figure(label, formats.number(number), note, number)


def not_recorded() -> str:
    return pgettext("figure of a report", "not recorded")
