"""Serializes our directory to HSDS: a service with all that belongs to it."""

from collections.abc import Iterable, Iterator
from datetime import UTC

from babel import Locale

from amparo.foundation.people.models import Place

from ..models import Location, OpeningHours, Provider, Service, ServiceAtLocation
from ..models.service_details import ServiceArea, ServiceCost
from . import taxonomies
from .schema import stable_id
from .taxonomies import YES_NO_FIELDS, attribute, translated_attributes

UNKNOWN = "-"  # where HSDS wants something said and we do not know it


def service(record: Service, *, live: bool = False) -> dict:
    """All of it; `live` adds what is true today alone, and when it changed last."""
    ref = str(record.ref)
    texts, attributes = translated_attributes("service", ref, {
        "name": record.name, "description": record.about,
        "application_process": record.how_to_come, "eligibility_description": record.who_can_come,
    })  # fmt: skip
    return tidy({
        **basics(record, live=live), **texts,
        "phones": _phones("service", ref, record.phone),
        "languages": [_language(ref, code) for code in record.languages],
        "organization": organization(record.provider),
        "cost_options": [_cost(ref, *each) for each in _numbered(record.costs.all())],
        "required_documents": _to_bring(record),
        "contacts": [_contact(ref, *each) for each in _numbered(record.contact_points.all())],
        "service_areas": [_area(ref, *each) for each in _numbered(record.areas.all())],
        "service_at_locations": [
            at_location(each, is_within=True)
            for each in record.service_at_locations.all()
            if not each.location.is_confidential
        ],
        "attributes": [*attributes, *_kinds(record), *_facts(record, live)],
        "metadata": _verification_metadata(record),
    })  # fmt: skip


def basics(record: Service, *, live: bool = False) -> dict:
    """What a list of services says: each thing once."""
    ref = str(record.ref)
    texts, attributes = translated_attributes("service", ref, {
        "name": record.name, "description": record.about,
        "application_process": record.how_to_come, "eligibility_description": record.who_can_come,
    })  # fmt: skip
    main = attributes[0]["taxonomy_term"]["code"].removeprefix("in.") if attributes else "en"
    changed = record.changed_at.astimezone(UTC).isoformat(timespec="milliseconds")
    return tidy({
        "id": ref, "organization_id": str(record.provider.ref), "name": "", **texts,
        "url": record.website, "email": record.email, "status": record.status,
        "interpretation_services": _interpreters(record, main),
        "minimum_age": record.minimum_age, "maximum_age": record.maximum_age,
        "assured_date": record.verified_at.date().isoformat() if record.verified_at else "",
        "last_modified": changed.replace("+00:00", "Z") if live else "",
    })  # fmt: skip


def organization(record: Provider) -> dict:
    ref, owner = str(record.ref), record.organization
    texts, attributes = translated_attributes("organization", ref, {"description": record.about})
    kind = owner.kind if owner.kind != owner.Kind.OWN else owner.Kind.OTHER
    facts = {"organization_kind": kind, "organization_country": owner.country}
    if record.keeps_firewall is not None:
        facts["keeps_firewall"] = _yes(record.keeps_firewall)
    if record.psea_assessed_on:
        facts["psea_assessed_on"] = record.psea_assessed_on.isoformat()
    return {"description": ""} | tidy({
        "id": ref, "name": owner.name, **texts, "email": record.email, "website": record.website,
        "phones": _phones("organization", ref, record.phone),
        "attributes": [*attributes, *_fact_attributes("organization", ref, facts)],
    })  # fmt: skip


def at_location(record: ServiceAtLocation, *, is_within: bool = False) -> dict:
    """A service at one of its places, with the hours there."""
    ref = str(record.ref)
    return tidy({
        "id": ref, "service_id": "" if is_within else str(record.service.ref),
        "location": location(record.location),
        "schedules": [_schedule(ref, *each) for each in _numbered(record.opening_hours.all())],
    })  # fmt: skip


def location(record: Location) -> dict:
    """Serializes a public location; raises ValueError for a confidential one, whoever asks."""
    if record.is_confidential:
        raise ValueError("A confidential location is never exported.")
    ref = str(record.ref)
    texts, attributes = translated_attributes(
        "location", ref, {"transportation": record.directions}
    )
    facts = {"time_zone": record.time_zone}
    if record.kind == Location.Kind.MOBILE:
        facts["mobile"] = "yes"
    return tidy({
        "id": ref,
        "location_type": "virtual" if record.kind == Location.Kind.VIRTUAL else "physical",
        "organization_id": str(record.provider.ref),
        "name": record.name, **texts, "latitude": record.latitude, "longitude": record.longitude,
        "addresses": _addresses(record),
        "accessibility": [_access(ref, code) for code in record.accessibility],
        "attributes": [*attributes, *_fact_attributes("location", ref, facts)],
    })  # fmt: skip


def tidy(fields: dict) -> dict:
    """Returns the fields that have a value."""
    return {name: each for name, each in fields.items() if each not in ("", None, [])}


def _numbered[T](records: Iterable[T]) -> Iterator[tuple[int, T]]:
    return enumerate(records, 1)


def _phones(table: str, owner: str, number: str) -> list[dict]:
    if not number:
        return []
    return [{"id": stable_id("phone", table, owner), "number": number, "type": "voice"}]


