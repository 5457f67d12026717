"""Small filled databases of each release, and what must be in them after an upgrade.

    tests/releases/VERSION/manifest.json       version, last migrations, rows of each table
    tests/releases/VERSION/sqlite.tar.xz       an installation: keys, ledger, documents, database
    tests/releases/VERSION/postgresql.tar.xz   the same on PostgreSQL, as `pg_dump` writes it

Everybody in them is made up, and their keys lie beside them. What is encrypted in the database
stays so; the file around it (SQLCipher) is stored in clear, because it would not compress, and is
encrypted again where it is unpacked. `python -m bin.release` makes them.
"""

import json
import re
import subprocess
import tarfile
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlcipher3 import dbapi2

from amparo.foundation.core.database.sqlite.conversion import export
from amparo.foundation.core.database.sqlite.encrypted_file import PURPOSE
from amparo.foundation.core.encryption.key_ring import FileKeyRing
from tests.support import postgres
from tests.support.installations import FILL, ROOT, Installation, keys_of, open_file

RELEASES = ROOT / "tests" / "releases"
MANIFEST, CONTENT = "manifest.json", "content.json"
DATABASE = {"sqlite": "amparo.sqlite3", "postgresql": "database.sql"}
MOST_BYTES = 2_000_000
# Tables that are no record of anything: sessions, counts of sign-in attempts.
LEFT_OUT = {"django_session", "core_session", "amparo_cache", "cache", "sqlite_sequence"}
# What a later migration changed on purpose: "table" or "table.column", under the release that
# still had it. Everything else is there after an upgrade as it was.
# Of unread notifications about the same event and record the newest stays (core 0003).
CHANGED_ON_PURPOSE: dict[str, set[str]] = {"0.2.0": {"core_notification"}}
# `load-codes` brings lists in as the new version has them.
BY_EACH_VERSION = {"core_codelistentry", "core_codelistedition"}
LOOK = """
import json
from django.conf import settings
from django.db import connection
from tests.support.releases import CONTENT, content
kept = settings.HOME / CONTENT
print(json.dumps(content(connection, json.loads(kept.read_text()) if kept.exists() else None)))
"""
LAST_MIGRATIONS = """
import json
from django.db.migrations.recorder import MigrationRecorder
from django.db import connection
print(json.dumps(dict(sorted(MigrationRecorder(connection).applied_migrations()))))
"""

# Whether a house works: values that decrypt, its audit log, a page for somebody who signed in.
INSIDE = """
import io, json
from django.test import Client
from amparo.foundation.core.models import User
from amparo.ops.backups.restore import check_audit_log, check_stored_files, check_values
from tests.support.fixtures import with_both_proofs
with_both_proofs()
client = Client(headers={"host": "localhost"})
client.force_login(User.objects.filter(is_active=True, is_system=False).order_by("pk").first())
values = check_values()
print(json.dumps({
    "values": values.is_well and values.opened > 0,
    "documents": check_stored_files().is_well,
    "audit": check_audit_log(stdout=io.StringIO()),
    "page": client.get("/", follow=True).status_code,
}))
"""
WELL = {"values": True, "documents": True, "audit": True, "page": 200}


@dataclass(frozen=True)
class Release:
    """The databases of one release, as they are kept."""

    folder: Path

    @property
    def version(self) -> str:
        return self.folder.name

    @property
    def manifest(self) -> dict:
        return json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))

    def content(self, engine: str) -> dict[str, dict]:
        """Rows and digests of each table on the day of the release."""
        with tarfile.open(self.folder / f"{engine}.tar.xz") as archive:
            return json.load(archive.extractfile(CONTENT))  # type: ignore[arg-type]

    def losses(self, engine: str, house: Installation) -> list[str]:
        """What a house that began as this release has no more, or otherwise than it was."""
        before = self.content(engine)
        (house.home / CONTENT).write_text(json.dumps(before), encoding="utf-8")
        now, changed = json.loads(house.python(LOOK)), CHANGED_ON_PURPOSE.get(self.version, set())
        return list(losses(before, now, changed))

    def unpack(self, engine: str, home: Path, url: str = "") -> Installation:
        """The installation as it was when the release was made; `url` names an empty database."""
        with tarfile.open(self.folder / f"{engine}.tar.xz") as archive:
            archive.extractall(home, filter="data")
        kept = home / DATABASE[engine]
        if engine == "sqlite":
            _encrypt(kept, home)
        else:
            _load(kept, url)
            kept.unlink()
        return Installation(home, url)


def look_inside(house: Installation) -> dict:
    """How an installation is after an upgrade; `WELL` where all of it works."""
    return json.loads(house.python(INSIDE))


def releases() -> list[Release]:
    """All that are kept, the newest first."""
    found = [Release(path.parent) for path in RELEASES.glob(f"*/{MANIFEST}")]
    return sorted(found, key=lambda release: version_key(release.version), reverse=True)


