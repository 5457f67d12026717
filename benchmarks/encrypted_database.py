"""What encryption of the embedded database costs: processor time beside a clear file.

    python -m benchmarks.encrypted_database [--rows 20000] [--rounds 21]

Both files hold the tables of this version and the same made-up rows, and lie in a folder that is
thrown away. Each round asks the same of the clear and of the encrypted one, by turns; printed are
medians of the rounds and their ratio.
"""

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import process_time

import django
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

CLEAR, ENCRYPTED = "clear", "encrypted"
TABLE = "CREATE TABLE measured (id integer PRIMARY KEY, office integer, at text, said text)"
BY_KEY = "SELECT * FROM measured WHERE id = %s"
A_LIST = "SELECT * FROM measured WHERE office = %s ORDER BY at DESC LIMIT 25"
SAVE = "INSERT INTO measured (office, at, said) VALUES (%s, %s, %s)"
TIMES = {"open a connection": 20, "a row by key": 500, "a list of 25": 100, "a commit": 20}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=21)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="amparo-bench-") as home:
        os.environ |= {
            "AMPARO_HOME": home, "DATABASE_URL": "", "AMPARO_RESERVE_MB": "0",
            "DJANGO_SETTINGS_MODULE": "amparo.site.settings",
        }  # fmt: skip
        django.setup()
        for what, clear, encrypted in measure(databases(Path(home)), given.rows, given.rounds):
            sys.stdout.write(
                f"{what:<20}{clear * 1e6:>12,.1f} µs{encrypted * 1e6:>12,.1f} µs"
                f"{encrypted / clear:>8.2f} ×\n"
            )


def databases(home: Path) -> dict[str, BaseDatabaseWrapper]:
    """One encrypted, one clear, with the same tables."""
    from amparo.foundation.core.database.sqlite.encrypted_file import open_encrypted
    from amparo.site.environment import database_settings

    call_command("migrate", verbosity=0)
    with closing(open_encrypted(home / "amparo.sqlite3")) as encrypted:
        encrypted.execute("ATTACH DATABASE ? AS clear KEY ''", [str(home / "clear.sqlite3")])
        encrypted.execute("SELECT sqlcipher_export('clear')")
    told = {
        ENCRYPTED: database_settings(f"sqlite://{home}/amparo.sqlite3", home),
        CLEAR: database_settings(f"sqlite://{home}/clear.sqlite3", home)
        | {"ENGINE": "django.db.backends.sqlite3"},
    }
    handler = ConnectionHandler({DEFAULT_DB_ALIAS: {}, **told})
    return {name: handler[name] for name in told}


def measure(
    both: dict[str, BaseDatabaseWrapper], rows: int, rounds: int
) -> Iterator[tuple[str, float, float]]:
    """Yields what was done, and the median seconds it took on the clear and the encrypted file."""
    for database in both.values():
        fill(database, rows)
    does: dict[str, Callable] = {
        "open a connection": reopen,
        "a row by key": lambda asked, n: ask(asked, BY_KEY, n * 7919 % rows + 1),
        "a list of 25": lambda asked, n: ask(asked, A_LIST, n % 15),
        "a commit": lambda asked, n: ask(asked, SAVE, n % 15, f"{n:012}", "what was said"),
    }
    for what, do in does.items():
        taken: dict[str, list[float]] = {CLEAR: [], ENCRYPTED: []}
        for turn in range(rounds):
            for name in (CLEAR, ENCRYPTED) if turn % 2 else (ENCRYPTED, CLEAR):
                began = process_time()
                for n in range(TIMES[what]):
                    do(both[name], turn * TIMES[what] + n)
                taken[name].append((process_time() - began) / TIMES[what])
        yield what, statistics.median(taken[CLEAR]), statistics.median(taken[ENCRYPTED])


def fill(database: BaseDatabaseWrapper, rows: int) -> None:
    with database.cursor() as cursor:
        cursor.execute(TABLE)
        cursor.execute("CREATE INDEX by_office ON measured (office, at)")
        cursor.execute("BEGIN IMMEDIATE")
        cursor.executemany(
            SAVE, [(n % 15, f"{n:012}", "what was said " * 20) for n in range(rows)]
        )
        cursor.execute("COMMIT")


def reopen(database: BaseDatabaseWrapper, _n: int) -> None:
    """As each request begins: opened, and the tables are known."""
    database.close()
    ask(database, BY_KEY, 1)


def ask(database: BaseDatabaseWrapper, sql: str, *params: str | int) -> None:
    with database.cursor() as cursor:
        cursor.execute(sql, params)
        cursor.fetchall()


if __name__ == "__main__":
    main()
