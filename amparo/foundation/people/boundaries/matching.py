"""What the areas of a file are to us: which code stands for which place. Pure Python."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

type Row = dict  # of a stored file: {"properties": {name: text}, "fault": one of `files.FAULTS`}

_CODE = re.compile(r"p-?code|^code$|_code$", re.IGNORECASE)
_NAME = re.compile(r"name|nombre|nom_|_(en|es|fr|ar)$", re.IGNORECASE)


class KnownArea(NamedTuple):
    """A place of the gazetteer on the level of the file."""

    key: int
    name: str
    code: str
    parent: str  # code of the region that it lies in; "" on level 1


def same(code: str) -> str:
    """How codes are compared."""
    return code.strip().casefold()


def property_names(rows: Iterable[Row]) -> list[str]:
    """All properties of a file, in the order in which they first stand there."""
    return list(dict.fromkeys(name for row in rows for name in row["properties"]))


def guess_code(rows: Sequence[Row], level: int, known: Iterable[KnownArea]) -> str:
    """The property that most likely holds the codes: most that are known, each once."""
    codes = {same(each.code) for each in known if each.code}

    def rank(name: str) -> tuple[int, int, int, int]:
        values = [value for row in rows if (value := row["properties"].get(name))]
        matched = len({same(value) for value in values} & codes)
        is_named = bool(_CODE.search(name))
        return matched, int(is_named), int(is_named and str(level) in name), len(set(values))

    names = property_names(rows)
    return max(names, key=rank, default="")


def guess_name(rows: Sequence[Row], level: int, code: str) -> str:
    """The property that most likely holds the names."""
    values = [name for name in property_names(rows) if name != code]

    def rank(name: str) -> tuple[int, int, int]:
        filled = {value for row in rows if (value := row["properties"].get(name))}
        is_named = bool(_NAME.search(name)) and not _CODE.search(name)
        return int(is_named), int(is_named and str(level) in name), len(filled)

    return max(values, key=rank, default=code)


class Area(NamedTuple):
    """An area of a file: the position in it, its code and name, and what it is to us."""

    number: int
    code: str
    name: str
    place: str = ""
    note: str = ""


@dataclass(frozen=True)
class Comparison:
    """What an import by these two properties would do."""

    rows: Sequence[Row]
    code: str
    name: str
    known: Sequence[KnownArea]

    @cached_property
    def areas(self) -> list[Area]:
        return [
            Area(
                number, row["properties"].get(self.code, ""), row["properties"].get(self.name, "")
            )
            for number, row in enumerate(self.rows, start=1)
        ]

    @cached_property
    def _known(self) -> dict[str, KnownArea]:
        return {same(each.code): each for each in self.known if each.code}

    @property
    def matched(self) -> list[Area]:
        return [
            each._replace(place=self._known[same(each.code)].name)
            for each in self.areas
            if each.code and same(each.code) in self._known
        ]

    @property
    def unknown(self) -> list[Area]:
        return [each for each in self.areas if each.code and same(each.code) not in self._known]

    @property
    def without_code(self) -> list[Area]:
        return [each for each in self.areas if not each.code]

    @property
    def repeated(self) -> list[tuple[str, int]]:
        """Codes that stand on several areas, and on how many."""
        counts = Counter(same(each.code) for each in self.areas if each.code)
        shown = {same(each.code): each.code for each in self.areas}
        return [(shown[code], count) for code, count in counts.items() if count > 1]

    @property
    def faulty(self) -> list[tuple[Area, str]]:
        """Areas with a fault, and which."""
        pairs = zip(self.areas, self.rows, strict=True)
        return [(area, row["fault"]) for area, row in pairs if row["fault"]]

    @property
    def missing(self) -> list[KnownArea]:
        """Places that no area of the file stands for."""
        there = {same(each.code) for each in self.areas if each.code}
        return [each for each in self.known if same(each.code) not in there]


def parent_of(code: str, known: Iterable[KnownArea], regions: Iterable[str]) -> str:
    """The code of the region that an area of level 2 lies in: that of its place, else the longest
    with which its own code begins, as codes of the common operational datasets do; else "".
    """
    place = next((each for each in known if same(each.code) == same(code)), None)
    if place and place.parent:
        return place.parent
    above = (each for each in regions if each and same(code).startswith(same(each)))
    return max(above, key=len, default="")
