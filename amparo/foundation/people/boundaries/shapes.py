"""Boundaries as they are stored: paths in whole units of a box, and read again in degrees.

One map is a box 600 units wide, north above; degrees are drawn in equal steps, shortened along the
middle latitude. `drawing` makes them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from . import files

type Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Frame:
    """Where a map lies: degrees of its corner in the north-west, and of one unit."""

    west: float
    north: float
    across: float
    down: float

    def place(self, x: int, y: int) -> tuple[float, float]:
        """The longitude and latitude of a point of the map."""
        return round(self.west + x * self.across, 5), round(self.north - y * self.down, 5)


@dataclass(frozen=True)
class Outline:
    """An area of a file that can be drawn, by its code."""

    code: str
    name: str
    polygons: tuple[tuple[Ring, ...], ...]


def outlines_of(features: Iterable[files.Feature], code: str, name: str) -> list[Outline]:
    """The areas of a file by the properties with their code and name; faulty ones left out."""
    return [
        Outline(
            each.properties[code],
            each.properties.get(name, "") or each.properties[code],
            tuple(tuple(tuple(ring) for ring in polygon) for polygon in each.polygons),
        )
        for each in features
        if each.polygons and each.properties.get(code)
    ]


def find_box(features: Iterable[files.Feature]) -> tuple[float, float, float, float] | None:
    """West, south, east and north of all shapes; None where there are none."""
    rings = [polygon[0] for each in features for polygon in each.polygons]
    if not rings:
        return None
    xs = [x for ring in rings for x, _y in ring]
    ys = [y for ring in rings for _x, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def read_rings(drawn: Mapping[str, Any]) -> dict[str, tuple[str, tuple[Ring, ...]]]:
    """Of each code of a stored map, its name and its rings in degrees."""
    frame = Frame(*drawn["frame"])
    return {
        code: (name, tuple(_read_ring(part, frame) for part in path.split("Z") if part))
        for code, (name, path) in drawn["areas"].items()
    }


def _read_ring(part: str, frame: Frame) -> Ring:
    pairs = (point.split(",") for point in part.removeprefix("M").split("L"))
    return tuple(frame.place(int(x), int(y)) for x, y in pairs)
