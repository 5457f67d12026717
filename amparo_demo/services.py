"""Services of the demo: hours, capacity, and when each was last confirmed."""

import io
import json
import tomllib
from datetime import time
from pathlib import Path

from amparo.foundation.core import clock
from amparo.foundation.core.encryption.fields import plain_fields
from amparo.foundation.core.models import Organization
from amparo.foundation.directory.hsds.importer import import_directory
from amparo.foundation.directory.models import (
    EmergencyNumber,
    ExternalDirectory,
    Location,
    OpeningHours,
    Provider,
    ReferralMechanism,
    Service,
)
from amparo.foundation.directory.opening_hours import Hours
from amparo_demo.places import place
from amparo_demo.world import Story, World

SERVICES = Path(__file__).parent / "data" / "services.toml"
# Those beside the organizations that people of the demo work for.
ORGANIZATIONS = (
    ("Hogar Luz de Mar", "ngo", "BO"),
    ("Parroquia del Puerto", "community", "BO"),
    ("Vecinas de Los Olivos", "community", "BO"),
    ("Municipio de Puerto Alto", "government", "BO"),
    ("Consultorio Andino", "ngo", "BO"),
    ("Albergue Santa Marta", "ngo", "PE"),
    ("Asociación El Mirador", "community", "PE"),
)
PHONES = {"Casa Alba": "555 0191", "Cruz del Sur": "555 0150", "Casa del Camino": "555 0140"}
# Nobody who works for the State, and nobody who has not been asked, is said to keep silent.
# Who takes which part in the mechanism of Puerto Alto.
PARTS = (
    ("Municipio de Puerto Alto", "coordinates", "Secretaría técnica", "555 0160"),
    ("Casa del Camino", "identifies", "Turno de acogida", "555 0140"),
    ("Casa del Camino", "refers", "Turno de acogida", "555 0140"),
    ("Cruz del Sur", "helps", "Guardia", "555 0150"),
    ("Casa Alba", "helps", "Guardia de noche", "555 0191"),
)
KEEP_SILENT = {
    "Casa del Camino", "Cruz del Sur", "Casa Alba", "Hogar Luz de Mar", "Consultorio Andino",
}  # fmt: skip
ZONES = {"BO": "America/La_Paz", "PE": "America/Lima"}
# Made up, like all numbers here.
EMERGENCIES = (
    ("BO", "police", "555 110", True),
    ("BO", "violence", "555 800", True),
    ("PE", "any", "555 105", True),
)


def fill(world: World) -> None:
    told = tomllib.loads(SERVICES.read_text(encoding="utf-8"))["service"]
    with clock.at(world.at(-410)):
        for name, kind, country in ORGANIZATIONS:
            world.organizations[name] = Organization.found(
                by=None, name=name, kind=kind, country=country
            )
        providers = {name: _provider(world, name) for name in {each["by"] for each in told}}
        for country, kind, number, is_free in EMERGENCIES:
            EmergencyNumber.note(
                by=world.users["admin"], country=country, kind=kind, number=number, is_free=is_free
            )
        services = [(_service(world, providers[each.pop("by")], each), each) for each in told]
    with clock.at(world.at(-300)):
        _mechanism(world)
    for service, about in services:
        world.tell(_confirmed(world, service, about))
    world.tell(guide(world))


