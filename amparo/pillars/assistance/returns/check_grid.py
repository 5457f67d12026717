"""One grid of who travels and what must be settled for each, with what is missing in words.

Whatever was not looked at is pending, also where nobody has put the check up yet. What two people
decided away is no check that was met.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.pillars.assistance.pathways.extension_points import check_kinds
from amparo.ui import formats

from . import rules

if TYPE_CHECKING:
    from .journey_rows import Condition, Row

# The sign of a cell, by which its colour and its icon are chosen.
MET, OPEN, RUN_OUT, REFUSED, NOT_NEEDED = "ok", "wait", "late", "stop", "none"
# Let go without it: coloured as what is open, with an icon of its own.
OVERRIDDEN = "wait"


@dataclass(frozen=True)
class Cell:
    """How one check stands for one person."""

    check: str
    sign: str
    state: str
    texts: tuple[str, ...] = ()
    condition: "Condition | None" = None
    is_overridden: bool = False


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


def grid_of(rows: Sequence["Row"], conditions: Iterable["Condition"]) -> CheckGrid:
    """A check of the whole journey stands in the row of everybody; a column for each check that
    stands before somebody, whether it was put up or not.
    """
    found = {(each.check.kind, each.check.person_id): each for each in conditions}
    wanted = _wanted(rows)
    there = {kind for kind, _key in found} | {kind for kind, _key in wanted}
    kinds = sorted((kind for kind in check_kinds if kind in there), key=_place)
    lines = []
    for row in rows:
        person = row.traveller.person_id
        cells = [
            _cell(
                kind,
                found.get((kind, person)) or found.get((kind, None)),
                is_needed=not wanted.isdisjoint(((kind, person), (kind, None))),
            )
            for kind in kinds
        ]
        lines.append(GridRow(row, tuple(cells)))
    return CheckGrid(tuple(str(check_kinds[kind].label) for kind in kinds), tuple(lines))


def _wanted(rows: Sequence["Row"]) -> frozenset[tuple[str, Hashable]]:
    """What stands before each for all that is known here; nothing where nobody travels."""
    goers = [
        rules.TravellerFacts(
            row.traveller.person_id,
            is_child=row.person is not None and row.traveller.is_child,
            counts_as_child=row.needs_permission,
        )
        for row in rows
    ]
    return rules.required_checks(goers, is_received=False) if goers else frozenset()


def _place(kind: str) -> int:
    return rules.IN_ORDER.index(kind) if kind in rules.IN_ORDER else len(rules.IN_ORDER)


def _cell(kind: str, condition: "Condition | None", *, is_needed: bool) -> Cell:
    name = str(check_kinds[kind].label)
    if condition is None and is_needed:
        return Cell(name, OPEN, _("Pending"))
    if condition is None:
        return Cell(name, NOT_NEEDED, _("Not needed"))
    if condition.is_open:
        return Cell(name, *_open_state(condition), _missing(condition), condition)
    state = str(condition.check.get_state_display())
    if condition.is_overridden:
        return Cell(name, OVERRIDDEN, state, (), condition, is_overridden=True)
    return Cell(name, MET, state, _evidence(condition), condition)


def _evidence(condition: "Condition") -> tuple[str, ...]:
    """What shows it, and until when it holds."""
    texts = []
    if condition.latest and condition.latest.shown_by:
        texts.append(condition.latest.shown_by)
    if until := condition.check.good_until:
        texts.append(_("Holds until %(day)s") % {"day": formats.day(until)})
    return tuple(texts)


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
