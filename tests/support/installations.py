"""Whole houses of their own, run as those who keep them run them: by the `amparo` command.

Each has a folder and a database of the kind that the tests run on, and is thrown away.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.test import override_settings
from sqlcipher3 import dbapi2

from amparo.foundation.core.database.sqlite.encrypted_file import PURPOSE, open_encrypted
from amparo.foundation.core.encryption.key_ring import FileKeyRing
from amparo.site.session_secret import make_secret
from tests.support import template_database

if TYPE_CHECKING:
    from tests.support import releases

ROOT = Path(__file__).parents[2]
POSTGRES = os.environ.get("DATABASE_URL", "")


@dataclass(frozen=True)
class Installation:
    home: Path
    url: str = ""
    # What else stands in its environment: other settings, a language.
    more: Mapping[str, str] = field(default_factory=dict)

    def under(self, **more: str) -> "Installation":
        """The same house, run with these variables of the environment."""
        return replace(self, more={**self.more, **more})

    def amparo(self, *words: str | Path, fails: bool = False) -> str:
        """What the command says; that it fails must be expected."""
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "amparo", *map(str, words)],
            env=self.environment, capture_output=True, text=True, check=False, cwd=ROOT,
        )  # fmt: skip
        assert bool(done.returncode) == fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    def python(self, code: str) -> str:
        return self.start(code).communicate(timeout=120)[0].strip()

    def start(self, code: str) -> subprocess.Popen:
        """Something that goes on in this house while other things happen."""
        started = "import django, gc\ngc.disable(); django.setup(); gc.enable(); gc.freeze()"
        return self._begin("-c", f"{started}\n{code}")

    def open(self, *words: str) -> subprocess.Popen:
        """`amparo serve`, until it is told to stop."""
        return self.begin("serve", *words)

    def begin(self, *words: str) -> subprocess.Popen:
        """A command that goes on while other things happen."""
        return self._begin("-m", "amparo", *words)

    def _begin(self, *words: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", *words],
            env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            cwd=ROOT,
        )  # fmt: skip

    @property
    def environment(self) -> dict[str, str]:
        left_out = ("AMPARO", "LANG", "LC_")
        plain = {
            name: value
            for name, value in os.environ.items()
            if not any(each in name for each in left_out)
        }
        return plain | {
            "AMPARO_HOME": str(self.home),
            "AMPARO_RESERVE_MB": "1",  # what is kept for a full disk: many houses share this one
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "amparo.site.settings",
            "PYTHONPATH": str(ROOT),
            **self.more,
        }


FILL = """
from django.conf import settings
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
from tests.support.cast import Cast
from tests.support.sample_data import build_all
build_all(Cast())
"""


@pytest.fixture(scope="session")
def new_installation(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker
) -> Iterator[Callable[[], Installation]]:
    """Empty houses, ready to be lived in: each a copy of the template, with keys of its own."""
    made: list[str] = []

    def make() -> Installation:
        home, name = tmp_path_factory.mktemp("house"), f"house_{uuid4().hex[:12]}"
        make_secret(home / "keys" / "secret", over=False)
        with keys_of(home), django_db_blocker.unblock():
            FileKeyRing().make()
            template_database.copy_template(name if POSTGRES else home / "amparo.sqlite3")
        made.append(name)
        return Installation(home, _named(name) if POSTGRES else "")

    yield make
    with django_db_blocker.unblock():
        for name in made if POSTGRES else ():
            template_database.remove(name)


@pytest.fixture
def unpacked(
    tmp_path: Path, django_db_blocker
) -> Iterator[Callable[["releases.Release"], Installation]]:
    """Unpacks releases, each into a folder and a database that are thrown away."""
    made: list[str] = []

    def unpack(release: "releases.Release") -> Installation:
        home, name = tmp_path / f"office-{len(made)}", f"office_{uuid4().hex[:12]}"
        if POSTGRES:
            with django_db_blocker.unblock():
                template_database.tell_postgres(f'CREATE DATABASE "{name}"')
        made.append(name)
        engine = "postgresql" if POSTGRES else "sqlite"
        return release.unpack(engine, home, _named(name) if POSTGRES else "")

    yield unpack
    with django_db_blocker.unblock():
        for name in made if POSTGRES else ():
            template_database.remove(name)


def open_file(home: Path) -> dbapi2.Connection:
    """The encrypted database of the installation at `home`, past Amparo."""
    with keys_of(home):
        key = FileKeyRing().derive(PURPOSE)
    return open_encrypted(home / "amparo.sqlite3", key=key, timeout=20)


def keys_of(home: Path) -> override_settings:
    """While it is entered, the key ring of the settings is that of the installation at `home`."""
    return override_settings(AMPARO_KEY_RING_FILE=home / "keys" / "ring")


@pytest.fixture
def empty_installation(new_installation) -> Installation:
    return new_installation()


@pytest.fixture(scope="session")
def installation_with_data(new_installation) -> Installation:
    """A house with Rosa's file and everything else in it. Tests read it and change nothing."""
    house = new_installation()
    house.python(FILL)
    return house


def _named(database: str) -> str:
    place, _, query = POSTGRES.partition("?")
    return f"{place.rpartition('/')[0]}/{database}?{query}"
