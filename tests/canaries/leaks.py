"""The search for leaks: fill an installation through its forms, look at every byte it left.

Leaks made on purpose show that it would find others.
"""

import base64
import gzip
import json
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.crash.web import Served
from tests.support.installations import open_file

from .byte_search import Canary, CanaryRegistry, Hit, search
from .http_client import DIRECTORY, IN_CLEAR, NEVER_KEPT, SEALED_THERE
from .planting import Planting
from .stored_bytes import COPY_OPENED, DATABASE, catching, everywhere, take_copies


@dataclass
class LeakSearch:
    """What was told, what of it was kept, and where it could be read that should not be."""

    planting: Planting
    opened: str = ""
    hidden: list[Canary] = field(default_factory=list)
    hits: list[tuple[str, Hit]] = field(default_factory=list)
    looked_at: Counter = field(default_factory=Counter)

    @property
    def leaks(self) -> list[Hit]:
        return [hit for kind, hit in self.hits if not self._is_expected(kind, hit)]

    @property
    def not_kept(self) -> list[str]:
        """Questions of which nothing can be read back: "not found" would prove nothing there."""
        kept = {str(each) for each in self._must_be_kept if self._is_kept(each)}
        asked = {str(each) for each in self.planting.aviary.canaries if self._is_asked(each)}
        return sorted(asked - kept)

    @property
    def not_seen(self) -> list[Canary]:
        """In clear in the database, or hidden on purpose, and not found: the hunt is blind."""
        found = {hit.canary for _kind, hit in self.hits}
        return [each for each in (*self.hidden, *self._in_clear) if each not in found]

    def figures(self) -> dict:
        told = self.planting.aviary.canaries
        shown = self.planting.read_back
        kept = [each for each in self._must_be_kept if each not in shown and self._is_kept(each)]
        return {
            "canaries": len(told) - len(self.hidden),
            "doors": len(self.planting.routes),
            "read back on a page": len([each for each in told if each in shown]),
            "read back in the opened house": len(kept),
            "hidden on purpose": len(self.hidden),
            "of these found": len([e for e in self.hidden if e not in self.not_seen]),
            "places": self.looked_at["places"],
            "megabytes": round(self.looked_at["bytes"] / 1e6),
            "leaks": len(self.leaks),
        }

    @property
    def _must_be_kept(self) -> list[Canary]:
        told, refused = self.planting.aviary.canaries, self.planting.refused
        return [each for each in told if each not in refused and self._is_asked(each)]

    def _is_asked(self, canary: Canary) -> bool:
        """Whether it was told in order to be kept, and sealed."""
        is_never_kept = not NEVER_KEPT.isdisjoint((canary.route, _named(canary)))
        return not (is_never_kept or _is_in_clear(canary) or canary in self.hidden)

    @property
    def _in_clear(self) -> list[Canary]:
        told = self.planting.aviary.canaries
        refused = self.planting.refused
        return [each for each in told if _named(each) in IN_CLEAR and each not in refused]

    def _is_kept(self, canary: Canary) -> bool:
        return canary in self.planting.read_back or canary.is_on(self.opened)

    def _is_expected(self, kind: str, hit: Hit) -> bool:
        if hit.canary in self.hidden:
            return True
        may = hit.canary is not None and _is_in_clear(hit.canary)
        return may and kind in (DATABASE, COPY_OPENED)


def _is_in_clear(canary: Canary) -> bool:
    if canary.route.startswith(DIRECTORY):
        return not canary.question.startswith(SEALED_THERE)
    return _named(canary) in IN_CLEAR


def _named(canary: Canary) -> str:
    return f"{canary.route} {canary.question}"


def find_leaks(
    home: Path, aside: Path, *, port: int, database: str = "", only: tuple[str, ...] = ()
) -> LeakSearch:
    """In a house that is migrated and empty; `only` at some doors, where time is short.

    What it leaves lies in `home` and in `aside`.
    """
    aside.mkdir(exist_ok=True)
    more = {"TMPDIR": str(aside / "temporary")}
    served = Served(home, port, database=database, more=more, log=aside / "log")
    with catching(aside):
        served.connection = json.loads(served.run("-m", "tests.canaries.setup"))
        served.open()
        try:
            found = LeakSearch(Planting(served, only).plant())
            take_copies(served, aside)
            found.opened = served.run("-m", "tests.canaries.decryption")
            found.hidden = plant_leaks(served, aside, found.planting.aviary)
            _look(found, served, aside)
        finally:
            served.close()
    return found


def _look(found: LeakSearch, served: Served, aside: Path) -> None:
    canaries = found.planting.aviary.canaries
    for place in everywhere(served, aside):
        where = f"{place.kind}: {place.name}"
        found.hits += [(place.kind, hit) for hit in search(where, place.content, canaries)]
        found.looked_at.update(places=1, bytes=len(place.content))


# Leaks made on purpose: a hunt that does not find these would not find others either.

PLANTED_AT = "hidden on purpose"


def plant_leaks(served: Served, aside: Path, aviary: CanaryRegistry) -> list[Canary]:
    """One in a log, two in the database (and so in its WAL), one packed, one in percent signs."""
    log, column, wal, packed, cached = hidden = [
        aviary.new(PLANTED_AT, where)
        for where in ("log", "column, base64", "WAL, UTF-16", "temporary, gzip", "house, JSON")
    ]
    with (aside / "log").open("a") as file:
        file.write(f"somebody looked for {log.text}\n")
    told = base64.b64encode(f"the name is {column.text}".encode()).decode()
    _write_file(served, [(told, b""), ("", wal.text.encode("utf-16-le"))])
    (aside / "temporary" / "left").write_bytes(gzip.compress(b"x" * 99 + packed.text.encode()))
    as_json = cached.arabic.encode("unicode_escape")
    (served.home / "cache.json").write_bytes(b'{"name": "' + as_json + b'"}')
    return hidden


def _write_file(served: Served, rows: list[tuple[str, bytes]]) -> None:
    """In a table of their own, committed like everything else."""
    if served.database:
        with psycopg.connect(served.database) as here:
            here.execute("CREATE TABLE hidden (words text, bytes bytea)")
            here.cursor().executemany("INSERT INTO hidden VALUES (%s, %s)", rows)
        return
    with closing(open_file(served.home)) as here:
        here.execute("CREATE TABLE hidden (words text, bytes blob)")
        here.executemany("INSERT INTO hidden VALUES (?, ?)", rows)
        here.commit()
