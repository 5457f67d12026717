"""Exports the public directory: as JSON, or as a tabular data package (a ZIP with a CSV a table).

A safe house never leaves: no export, no count, no identifier tells of it. A service leaves when it
is not confidential and is given at a place that everybody may know; a place, when such a service
is given there; an organization, when it gives one. So neither an address that hides somebody nor
who runs it can be found by what is missing.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from ..models import Location, Provider, Service, ServiceArea, ServiceAtLocation, ServiceType
from . import schema, serializer
from .schema import Rows, to_tables

BATCH_SIZE = 500


class ExportFormat(NamedTuple):
    ending: str


FORMATS = {"json": ExportFormat("json"), "tables": ExportFormat("zip")}


def count_public_services() -> int:
    return public_services().count()


def serialized_services() -> Iterator[dict]:
    """Every service that may leave, always in the same order, some at a time."""
    last = None
    while True:
        rows = public_services().order_by("ref")
        some = list(with_details(rows.filter(ref__gt=last) if last else rows)[:BATCH_SIZE])
        yield from map(serializer.service, some)
        if len(some) < BATCH_SIZE:
            return
        last = some[-1].ref


def export_json() -> Iterator[str]:
    return json_chunks(serialized_services())


def export_package(file: BinaryIO) -> None:
    write_package(serialized_services(), file)


# File formats.

LICENCE = {
    "name": "CC-BY-SA-4.0",
    "title": "Creative Commons Attribution-ShareAlike 4.0",
    "path": "https://creativecommons.org/licenses/by-sa/4.0/",
}
# The same services make the same file, whenever it is written.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def json_chunks(services: Iterable[dict]) -> Iterator[str]:
    """The service package of HSDS: one list, a service a line, always in the same order."""
    yield "["
    for number, service in enumerate(services):
        line = json.dumps(service, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        yield f"{',' if number else ''}\n{line}"
    yield "\n]\n"


def write_package(services: Iterable[dict], file: BinaryIO) -> None:
    """The tabular data package: `datapackage.json` and the tables that hold something."""
    rows = {name: there for name, there in to_tables(services).items() if there}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        described = json.dumps(package_description(rows), ensure_ascii=False, indent=1)
        package.writestr(_member("datapackage.json"), described)
        for name, there in rows.items():
            package.writestr(_member(schema.tables()[name]["path"]), _table(name, there))


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _table(name: str, rows: dict[str, dict[str, Any]]) -> str:
    text = io.StringIO()
    used = {column for row in rows.values() for column in row}
    columns = [each for each in schema.columns(name) if each in used | schema.required(name)]
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows.values())  # in their order: the first kind of help is the main one
    return text.getvalue()


def package_description(rows: Rows) -> dict:
    """What the package says of itself, as the specification describes its own tables."""
    return {
        "name": "human_services_data", "title": "Human Services Data Specification",
        "profile": "tabular-data-package", "version": schema.VERSION,
        "homepage": "http://docs.openreferral.org", "licenses": [LICENCE],
        "resources": [_resource(name, rows) for name in rows],
    }  # fmt: skip


def _resource(name: str, rows: Rows) -> dict:
    table = schema.tables()[name]
    about = table["datapackage_metadata"]
    used = {column for row in rows[name].values() for column in row} | schema.required(name)
    columns = {
        each: definition for each, definition in schema.columns(name).items() if each in used
    }
    keys = [_key(each) for each in columns if _key(each)["reference"]["resource"] in rows]
    return {
        "name": name, "path": table["path"], "description": table["description"],
        "format": about["format"], "mediatype": about["mediatype"], "profile": about["profile"],
        "encoding": "utf-8",
        "schema": {
            "primaryKey": "id",
            "fields": [_field(name, each, definition) for each, definition in columns.items()],
            **({"foreignKeys": keys} if keys else {}),
        },
    }  # fmt: skip


def _key(column: str) -> dict:
    other = column.removesuffix("_id") if column.endswith("_id") else ""
    return {"fields": column, "reference": {"resource": other, "fields": "id"}}


_FORMATS = ("email", "uri", "uuid")


def _field(table: str, column: str, definition: dict) -> dict:
    constraints = {
        "required": column in schema.required(table) and column not in _MAY_BE_EMPTY,
        "unique": column == "id",
        **({"enum": definition["enum"]} if "enum" in definition else {}),
    }
    return {
        "name": column, "type": definition.get("datapackage_type", definition["type"]),
        "description": definition["description"],
        **({"format": kind} if (kind := definition.get("format")) in _FORMATS else {}),
        "constraints": constraints,
    }  # fmt: skip


# Demanded, and yet there may be nothing to say: in JSON an empty text, in a table an empty cell.
_MAY_BE_EMPTY = frozenset({"description", "previous_value"})


# What may leave.

# Kinds of help that hide people: kept in, also where nobody ticked that they are confidential.
HIDDEN_TYPES = ("shelter.safehouse",)

_AT_PUBLIC_LOCATIONS = ServiceAtLocation.objects.filter(location__is_confidential=False)


def public_services() -> QuerySet[Service]:
    there = _AT_PUBLIC_LOCATIONS.filter(service=OuterRef("pk"))
    kind = ServiceType.objects.filter(service=OuterRef("pk"), code__in=HIDDEN_TYPES)
    return Service.objects.filter(Exists(there), ~Exists(kind), is_confidential=False)


def public_services_at_locations() -> QuerySet[ServiceAtLocation]:
    return _AT_PUBLIC_LOCATIONS.filter(service__in=public_services())


def public_providers() -> QuerySet[Provider]:
    return Provider.objects.filter(Exists(public_services().filter(provider=OuterRef("pk"))))


def public_locations() -> QuerySet[Location]:
    return Location.objects.filter(
        Exists(public_services_at_locations().filter(location=OuterRef("pk")))
    )


def with_details(rows: QuerySet[Service]) -> QuerySet[Service]:
    """With all that belongs to them, in a few queries however many they are."""
    places = _AT_PUBLIC_LOCATIONS.select_related("location__place__within", "location__provider")
    return rows.select_related("provider__organization").prefetch_related(
        "types", "costs", "contact_points", "verifications",
        Prefetch("areas", ServiceArea.objects.select_related("place")),
        Prefetch("service_at_locations", places.order_by("ref").prefetch_related("opening_hours")),
    )  # fmt: skip
