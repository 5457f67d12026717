"""Addresses of provisions inside an instrument, as Akoma Ntoso makes them (`art_3__para_1`).

Pure Python. Source: OASIS Akoma Ntoso Naming Convention 1.0, section 5 (`eId`): the kind of the
part shortened, its number without spaces and signs, parts joined by two underscores.
"""

import re
from collections import Counter
from unicodedata import digit

_SIGNS = re.compile(r"[^\w-]+|_")
MAX_LENGTH = 160


def make_eid(kind: str, number: str, parent: str = "") -> str:
    """`make_eid("art", "2 bis")` is `art_2bis`; with a parent, `art_3__para_1`."""
    plain = "".join(str(digit(each, each)) for each in _SIGNS.sub("", number))
    own = f"{kind}_{plain.strip('-').lower()}"
    return (f"{parent}__{own}" if parent else own)[:MAX_LENGTH]


class UniqueEids:
    """Gives each provision of one text an address of its own: what comes twice is counted on."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def take(self, eid: str) -> str:
        self._seen[eid] += 1
        count = self._seen[eid]
        return eid if count == 1 else f"{eid[: MAX_LENGTH - 5]}_{count}"

    @property
    def repeated(self) -> list[str]:
        return [eid for eid, count in self._seen.items() if count > 1]
