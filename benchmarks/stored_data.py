"""Made-up data that is stored for the next run, by a digest of all that makes it.

What is kept is a whole installation: its home with the key ring, on SQLite its database in that
home, on PostgreSQL a database of the same server. A run is given a copy, so that what is kept
stays as it was made. Parameters, the code that makes the data, migrations, packages and the month
(all days lie before today) are in the digest: where one of them changed, the data is made anew and
what was kept under the same name before is deleted.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from amparo.foundation.core.clock import now

ROOT = Path(__file__).parents[1]
GENERATORS = tuple(
    f"benchmarks/{name}.py"
    for name in ("country_data", "programme_data", "service_data", "insert_rows")
)
_MADE = "made.json"


def digest_of(parameters: dict[str, object]) -> str:
    """Names what the parameters, the code of today, and its migrations make."""
    said = {**parameters, "database": connection.vendor, "month": f"{now():%Y-%m}"}
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
    for name in source_names():
        digest.update(f"\n{name}\n".encode() + (ROOT / name).read_bytes())
    return digest.hexdigest()[:12]


def source_names() -> list[str]:
    """The files that make the data, and the schema that they are written to."""
    amparo = ROOT / "amparo"
    migrations = sorted(amparo.glob("**/migrations/*.py"))
    schema = [*migrations, *sorted(amparo.glob("**/first_tables.py"))]
    return [
        "requirements.lock",
        *GENERATORS,
        *(path.relative_to(ROOT).as_posix() for path in schema),
    ]


@dataclass(frozen=True)
class StoredData:
    """Data of one name and digest in a folder: `make_once`, then `copy` for each run."""

    folder: Path
    name: str
    digest: str

    @property
    def place(self) -> Path:
        return self.folder / f"{self.name}-{self.digest}"

    @property
    def database(self) -> str:
        """On PostgreSQL; on SQLite the database lies in the home."""
        return f"bench_{self.name}_{self.digest}".replace("-", "_")

    @property
    def made(self) -> dict | None:
        """What its making said of itself; None where it is not there."""
        told = self.place / _MADE
        if not told.exists() or not self._has_database():
            return None
        return json.loads(told.read_text())

    def _has_database(self) -> bool:
        if connection.vendor == "sqlite":
            return True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.database])
            return cursor.fetchone() is not None

    def make_once(self, make: Callable[[dict[str, str]], dict]) -> dict:
        """Has `make` fill an installation, given its environment, unless it is kept already.

        Returns what `make` returned, then or now. Killed in between, it is made anew.
        """
        if (made := self.made) is not None:
            return made
        self._delete_earlier()
        making = self.place / "home"
        making.mkdir(parents=True, mode=0o700)
        made = make({"AMPARO_HOME": str(making), "DATABASE_URL": make_database(self.database)})
        (self.place / _MADE).write_text(json.dumps(made))
        return made

    def _delete_earlier(self) -> None:
        for each in self.folder.glob(f"{self.name}-*"):
            shutil.rmtree(each)
            digest = each.name.removeprefix(f"{self.name}-")
            drop_database(StoredData(self.folder, self.name, digest).database)

    @contextmanager
    def copy(self) -> Iterator[dict[str, str]]:
        """Yields the environment of a copy, which is deleted afterwards."""
        home = self.folder / f"run-{os.getpid()}"
        try:
            shutil.copytree(self.place / "home", home)
            database = make_database(f"bench_run_{os.getpid()}", like=self.database)
            yield {"AMPARO_HOME": str(home), "DATABASE_URL": database}
        finally:
            shutil.rmtree(home, ignore_errors=True)
            drop_database(f"bench_run_{os.getpid()}")


def make_database(name: str, like: str = "template1") -> str:
    """Makes a database of this name on PostgreSQL, and returns its address; "" on SQLite."""
    if connection.vendor == "sqlite":
        return ""
    drop_database(name)
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}" STRATEGY FILE_COPY')
    old = connection.settings_dict["NAME"]
    return os.environ["DATABASE_URL"].replace(f"/{old}", f"/{name}", 1)


def drop_database(name: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
