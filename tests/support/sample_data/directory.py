"""Providers and services of the sample data."""

from types import SimpleNamespace


def add_directory(world: SimpleNamespace) -> None:
    """A house on no map, a shelter that anybody finds, and whom to call."""
    from datetime import date, time

    from amparo.foundation.core.models import Organization
    from amparo.foundation.directory.models import (
        Asking,
        EmergencyNumber,
        Location,
        Mechanism,
        Opening,
        Provider,
        Remark,
        Service,
    )
    from amparo.foundation.directory.opening_hours import DAYS, Hours

    refuge = Organization.found(by=None, name="Cruz del Sur", kind="ngo", country="BO")
    world.provider = Provider.list(refuge, by=world.supervisor, about={"es": "Acogemos."})
    world.location = Location.note(
        world.provider, by=world.supervisor, is_hidden=True, address="Camino Secreto 7",
        place=world.place, time_zone="America/La_Paz",
    )  # fmt: skip
    world.listed = Service.offer(
        world.provider, by=world.supervisor, types=["shelter.emergency"], at=[world.location],
        name={"es": "Refugio con dirección reservada"}, is_confidential=True,
    )  # fmt: skip
    world.offered = world.listed.offered.get()
    world.mechanism = Mechanism.note(
        by=world.supervisor, name={"es": "Mesa contra la trata"}, level="local", country="BO",
        place=world.place, review_on=date(2020, 1, 1), about={"es": "Quien identifica, llama."},
        procedures_url="https://example.org/sop",
    )  # fmt: skip
    world.member_of_mechanism = world.mechanism.join(
        refuge, by=world.supervisor, part="helps", desk="Guardia", phone="555 0150"
    )
    world.remark = Remark.objects.create(service=world.listed, words="The door moved.")
    world.asking = Asking.send(world.provider, by=world.supervisor)
    world.asking_token = world.asking.link.strip("/").rpartition("/")[2]
    Opening.replace(
        world.offered, [Hours(frozenset(DAYS), time(8), time(18))], by=world.supervisor
    )
    world.feed_file = add_feed_file(world)
    add_open_service(world, Hours(frozenset(DAYS), time(16), time(22)))
    world.emergency_number = EmergencyNumber.note(
        by=world.data_officer, country="BO", kind="police", number="110", is_free=True
    )


def add_feed_file(world: SimpleNamespace):
    """A directory of others that waits for a decision."""
    import io
    import json

    from amparo.foundation.directory.models import Feed

    service = {
        "id": "1", "name": "Comedor", "status": "active",
        "organization": {"id": "1", "name": "Mesa Abierta", "description": ""},
    }  # fmt: skip
    feed = Feed.follow("Guía de la ciudad", by=world.data_officer, kind="food")
    return feed.take(io.BytesIO(json.dumps([service]).encode()), by=world.data_officer)


def add_open_service(world: SimpleNamespace, hours) -> None:
    from amparo.foundation.directory.models import Location, Opening, Service

    by = world.data_officer
    hall = Location.note(
        world.provider, by=by, place=world.place, address="Calle del Faro 18",
        time_zone="America/La_Paz", latitude=-16.2102, longitude=-68.8511,
    )  # fmt: skip
    shelter = Service.offer(
        world.provider, by=by, types=["shelter.emergency"], at=[hall], phone="555 0142",
        name={"es": "Albergue San José", "ar": "مأوى القديس يوسف"}, asks_for_papers=False,
        is_free=True, languages=["es"], interpreted=["ar"],
    )  # fmt: skip
    shelter.confirm("call", by=by, name="Cruz del Sur")
    world.open_service = shelter
    world.bed = shelter.offered.get()
    Opening.replace(world.bed, [hours], by=by)
