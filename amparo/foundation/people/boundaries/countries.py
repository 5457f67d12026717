"""Shapes of countries by their ISO 3166-1 code, as Amparo ships them.

Source: Natural Earth (public domain), 1:110,000,000, as the npm package world-atlas 2.0.2 (ISC,
Copyright 2013-2019 Michael Bostock) gives it. `bin/countries.py` makes the file anew from it.
Smaller States and territories have no shape at this scale.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from . import shapes
from .shapes import Ring

FILE = Path(__file__).parent.parent / "data" / "countries.json"
# From so many countries on, the whole world is drawn, with fewer points.
MANY = 60
# What is smaller than this share of the picture is a dot, and drawn only where it was asked for.
SEEN = 0.001


@dataclass(frozen=True)
class Country:
    """The shape of a country, its largest part first."""

    code: str
    rings: tuple[Ring, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        return _box_of(self.rings[0])


@cache
def _read(scale: str) -> dict[str, Country]:
    drawn = json.loads(FILE.read_text(encoding="utf-8"))[scale]
    return {
        code: Country(code, tuple(sorted(rings, key=_spread, reverse=True)))
        for code, (_name, rings) in shapes.read_rings(drawn).items()
    }


def _spread(ring: Ring) -> float:
    west, south, east, north = _box_of(ring)
    return (east - west) * (north - south)


def _box_of(ring: Ring) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def box_of(code: str) -> tuple[float, float, float, float] | None:
    """West, south, east and north of a country with all its parts; None where it has no shape."""
    country = _read("near").get(code)
    if country is None:
        return None
    return _box_of(tuple(point for ring in country.rings for point in ring))


def codes_with_shape() -> Collection[str]:
    return _read("near").keys()


def countries_around(codes: Collection[str]) -> list[Country]:
    """The countries of these codes that have a shape, and those between them."""
    named = [country for code, country in _read("near").items() if code in codes]
    if not named:
        return []
    boxes = [country.box for country in named]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    view = (west - 5, south - 5, east + 5, north + 5)
    shown = _within(view)
    if len(shown) > MANY:
        shown, view = list(_read("world").values()), (-180, -90, 180, 90)
        named = [each for each in shown if each.code in codes]
    least = (view[2] - view[0]) * (view[3] - view[1]) * SEEN
    shown = [each for each in shown if _spread(each.rings[0]) >= least]
    found = [*shown, *(each for each in named if each not in shown)]
    return [
        Country(each.code, tuple(r for r in each.rings if _meets(_box_of(r), view)))
        for each in sorted(found, key=lambda each: each.code)
    ]


def _within(view: tuple[float, float, float, float]) -> list[Country]:
    """The countries whose middle lies in view."""
    found = []
    for country in _read("near").values():
        west, south, east, north = country.box
        x, y = (west + east) / 2, (south + north) / 2
        if view[0] <= x <= view[2] and view[1] <= y <= view[3]:
            found.append(country)
    return found


def _meets(one: tuple[float, float, float, float], other: tuple[float, ...]) -> bool:
    return not (one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1])


def is_near(box: tuple[float, ...], country: tuple[float, ...]) -> bool:
    """Whether the middle of a box lies within two degrees of that of a country: outlines of
    islands and of the sea go farther than the shipped ones.
    """
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return country[0] - 2 <= x <= country[2] + 2 and country[1] - 2 <= y <= country[3] + 2
