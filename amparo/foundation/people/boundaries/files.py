"""Files with boundaries: GeoJSON or TopoJSON, read within limits; what cannot be drawn says why.

Pure Python. Nothing is fetched that a file names, and no file is larger than its limits in
bytes, areas, points or depth.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.refusals import Refusal

MOST_BYTES = 25 * 1024 * 1024
MOST_AREAS = 3000
MOST_POINTS = 1_500_000
MOST_PROPERTIES = 40
_LONGEST = 120  # of a property: codes and names

type Point = tuple[float, float]
type Ring = list[Point]
type Polygon = list[Ring]  # the outline, then its holes

# What is wrong with an area, as it is stored, and in words.
NO_SHAPE, NO_AREA, BROKEN = "no_shape", "no_area", "broken"
CROSSED, TANGLED = "crossed", "tangled"
FAULTS = {
    NO_SHAPE: gettext_lazy("It has no shape, and is left out."),
    NO_AREA: gettext_lazy("It is a point or a line and no area, and is left out."),
    BROKEN: gettext_lazy(
        "Its outline has fewer than three points, or no numbers. It is left out."
    ),
    CROSSED: gettext_lazy("Its outline crosses itself. It is corrected when it is drawn."),
    TANGLED: gettext_lazy("Its outline crosses itself too often, and is left out."),
}


@dataclass
class Feature:
    """One area of a file: its properties as text, its polygons in degrees, or what is wrong."""

    properties: dict[str, str]
    polygons: list[Polygon] = field(default_factory=list)
    fault: str = ""  # one of FAULTS


def read_file(data: bytes) -> list[Feature]:
    """Returns the areas of a file. Raises Refusal, in words, for what is no such file."""
    if len(data) > MOST_BYTES:
        raise Refusal(_("This file is too large. Import at most 25 MB at once."))
    content = _read_json(data)
    reader = _find_reader(content)
    features = [_read_feature(each, reader) for each in reader.features()]
    if not features:
        raise Refusal(_("There is no area in this file."))
    _check_degrees(features)
    return features


def _read_json(data: bytes) -> dict[str, Any]:
    if data[:4] == b"PK\x03\x04":
        raise Refusal(
            _("This is a ZIP file. Unpack it, and choose the file within that ends in .geojson.")
        )
    not_json = _("This is no GeoJSON. Export the boundaries as GeoJSON, and choose that file.")
    try:
        content = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except RecursionError:
        raise Refusal(not_json) from None
    except (UnicodeDecodeError, ValueError):
        raise Refusal(not_json) from None
    if not isinstance(content, dict):
        raise Refusal(not_json)
    return content


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(text)


def _find_reader(content: dict[str, Any]) -> "_GeoJSON | _TopoJSON":
    if content.get("type") == "FeatureCollection":
        return _GeoJSON(content)
    if content.get("type") == "Topology":
        return _TopoJSON(content)
    raise Refusal(
        _("This file is no list of areas. Choose a GeoJSON file of the type FeatureCollection.")
    )


class _Budget:
    """Counts points, and refuses more than there may be."""

    def __init__(self) -> None:
        self.left = MOST_POINTS

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise Refusal(
                _("These outlines have more than 1.5 million points. Import one country and level "
                  "at once, or simplify the file first.")
            )  # fmt: skip


class _GeoJSON:
    def __init__(self, content: dict[str, Any]):
        self._features = content.get("features")
        self._budget = _Budget()

    def features(self) -> Iterator[dict[str, Any]]:
        return _checked(self._features)

    def geometry(self, feature: dict[str, Any]) -> Any:
        return feature.get("geometry")

    def ring(self, points: Any) -> Ring:
        if not isinstance(points, list):
            raise ValueError
        self._budget.take(len(points))
        return [_point(each) for each in points]

    def polygons(self, geometry: dict[str, Any]) -> Any:
        return geometry.get("coordinates")


class _TopoJSON:
    """Arcs that neighbours share: https://github.com/topojson/topojson-specification."""

    def __init__(self, content: dict[str, Any]):
        self._objects = content.get("objects")
        self._budget = _Budget()
        self._arcs = self._decode(content)

    def _decode(self, content: dict[str, Any]) -> list[Ring]:
        try:
            transform = content.get("transform") or {}
            scale, move = transform.get("scale"), transform.get("translate")
            return [self._arc(arc, scale, move) for arc in content["arcs"]]
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
            raise Refusal(
                _("The outlines of this TopoJSON file cannot be read. Export it as GeoJSON.")
            ) from None

    def _arc(self, arc: Any, scale: Any, move: Any) -> Ring:
        self._budget.take(len(arc))
        if not scale:
            return [_point(each) for each in arc]
        (width, height), (west, south) = map(_point, (scale, move))
        x = y = 0.0
        ring = []
        for each in arc:
            step = _point(each, is_degrees=False)
            x, y = x + step[0], y + step[1]
            ring.append((x * width + west, y * height + south))
        return ring

    def features(self) -> Iterator[dict[str, Any]]:
        objects = list(self._objects.values()) if isinstance(self._objects, dict) else []
        found = [each for each in objects if isinstance(each, dict) and "geometries" in each]
        if len(found) != 1:
            raise Refusal(
                _("This TopoJSON file holds no list of areas, or several. Export one as GeoJSON.")
            )
        return _checked(found[0]["geometries"])

    def geometry(self, feature: dict[str, Any]) -> Any:
        return feature if feature.get("type") else None

    def ring(self, arcs: Any) -> Ring:
        points: Ring = []
        for number in arcs:
            if isinstance(number, bool) or not isinstance(number, int):
                raise ValueError
            arc = self._arcs[number] if number >= 0 else self._arcs[~number][::-1]
            self._budget.take(len(arc))  # one arc may be named any number of times
            points += arc[1:] if points else arc
        return points

    def polygons(self, geometry: dict[str, Any]) -> Any:
        return geometry.get("arcs")


