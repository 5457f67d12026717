"""One trafficked person as HTCDS tells of them: tables of values, the same in every shape.

Pure Python. Every value is text in its one true form (a day as 2021-12-24, yes as `true`, a code
as the standard spells it); several codes of one field are a tuple. Nothing empty is kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .fields import REPEATED, TABLES, Field, fields, place_of

Value = str | tuple[str, ...]
Part = dict[str, Value]


@dataclass
class HtcdsRecord:
    """A case of the standard; `rest` are columns that it does not know, as they were written."""

    id: str = ""
    tables: dict[str, list[Part]] = field(default_factory=dict)
    rest: dict[str, str] = field(default_factory=dict, repr=False)
    row: int = 0

    def get(self, name: str) -> str:
        """The first value of a field, wherever it stands."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field, over all parts of its table."""
        values = [part[name] for part in self.tables.get(fields()[name].table, ()) if name in part]
        return tuple(each for value in values for each in several(value))

    def put(self, name: str, value: Value) -> None:
        """Add a value to the part of its table that stands last."""
        if value:
            parts = self.tables.setdefault(fields()[name].table, [])
            if not parts:
                parts.append({})
            parts[-1][name] = value

    def add(self, table: str, part: Part) -> None:
        """One part more: of a table that stands once, its first words are kept."""
        told = {name: value for name, value in part.items() if value}
        parts = self.tables.setdefault(table, [])
        if told and (table in REPEATED or not parts):
            parts.append(told)
        elif told:
            parts[0] |= {name: value for name, value in told.items() if name not in parts[0]}
        if not parts:
            del self.tables[table]

    def values(self) -> Iterator[tuple[str, int, str, Value]]:
        """Each value with its table and its place there, in the order of the standard."""
        for table in TABLES:
            for at, part in enumerate(self.tables.get(table, ())):
                for name in sorted(part, key=place_of):
                    yield table, at, name, part[name]

    @property
    def height(self) -> int:
        """How many rows it takes where a row is all that there is."""
        return max((len(parts) for parts in self.tables.values()), default=0)


def several(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def only(record: HtcdsRecord, keeps: "set[Field]") -> HtcdsRecord:
    """The record with no field but these."""
    allowed = {each.name for each in keeps}
    left = HtcdsRecord(id=record.id, row=record.row)
    for table, parts in record.tables.items():
        kept = [{name: part[name] for name in part if name in allowed} for part in parts]
        if some := [part for part in kept if part]:
            left.tables[table] = some
    return left


def as_json(record: HtcdsRecord) -> dict:
    """As it is kept, sealed, in this house."""
    return {"id": record.id, "tables": record.tables}


def from_json(kept: dict) -> HtcdsRecord:
    tables = {
        table: [{name: _value(value) for name, value in part.items()} for part in parts]
        for table, parts in kept["tables"].items()
    }
    return HtcdsRecord(id=kept["id"], tables=tables)


def _value(value: "str | list[str] | tuple[str, ...]") -> Value:
    return value if isinstance(value, str) else tuple(value)
