"""A directory as a file: services as JSON, or a tabular data package, a ZIP with a CSV a table."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from . import schema
from .tabular import Rows, lay_out

LICENCE = {
    "name": "CC-BY-SA-4.0",
    "title": "Creative Commons Attribution-ShareAlike 4.0",
    "path": "https://creativecommons.org/licenses/by-sa/4.0/",
}
# The same services make the same file, whenever it is written.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def as_json(services: Iterable[dict]) -> Iterator[str]:
    """The service package of HSDS: one list, a service a line, always in the same order."""
    yield "["
    for number, service in enumerate(services):
        told = json.dumps(service, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        yield f"{',' if number else ''}\n{told}"
    yield "\n]\n"


def as_package(services: Iterable[dict], file: BinaryIO) -> None:
    """The tabular data package: `datapackage.json` and the tables that hold something."""
    rows = {name: there for name, there in lay_out(services).items() if there}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        described = json.dumps(described_as(rows), ensure_ascii=False, indent=1)
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


def described_as(rows: Rows) -> dict:
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
    columns = {each: told for each, told in schema.columns(name).items() if each in used}
    keys = [_key(each) for each in columns if _key(each)["reference"]["resource"] in rows]
    return {
        "name": name, "path": table["path"], "description": table["description"],
        "format": about["format"], "mediatype": about["mediatype"], "profile": about["profile"],
        "encoding": "utf-8",
        "schema": {
            "primaryKey": "id",
            "fields": [_field(name, each, told) for each, told in columns.items()],
            **({"foreignKeys": keys} if keys else {}),
        },
    }  # fmt: skip


def _key(column: str) -> dict:
    other = column.removesuffix("_id") if column.endswith("_id") else ""
    return {"fields": column, "reference": {"resource": other, "fields": "id"}}


def _field(table: str, column: str, told: dict) -> dict:
    constraints = {
        "required": column in schema.required(table) and column not in _MAY_BE_EMPTY,
        "unique": column == "id",
        **({"enum": told["enum"]} if "enum" in told else {}),
    }
    return {
        "name": column, "type": told.get("datapackage_type", told["type"]),
        "description": told["description"],
        **({"format": told["format"]} if told.get("format") in ("email", "uri", "uuid") else {}),
        "constraints": constraints,
    }  # fmt: skip


# Demanded, and yet there may be nothing to say: in JSON an empty text, in a table an empty cell.
_MAY_BE_EMPTY = frozenset({"description", "previous_value"})
