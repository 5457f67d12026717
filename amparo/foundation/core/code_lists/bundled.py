"""A line of a code list as it comes with Amparo, before an office rewords it."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..catalogues import CODES, ShippedText, translations_of
from ..extension_points import code_list_sources


@dataclass(frozen=True)
class BundledCode:
    """One line of one list, with its English label."""

    list: str
    code: str
    label: str
    order: int = 0
    parent: str = ""
    source: str = ""
    extra: dict = field(default_factory=dict)

    @property
    def text(self) -> ShippedText:
        return ShippedText(CODES, f"{self.list}/{self.code}", self.label)

    @property
    def labels(self) -> dict[str, str]:
        """Its label by language, in those in which it is translated."""
        return translations_of(CODES, self.text.context, self.label)


def bundled_codes() -> list[BundledCode]:
    """Every line of every list that comes with Amparo."""
    return [line for source in code_list_sources for line in source()]


def shipped_texts() -> Iterator[ShippedText]:
    """The labels of all lists, to be translated."""
    return (line.text for line in bundled_codes())


def read_rows(path: Path) -> list[dict[str, str]]:
    """The lines of one data file, as they are written there."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_codes(paths: Iterable[Path]) -> Iterator[BundledCode]:
    """The lines of files with the columns list, code, en, source, numbered in each list; what
    other columns say is kept beside them.
    """
    counted: dict[str, int] = {}
    for path in paths:
        for row in read_rows(path):
            counted[row["list"]] = counted.get(row["list"], 0) + 1
            extra = {key: said for key, said in row.items() if key not in _COLUMNS and said}
            yield BundledCode(
                row["list"], row["code"], row["en"], counted[row["list"]],
                source=row["source"], extra=extra,
            )  # fmt: skip


_COLUMNS = frozenset({"list", "code", "en", "source"})
