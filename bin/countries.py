"""Draws the shapes of countries that Amparo ships, from the npm package world-atlas.

    python bin/countries.py

Writes `amparo/foundation/people/data/countries.json`. The package is one of those of `web/`.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "web/node_modules/world-atlas/countries-110m.json"
ABOUT = {
    "source": "Natural Earth 1:110m, by way of npm world-atlas 2.0.2",
    "licence": (
        "Natural Earth: public domain. world-atlas: ISC, Copyright 2013-2019 Michael Bostock"
    ),
}
# What the source draws apart from the State that the United Nations shows undivided; and Kosovo.
WITHOUT_CODE = {"N. Cyprus": "CY", "Somaliland": "SO", "Kosovo": "XK"}


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.site.settings")
    import django

    django.setup()
    from amparo.foundation.people.boundaries import countries

    text = json.dumps(draw(json.loads(SOURCE.read_text())), separators=(",", ":"))
    countries.FILE.write_text(text + "\n", encoding="utf-8")


def draw(topology: dict[str, Any]) -> dict[str, Any]:
    """What the file holds: each country near, and for the whole world with fewer points."""
    from babel.core import get_global
    from shapely import union_all
    from shapely.geometry import Polygon, mapping

    from amparo.foundation.people.boundaries import drawing, files, shapes
    from amparo.ui.formats import countries

    only = topology | {"objects": {"countries": topology["objects"]["countries"]}}
    listed = {code for code, _name in countries() if code}
    parts: dict[str, list] = {}
    for each in files.read_file(json.dumps(only).encode()):
        found = get_global("territory_aliases").get(each.properties.get("id", ""))
        code = found[0] if found else WITHOUT_CODE.get(each.properties.get("name", ""), "")
        if code in listed:
            parts.setdefault(code, []).append(each.polygons)
    outlines = []
    for code, features in sorted(parts.items()):
        polygons = [polygon for each in features for polygon in each]
        if len(features) > 1:  # of two that are drawn as one
            whole = mapping(union_all([Polygon(rings[0], rings[1:]) for rings in polygons]))
            given = whole["coordinates"]
            polygons = [given] if whole["type"] == "Polygon" else list(given)
        outlines.append(
            shapes.Outline(code, "", tuple(tuple(map(tuple, each)) for each in polygons))
        )
    near = drawing.draw_map(
        outlines, width=3600, first=0.5, most_points=12_000, most_zipped=60_000
    )
    return ABOUT | {"near": near, "world": drawing.draw_map(outlines)}


if __name__ == "__main__":
    main()
