"""The grid of a plan: three dimensions of a life that begins again, at three levels.

IOM, Towards an Integrated Approach to Reintegration in the Context of Return (2017): reintegration
is sustainable when "returnees have reached levels of economic self-sufficiency, social stability
within their communities, and psychosocial well-being that allow them to cope with (re)migration
drivers". Then to migrate again is a choice, not a necessity.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

DIMENSIONS = ("economic", "social", "psychosocial")
LEVELS = ("individual", "community", "structural")


class GridItem(Protocol):
    """Whatever has its place in the grid."""

    dimension: Any
    level: Any


@dataclass(frozen=True)
class GridRow[P: GridItem]:
    """One dimension: what is planned at each level, in the order of `LEVELS`."""

    dimension: str
    cells: tuple[tuple[str, tuple[P, ...]], ...]

    @property
    def is_bare(self) -> bool:
        return not any(placed for _level, placed in self.cells)


def plan_grid[P: GridItem](placed: Iterable[P]) -> list[GridRow[P]]:
    """Everything in its place; a place with nothing in it is there too."""
    every = list(placed)
    return [GridRow(dimension, tuple(_cells(dimension, every))) for dimension in DIMENSIONS]


def _cells[P: GridItem](dimension: str, every: list[P]) -> Iterable[tuple[str, tuple[P, ...]]]:
    for level in LEVELS:
        here = (each for each in every if (each.dimension, each.level) == (dimension, level))
        yield level, tuple(here)


def empty_dimensions(placed: Iterable[GridItem]) -> list[str]:
    """Of which nothing is planned: a person is whole, and a plan should be."""
    there = {each.dimension for each in placed}
    return [dimension for dimension in DIMENSIONS if dimension not in there]


def dimensions_without_evidence(shown: Mapping[str, str]) -> list[str]:
    """In which dimensions nobody has said yet what shows that it lasts: it takes all three."""
    return [each for each in DIMENSIONS if not shown.get(each, "").strip()]
