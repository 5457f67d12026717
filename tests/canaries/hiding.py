"""Leaks made on purpose: a hunt that does not find these would not find others either."""

import base64
import gzip
import sqlite3
from pathlib import Path

import psycopg

from tests.served import Served

from .places import LITE
from .values import Aviary, Canary

DOOR = "hidden on purpose"


def hide(served: Served, aside: Path, aviary: Aviary) -> list[Canary]:
    """One in a log, two in the database (and so in its WAL), one packed, one in percent signs."""
    log, column, wal, packed, cached = hidden = [
        aviary.new(DOOR, where)
        for where in ("log", "column, base64", "WAL, UTF-16", "temporary, gzip", "house, JSON")
    ]
    with (aside / "log").open("a") as file:
        file.write(f"somebody looked for {log.words}\n")
    told = base64.b64encode(f"the name is {column.words}".encode()).decode()
    _keep(served, [(told, b""), ("", wal.words.encode("utf-16-le"))])
    (aside / "temporary" / "left").write_bytes(gzip.compress(b"x" * 99 + packed.words.encode()))
    as_json = cached.arabic.encode("unicode_escape")
    (served.home / "cache.json").write_bytes(b'{"name": "' + as_json + b'"}')
    return hidden


def _keep(served: Served, rows: list[tuple[str, bytes]]) -> None:
    """In a table of their own, committed like everything else."""
    if served.database:
        with psycopg.connect(served.database) as here:
            here.execute("CREATE TABLE hidden (words text, bytes bytea)")
            here.cursor().executemany("INSERT INTO hidden VALUES (%s, %s)", rows)
        return
    with sqlite3.connect(served.home / LITE, timeout=20) as here:
        here.execute("CREATE TABLE hidden (words text, bytes blob)")
        here.executemany("INSERT INTO hidden VALUES (?, ?)", rows)
