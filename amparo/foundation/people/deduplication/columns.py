"""Rows as columns, as the engine that compares them takes them in.

Arrow comes with the extra `comparison` (`optional_dependencies.py`).
"""

from collections.abc import Sequence
from dataclasses import fields

import pyarrow as pa

from .rows import PHONETIC_COLUMNS, ComparisonRow, comparison_row

_TEXTS = pa.list_(pa.string())
_TYPES = {"person": pa.int64(), "birth_day": pa.int32(), "year": pa.int16()}
_LISTS = frozenset((*PHONETIC_COLUMNS, "documents", "phones"))


def record_batch(people: Sequence[tuple[int, str]], secret: bytes) -> pa.RecordBatch:
    """People as columns, for the engine that compares them."""
    rows = [comparison_row(person, told, secret) for person, told in people]
    columns = [[getattr(row, field.name) for row in rows] for field in SCHEMA]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def _type(name: str) -> pa.DataType:
    return _TEXTS if name in _LISTS else _TYPES.get(name, pa.string())


SCHEMA = pa.schema([(field.name, _type(field.name)) for field in fields(ComparisonRow)])
