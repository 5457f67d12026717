"""Databases for tests, each a copy of one that was migrated once.

The template is kept under `var/templates`, named by a hash of the migrations and of the packages
that have migrations of their own: as a file on SQLite, as a database in the test cluster on
PostgreSQL (`tests/support/postgres.py` keeps the cluster). The file is encrypted under a key that
is written here, since nobody is in it; each copy gets the key of its installation. The policies of
row-level security follow the rules as they are now: each process sees to it before its first copy.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from amparo.foundation.core.database.sqlite.encrypted_file import PURPOSE, rekey
from amparo.foundation.core.encryption.key_ring import FileKeyRing, JsonKeyRing

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "var" / "templates"
PREFIX = "amparo_template_"
TEMPLATE_RING = {"root": "00" * 32, "keys": {"k": "00" * 32}, "current": "k"}


@cache
def key() -> str:
    """A name for the schema as the migrations leave it; it changes whenever one of them does."""
    made_of = [
        ROOT / "requirements.lock",
        *sorted((ROOT / "amparo").glob("**/migrations/*.py")),
    ]
    digest = hashlib.sha256()
    for path in made_of:
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def copy_template(place: Path | str) -> None:
    """Makes a migrated database: a file at `place` on SQLite, one of that name on PostgreSQL."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{key()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # nobody may be in a template that is copied
        if connection.vendor == "sqlite":
            copy_file(place)
        else:
            tell_postgres(f'CREATE DATABASE "{place}" TEMPLATE "{_template_database()}"')


def copy_file(place: Path | str) -> None:
    """Makes a migrated SQLite file, whatever these tests run on, under the key ring of the
    settings.
    """
    shutil.copyfile(_migrated_file(), place)
    template_key = JsonKeyRing(TEMPLATE_RING).derive(PURPOSE)
    rekey(place, template_key, FileKeyRing().derive(PURPOSE))


def copy_database(made: Path | str, place: Path | str) -> None:
    """Copies a database that nobody is in, under the same keys."""
    if connection.vendor == "sqlite":
        shutil.copyfile(made, place)
    else:
        tell_postgres(f'CREATE DATABASE "{place}" TEMPLATE "{made}"')


@contextmanager
def use(place: Path | str) -> Iterator[None]:
    """Every connection of this process leads to the database at `place`, then back.

    A database goes with the checkpoint of its own audit log: another's would contradict it.
    """
    before, checkpoint = connection.settings_dict["NAME"], settings.AMPARO_AUDIT_CHECKPOINT
    _lead_to(place)
    own = f"{Path(place).name}.checkpoint"
    settings.AMPARO_AUDIT_CHECKPOINT = Path(checkpoint).with_name(own)
    try:
        yield
    finally:
        settings.AMPARO_AUDIT_CHECKPOINT = checkpoint
        _lead_to(before)


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


def _migrated_file() -> Path:
    template = KEPT / f"{key()}.sqlite3"
    if not template.exists():
        for older in KEPT.glob("*.sqlite3"):
            older.unlink()
        with tempfile.TemporaryDirectory(dir=KEPT) as home:
            made = Path(home) / "amparo.sqlite3"
            kept = {
                "AMPARO_HOME": home, "DATABASE_URL": f"sqlite://{made}",
                "AMPARO_KEY_RING": json.dumps(TEMPLATE_RING),
            }  # fmt: skip
            told = [sys.executable, "-W", "ignore", "-m", "amparo", "migrate", "--verbosity", "0"]
            subprocess.run(told, cwd=ROOT, env=os.environ | kept, check=True)
            made.rename(template)
    return template


@cache
def _template_database() -> str:
    # Not at the top: `tests/support/postgres.py` asks for the key before there are settings.
    from amparo.foundation.core.permissions.rls import policies

    template = PREFIX + key()
    if not tell_postgres(f"SELECT 1 FROM pg_database WHERE datname = '{template}'"):  # noqa: S608
        made = f"{template}_making"
        tell_postgres(f'DROP DATABASE IF EXISTS "{made}" WITH (FORCE)')
        tell_postgres(f'CREATE DATABASE "{made}"')
        with use(made):
            call_command("migrate", verbosity=0, interactive=False)
        tell_postgres(f'ALTER DATABASE "{made}" RENAME TO "{template}"')
    with use(template):
        policies.create_policies()  # as the rules are now, not as they were when it was migrated
    return template
