"""The official tables of HSDS: which columns each has, and how one lies within another."""

import json
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "schemas" / "service_with_definitions.json"
VERSION = "3.1"


@cache
def tables() -> dict[str, dict]:
    """Every table by its name, in the order of the specification."""
    whole = json.loads(_FILE.read_text(encoding="utf-8"))
    found = {"service": whole, **whole["definitions"]}
    return dict(sorted(found.items(), key=lambda each: _order(each[1])))


def _order(table: dict) -> tuple[int, str]:
    return table["datapackage_metadata"]["order"], table["name"]


def columns(table: str) -> dict[str, dict]:
    """What is written in a cell: all but other records."""
    told = tables()[table]["properties"]
    return {name: each for name, each in told.items() if not (_one(each) or _many(each))}


def parts(table: str) -> dict[str, tuple[str, bool]]:
    """The records within one: the table that they are of, and whether there are many."""
    found = {}
    for name, each in tables()[table]["properties"].items():
        if within := _one(each) or _many(each):
            found[name] = within, bool(_many(each))
    return found


def points_back(parent: str, child: str) -> str:
    """The column of the child that says in which record it lies."""
    if f"{parent}_id" in columns(child):
        return f"{parent}_id"
    return {"attribute": "link_id", "metadata": "resource_id"}.get(child, "")


def points_at(parent: str, part: str) -> str:
    """The column of the parent that says which one record lies in it."""
    name = {"taxonomy_detail": "taxonomy_id"}.get(part, f"{part}_id")
    return name if name in columns(parent) else ""


def required(table: str) -> set[str]:
    told = tables()[table]
    return {*told.get("required", ()), *told.get("tabular_required", ())}


def _one(each: dict) -> str:
    return _name(each.get("$ref", ""))


def _many(each: dict) -> str:
    return _name(each.get("items", {}).get("$ref", "")) if each.get("type") == "array" else ""


def _name(ref: str) -> str:
    return ref.rpartition("/")[2]
