"""Providers and services of the sample data."""

from types import SimpleNamespace


def add_directory(world: SimpleNamespace) -> None:
    """A house on no map, a shelter that anybody finds, and whom to call."""
    from datetime import date, time

    from amparo.foundation.core.models import Organization
    from amparo.foundation.directory.models import (
        ConfirmationRequest,
        EmergencyNumber,
        Location,
        OpeningHours,
        Provider,
        ReferralMechanism,
        Service,
        ServiceRemark,
    )
    from amparo.foundation.directory.opening_hours import DAYS, Hours

    refuge = Organization.found(by=None, name="Cruz del Sur", kind="ngo", country="BO")
    world.provider = Provider.list(refuge, by=world.supervisor, about={"es": "Acogemos."})
    world.location = Location.note(
        world.provider, by=world.supervisor, is_confidential=True, address="Camino Secreto 7",
        place=world.place, time_zone="America/La_Paz",
    )  # fmt: skip
    world.listed = Service.offer(
        world.provider, by=world.supervisor, types=["shelter.emergency"], at=[world.location],
        name={"es": "Refugio con dirección reservada"}, is_confidential=True,
    )  # fmt: skip
    world.service_at_location = world.listed.service_at_locations.get()
    world.mechanism = ReferralMechanism.note(
        by=world.supervisor, name={"es": "Mesa contra la trata"}, level="local", country="BO",
        place=world.place, review_on=date(2020, 1, 1), about={"es": "Quien identifica, llama."},
        procedures_url="https://example.org/sop",
    )  # fmt: skip
    world.member_of_mechanism = world.mechanism.join(
        refuge, by=world.supervisor, part="helps", contact_point="Guardia", phone="555 0150"
    )
    world.remark = ServiceRemark.objects.create(service=world.listed, text="The door moved.")
    world.confirmation_request = ConfirmationRequest.send(world.provider, by=world.supervisor)
    world.confirmation_token = world.confirmation_request.link.strip("/").rpartition("/")[2]
    OpeningHours.replace(
        world.service_at_location, [Hours(frozenset(DAYS), time(8), time(18))], by=world.supervisor
    )
    add_capacity(world)
    world.feed_file = add_feed_file(world)
    add_open_service(world, Hours(frozenset(DAYS), time(16), time(22)))
    world.emergency_number = EmergencyNumber.note(
        by=world.data_officer, country="BO", kind="police", number="110", is_free=True
    )


def add_capacity(world: SimpleNamespace) -> None:
    """A duty bearer: a draft that waits for a second person, and an assessment in force."""
    from amparo.foundation.core.models import Organization
    from amparo.foundation.directory.models import DutyBearer
    from amparo.foundation.protection.models import CapacityAssessment

    authority = Organization.found(by=None, name="Health office", kind="government", country="BO")
    DutyBearer.recognize(authority, by=world.supervisor, mandate={"es": "Salud para todos"})
    world.health_authority = authority
    said = {
        "organization": authority, "ability": 2, "will": 1, "assessed_on": world.office.today(),
        "ability_evidence": "Two doctors.", "ability_source": "A visit",
        "will_evidence": "Documents are asked for.", "will_source": "Three referrals",
    }  # fmt: skip
    by = world.supervisor
    in_force = CapacityAssessment.record(by=by, right="health", **said)
    in_force.confirm(by=world.data_officer)
    world.capacity = CapacityAssessment.record(by=by, right="health", place=world.place, **said)


def add_feed_file(world: SimpleNamespace):
    """A directory of others that waits for a decision."""
    import io
    import json

    from amparo.foundation.directory.models import ExternalDirectory

    service = {
        "id": "1", "name": "Comedor", "status": "active",
        "organization": {"id": "1", "name": "Mesa Abierta", "description": ""},
    }  # fmt: skip
    feed = ExternalDirectory.follow("Guía de la ciudad", by=world.data_officer, kind="food")
    return feed.take(io.BytesIO(json.dumps([service]).encode()), by=world.data_officer)


def add_open_service(world: SimpleNamespace, hours) -> None:
    from amparo.foundation.directory.models import Location, OpeningHours, Service

    by = world.data_officer
    hall = Location.note(
        world.provider, by=by, place=world.place, address="Calle del Faro 18",
        time_zone="America/La_Paz", latitude=-16.2102, longitude=-68.8511,
    )  # fmt: skip
    shelter = Service.offer(
        world.provider, by=by, types=["shelter.emergency"], at=[hall], phone="555 0142",
        name={"es": "Albergue San José", "ar": "مأوى القديس يوسف"}, requires_documents=False,
        is_free=True, languages=["es"], interpreted=["ar"],
    )  # fmt: skip
    shelter.confirm("call", by=by, name="Cruz del Sur")
    world.open_service = shelter
    world.bed = shelter.service_at_locations.get()
    OpeningHours.replace(world.bed, [hours], by=by)
