"""People as columns in memory, as the engine takes them in; Arrow comes with the extra
`comparison` (`extra.py`).
"""

from collections.abc import Sequence
from dataclasses import fields

import pyarrow as pa

from .rows import BONES, Row, row_of

_TEXTS = pa.list_(pa.string())
_TYPES = {"person": pa.int64(), "born": pa.int32(), "year": pa.int16()}
_LISTS = frozenset((*BONES, "documents", "phones"))


def batch_of(people: Sequence[tuple[int, str]], secret: bytes) -> pa.RecordBatch:
    """People as columns, for the engine that compares them."""
    rows = [row_of(person, told, secret) for person, told in people]
    columns = [[getattr(row, field.name) for row in rows] for field in SCHEMA]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def _type(name: str) -> pa.DataType:
    return _TEXTS if name in _LISTS else _TYPES.get(name, pa.string())


SCHEMA = pa.schema([(field.name, _type(field.name)) for field in fields(Row)])
