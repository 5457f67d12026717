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
    """The square metres inside a line that ends where it began."""
    corners = _places(world, (part,))
    if corners is None:
        return NAN
    if len(corners) < 3:
        return 0.0
    corners.append(corners[0])
    swept = 0.0
    for (north, east), (north_after, east_after) in pairwise(corners):
        swept += math.radians(east_after - east) * (
            2 + math.sin(math.radians(north)) + math.sin(math.radians(north_after))
        )
    return abs(swept * _RADIUS * _RADIUS / 2)


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
