"""The usual way beside ours: PostgreSQL's trigrams, over names in clear and in Latin letters.

The table is thrown away. It seals nothing and asks for nobody's permission, so it is spared what
ours costs; and its names are romanised first, so that it is not held back by scripts.
"""

from anyascii import anyascii
from django.db import connection

from .made import Asked, Register
from .searching import Clock, Look, told_of

MOST = 300  # searches: each is slow in a large register
_SIMILAR = """
SELECT person FROM bench_trigrams WHERE name %% %(name)s {narrowed}
ORDER BY similarity(name, %(name)s) DESC LIMIT 10
"""
_NARROWED = (
    "AND (year BETWEEN %(year)s - 1 AND %(year)s + 1 OR year = 0 OR %(year)s = 0)"
    " AND (sex = %(sex)s OR sex = '')"
)
WAYS = {"names": "", "names, year, sex": _NARROWED}


def figures(register: Register, asked: list[Asked]) -> dict:
    _fill(register)
    clock = Clock()
    return {way: told_of(_looks(asked[:MOST], narrowed, clock)) for way, narrowed in WAYS.items()}


def _fill(register: Register) -> None:
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


def _looks(asked: list[Asked], narrowed: str, clock: Clock) -> list[Look]:
    query = _SIMILAR.format(narrowed=narrowed)
    looks = []
    with connection.cursor() as cursor:
        for each in asked:
            written = each.written
            told = {
                "name": _names(written.names)[0], "year": written.birth_year or 0,
                "sex": written.sex,
            }  # fmt: skip
            rows, wall, cpu = clock.time(lambda told=told: _fetched(cursor, query, told))
            people = list(dict.fromkeys(person for (person,) in rows))
            place = people.index(each.person) + 1 if each.person in people else 0
            looks.append(Look(each, place, wall, cpu))
    return looks


def _fetched(cursor, query: str, told: dict) -> list:
    cursor.execute(query, told)
    return cursor.fetchall()
