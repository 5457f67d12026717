"""Drawing boundaries small: edges that two areas share are simplified once, and stay shared.

Imported only where a file is checked or drawn: what it needs (shapely, numpy) is heavy.
"""

import gzip
import json
import math
from collections.abc import Iterable
from itertools import batched, pairwise
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from . import files
from .shapes import Frame, Outline

WIDTH, HEIGHT = 600, 480
TINY = 2.0  # square units: what is smaller is a dot
MOST_ZIPPED = 9_000  # bytes of one map as it is stored, so that a page draws at most 30 kB of it
MOST_POINTS = 2_200
MOST_CROSSINGS = 4_000
_FIRST = 0.7
_FARTHEST = 60.0


def draw_map(
    outlines: Iterable[Outline], *, width: int = WIDTH, first: float = _FIRST,
    most_points: int = MOST_POINTS, most_zipped: int = MOST_ZIPPED,
) -> dict[str, Any]:  # fmt: skip
    """Returns a map as it is stored: its frame and, of each code, the name and path.

    Raises ValueError where nothing can be drawn. `first` is how much it is simplified at least.
    """
    listed = list(outlines)
    shapes = [_shape(each) for each in listed]
    drawn = [at for at, shape in enumerate(shapes) if not shape.is_empty]
    if not drawn:
        raise ValueError("Nothing to draw")
    frame, planar = _project([shapes[at] for at in drawn], width)
    tolerance = first
    while True:
        paths = [_path(shape, tolerance) for shape in _simplify(planar, tolerance)]
        areas = {
            listed[at].code: [listed[at].name, path] for at, path in zip(drawn, paths, strict=True)
        }
        found = {"frame": [frame.west, frame.north, frame.across, frame.down], "areas": areas}
        if _fits(found, most_points, most_zipped) or tolerance > _FARTHEST:
            return found
        tolerance *= 1.5


def _fits(drawn: dict[str, Any], most_points: int, most_zipped: int) -> bool:
    points = sum(path.count(",") for _name, path in drawn["areas"].values())
    text = json.dumps(drawn, separators=(",", ":"), ensure_ascii=False)
    zipped = len(gzip.compress(text.encode(), mtime=0))
    return points <= most_points and zipped <= most_zipped


def find_crossed(feature: files.Feature) -> str:
    """`files.CROSSED` for an area whose outline crosses itself, `files.TANGLED` where it does so
    too often to be mended, else "".
    """
    shape = _whole_shape(feature.polygons) if feature.polygons else None
    if shape is None or shape.is_valid:
        return ""
    return files.TANGLED if _is_tangled(shape) else files.CROSSED


def _polygon(rings: Iterable[Iterable[tuple[float, float]]]) -> Polygon:
    outline, *holes = (list(ring) for ring in rings)
    return Polygon(outline, holes)


def _whole_shape(polygons: Iterable[Iterable[Iterable[tuple[float, float]]]]) -> BaseGeometry:
    parts = [_polygon(rings) for rings in polygons]
    return MultiPolygon(parts) if len(parts) > 1 else parts[0]


def _shape(outline: Outline) -> BaseGeometry:
    """An area of polygons alone; one that crosses itself is mended, a tangle is empty."""
    whole = _whole_shape(outline.polygons)
    if whole.is_valid:
        return whole
    if _is_tangled(whole):
        return MultiPolygon()
    mended = shapely.make_valid(whole, method="structure")
    parts = [part for each in shapely.get_parts(mended) for part in shapely.get_parts(each)]
    found = [each for each in parts if each.geom_type == "Polygon" and not each.is_empty]
    return found[0] if len(found) == 1 else MultiPolygon(found)


def _is_tangled(shape: BaseGeometry) -> bool:
    """Whether so many lines cross that mending would take any time and memory."""
    rings = [
        list(ring.coords)
        for polygon in shapely.get_parts(shape)
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    lines = shapely.linestrings([pair for ring in rings for pair in pairwise(ring)])
    tree = shapely.STRtree(lines)
    crossings = 0
    for few in batched(lines, 20, strict=False):
        # Each line meets itself and its two neighbours.
        crossings += tree.query(list(few), predicate="intersects").shape[1] - 3 * len(few)
        if crossings > MOST_CROSSINGS:
            return True
    return False


def _project(shapes: list[BaseGeometry], width: int) -> tuple[Frame, list[BaseGeometry]]:
    """The shapes in units of the box, and where it lies. Across the day line it goes on east."""
    west, south, east, north = shapely.total_bounds(shapes)
    moved_east = [shapely.transform(each, _go_east) for each in shapes]
    other = shapely.total_bounds(moved_east)
    if other[2] - other[0] < (east - west) * 0.9:
        shapes, (west, south, east, north) = moved_east, other
    narrowing = max(math.cos(math.radians((south + north) / 2)), 0.05)
    across, down = max((east - west) * narrowing, 1e-6), max(north - south, 1e-6)
    scale = min(width / across, width * HEIGHT / WIDTH / down)
    frame = Frame(
        round(float(west), 6), round(float(north), 6),
        float(f"{1 / (scale * narrowing):.6g}"), float(f"{1 / scale:.6g}"),
    )  # fmt: skip

    def move(points: Any) -> Any:
        moved = points.copy()
        moved[:, 0] = (points[:, 0] - frame.west) / frame.across
        moved[:, 1] = (frame.north - points[:, 1]) / frame.down
        return moved

    return frame, [shapely.transform(each, move) for each in shapes]


def _go_east(points: Any) -> Any:
    moved = points.copy()
    moved[points[:, 0] < 0, 0] += 360
    return moved


def _simplify(shapes: list[BaseGeometry], tolerance: float) -> list[BaseGeometry]:
    """All together; what disappears by it is drawn as it was."""
    simple = shapely.coverage_simplify(shapes, tolerance)
    return [
        one if one is not None and not one.is_empty else before
        for one, before in zip(simple, shapes, strict=True)
    ]


def _path(shape: BaseGeometry, tolerance: float) -> str:
    """The rings of an area in whole units, without islands that nobody sees."""
    polygons = sorted(
        (each for each in shapely.get_parts(shape) if each.geom_type == "Polygon"),
        key=lambda each: -each.area,
    )
    rings = []
    for at, polygon in enumerate(polygons):
        if at and polygon.area < max(TINY, tolerance):
            break
        turned = shapely.orient_polygons(polygon)
        for ring in (turned.exterior, *turned.interiors):
            if (points := _whole(ring.coords)) and _size(points) >= TINY:
                rings.append(points)
    if not rings:
        rings = [_dot(polygons[0])]
    return "".join("M" + "L".join(f"{x},{y}" for x, y in ring) + "Z" for ring in rings)


def _whole(points: Iterable[tuple[float, ...]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for x, y, *_more in points:
        unit = (round(x), round(y))
        if not found or found[-1] != unit:
            found.append(unit)
    if len(found) > 1 and found[0] == found[-1]:
        found.pop()
    return found if len(set(found)) >= 3 else []


def _size(ring: list[tuple[int, int]]) -> float:
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def _dot(polygon: Polygon) -> list[tuple[int, int]]:
    """The smallest ring around the middle of what is too small: its map puts a dot there."""
    middle = polygon.centroid
    x, y = round(middle.x), round(middle.y)
    return [(x, y), (x + 1, y), (x, y + 1)]
