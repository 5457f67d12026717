"""How far and how large, on the round earth: places are "latitude longitude height precision"."""

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from ..values import NAN, Value, to_text
from .library import function

if TYPE_CHECKING:
    from ..world import World

_RADIUS = 6_378_100.0


@function("area", "l")
def area(world: "World", part: Value) -> float:
    """The square metres inside a line that ends where it began: on a plane laid at its start."""
    corners = _places(world, (part,))
    if corners is None:
        return NAN
    if len(corners) < 3:
        return 0.0
    north, east = corners[0]
    degree = 2 * math.pi * _RADIUS / 360
    plane = [
        ((each_east - east) * degree * math.cos(math.radians(each_north)),
         (each_north - north) * degree)
        for each_north, each_east in corners
    ]  # fmt: skip
    return abs(sum(up * along_after - along * up_after
                   for (along, up), (along_after, up_after) in pairwise(plane))) / 2  # fmt: skip


@function("distance", "l", "l", goes_on=True)
def distance(world: "World", *parts: Value) -> float:
    """The metres along a line, from place to place."""
    places = _places(world, parts)
    if places is None:
        return NAN
    return sum((_between(*ends) for ends in pairwise(places)), 0.0)


def _between(one: tuple[float, float], other: tuple[float, float]) -> float:
    north, north_after = math.radians(one[0]), math.radians(other[0])
    across = math.sin((north_after - north) / 2) ** 2
    along = math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    return (
        2
        * _RADIUS
        * math.asin(math.sqrt(min(1.0, across + math.cos(north) * math.cos(north_after) * along)))
    )


def _places(world: "World", parts: tuple[Value, ...]) -> list[tuple[float, float]] | None:
    written: list[str] = []
    for part in parts:
        scalars = world.read_all(part) if isinstance(part, list) else [part]
        written.extend(to_text(each) for each in scalars)
    try:
        return [_place(each) for text in written for each in text.split(";") if each.strip()]
    except ValueError:
        return None


def _place(text: str) -> tuple[float, float]:
    north, east, *_height = text.split()
    return float(north), float(east)
