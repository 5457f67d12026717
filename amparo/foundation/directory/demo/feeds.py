"""The city's own guide in the demo: brought in once, and come again with something changed."""

import io
import json
from pathlib import Path

from amparo.foundation.trust.seeding import Story, World

from ..hsds.bringing import bring_in
from ..models import Feed

GUIDE = Path(__file__).parent / "city_guide.json"
TITLE = "Guía de la ciudad"


def guide(world: World) -> Story:
    by = world.users["data"]
    services = json.loads(GUIDE.read_text(encoding="utf-8"))
    yield world.at(-20, "10:00")
    feed = Feed.follow(
        TITLE, by=by, language="es", time_zone="America/La_Paz", kind="nfi.clothing"
    )
    bring_in(feed.take(_file(services), by=by), by=by)
    yield world.at(-1, "11:00")
    feed.take(_file(_later(services)), by=by)


def _later(services: list[dict]) -> list[dict]:
    """What their list says a few weeks on: one changed, one new, one that says too little."""
    changed = services[0] | {"phones": [{"id": "1", "number": "555 0179"}]}
    new = services[1] | {"id": "guia-3", "name": "Duchas del puerto"}
    return [changed, services[1], new, {"id": "guia-4", "name": "", "status": "active"}]


def _file(services: list[dict]) -> io.BytesIO:
    return io.BytesIO(json.dumps(services, ensure_ascii=False).encode())
