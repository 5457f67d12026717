"""Parses the text of an answer into a typed value: numbers, dates, places, choices."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from .values import read_clock, read_date, read_moment

Place = dict[str, Any]  # GeoJSON
Answer = None | int | Decimal | bool | date | datetime | time | str | list[str] | Place
MOST_DIGITS = 18
_LONGEST_DECIMAL = 40
_LONGEST_LINE = 20_000


class WrongType(Exception):  # noqa: N818 - an answer about an answer
    """The answer is not of the sort that was asked for; the code says which sort."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def typed(sort: str, text: str) -> Answer:
    """The value of an answer; nothing where it is empty."""
    if not text.strip():
        return None
    read = _READS.get(sort)
    if read is None:
        return text
    value = read(text.strip())
    if value is None:
        raise WrongType(sort)
    return value


def _whole(text: str) -> int | None:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        return None
    return int(text) if len(digits) <= MOST_DIGITS else None


def _decimal(text: str) -> Decimal | None:
    if len(text) > _LONGEST_DECIMAL or not text.isascii() or "_" in text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < _LONGEST_DECIMAL else None


def _truth(text: str) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(text)


def _place(text: str) -> list[float] | None:
    """Longitude, latitude and, where it was measured, height: the order of GeoJSON."""
    try:
        north, east, *rest = (float(each) for each in text.split())
    except ValueError:
        return None
    if not (-90 <= north <= 90 and -180 <= east <= 180) or len(rest) > 2:
        return None
    return [east, north, rest[0]] if rest and rest[0] else [east, north]


def _point(text: str) -> Place | None:
    place = _place(text)
    if place is None:
        return None
    point: Place = {"type": "Point", "coordinates": place}
    told = text.split()
    if len(told) == 4:
        point["accuracy"] = float(told[3])
    return point


def _line(text: str) -> list[list[float]] | None:
    if text.count(";") > _LONGEST_LINE:
        return None
    places = [_place(each) for each in text.split(";") if each.strip()]
    kept = [place for place in places if place is not None]
    return kept if len(kept) == len(places) and len(kept) > 1 else None


def _trace(text: str) -> Place | None:
    line = _line(text)
    return {"type": "LineString", "coordinates": line} if line else None


def _shape(text: str) -> Place | None:
    ring = _line(text)
    if ring is None or len(ring) < 4 or ring[0][:2] != ring[-1][:2]:
        return None
    return {"type": "Polygon", "coordinates": [ring]}


def _chosen(text: str) -> list[str]:
    return text.split()


_READS: dict[str, Callable[[str], Answer]] = {
    "int": _whole,
    "decimal": _decimal,
    "boolean": _truth,
    "date": read_date,
    "dateTime": read_moment,
    "time": read_clock,
    "geopoint": _point,
    "geotrace": _trace,
    "geoshape": _shape,
    "select_multiple": _chosen,
    "rank": _chosen,
}
