"""Records as JSON: one a line, each table under its name, several codes as a list."""

import json
from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any

from ..fields import LOCAL_CODES, REPEATED, TABLES, Field, Kind, fields, place_of
from ..records import HtcdsRecord, Part
from ..wire import encode_local_codes

HEAD = '{"standard": "HTCDS", "version": "2.0", "records": [\n'
TOGETHER = 200


def write(
    records: Iterable[HtcdsRecord], keeps: Iterable[Field], *, tells_all: bool = True
) -> Iterator[bytes]:
    """`keeps` says nothing more here: what is not kept does not stand in the records."""
    yield HEAD.encode()
    between = ""
    told = (
        _line(number, each, tells_all) for number, each in enumerate(records, 1) if each.tables
    )
    for each in batched(told, TOGETHER, strict=False):
        yield (between + ",\n".join(each)).encode()
        between = ",\n"
    yield b"\n]}\n"


def _line(number: int, record: HtcdsRecord, tells_all: bool) -> str:
    told: dict[str, Any] = {"record": record.id or str(number)}
    for table in (each for each in TABLES if each in record.tables):
        made = [_part(part, tells_all) for part in record.tables[table]]
        told[table] = made if table in REPEATED else made[0]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _part(part: Part, tells_all: bool) -> dict[str, Any]:
    out, notes = encode_local_codes(part, tells_all=tells_all)
    told = {name: _value(fields()[name], codes) for name, codes in sorted(out.items(), key=_place)}
    return told | ({LOCAL_CODES: dict(sorted(notes.items(), key=_place))} if notes else {})


def _place(item: tuple[str, Any]) -> int:
    return place_of(item[0])


def _value(field: Field, codes: tuple[str, ...]) -> Any:
    if field.is_many:
        return list(codes)
    [value] = codes
    if field.kind is Kind.YES_NO:
        return value == "true"
    return int(value) if field.kind is Kind.NUMBER and value.isdigit() else value
