"""One grid of who travels and what must be settled for each, with what is missing in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.pillars.assistance.pathways.extension_points import check_kinds

from . import rules

if TYPE_CHECKING:
    from .journey_rows import Condition, Row

# The sign of a cell, by which its colour and its icon are chosen.
MET, OPEN, RUN_OUT, REFUSED, NOT_NEEDED = "ok", "wait", "late", "stop", "none"


@dataclass(frozen=True)
class Cell:
    """How one check stands for one person."""

    check: str
    sign: str
    state: str
    texts: tuple[str, ...] = ()
    condition: "Condition | None" = None


@dataclass(frozen=True)
class GridRow:
    """One person, and a cell for each check."""

    row: "Row"
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class CheckGrid:
    checks: tuple[str, ...]
    rows: tuple[GridRow, ...]

    @property
    def count(self) -> int:
        return sum(cell.sign != NOT_NEEDED for row in self.rows for cell in row.cells)

    @property
    def met_count(self) -> int:
        return sum(cell.sign == MET for row in self.rows for cell in row.cells)


def grid_of(rows: Iterable["Row"], conditions: Iterable["Condition"]) -> CheckGrid:
    """A check of the whole journey stands in the row of everybody."""
    found = {(each.check.kind, each.check.person_id): each for each in conditions}
    kinds = [kind for kind in check_kinds if any(kind == name for name, _key in found)]
    kinds.sort(key=_place)
    lines = []
    for row in rows:
        person = row.traveller.person_id
        cells = [
            _cell(kind, found.get((kind, person)) or found.get((kind, None))) for kind in kinds
        ]
        lines.append(GridRow(row, tuple(cells)))
    return CheckGrid(tuple(str(check_kinds[kind].label) for kind in kinds), tuple(lines))


def _place(kind: str) -> int:
    return rules.IN_ORDER.index(kind) if kind in rules.IN_ORDER else len(rules.IN_ORDER)


def _cell(kind: str, condition: "Condition | None") -> Cell:
    check = str(check_kinds[kind].label)
    if condition is None:
        return Cell(check, NOT_NEEDED, _("Not needed"))
    if not condition.is_open:
        shown = condition.latest.shown_by if condition.latest else ""
        state = str(condition.check.get_state_display())
        return Cell(check, MET, state, (shown,) if shown else (), condition)
    return Cell(check, *_open_state(condition), _missing(condition), condition)


def _open_state(condition: "Condition") -> tuple[str, str]:
    if condition.has_run_out:
        return RUN_OUT, pgettext("pre-departure check", "Expired")
    if condition.latest and not condition.latest.met:
        return REFUSED, _("Found not met")
    return OPEN, _("Pending")


def _missing(condition: "Condition") -> tuple[str, ...]:
    """What to do, where nothing more is known to be missing."""
    texts = [*condition.missing, *condition.lacks]
    if condition.is_shut and not condition.missing:
        to_do = condition.check.of_kind.to_do
        texts.append(str(to_do) if to_do else _("Nothing is missing. Settle it."))
    return tuple(texts)