def _checked(features: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(features, list) or not all(isinstance(each, dict) for each in features):
        raise Refusal(
            _("This file is no list of areas. Choose a GeoJSON file of the type "
              "FeatureCollection.")
        )  # fmt: skip
    if len(features) > MOST_AREAS:
        raise Refusal(_("These are more than 3,000 areas. Import one country and level at once."))
    return iter(features)


def _read_feature(feature: dict[str, Any], reader: "_GeoJSON | _TopoJSON") -> Feature:
    found = Feature(_texts(feature.get("properties")))
    if isinstance(own := feature.get("id"), str | int) and own is not True:
        found.properties.setdefault("id", str(own)[:_LONGEST])
    geometry = reader.geometry(feature)
    if not isinstance(geometry, dict):
        found.fault = NO_SHAPE
        return found
    kind, parts = geometry.get("type"), reader.polygons(geometry)
    if kind not in ("Polygon", "MultiPolygon"):
        found.fault = NO_AREA
        return found
    try:
        polygons = [parts] if kind == "Polygon" else list(parts)
        read = [[reader.ring(ring) for ring in polygon] for polygon in polygons]
    except (IndexError, KeyError, TypeError, ValueError, OverflowError):
        read = []
    whole = [[ring for ring in polygon if len(set(ring)) >= 3] for polygon in read]
    # Without its outline a polygon is nothing; a hole that is a point is none.
    found.polygons = [
        rings for rings, all_of_it in zip(whole, read, strict=True)
        if rings and rings[0] is all_of_it[0]
    ]  # fmt: skip
    if not found.polygons:
        found.fault = BROKEN
    return found


def _texts(properties: Any) -> dict[str, str]:
    """Codes and names; what is neither text nor a number is left out."""
    if not isinstance(properties, dict):
        return {}
    few = list(properties.items())[:MOST_PROPERTIES]
    return {
        str(name)[:60]: str(value).strip()[:_LONGEST]
        for name, value in few
        if isinstance(value, str | int) and not isinstance(value, bool)
    }


def _point(each: Any, *, is_degrees: bool = True) -> Point:
    x, y = float(each[0]), float(each[1])
    if isinstance(each, str) or not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError
    return (round(x, 7), round(y, 7)) if is_degrees else (x, y)


def _check_degrees(features: list[Feature]) -> None:
    points = (
        point
        for feature in features
        for polygon in feature.polygons
        for ring in polygon
        for point in ring
    )
    if any(abs(x) > 360 or abs(y) > 90 for x, y in points):
        raise Refusal(
            _("The coordinates are no degrees. Save the file in WGS 84 (EPSG:4326), longitude "
              "first.")
        )  # fmt: skip
