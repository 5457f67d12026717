"""Draws the made-up boundaries of the demo from their outlines beside them:
`python -m bin.demo_boundaries`, where the extra `boundaries` is installed.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.site.settings")
    import django

    django.setup()
    from amparo_demo import places

    for name in places.BOUNDARIES.values():
        text = json.dumps(draw(name), ensure_ascii=False, separators=(",", ":"))
        (places.DATA / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def draw(name: str) -> dict[str, Any]:
    """The maps of a country, as a set of boundaries stores them."""
    from amparo.foundation.people.boundaries import drawing, files, shapes
    from amparo_demo import places

    features = files.read_file((places.DATA / f"{name}.geojson").read_bytes())
    return {"": drawing.draw_map(shapes.outlines_of(features, "ADM1_PCODE", "ADM1_ES"))}


if __name__ == "__main__":
    main()
