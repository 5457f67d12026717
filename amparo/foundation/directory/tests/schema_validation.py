"""The official schemas, asked whether what we wrote is what they say."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker

from amparo.foundation.directory.hsds import exporter as out
from amparo.foundation.directory.hsds import schema, serializer
from amparo.foundation.directory.hsds.exporter import json_chunks

SCHEMAS = Path(schema.__file__).parent / "schemas"
WHOLE = json.loads((SCHEMAS / "service_with_definitions.json").read_text(encoding="utf-8"))
PAGE = json.loads((SCHEMAS / "page.json").read_text(encoding="utf-8"))["Page"]


def wrong(told: object, table: str = "service") -> list[str]:
    """What the official schema of a table says against it; unknown names too."""
    root = WHOLE if table == "service" else {"$ref": f"#/definitions/{table}"}
    check = Draft202012Validator(
        root | {"definitions": WHOLE["definitions"]}, format_checker=FormatChecker()
    )
    found = [
        f"{'.'.join(map(str, each.path))}: {each.message}" for each in check.iter_errors(told)
    ]
    return found + list(unknown(told, table))


def unknown(told: dict, table: str):
    """Names that the specification does not know: a schema alone lets them pass."""
    parts = schema.parts(table)
    for name, value in told.items():
        if name in parts:
            child, is_many = parts[name]
            for each in value if is_many else [value]:
                yield from unknown(each, child)
        elif name not in schema.columns(table):
            yield f"{table}.{name} is not of HSDS"


def exported() -> str:
    rows = out.with_details(out.public_services().order_by("ref"))
    return "".join(json_chunks(map(serializer.service, rows)))
