"""ODK entity lists that devices take along, so that a form can be about one of their records.

An app registers a list in its `entity_lists.py`. ODK Entities call the list a dataset: `cases.csv`
is the list of the dataset `cases`.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import md5
from typing import Protocol

from amparo.foundation.core.models import User

from .extension_points import entity_lists

# Versions are whole numbers that a telephone counts in 32 bits: seconds since then are enough.
_FIRST = datetime(2020, 1, 1, tzinfo=UTC)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One file in a list: its ref, what it is called there, and when it last changed."""

    ref: str
    label: str
    at: datetime


class EntityList(Protocol):
    """What one app lets telephones take along."""

    def rows(self, holder: User) -> Sequence[EntityRow]:
        """Those of the holder's files that may lie on a telephone."""

    def record_sync(self, holder: User) -> None:
        """Taking them along is a reading of each: it leaves its line."""

    def still_listed(self, holder: User, refs: Iterable[str]) -> set[str]:
        """Which of these refs still stand in the list of the holder."""


def register_entity_list(dataset: str, made: EntityList) -> None:
    entity_lists.register(dataset, made)


def dataset_of(file_name: str) -> str:
    """The list of which this is the file; "" where it is none of ours."""
    name, dot, ending = file_name.rpartition(".")
    return name if dot and ending == "csv" and name in entity_lists else ""


def version_at(moment: datetime) -> int:
    return int((moment - _FIRST).total_seconds())


def moment_of(version: int) -> datetime:
    """The end of the second that a version stands for."""
    return datetime.fromtimestamp(_FIRST.timestamp() + version + 1, UTC)


def as_csv(lines: Iterable[EntityRow]) -> bytes:
    """As ODK Collect reads it: without `__version` it would leave the whole list away."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("name", "label", "__version"))
    for line in lines:
        writer.writerow((line.ref, _plain(line.label), version_at(line.at)))
    return text.getvalue().encode()


def _plain(label: str) -> str:
    """A telephone's file may be opened as a table: nothing in it is a formula."""
    return label.lstrip("".join(_FORMULA_STARTS))


def md5_hash(content: bytes) -> str:
    """What OpenRosa calls the hash of a file; it guards against nothing but a broken line."""
    return f"md5:{md5(content, usedforsecurity=False).hexdigest()}"
