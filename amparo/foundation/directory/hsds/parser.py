"""Reads a file of an external directory and parses its services into records, with their problems.

Whatever the file is and whoever made it, it is read within limits of size, rows and nesting.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.files.archives import Archive, is_archive
from amparo.foundation.core.spreadsheets.validation import (
    DAMAGED,
    EMPTY,
    ImportProblem,
    UnreadableFile,
)
from amparo.ui.formats import size

from ..models import Location as Place
from ..models import Service as Help
from ..opening_hours import DAYS, Hours
from . import records, schema
from .schema import from_tables, ref_for, stable_id
from .taxonomies import SERVICE_TYPES, YES_NO_FIELDS
from .validation import (
    DUPLICATE,
    HOURS_LEFT_OUT,
    MISSING,
    NAMES_LEFT_OUT,
    NO_LOCATION,
    NO_ORGANIZATION,
    NOT_HSDS,
    NOT_UNDERSTOOD,
    PHONE_LEFT_OUT,
    TOO_LARGE,
    UNKNOWN_KIND,
    Row,
    known_time_zone,
    language_code,
    yes_no,
)

# What HSDS says as free text and we ask in single questions: it is kept with the description.
_ADDED_TO_DESCRIPTION = ("fees_description", "interpretation_services", "alert")


@dataclass(frozen=True)
class FeedDefaults:
    """What the file does not say itself: where it is from, and what to take where it is silent."""

    source: str
    language: str = "es"
    time_zone: str = "UTC"
    kind: str = ""


@dataclass
class ParsedDirectory:
    """What was understood of a file."""

    services: list[records.Service] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list, repr=False)


def parse_services(rows: Iterable[tuple[int, dict]], taking: FeedDefaults) -> ParsedDirectory:
    """Every service of a file, each with the number of its row."""
    found, seen = ParsedDirectory(), set()
    for number, row in rows:
        problems: list[ImportProblem] = []
        service = parse_service(Row("service", row, number, problems), taking)
        if service and service.ref in seen:
            Row("service", row, number, problems).add_problem(DUPLICATE, "id", service.ref)
        if service and not any(each.keeps_out for each in problems):
            seen.add(service.ref)
            found.services.append(service)
        found.problems += problems
    return found


def parse_service(row: Row, taking: FeedDefaults) -> records.Service | None:
    theirs, name = row.text("id", 200), row.translations("name", taking.language, 200)
    for column, value in (("id", theirs), ("name", name)):
        if not value:
            row.add_problem(MISSING, column)
    organization = _organization(row, taking)
    if not (theirs and name and organization):
        return None
    facts = row.facts()
    ref = ref_for(taking.source, "service", theirs)
    return records.Service(
        ref, organization, _facts(row, facts, taking) | {"name": name}, _kinds(row, facts, taking),
        at=list(_places(row, ref, taking)), costs=list(_costs(row, taking)),
        areas=list(_areas(row, taking)), contact_points=list(_contact_points(row)),
        assured_on=row.day("assured_date"), assured_by=_assured_by(row), row=row.number,
    )  # fmt: skip


def _organization(row: Row, taking: FeedDefaults) -> records.Organization | None:
    each = next(iter(row.within("organization", "organization")), None)
    theirs = each.text("id", 200) if each else ""
    name = each.text("name", 200) if each else ""
    if each is None or not theirs or not name:
        row.add_problem(NO_ORGANIZATION, "organization")
        return None
    facts = each.facts()
    psea = (facts.get("psea_assessed_on") or [""])[0]
    return records.Organization(
        ref_for(taking.source, "organization", theirs), name, _kind(each, facts),
        country=_country((facts.get("organization_country") or [""])[0]),
        about=each.translations("description", taking.language),
        website=each.url("website"), email=each.email(), phone=_phone(each),
        keeps_firewall=yes_no(facts, "keeps_firewall"),
        psea_assessed_on=Row("organization", {"on": psea}, row.number, []).day("on"),
    )  # fmt: skip


def _kind(row: Row, facts: dict[str, list[str]]) -> str:
    kind = (facts.get("organization_kind") or [""])[0]
    if kind in ("ngo", "agency", "government", "community"):
        return kind
    status = row.text("legal_status").casefold()
    if "gov" in status:
        return "government"
    return "ngo" if "profit" in status or "charit" in status else "other"


def _country(code: str) -> str:
    return code if len(code) == 2 and code.isascii() and code.isupper() else ""


def _facts(row: Row, facts: dict[str, list[str]], taking: FeedDefaults) -> dict:
    youngest, oldest = row.whole("minimum_age", 120), row.whole("maximum_age", 120)
    if youngest is not None and oldest is not None and youngest > oldest:
        row.add_problem(NOT_UNDERSTOOD, "maximum_age", oldest)
        oldest = None
    audience, status = (facts.get("audience") or [""])[0], row.text("status", 20)
    return {
        "about": _about(row, facts, taking),
        "how_to_come": row.translations("application_process", taking.language),
        "who_can_come": row.translations("eligibility_description", taking.language),
        "to_bring": _to_bring(row, taking),
        "status": status if status in Help.Status.values else Help.Status.ACTIVE.value,
        "phone": _phone(row), "email": row.email(), "website": row.url("url"),
        "minimum_age": youngest, "maximum_age": oldest,
        "audience": audience if audience in Help.Audience.values else "",
        "languages": list(_languages(row)), "interpreted": facts.get("interpreter", []),
        **{name: yes_no(facts, code) for code, name in YES_NO_FIELDS.items()},
    }  # fmt: skip


def _about(row: Row, facts: dict[str, list[str]], taking: FeedDefaults) -> dict[str, str]:
    about = row.translations("description", taking.language)
    if facts:  # ours: what follows is said by attributes already
        return about
    more = [about.get(taking.language, ""), *(row.text(name) for name in _ADDED_TO_DESCRIPTION)]
    text = " ".join(filter(None, more))
    return about | {taking.language: text[:2_000]} if text else about


def _to_bring(row: Row, taking: FeedDefaults) -> dict[str, str]:
    texts: dict[str, list[str]] = {}
    for each in row.within("required_documents", "required_document"):
        for language, document in each.translations("document", taking.language).items():
            texts.setdefault(language, []).append(document)
    return {language: "; ".join(each)[:2_000] for language, each in texts.items()}


def _phone(row: Row) -> str:
    """The first: our pages show one, so that somebody in danger does not have to choose."""
    numbers = [(each, each.text("number", 40)) for each in row.within("phones", "phone")]
    first, *others = [each for each in numbers if each[1]] or [(row, "")]
    for each, number in others:
        if number != first[1]:
            each.add_problem(PHONE_LEFT_OUT, "number", number)
    return first[1]


def _languages(row: Row) -> Iterator[str]:
    for each in row.within("languages", "language"):
        if code := language_code(each):
            yield code
        else:
            each.add_problem(NOT_UNDERSTOOD, "code", each.text("code") or each.text("name"))


def _kinds(row: Row, facts: dict[str, list[str]], taking: FeedDefaults) -> list[str]:
    found = [code for code in facts if codes.find(SERVICE_TYPES, code)]
    kinds = found or ([taking.kind] if taking.kind else [])
    if not kinds:
        row.add_problem(UNKNOWN_KIND, "attributes", ", ".join(facts))
    return kinds


def _places(row: Row, ref, taking: FeedDefaults) -> Iterator[records.ServiceAtLocation]:
    general = list(_hours(row))
    there = row.within("service_at_locations", "service_at_location")
    for each in there:
        for location in each.within("location", "location"):
            if not (theirs := location.text("id", 200)):
                location.add_problem(MISSING, "id")
                continue
            place = _location(location, theirs, taking)
            link = each.text("id", 200) or stable_id("service_at_location", ref, place.ref)
            hours = list(_hours(each)) or list(_hours(location)) or general
            yield records.ServiceAtLocation(
                ref_for(taking.source, "service_at_location", link), place, hours
            )
    if not there:
        row.add_problem(NO_LOCATION, "service_at_locations")
        line = records.Location(ref_for("", "location", str(ref)), "virtual")
        line.ref = ref_for(taking.source, "location", f"of {ref}")
        line.time_zone = taking.time_zone
        yield records.ServiceAtLocation(
            ref_for(taking.source, "service_at_location", f"of {ref}"), line, general
        )


def _location(row: Row, theirs: str, taking: FeedDefaults) -> records.Location:
    facts = row.facts()
    kind = "virtual" if row.text("location_type", 20) == "virtual" else "physical"
    latitude, longitude = row.number_in("latitude", -90, 90), row.number_in("longitude", -180, 180)
    has_point = latitude is not None and longitude is not None
    place = records.Location(
        ref_for(taking.source, "location", theirs),
        Place.Kind.MOBILE.value if yes_no(facts, "mobile") else kind,
        name=row.text("name", 200), directions=row.translations("transportation", taking.language),
        latitude=latitude if has_point else None, longitude=longitude if has_point else None,
        time_zone=known_time_zone((facts.get("time_zone") or [""])[0]) or taking.time_zone,
        accessibility=_access(row, taking),
    )  # fmt: skip
    for address in row.within("addresses", "address")[:1]:
        lines = [address.text("address_1", 200), address.text("address_2", 90)]
        place.address = ", ".join(filter(None, lines))
        place.postal_code = address.text("postal_code", 20)
        if city := address.text("city", 200):
            place.town = records.Town(city, _country(address.text("country", 2).upper()))
    return place


def _access(row: Row, taking: FeedDefaults) -> list[str]:
    found = []
    for each in row.within("accessibility", "accessibility"):
        known = [code.removeprefix("access.") for code in each.facts()]
        found += [code for code in known if code in Place.Accessibility.values]
        if not known:
            each.add_problem(NOT_UNDERSTOOD, "description", each.text("description"))
    return found


def _hours(row: Row) -> Iterator[Hours]:
    for each in row.within("schedules", "schedule"):
        days = frozenset(each.text("byday", 60).replace(" ", "").upper().split(",")) - {""}
        opens, closes = each.clock("opens_at"), each.clock("closes_at")
        facts = each.facts()
        is_shut = yes_no(facts, "shut") is True
        is_weekly = each.text("freq", 20) in ("", "WEEKLY") and days and days <= set(DAYS)
        if not is_weekly or each.whole("interval", 60) not in (None, 1):
            each.add_problem(
                HOURS_LEFT_OUT, "byday", each.text("byday") or each.text("description")
            )
        elif is_shut:
            yield Hours(days, since=each.day("valid_from"), until=each.day("valid_to"),
                        is_shut=True)  # fmt: skip
        elif opens is None or closes is None:
            each.add_problem(HOURS_LEFT_OUT, "opens_at", each.text("opens_at"))
        else:
            yield Hours(days, opens, closes, each.day("valid_from"), each.day("valid_to"),
                        yes_no(facts, "for_women") is True)  # fmt: skip


def _costs(row: Row, taking: FeedDefaults) -> Iterator[records.ServiceCost]:
    for each in row.within("cost_options", "cost_option"):
        amount, currency = each.money("amount"), each.text("currency", 3).upper()
        if amount is None or len(currency) != 3 or not currency.isalpha():
            each.add_problem(NOT_UNDERSTOOD, "amount", each.text("amount") or each.text("option"))
            continue
        option = each.translations("option", taking.language)
        yield records.ServiceCost(
            amount, currency, option, each.day("valid_from"), each.day("valid_to")
        )


def _areas(row: Row, taking: FeedDefaults) -> Iterator[records.ServiceArea]:
    for each in row.within("service_areas", "service_area"):
        name, country = each.text("name", 200), each.text("uri").removeprefix("urn:iso:3166:")
        town = records.Town(name, _country(country)) if name else None
        description = each.translations("description", taking.language)
        if town or description:
            yield records.ServiceArea(town, description)


def _contact_points(row: Row) -> Iterator[records.ContactPoint]:
    for each in row.within("contacts", "contact"):
        if each.text("name"):
            each.add_problem(NAMES_LEFT_OUT, "name")
        title = each.text("title", 200) or each.text("department", 200)
        if title:
            yield records.ContactPoint(
                title, each.text("department", 200), _phone(each), each.email()
            )


def _assured_by(row: Row) -> str:
    names = [
        each.text("updated_by", 200)
        for each in row.within("metadata", "metadata")
        if each.text("field_name") == "assured_date"
    ]
    return next(filter(None, names), "")


# Reading the file.

MAXIMUM_FILE_SIZE = 20 * 1024 * 1024
MAXIMUM_UNPACKED_SIZE = 100 * 1024 * 1024
MAXIMUM_ROWS = 400_000
MAXIMUM_SERVICES = 20_000

type NumberedServices = Iterator[tuple[int, dict]]


def read_services(file: BinaryIO) -> NumberedServices:
    """Each service of the file as one record, with its row; `UnreadableFile` where it is none."""
    _refuse_large(file)
    rows = _from_package(file) if is_archive(file) else _from_json(file)
    found = False
    for number, (row, service) in enumerate(rows, 1):
        if number > MAXIMUM_SERVICES:
            raise UnreadableFile(TOO_LARGE, limit=f"{MAXIMUM_SERVICES:,}")
        found = True
        yield row or number, service
    if not found:
        raise UnreadableFile(EMPTY)


def _refuse_large(file: BinaryIO) -> None:
    if file.seek(0, io.SEEK_END) > MAXIMUM_FILE_SIZE:
        raise UnreadableFile(TOO_LARGE, limit=size(MAXIMUM_FILE_SIZE))
    file.seek(0)


def _from_json(file: BinaryIO) -> NumberedServices:
    file.seek(0)
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(NOT_HSDS) from None
    for number, each in enumerate(_services_listed(_parse_json(text)), 1):
        if not isinstance(each, dict):
            raise UnreadableFile(NOT_HSDS)
        yield number, each


def _parse_json(text: str) -> Any:
    """One document, or one a line; neither endless numbers nor endless nesting."""
    try:
        return json.loads(text, parse_constant=_refuse_number)
    except (ValueError, RecursionError):
        lines = [line for line in text.splitlines() if line.strip()]
    try:
        return [json.loads(line, parse_constant=_refuse_number) for line in lines]
    except (ValueError, RecursionError):
        raise UnreadableFile(NOT_HSDS) from None


def _refuse_number(name: str) -> None:
    raise ValueError(name)


def _services_listed(whole: Any) -> list:
    """A list of services, a page of an API, or one service alone."""
    if isinstance(whole, dict):
        for name in ("contents", "content", "services"):
            if isinstance(whole.get(name), list):
                return whole[name]
        whole = [whole] if "status" in whole or "organization" in whole else None
    if not isinstance(whole, list):
        raise UnreadableFile(NOT_HSDS)
    return whole


def _from_package(file: BinaryIO) -> NumberedServices:
    archive = Archive(file, largest=MAXIMUM_UNPACKED_SIZE)
    found, budget = {}, MAXIMUM_ROWS
    for table, member in _members(archive).items():
        rows = list(_rows(archive.whole(member, at_most=MAXIMUM_UNPACKED_SIZE), budget))
        budget -= len(rows)
        found[table] = rows
    if "service" not in found:
        raise UnreadableFile(NOT_HSDS)
    return from_tables(found)


def _members(archive: Archive) -> dict[str, str]:
    """The table that each file of the package holds, by its name."""
    there = {name.rpartition("/")[2]: name for name in archive.names()}
    found = {}
    for table, definition in schema.tables().items():
        for name in (definition["path"], f"{table}.csv"):
            if name in there:
                found[table] = there[name]
    return found


def _rows(content: bytes, budget: int) -> Iterator[dict[str, Any]]:
    try:
        text = content.decode("utf-8-sig")
        for number, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), 2):
            if number > budget:
                raise UnreadableFile(TOO_LARGE, limit=f"{MAXIMUM_ROWS:,}")
            cells = {name: value for name, value in row.items() if name and value}
            yield {"#": number, **cells}
    except (UnicodeDecodeError, csv.Error):
        raise UnreadableFile(DAMAGED) from None
