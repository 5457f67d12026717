"""What is compared of a person: opened in memory for the length of a comparison, kept nowhere."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import date

import pyarrow as pa

from ..skeletons import skeletons, words_of

TEXTS = pa.list_(pa.string())
_TYPES = {"person": pa.int64(), "born": pa.int32(), "year": pa.int16()}
_LISTS = frozenset(("bones", "given", "family", "father", "mother", "documents", "phones", "homes"))


@dataclass(frozen=True, slots=True)
class Row:
    """One person, in the plain letters and bones in which spellings meet."""

    person: int
    plain: str
    bones: tuple[str, ...]
    given: tuple[str, ...]
    given_plain: str
    family: tuple[str, ...]
    father: tuple[str, ...]
    mother: tuple[str, ...]
    # The day as 19920314; nothing where only a year is known, or the day stands for "unknown".
    born: int | None
    year: int | None
    sex: str | None
    nationality: str | None
    birth_place: str | None
    documents: tuple[str, ...]
    phones: tuple[str, ...]
    homes: tuple[str, ...]
    # A keyed mark of all this: another one as soon as anything of it changed.
    mark: str = ""

    def marked(self, secret: bytes) -> "Row":
        told = {name: value for name, value in asdict(self).items() if name != "person"}
        words = json.dumps(told, sort_keys=True, ensure_ascii=False).encode()
        return replace(self, mark=hmac.new(secret, words, hashlib.sha256).hexdigest()[:20])


@dataclass(frozen=True, slots=True)
class Told:
    """What a file or a row of a list tells of somebody, before it is brought to plain letters."""

    given_names: str = ""
    family_names: str = ""
    other_names: tuple[str, ...] = ()
    father_name: str = ""
    mother_name: str = ""
    birth_date: date | None = None
    # Whether the day itself is known, and not only about when.
    is_exact: bool = True
    birth_year: int | None = None
    sex: str = ""
    nationality: str = ""
    birth_place: str = ""
    documents: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def row_of(person: int, told: Told) -> Row:
    names = (told.given_names, told.family_names, *told.other_names)
    day = _known_day(told)
    return Row(
        person=person,
        plain=" ".join(sorted(words_of(told.given_names, told.family_names) or words_of(*names))),
        bones=tuple(skeletons(*names)),
        given=tuple(skeletons(told.given_names)),
        given_plain=" ".join(words_of(told.given_names)),
        family=tuple(skeletons(told.family_names)),
        father=tuple(skeletons(told.father_name)),
        mother=tuple(skeletons(told.mother_name)),
        born=day.year * 10000 + day.month * 100 + day.day if day else None,
        year=told.birth_date.year if told.birth_date else told.birth_year or None,
        sex=told.sex or None,
        nationality=told.nationality or None,
        birth_place=" ".join(skeletons(told.birth_place)) or None,
        documents=_plain(told.documents),
        phones=tuple(each[-8:] for each in _plain(told.phones) if len(each) >= 6),
        homes=tuple(sorted({" ".join(words_of(each)) for each in told.addresses if each})),
    )


def _known_day(told: Told) -> date | None:
    """Nobody knows a day that is written as 1 January: it is how offices write a year."""
    day = told.birth_date
    return day if day and told.is_exact and (day.month, day.day) != (1, 1) else None


def _plain(numbers: Iterable[str]) -> tuple[str, ...]:
    plain = ("".join(sign for sign in each.lower() if sign.isalnum()) for each in numbers if each)
    return tuple(sorted({each for each in plain if each}))


def table_of(rows: Iterable[Row]) -> pa.Table:
    """The rows as columns, for the engine that compares them."""
    return pa.Table.from_batches(_batches(rows), schema=SCHEMA)


def _batches(rows: Iterable[Row], size: int = 5000) -> Iterator[pa.RecordBatch]:
    """Little by little: what was opened is held once, in columns, and not twice."""
    held: list[Row] = []
    for row in rows:
        held.append(row)
        if len(held) == size:
            yield _batch(held)
            held = []
    if held:
        yield _batch(held)


def _batch(rows: list[Row]) -> pa.RecordBatch:
    columns = [[getattr(row, field.name) for row in rows] for field in SCHEMA]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def _type(name: str) -> pa.DataType:
    return TEXTS if name in _LISTS else _TYPES.get(name, pa.string())


SCHEMA = pa.schema([(field.name, _type(field.name)) for field in fields(Row)])
