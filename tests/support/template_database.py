"""Databases for tests, each a copy of one that was migrated once.

The template is kept under `var/templates`, named by a hash of the migrations and of the packages
that have migrations of their own: as a file on SQLite, as a database in the test cluster on
PostgreSQL (`tests/postgres.py` keeps the cluster). What follows from the code as it is now, the
policies of row-level security and the triggers of the ledger, is put in force on every copy.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "var" / "templates"
PREFIX = "amparo_template_"


@cache
def key() -> str:
    """A name for the schema as the migrations leave it; it changes whenever one of them does."""
    made_of = [
        ROOT / "requirements.lock",
        *sorted((ROOT / "amparo").glob("**/migrations/*.py")),
        *sorted((ROOT / "amparo").glob("**/first_tables.py")),
    ]
    digest = hashlib.sha256()
    for path in made_of:
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def copy_template(place: Path | str) -> None:
    """Makes a migrated database: a file at `place` on SQLite, one of that name on PostgreSQL."""
    if connection.vendor == "sqlite":
        template = KEPT / f"{key()}.sqlite3"
        _build_once(template.exists, lambda: _migrate_file(template))
        shutil.copyfile(template, place)
        return
    template = PREFIX + key()
    _build_once(lambda: _is_database(template), lambda: _migrate_database(template))
    tell_postgres(f'CREATE DATABASE "{place}" TEMPLATE "{template}"')


@contextmanager
def use(place: Path | str) -> Iterator[None]:
    """Every connection of this process leads to the database at `place`, then back."""
    before = connection.settings_dict["NAME"]
    _lead_to(place)
    try:
        yield
    finally:
        _lead_to(before)


def put_in_force() -> None:
    """Policies and triggers follow the code as it is now, not as it was under the template."""
    from amparo.foundation.trust import insert_only
    from amparo.foundation.trust.wall import policies

    policies.put_up()
    insert_only.bolt()


def remove(place: Path | str) -> None:
    if connection.vendor == "sqlite":
        for each in Path(place).parent.glob(f"{Path(place).name}*"):
            each.unlink()
        return
    tell_postgres(f'DROP DATABASE IF EXISTS "{place}" WITH (FORCE)')


def tell_postgres(sql: str) -> list[tuple]:
    """Outside every database of the tests: some statements want that nobody is in them."""
    told = connection.get_connection_params() | {"dbname": "postgres"}
    with psycopg.connect(
        host=told.get("host"), port=told.get("port"), user=told.get("user"),
        password=told.get("password"), dbname="postgres", autocommit=True,
    ) as outside:  # fmt: skip
        answer = outside.execute(sql)
        return answer.fetchall() if answer.description else []


def _lead_to(place: Path | str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = str(place)


def _build_once(is_there, build) -> None:
    """The first of several test processes builds, the others wait for it."""
    if is_there():
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{key()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_there():
            build()


def _migrate_file(template: Path) -> None:
    for older in KEPT.glob("*.sqlite3"):
        older.unlink()
    made = template.with_suffix(".making")
    made.unlink(missing_ok=True)
    with use(made):
        _migrate()
    made.rename(template)


def _migrate_database(template: str) -> None:
    made = f"{template}_making"
    tell_postgres(f'DROP DATABASE IF EXISTS "{made}" WITH (FORCE)')
    tell_postgres(f'CREATE DATABASE "{made}"')
    with use(made):
        _migrate()
    tell_postgres(f'ALTER DATABASE "{made}" RENAME TO "{template}"')


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def _is_database(name: str) -> bool:
    return bool(tell_postgres(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))  # noqa: S608