def version_key(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def fill(house: Installation) -> None:
    """One record of each kind and the audit log that they leave, in an empty installation."""
    house.amparo("migrate", "--verbosity", "0")
    filled = house.start(FILL)
    filled.communicate(timeout=900)
    if filled.returncode:
        raise RuntimeError("The installation was not filled.")
    begin_audit_log(house)


def begin_audit_log(house: Installation) -> None:
    """Binds the accounts that tests made without a line of the log, and signs all of it."""
    house.amparo("audit", "accept", "--yes")
    house.amparo("audit", "verify")


def pack(house: Installation, engine: str, folder: Path) -> dict[str, int]:
    """Writes the archive of one installation; returns how many rows each table has."""
    folder.mkdir(parents=True, exist_ok=True)
    told = json.loads(house.python(LOOK))
    database = house.home / f"packed-{DATABASE[engine]}"
    (_decrypt if engine == "sqlite" else _dump)(house, database)
    described = house.home / CONTENT
    described.write_text(json.dumps(told), encoding="utf-8")
    with tarfile.open(folder / f"{engine}.tar.xz", "w:xz", preset=9) as archive:
        archive.add(database, DATABASE[engine])
        archive.add(described, CONTENT)
        for name in ("keys", "files", "ledger"):
            if (house.home / name).exists():
                archive.add(house.home / name, name)
    database.unlink()
    return {table: kept["rows"] for table, kept in told.items()}


def write_manifest(folder: Path, version: str, house: Installation, rows: dict) -> None:
    told = {
        "version": version,
        "migrations": json.loads(house.python(LAST_MIGRATIONS)),
        "rows": rows,
    }
    text = json.dumps(told, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


# What is in a database, compared column by column, whatever its tables have become since.


def content(connection: Any, like: dict | None = None) -> dict[str, dict]:
    """Rows and a digest of each column, by table; of an earlier content the same rows again."""
    with connection.cursor() as cursor:
        here = set(connection.introspection.table_names(cursor)) - LEFT_OUT
        wanted = sorted(here & like.keys() if like is not None else here)
        return {
            table: _of_table(connection, cursor, table, (like or {}).get(table))
            for table in wanted
        }


def _of_table(connection: Any, cursor: Any, table: str, like: dict | None) -> dict:
    columns = [each.name for each in connection.introspection.get_table_description(cursor, table)]
    if like:
        columns = [name for name in columns if name in like["columns"]]
    key = connection.introspection.get_primary_key_column(cursor, table)
    quoted = [connection.ops.quote_name(name) for name in (key, *columns)]
    cursor.execute(f"SELECT {', '.join(quoted)} FROM {connection.ops.quote_name(table)}")  # noqa: S608
    highest = like["highest"] if like else None
    rows, last, digests = 0, 0, dict.fromkeys(columns, 0)
    for at, *values in cursor.fetchall():
        if isinstance(at, int):
            if highest is not None and at > highest:
                continue  # came later
            last = max(last, at)
        rows += 1
        for name, value in zip(columns, values, strict=True):
            digests[name] += _digest(at, value)
    told = {name: f"{number % 2**64:016x}" for name, number in digests.items()}
    return {"rows": rows, "highest": last or None, "columns": told}


def _digest(key: Any, value: Any) -> int:
    return int.from_bytes(sha256(f"{key}\0{_plain(value)}".encode()).digest()[:8])


def _plain(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True, default=str)
    if isinstance(value, datetime):
        return value.isoformat()
    return repr(value)


def losses(before: dict, now: dict, changed: Collection[str] = ()) -> Iterator[str]:
    """A sentence for each table or column that is not as it was, but those changed on purpose."""
    for table, kept in before.items():
        if table in BY_EACH_VERSION or table in changed:
            continue
        if (here := now.get(table)) is None:
            yield f"{table} is gone"
        elif kept["rows"] and here["rows"] != kept["rows"]:
            yield f"{table} has {here['rows']} rows of {kept['rows']}"
        elif kept["rows"]:
            yield from (
                f"{table}.{name} differs"
                for name, digest in kept["columns"].items()
                if here["columns"].get(name) != digest and f"{table}.{name}" not in changed
            )


# How a database is kept.


def _decrypt(house: Installation, to: Path) -> None:
    with closing(open_file(house.home)) as database:
        database.execute("ATTACH DATABASE ? AS clear KEY ''", [str(to)])
        database.execute("SELECT sqlcipher_export('clear')")
        database.execute("DETACH DATABASE clear")


def _encrypt(clear: Path, home: Path) -> None:
    with keys_of(home):
        key = FileKeyRing().derive(PURPOSE)
    encrypted = clear.with_suffix(".encrypted")
    with closing(dbapi2.connect(str(clear), isolation_level=None)) as database:
        export(database, encrypted, key)
    encrypted.replace(clear)


def _dump(house: Installation, to: Path) -> None:
    told = [postgres.find_binaries() / "pg_dump", "--no-owner", house.url]
    dumped = subprocess.run(told, capture_output=True, text=True, check=True).stdout
    # Older ones of `psql` do not know these two words of newer ones of `pg_dump`.
    lines = [
        line for line in dumped.splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))
    ]
    to.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _load(dumped: Path, url: str) -> None:
    told = [postgres.find_binaries() / "psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1"]
    told += ["--output=/dev/null", f"--file={dumped}", url]
    subprocess.run(told, check=True)


def create_database(url: str, name: str) -> None:
    """An empty database on the PostgreSQL server at `url`."""
    with psycopg.connect(url.replace("postgres:", "postgresql:", 1), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