def _language(owner: str, code: str) -> dict:
    name = Locale("en").languages.get(code, code)
    return {"id": stable_id("language", owner, code), "name": name, "code": code}


def _interpreters(record: Service, language: str) -> str:
    names = Locale.parse(language).languages
    return ", ".join(names.get(code, code) for code in record.interpreted)


def _cost(owner: str, number: int, cost: ServiceCost) -> dict:
    ref = stable_id("cost_option", owner, number)
    texts, attributes = translated_attributes("cost_option", ref, {"option": cost.option})
    return tidy({
        "id": ref, **texts, "currency": cost.currency, "amount": float(cost.amount),
        "valid_from": cost.since.isoformat() if cost.since else "",
        "valid_to": cost.until.isoformat() if cost.until else "", "attributes": attributes,
    })  # fmt: skip


def _to_bring(record: Service) -> list[dict]:
    ref = stable_id("required_document", record.ref)
    texts, attributes = translated_attributes(
        "required_document", ref, {"document": record.to_bring}
    )
    return [tidy({"id": ref, **texts, "attributes": attributes})] if attributes else []


def _contact(owner: str, number: int, contact_point) -> dict:
    ref = stable_id("contact", owner, number)
    return tidy({
        "id": ref, "title": contact_point.title, "department": contact_point.department,
        "email": contact_point.email,
        "phones": _phones("contact", ref, contact_point.phone),
    })  # fmt: skip


def _area(owner: str, number: int, area: ServiceArea) -> dict:
    ref = stable_id("service_area", owner, number)
    texts, attributes = translated_attributes(
        "service_area", ref, {"description": area.description}
    )
    place = {"name": area.place.name, "uri": _where(area.place)} if area.place else {}
    return tidy({"id": ref, **place, **texts, "attributes": attributes})


def _where(place: Place) -> str:
    """In which country the area of this name lies."""
    return f"urn:iso:3166:{place.country}" if place.country else ""


def _addresses(record: Location) -> list[dict]:
    place = record.place
    if not (record.address or record.postal_code or place):
        return []
    larger = place.within if place else None
    return [{
        "id": stable_id("address", record.ref), "address_1": record.address or UNKNOWN,
        "city": place.name if place else UNKNOWN,
        "state_province": larger.name if larger and larger.kind == "region" else UNKNOWN,
        "postal_code": record.postal_code or UNKNOWN,
        "country": (place.country if place else "") or UNKNOWN, "address_type": "physical",
    }]  # fmt: skip


def _access(owner: str, code: str) -> dict:
    ref, term = stable_id("accessibility", owner, code), taxonomies.fact_term(f"access.{code}")
    fact = attribute("accessibility", ref, term)
    return {"id": ref, "description": term["name"], "attributes": [fact]}


def _schedule(owner: str, number: int, line: OpeningHours) -> dict:
    """Hours by the clock of the place; a closed day has none, so nobody is led to a shut door."""
    ref = stable_id("schedule", owner, number)
    marks = {"for_women": line.for_women, "shut": line.is_shut}
    attributes = _fact_attributes(
        "schedule", ref, {name: "yes" for name, holds in marks.items() if holds}
    )
    hours = {"opens_at": f"{line.opens:%H:%M}", "closes_at": f"{line.closes:%H:%M}"}
    return tidy({
        "id": ref, "freq": "WEEKLY", "byday": line.days,
        **({"description": "Closed"} if line.is_shut else hours),
        "valid_from": line.since.isoformat() if line.since else "",
        "valid_to": line.until.isoformat() if line.until else "", "attributes": attributes,
    })  # fmt: skip


def _kinds(record: Service) -> list[dict]:
    terms = [taxonomies.service_type_term(each.code) for each in record.types.all()]
    return [attribute("service", str(record.ref), term) for term in terms]


def _facts(record: Service, live: bool) -> list[dict]:
    ref = str(record.ref)
    answers = {code: getattr(record, name) for code, name in YES_NO_FIELDS.items()}
    facts = {name: _yes(each) for name, each in answers.items() if each is not None}
    if record.audience:
        facts["audience"] = record.audience
    if live and (capacity := record.current_capacity()):
        facts["room"] = capacity
    through = [
        attribute("service", ref, taxonomies.fact_term("interpreter"), code, many="yes")
        for code in record.interpreted
    ]
    return [*_fact_attributes("service", ref, facts), *through]


def _fact_attributes(table: str, owner: str, facts: dict[str, str]) -> list[dict]:
    return [
        attribute(table, owner, taxonomies.fact_term(code), value)
        for code, value in facts.items()
        if value
    ]


def _verification_metadata(record: Service) -> list[dict]:
    """When it was last confirmed, and in whose name."""
    seen = next(iter(record.verifications.all()), None)
    if seen is None:
        return []
    day = seen.at.date().isoformat()
    return [{
        "id": stable_id("metadata", record.ref, "assured"), "resource_id": str(record.ref),
        "resource_type": "service", "last_action_date": day, "last_action_type": "verify",
        "field_name": "assured_date", "previous_value": "", "replacement_value": day,
        "updated_by": seen.name or UNKNOWN,
    }]  # fmt: skip


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"
