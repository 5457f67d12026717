"""Where answers may belong: the records that the apps above let forms fill, with their fields.

An app says so in its `landings.py`; a form names them in `bind::amparo:lands`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from amparo.foundation.core.code_lists import codes


@dataclass(frozen=True)
class Landing:
    """A record that answers may go to; `coded` is a list whose codes stand for fields too."""

    record: str
    fields: tuple[str, ...]
    coded: str = ""

    def has(self, field: str) -> bool:
        return field in self.fields or bool(
            self.coded and field and codes.find(self.coded, field) is not None
        )


_landings: dict[str, Landing] = {}


def lands(record: str, fields: Iterable[str], *, coded: str = "") -> None:
    """Let forms fill these fields of the record."""
    _landings[record] = Landing(record, tuple(fields), coded)


def landings() -> list[Landing]:
    return list(_landings.values())


def find(record: str) -> Landing | None:
    return _landings.get(record)
