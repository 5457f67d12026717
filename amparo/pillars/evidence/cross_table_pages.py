"""What the page of a cross table shows: rows by columns by groups, each margin counted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from amparo.foundation.core.extension_points import facts
from amparo.foundation.core.models import User

from .engine import Period
from .figures import Cell, Figures
from .grammar import Definition
from .labels import ORDER, Labels, labels_for, name_of
from .models import Indicator, IndicatorVersion
from .presenters import basis_of, shown_value

type Links = Callable[..., str]


@dataclass(frozen=True)
class TableCell:
    """One figure of a table: in words, of how many, and the list behind it ("" for none)."""

    column: str
    value: str
    basis: str
    url: str
    is_total: bool = False


@dataclass(frozen=True)
class TableRow:
    label: str
    cells: list[TableCell]
    is_total: bool = False


@dataclass(frozen=True)
class TableGroup:
    """One table: of a value of the third breakdown, or of all of them together."""

    title: str
    columns: list[str]
    rows: list[TableRow]


def may_list(user: User, fact: str) -> bool:
    """Whether the user opens any records of this fact: only then cells lead to their list."""
    records = facts[fact].records
    return records is not None and records.listing.permission in user.permissions


def links_to_records(url: str, query: str, is_open: bool) -> Links:
    """Returns what makes the address of the list behind a cell, given its name-value pairs."""

    def link(*cell: tuple[str, str]) -> str:
        if not is_open:
            return ""
        said = urlencode([("cell", f"{name}:{value}") for name, value in cell])
        return f"{url}?{query}" + (f"&{said}" if said else "")

    return link


def choices_of(definition: Definition) -> list[tuple[str, str]]:
    """The breakdowns that may be chosen: code and name."""
    return [(name, name_of(definition.fact, name)) for name in definition.by]


class CrossTablePage:
    """The figures of one indicator and month by one, two or three breakdowns.

    `names` are the rows, then the columns, then the groups.
    """

    def __init__(
        self, indicator: Indicator, version: IndicatorVersion, figures: Figures, month: date,
        names: tuple[str, ...], link: Links,
    ):  # fmt: skip
        self.indicator, self.figures, self.month, self.link = indicator, figures, month, link
        self.fact = version.definition["of"]
        self.names = names
        self._cells: dict[tuple[str, ...], dict[tuple[str, ...], Cell]] = {}

    @property
    def total(self) -> Cell:
        return self.figures.total(Period.MONTH, self.month)

    def _cell(self, *pairs: tuple[str, str]) -> Cell:
        """The cell of these values, counted; nothing of it is summed."""
        if not pairs:
            return self.total
        ordered = sorted(pairs)
        cut = tuple(name for name, _value in ordered)
        if cut not in self._cells:
            found = self.figures.cells(Period.MONTH, self.month, cut)
            self._cells[cut] = {each.values: each for each in found}
        return self._cells[cut].get(tuple(value for _name, value in ordered), Cell((), 0))

    @cached_property
    def _values(self) -> list[list[str]]:
        """The values of each breakdown, in the order in which they stand."""
        return [self._values_of(name) for name in self.names]

    def _values_of(self, name: str) -> list[str]:
        order = ORDER.get(name, ())
        cells = self.figures.cells(Period.MONTH, self.month, (name,))
        cells.sort(
            key=lambda each: (
                order.index(each.values[0]) if each.values[0] in order else len(order),
                -each.count,
            )
        )
        return [each.values[0] for each in cells]

    @cached_property
    def _labels(self) -> list[Labels]:
        return [
            labels_for(self.fact, name, values)
            for name, values in zip(self.names, self._values, strict=True)
        ]

    @property
    def row_name(self) -> str:
        return name_of(self.fact, self.names[0])

    @cached_property
    def groups(self) -> list[TableGroup]:
        """All together first, where there are groups; then each value that anybody is in."""
        if len(self.names) < 3:
            return [self._group("", ())]
        name, label = self.names[2], self._labels[2]
        together = self._group(_("All together"), ())
        titled = _("%(name)s: %(values)s")
        return [together] + [
            self._group(
                titled % {"name": name_of(self.fact, name), "values": label(value)},
                ((name, value),),
            )
            for value in self._values[2]
        ]

    def _group(self, title: str, of: tuple[tuple[str, str], ...]) -> TableGroup:
        columns = self._columns()
        titles = [title_ for title_, _pair in columns]
        label = self._labels[0]
        rows = [
            TableRow(label(value), self._row(columns, (*of, (self.names[0], value))))
            for value in self._values[0]
            if not of or self._has_any((*of, (self.names[0], value)))
        ]
        total = TableRow(_("Total"), self._row(columns, of), is_total=True)
        return TableGroup(title, titles, [*rows, total])

    def _has_any(self, pairs: tuple[tuple[str, str], ...]) -> bool:
        cell = self._cell(*pairs)
        return bool(cell.base or cell.count)

    def _columns(self) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
        """The title of each column and what it narrows by; the total stands last."""
        if len(self.names) < 2:
            return [(_("Total"), ())]
        name, label = self.names[1], self._labels[1]
        return [*((label(value), ((name, value),)) for value in self._values[1]), (_("Total"), ())]

    def _row(
        self,
        columns: list[tuple[str, tuple[tuple[str, str], ...]]],
        of: tuple[tuple[str, str], ...],
    ) -> list[TableCell]:
        found = []
        for title, pair in columns:
            pairs = (*of, *pair)
            cell = self._cell(*pairs)
            is_there = bool(cell.base or cell.count)
            found.append(
                TableCell(
                    title, shown_value(self.indicator, cell), basis_of(self.indicator, cell)
                    if is_there else "", self.link(*pairs) if is_there else "",
                    is_total=not pair,
                )
            )  # fmt: skip
        return found
