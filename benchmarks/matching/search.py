"""Search for people who come again: whether they are found, how soon, and who is stopped wrongly.

PostgreSQL's trigrams are measured beside it.
"""

import gc
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import quantiles
from time import perf_counter, thread_time

from anyascii import anyascii
from django.db import connection

from amparo.foundation.people.matching import ALERT, ASK, MatchingFeatures
from amparo.foundation.people.search.index import name_weights_for
from amparo.foundation.people.search.search import (
    SearchResult,
    parse_search_text,
    search_candidates,
)

from .loader import LoadedRegister, search_input
from .register import Asked, Register

WARMING_UP = 40
THRESHOLDS = (14.0, 18.0, 20.0, 24.0, 26.0, 30.0)


@dataclass(frozen=True, slots=True)
class Look:
    """One search: in which place the right one stood (0: nowhere), and what it took."""

    asked: Asked
    place: int
    elapsed: float
    cpu: float
    right: float = 0.0  # the bits of the right one
    best: float = 0.0  # the bits of whoever stood first


class Clock:
    """Milliseconds by the clock, and of processors: ours and that of the database's process."""

    def __init__(self):
        self._backend: Path | None = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self._backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def time[T](self, do: Callable[[], T]) -> tuple[T, float, float]:
        gc.disable()
        there, cpu, began = self._there(), thread_time(), perf_counter()
        answer = do()
        wall, cpu = perf_counter() - began, thread_time() - cpu + self._there() - there
        gc.enable()
        return answer, wall * 1000, cpu * 1000

    def _there(self) -> float:
        return int(self._backend.read_text().split()[0]) / 1e9 if self._backend else 0.0


def search_figures(loaded: LoadedRegister) -> dict:
    """By the whole form, as at a registration; and by names and a year, as typed into the box."""
    clock = Clock()
    for asked in loaded.returning[:WARMING_UP]:
        search_candidates(loaded.user, search_input(asked.written))
    by_form = [
        _look(loaded, asked, search_input(asked.written), clock) for asked in loaded.returning
    ]
    new = [_look(loaded, asked, search_input(asked.written), clock) for asked in loaded.newcomers]
    typed = [
        _look(loaded, asked, parse_search_text(typed_as(asked)), clock)
        for asked in loaded.returning
    ]
    crowd = round(
        name_weights_for(()).crowd, 1
    )  # where our search asks for more, and where it stops
    return {
        "form": look_figures(by_form),
        "typed": look_figures(typed),
        "by culture": _by_culture(by_form),
        "missed after": _missed_after(by_form),
        "alerts": [
            _alerts(by_form, new, bits)
            for bits in sorted({*THRESHOLDS, ASK + crowd, ALERT + crowd})
        ],
        "asks from": ASK + crowd,
        "stops from": ALERT + crowd,
    }


def typed_as(asked: Asked) -> str:
    """What somebody types who has the names and the year: no sex, no land, no number."""
    written = asked.written
    names = " ".join(filter(None, written.names[:3])) or written.original_name
    return f"{names} {written.birth_year or ''}".strip()


def _look(loaded: LoadedRegister, asked: Asked, traits: MatchingFeatures, clock: Clock) -> Look:
    found, wall, cpu = clock.time(lambda: search_candidates(loaded.user, traits))
    assert isinstance(found, SearchResult)
    people = [loaded.person_of[alike.person.pk] for alike in found.alike]
    bits = [alike.likeness.bits for alike in found.alike]
    place = people.index(asked.person) + 1 if asked.person in people else 0
    right = bits[place - 1] if place else 0.0
    return Look(asked, place, wall, cpu, right, bits[0] if bits else 0.0)


def look_figures(looks: list[Look]) -> dict:
    return {
        "searches": len(looks),
        "@1": sum(look.place == 1 for look in looks) / len(looks),
        "@10": sum(look.place > 0 for look in looks) / len(looks),
        "wall": percentiles(look.elapsed for look in looks),
        "cpu": percentiles(look.cpu for look in looks),
    }


def percentiles(times: Iterable[float]) -> list[float]:
    """p50, p95, p99."""
    cut = quantiles(times, n=100, method="inclusive")
    return [cut[49], cut[94], cut[98]]


