"""Registry of the records and fields that form answers may fill.

An app registers them in its `form_mapping.py`; a form names them in `bind::amparo:target`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from amparo.foundation.core.code_lists import codes


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


_targets: dict[str, FormTarget] = {}


def register_form_target(record: str, fields: Iterable[str], *, coded: str = "") -> None:
    """Let forms fill these fields of the record."""
    _targets[record] = FormTarget(record, tuple(fields), coded)


def form_targets() -> list[FormTarget]:
    return list(_targets.values())


def find_form_target(record: str) -> FormTarget | None:
    return _targets.get(record)
