"""Everywhere a house leaves bytes: its database, its folders, its copies, and what it says."""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pyrage

from tests.crash.web import Served
from tests.support.installations import open_file
from tests.support.postgres import find_binaries

DATABASE, COPY_OPENED = "database", "copy of the house, opened"
ENCRYPTED_FILE = "file of the encrypted database"
LITE = "amparo.sqlite3"


@dataclass(frozen=True)
class Place:
    """Some bytes, and where they lie."""

    kind: str
    name: str
    content: bytes


def everywhere(served: Served, aside: Path) -> Iterator[Place]:
    """All bytes of this house; `aside` holds its temporary folder, its log and its copies."""
    yield from _database(served)
    yield from _files("folder of the house", served.home, but=LITE)
    yield from _files("temporary folder", aside / "temporary")
    yield from _files("temporary files that are gone again", aside / "caught")
    yield from _files("what its processes say", aside / "log")
    yield from _files("copy of the house, sealed", aside / "copies")
    for copy in sorted((aside / "copies").glob("*.age")):
        identity = pyrage.x25519.Identity.from_str((aside / "identity").read_text())
        yield Place(COPY_OPENED, copy.name, pyrage.decrypt(copy.read_bytes(), [identity]))


def take_copies(served: Served, aside: Path) -> None:
    """With `amparo backup`, as those who keep the house do; what it says is kept too."""
    identity = pyrage.x25519.Identity.generate()
    (aside / "identity").write_text(str(identity))
    words = ("--to", str(aside / "copies"), "--recipient", str(identity.to_public()))
    said = [served.run("-m", "amparo", "backup", *words, *more) for more in ((), ("--keys",))]
    with (aside / "log").open("a") as log:
        log.writelines(said)


@contextmanager
def catching(aside: Path) -> Iterator[None]:
    """Hold on to every temporary file that has a name, however short its life is."""
    there, caught = aside / "temporary", aside / "caught"
    there.mkdir(exist_ok=True)
    caught.mkdir(exist_ok=True)
    stop = threading.Event()
    hand = threading.Thread(target=_catch, args=(there, caught, stop))
    hand.start()
    try:
        yield
    finally:
        stop.set()
        hand.join()


def _catch(there: Path, caught: Path, stop: threading.Event) -> None:
    while not stop.wait(0.01):
        for entry in os.scandir(there):
            with suppress(OSError):  # a folder, or one that is caught already
                os.link(entry.path, caught / str(entry.inode()))


def _files(kind: str, place: Path, *, but: str = "\0") -> Iterator[Place]:
    paths = [place] if place.is_file() else sorted(place.rglob("*"))
    for path in paths:
        if path.is_file() and not path.is_symlink() and not path.name.startswith(but):
            with suppress(FileNotFoundError):  # a file of the server that has just gone
                yield Place(kind, str(path.relative_to(place.parent)), path.read_bytes())


# The database, as bytes on the disk and as it tells its own content.


def _database(served: Served) -> Iterator[Place]:
    if not served.database:
        for path in sorted(served.home.glob(f"{LITE}*")):
            yield Place(ENCRYPTED_FILE, path.name, path.read_bytes())
        yield Place(DATABASE, "dump", dump_file(served.home))
        return
    with psycopg.connect(served.database, autocommit=True) as server:
        server.execute("CHECKPOINT")
    dump = [
        str(find_binaries() / "pg_dump"),
        served.database.replace("postgres://", "postgresql://"),
    ]
    yield Place(DATABASE, "dump", subprocess.run(dump, capture_output=True, check=True).stdout)
    home = home_of(served.database)
    yield from _files(DATABASE, home / "data")
    yield from _files("what the server says", home / "log")


def dump_file(home: Path) -> bytes:
    """What the encrypted file tells whoever has its key: every value of every table."""
    with closing(open_file(home)) as here:
        names = here.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        values = [
            value if isinstance(value, bytes) else str(value).encode()
            for (name,) in names
            for row in here.execute(f'SELECT * FROM "{name}"')  # noqa: S608
            for value in row
        ]
    return b"\n".join(values)


def home_of(url: str) -> Path:
    """The folder of a server of ours: its socket lies beside its data."""
    return Path(parse_qs(urlsplit(url).query)["host"][0])