def _mechanism(world: World) -> None:
    mechanism = ReferralMechanism.note(
        by=world.users["data"], level="local", place=place("Puerto Alto"), country="BO",
        name={
            "es": "Mesa de derivación de Puerto Alto",
            "en": "Referral round table of Puerto Alto",
            "fr": "Table d’orientation de Puerto Alto",
            "ar": "طاولة الإحالة في بويرتو ألتو",
        },
        about={
            "es": "Para quien sufrió trata o violencia: quien identifica llama a la guardia.",
            "en": "For whoever suffered trafficking or violence: who identifies calls the desk.",
            "fr": "Pour qui a subi la traite ou des violences : qui repère appelle la permanence.",
            "ar": "لمن تعرض للاتجار أو العنف: من يتعرف على الحالة يتصل بالمناوبة.",
        },
        confidentiality={
            "es": "Solo lo que la persona aceptó compartir, y solo a quien ayuda.",
            "en": "Only what the person agreed to share, and only with who helps.",
            "fr": "Seulement ce que la personne a accepté de partager, et seulement à qui aide.",
            "ar": "فقط ما وافق الشخص على مشاركته، وفقط مع من يساعد.",
        },
        agreed_on=world.at(-300).date(), review_on=world.at(65).date(),
    )  # fmt: skip
    for name, part, contact_point, phone in PARTS:
        mechanism.join(
            world.organizations[name],
            by=world.users["data"],
            part=part,
            contact_point=contact_point,
            phone=phone,
        )


def _provider(world: World, name: str) -> Provider:
    return Provider.list(
        world.organizations[name], by=world.users["data"], phone=PHONES.get(name, ""),
        keeps_firewall=True if name in KEEP_SILENT else None,
    )  # fmt: skip


def _service(world: World, provider: Provider, about: dict) -> Service:
    by = world.users["data"]
    location = _location(provider, about, by)
    facts = {
        name: value
        for name, value in about.items()
        if name in plain_fields(Service) and name not in ("capacity", "kind")
    }
    service = Service.offer(
        provider, by=by, types=about["types"], at=[location],
        is_confidential=about.get("hidden", False), **facts,
    )  # fmt: skip
    OpeningHours.replace(
        service.service_at_locations.get(), [_hours(*line) for line in about["hours"]], by=by
    )
    return service


def _location(provider: Provider, about: dict, by) -> Location:
    where = place(about["place"]) if "place" in about else None
    latitude, longitude = about.get("point", (None, None))
    return Location.note(
        provider, by=by, kind=about.get("kind", "physical"), place=where,
        address=about.get("address", ""), directions=about.get("directions", {}),
        latitude=latitude, longitude=longitude, accessibility=about.get("accessibility", []),
        time_zone=ZONES[where.country if where else about["country"]],
        is_confidential=about.get("hidden", False),
    )  # fmt: skip


def _hours(days: str, opens: str, closes: str, whom: str = "") -> Hours:
    return Hours(
        frozenset(days.split()), time.fromisoformat(opens), time.fromisoformat(closes),
        for_women=whom == "women",
    )  # fmt: skip


def _confirmed(world: World, service: Service, about: dict) -> Story:
    ago, how, name = about["checked"]
    yield world.at(-max(ago, 1), "18:00")
    service.confirm(how, by=world.users["lucia"], name=name)
    if capacity := about.get("capacity"):
        yield world.at(-1, "20:00")
        service.report_capacity(capacity, by=world.users["lucia"])


# The city's own guide in the demo: brought in once, and come again with something changed.

GUIDE = Path(__file__).parent / "data" / "city_guide.json"
TITLE = "Guía de la ciudad"


def guide(world: World) -> Story:
    by = world.users["data"]
    services = json.loads(GUIDE.read_text(encoding="utf-8"))
    yield world.at(-20, "10:00")
    feed = ExternalDirectory.follow(
        TITLE, by=by, language="es", time_zone="America/La_Paz", kind="nfi.clothing"
    )
    import_directory(feed.take(_file(services), by=by), by=by)
    yield world.at(-1, "11:00")
    feed.take(_file(_later(services)), by=by)


def _later(services: list[dict]) -> list[dict]:
    """What their list says a few weeks on: one changed, one new, one that says too little."""
    changed = services[0] | {"phones": [{"id": "1", "number": "555 0179"}]}
    new = services[1] | {"id": "guia-3", "name": "Duchas del puerto"}
    return [changed, services[1], new, {"id": "guia-4", "name": "", "status": "active"}]


def _file(services: list[dict]) -> io.BytesIO:
    return io.BytesIO(json.dumps(services, ensure_ascii=False).encode())
