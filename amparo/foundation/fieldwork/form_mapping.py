"""Registry of the records and fields that form answers may fill.

An app registers them in its `form_mapping.py`; a form names them in `bind::amparo:target`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from amparo.foundation.core.code_lists import codes

from .extension_points import fillable_records


@dataclass(frozen=True)
class FormTarget:
    """A record that answers may go to; `coded` is a list whose codes stand for fields too."""

    record: str
    fields: tuple[str, ...]
    coded: str = ""

    def has(self, field: str) -> bool:
        return field in self.fields or bool(
            self.coded and field and codes.find(self.coded, field) is not None
        )


def register_form_target(record: str, fields: Iterable[str], *, coded: str = "") -> None:
    """Let forms fill these fields of the record."""
    fillable_records.register(record, FormTarget(record, tuple(fields), coded))


def form_targets() -> list[FormTarget]:
    return list(fillable_records.values())


def find_form_target(record: str) -> FormTarget | None:
    return fillable_records.get(record)