def _by_culture(looks: list[Look]) -> dict[str, tuple[int, float]]:
    """Where it is worst: an average hides whose names are not found."""
    asked = Counter(look.asked.culture for look in looks)
    found = Counter(look.asked.culture for look in looks if look.place)
    shares = {name: (count, found[name] / count) for name, count in asked.items()}
    return dict(sorted(shares.items(), key=lambda share: share[1][1]))


def _missed_after(looks: list[Look]) -> dict[str, int]:
    """What the clerk had done to the forms of those who were not found."""
    missed = [look.asked.written.changes for look in looks if not look.place]
    return dict(Counter(change for changes in missed for change in set(changes)).most_common())


def _alerts(returning: list[Look], new: list[Look], bits: float) -> dict:
    kin = [look for look in new if look.asked.is_kin]
    others = [look for look in new if not look.asked.is_kin]
    return {
        "bits": bits,
        "returning": _share(look.place and look.right >= bits for look in returning),
        "newcomers": _share(look.best >= bits for look in new),
        "kin": _share(look.best >= bits for look in kin),
        "others": _share(look.best >= bits for look in others),
    }


def _share(told: Iterable) -> float:
    answers = [bool(each) for each in told]
    return sum(answers) / len(answers) if answers else 0.0


# The usual way: PostgreSQL's trigrams, over names in clear and in Latin letters.
#
# The table is thrown away. It encrypts nothing and asks for nobody's permission, so it is spared
# that cost; and its names are romanised first, so that it is not held back by scripts.

TRIGRAM_SEARCHES = 300  # searches: each is slow in a large register
_SIMILAR = """
SELECT person FROM bench_trigrams WHERE name %% %(name)s {narrowed}
ORDER BY similarity(name, %(name)s) DESC LIMIT 10
"""
_NARROWED = (
    "AND (year BETWEEN %(year)s - 1 AND %(year)s + 1 OR year = 0 OR %(year)s = 0)"
    " AND (sex = %(sex)s OR sex = '')"
)
WAYS = {"names": "", "names, year, sex": _NARROWED}


def trigram_figures(register: Register, asked: list[Asked]) -> dict:
    _fill_trigrams(register)
    clock = Clock()
    return {
        way: look_figures(_trigram_looks(asked[:TRIGRAM_SEARCHES], narrowed, clock))
        for way, narrowed in WAYS.items()
    }


def _fill_trigrams(register: Register) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute(
            "CREATE UNLOGGED TABLE bench_trigrams"
            " (person bigint, name text, year smallint, sex text)"
        )
        with cursor.copy("COPY bench_trigrams FROM STDIN") as sheet:
            for row in register.rows():
                year, sex = row.written.birth_year or 0, row.written.sex
                for name in _names(row.written.names):
                    sheet.write_row((row.person, name, year, sex))
        cursor.execute("CREATE INDEX ON bench_trigrams USING gin (name gin_trgm_ops)")
        cursor.execute("ANALYZE bench_trigrams")


def _names(names: tuple[str, ...]) -> list[str]:
    """In Latin letters: as written in them, and as read out of the other script."""
    latin, original = " ".join(filter(None, names[:3])), names[3]
    return [anyascii(name).lower() for name in (latin, original) if name]


def _trigram_looks(asked: list[Asked], narrowed: str, clock: Clock) -> list[Look]:
    query = _SIMILAR.format(narrowed=narrowed)
    looks = []
    with connection.cursor() as cursor:
        for each in asked:
            written = each.written
            told = {
                "name": _names(written.names)[0], "year": written.birth_year or 0,
                "sex": written.sex,
            }  # fmt: skip
            rows, wall, cpu = clock.time(partial(_fetched, cursor, query, told))
            people = list(dict.fromkeys(person for (person,) in rows))
            place = people.index(each.person) + 1 if each.person in people else 0
            looks.append(Look(each, place, wall, cpu))
    return looks


def _fetched(cursor, query: str, told: dict) -> list:
    cursor.execute(query, told)
    return cursor.fetchall()
