"""A copy is whole, sealed, and comes back: also when people worked all the while."""

import dataclasses
import io
import json
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pyrage
import pytest
from django.core.management import CommandError, call_command

from tests.support.installations import POSTGRES
from tests.support.sample_data import SECRETS

WHO_IS_THERE = """
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Note
print([p.given_names for p in Person.objects.order_by("ref")])
print([n.text for n in Note.objects.order_by("ref")])
"""
WRITE_ON = """
import sys
from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.models import Case, Note
case = Case.objects.exclude(status="closed").order_by("pk").first()
user = User.objects.order_by("pk").first()
print("writing", flush=True)
for number in range(100_000):
    Note.write(case, by=user, text=f"Note {number}", kind="note")
"""
EVERY_NOTE_HAS_ITS_LINE = """
from amparo.foundation.core.models import AuditEntry
from amparo.pillars.assistance.cases.models import Note
print(Note.objects.count(), AuditEntry.objects.filter(event="note.written").count())
"""
ERASE_ROSA = """
from amparo.foundation.people.models import Person
from amparo.foundation.core.models import DataKey
rosa = Person.objects.order_by("pk").first()
print(DataKey.destroy([rosa.ref]))
"""
MAKE_A_CLERK = """
from django.core.management import call_command
from django.db import connection

with connection.cursor() as cursor:
    for role in ("amparo_app NOLOGIN", "clerk LOGIN"):
        cursor.execute(f"SELECT 1 FROM pg_roles WHERE rolname = '{role.split()[0]}'")
        if not cursor.fetchone():
            cursor.execute(f"CREATE ROLE {role}")
    cursor.execute("GRANT amparo_app TO clerk")
call_command("migrate", verbosity=0)
"""


@pytest.fixture(scope="module")
def identity(tmp_path_factory) -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.generate()


@pytest.fixture(scope="module")
def opener(identity, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("identity") / "identity.txt"
    path.write_text(f"# kept on paper\n{identity}\n")
    return path


@pytest.fixture(scope="module")
def copies(installation_with_data, identity, tmp_path_factory):
    """The installation and its keys, each in its own folder."""
    return take_both(installation_with_data, identity, tmp_path_factory.mktemp("copies"))


def take_both(house, identity, folder: Path) -> tuple[Path, Path]:
    sealed = ("--recipient", str(identity.to_public()))
    house.amparo("backup", *sealed, "--to", folder / "house")
    house.amparo("backup", "--keys", *sealed, "--to", folder / "keys")
    return only(folder / "house"), only(folder / "keys")


def only(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def inside(clear: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(clear)) as archive:
        return {info.name: archive.extractfile(info).read() for info in archive}


def test_what_comes_back_is_what_was_there(
    installation_with_data, empty_installation, copies, opener
):
    house, keys = copies
    told = empty_installation.amparo(
        "restore", house, "--keys", keys, "--identity", opener, "--verify"
    )
    assert "rows/s" in told
    assert "have no key here" not in told
    there = installation_with_data.python(WHO_IS_THERE)
    assert "Rosa" in there
    assert empty_installation.python(WHO_IS_THERE) == there


@pytest.mark.nightly
def test_new_records_get_numbers_that_nobody_has(
    installation_with_data, empty_installation, copies, opener
):
    empty_installation.amparo("restore", copies[0], "--keys", copies[1], "--identity", opener)
    assert "done" in empty_installation.python(
        WRITE_ON.replace("100_000", "2") + "\nprint('done')"
    )


@pytest.mark.usefixtures("at_scale")
def test_a_copy_taken_while_somebody_writes_is_of_one_moment(
    new_installation, empty_installation, copies, identity, opener, tmp_path
):
    busy = new_installation()
    busy.amparo("restore", copies[0], "--keys", copies[1], "--identity", opener)
    writer = busy.start(WRITE_ON)
    try:
        assert writer.stdout.readline() == "writing\n"
        time.sleep(0.5)
        house, keys = take_both(busy, identity, tmp_path)
        assert writer.poll() is None, "It must write all the while."
    finally:
        writer.kill()
        writer.communicate()
    empty_installation.amparo("restore", house, "--keys", keys, "--identity", opener, "--verify")
    notes, lines = map(int, empty_installation.python(EVERY_NOTE_HAS_ITS_LINE).split())
    assert notes == lines > 10


def test_nothing_in_a_copy_names_anybody(copies, identity):
    for path in copies:
        sealed = path.read_bytes()
        assert not [word for word in SECRETS if word.encode() in sealed]
        # Nor does what age opens: the rows are sealed in it as they are in the installation.
        for name, held in inside(pyrage.decrypt(sealed, [identity])).items():
            assert not [word for word in SECRETS if word.encode() in held], name
        assert path.stat().st_mode & 0o077 == 0


def test_a_copy_tells_what_must_be_in_it(copies, identity):
    held = inside(pyrage.decrypt(copies[0].read_bytes(), [identity]))
    manifest, totals = json.loads(held["manifest.json"]), json.loads(held["totals.json"])
    assert manifest["version"]
    assert manifest["ledger"]["lines"] == totals["tables"]["core.auditentry"]["rows"]
    assert totals["tables"]["people.person"]["rows"] > 1
    assert totals["files"]["rows"] == len([name for name in held if name.startswith("files/")]) > 0


def test_what_decrypts_the_data_is_not_in_its_backup(copies, identity, installation_with_data):
    held = inside(pyrage.decrypt(copies[0].read_bytes(), [identity]))
    assert not [name for name in held if "datakey" in name or name.startswith("keys/")]
    ring = json.loads((installation_with_data.home / "keys" / "ring").read_text())
    assert not [name for name, text in held.items() if ring["root"].encode() in text]
    of_keys = inside(pyrage.decrypt(copies[1].read_bytes(), [identity]))
    assert ring == json.loads(of_keys["keys/ring"])


@pytest.mark.nightly
def test_without_its_keys_a_copy_comes_back_and_does_not_open(empty_installation, copies, opener):
    told = empty_installation.amparo(
        "restore", copies[0], "--identity", opener, "--verify", fails=True
    )
    assert "bring back the copy of its keys too" in told


@pytest.mark.nightly
def test_who_was_erased_stays_erased_in_an_older_copy(
    new_installation, empty_installation, copies, identity, opener, tmp_path
):
    later = new_installation()
    later.amparo("restore", copies[0], "--keys", copies[1], "--identity", opener)
    assert later.python(ERASE_ROSA) == "1"
    _, keys_since = take_both(later, identity, tmp_path)
    told = empty_installation.amparo(
        "restore", copies[0], "--keys", keys_since, "--identity", opener, "--verify"
    )
    assert "have no key here" in told


@pytest.mark.parametrize(
    "harm",
    [
        "changed",
        pytest.param("cut", marks=pytest.mark.nightly),
        pytest.param("another key", marks=pytest.mark.nightly),
    ],
)
def test_a_copy_that_is_not_whole_leaves_no_trace(
    empty_installation, copies, opener, harm, tmp_path
):
    sealed = bytearray(copies[0].read_bytes())
    if harm == "cut":
        del sealed[-100_000:]
    if harm == "changed":
        sealed[len(sealed) // 2] ^= 1
    if harm == "another key":
        opener = tmp_path / "other.txt"
        opener.write_text(str(pyrage.x25519.Identity.generate()))
    harmed = tmp_path / "harmed.tar.age"
    harmed.write_bytes(sealed)
    told = empty_installation.amparo("restore", harmed, "--identity", opener, fails=True)
    assert "does not open" in told
    assert empty_installation.python(WHO_IS_THERE) == "[]\n[]"
    assert not [path for path in (empty_installation.home / "files").rglob("*") if path.is_file()]


@pytest.mark.nightly
def test_keys_come_back_with_what_they_open_or_not_at_all(
    empty_installation, copies, opener, tmp_path
):
    house, keys = copies
    cut = tmp_path / "cut.tar.age"
    cut.write_bytes(house.read_bytes()[:-100_000])
    ring = (empty_installation.home / "keys" / "ring").read_bytes()
    empty_installation.amparo("restore", cut, "--keys", keys, "--identity", opener, fails=True)
    assert (empty_installation.home / "keys" / "ring").read_bytes() == ring
    told = empty_installation.amparo(
        "restore", keys, "--keys", house, "--identity", opener, fails=True
    )
    assert "not a copy of keys" in told
    empty_installation.amparo("restore", house, "--keys", keys, "--identity", opener, "--verify")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("restore", "none.age", "--identity", "OPENER"), "No such file"),
        (("restore", "OTHER", "--identity", "none.txt"), "No such file"),
        (("restore", "OTHER", "--identity", "NOTHING"), "holds no identity"),
        (("restore", "OTHER", "--identity", "HARMED"), "was changed"),
        (("restore", "OTHER", "--identity", "OPENER"), "not a copy of an installation"),
        (("backup", "--recipient", "age1nobody", "--to", "HERE"), "no recipient"),
        (("backup", "--passphrase-file", "none.txt"), "No such file"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(identity, opener, tmp_path, words, told):
    (tmp_path / "NOTHING").write_text("# no identity\n")
    (tmp_path / "HARMED").write_text("AGE-SECRET-KEY-1HARMED\n")
    (tmp_path / "OTHER").write_bytes(pyrage.encrypt(b"not ours " * 100, [identity.to_public()]))
    ours = {path.name: path for path in tmp_path.iterdir()} | {"OPENER": opener, "HERE": tmp_path}
    with pytest.raises(CommandError, match=told):
        call_command(*(str(ours.get(word, word)) for word in words))


def test_an_installation_that_was_not_made_ready_is_told_so(
    empty_installation, copies, opener, tmp_path
):
    bare = dataclasses.replace(empty_installation, url=f"sqlite://{tmp_path}/bare.sqlite3")
    assert "amparo migrate" in bare.amparo("restore", copies[0], "--identity", opener, fails=True)


@pytest.mark.nightly
def test_a_paper_that_a_killed_restoring_left_is_no_hindrance(
    installation_with_data, empty_installation, copies, opener
):
    left = next(
        path for path in (installation_with_data.home / "files").rglob("*") if path.is_file()
    )
    place = (
        empty_installation.home / "files" / left.relative_to(installation_with_data.home / "files")
    )
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"of somebody else")
    told = empty_installation.amparo("restore", copies[0], "--identity", opener, fails=True)
    assert "Another paper" in told
    assert place.read_bytes() == b"of somebody else"
    place.write_bytes(left.read_bytes())
    empty_installation.amparo("restore", copies[0], "--keys", copies[1], "--identity", opener)


@pytest.mark.nightly
def test_an_installation_where_somebody_works_is_not_written_over(
    installation_with_data, copies, opener
):
    told = installation_with_data.amparo("restore", copies[0], "--identity", opener, fails=True)
    assert "not empty" in told
    assert "Rosa" in installation_with_data.python(WHO_IS_THERE)


def test_a_copy_is_never_taken_in_clear(empty_installation):
    told = empty_installation.amparo("backup", fails=True)
    assert "always sealed" in told
    assert not list(empty_installation.home.glob("backups/*"))


@pytest.mark.nightly
def test_old_copies_go(empty_installation, identity, tmp_path):
    for _ in range(3):
        empty_installation.amparo(
            "backup", "--recipient", str(identity.to_public()), "--to", tmp_path, "--keep", "2"
        )
    assert len(list(tmp_path.iterdir())) == 2
    long_ago = tmp_path / "amparo-data-20200101T000000Z.tar.age"
    long_ago.touch()
    empty_installation.amparo("backup", "--recipient", str(identity.to_public()), "--to", tmp_path)
    assert not long_ago.exists()


@pytest.mark.nightly
def test_a_key_pair_for_copies_is_made_once(empty_installation, tmp_path):
    path = tmp_path / "identity.txt"
    told = empty_installation.amparo("backup", "--new-identity", path)
    assert "AMPARO_BACKUP_RECIPIENTS=age1" in told
    assert path.stat().st_mode & 0o777 == 0o400
    empty_installation.amparo("backup", "--new-identity", path, fails=True)


@pytest.mark.skipif(not POSTGRES, reason="SQLite knows no roles")
def test_a_role_that_does_not_see_everything_takes_no_copy(
    installation_with_data, identity, tmp_path
):
    """What the second wall hides would be missing from the copy, and nobody would know."""
    installation_with_data.python(MAKE_A_CLERK)
    clerk = dataclasses.replace(
        installation_with_data, url=installation_with_data.url.replace("//amparo@", "//clerk@")
    )
    sealed = ("--recipient", str(identity.to_public()), "--to", tmp_path)
    assert "does not see everything" in clerk.amparo("backup", *sealed, fails=True)
    assert not list(tmp_path.iterdir())


KILLED_AT_LAST = """
import os, sys
from amparo.ops import cli
from amparo.ops.backups import database_key
database_key.rekey = lambda *_: os._exit(9)
cli.main(sys.argv[1:])
"""


@pytest.mark.nightly
@pytest.mark.both_databases
@pytest.mark.skipif(bool(POSTGRES), reason="the files of PostgreSQL have no key of ours")
def test_a_restore_killed_before_its_last_step_is_finished_by_the_next(
    empty_installation, copies, opener, installation_with_data
):
    house, keys = copies
    words = ["restore", house, "--keys", keys, "--identity", opener]
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "ignore", "-c", KILLED_AT_LAST, *map(str, words)],
        env=empty_installation.environment, check=False,
    )  # fmt: skip
    assert done.returncode == 9
    assert "does not open" in empty_installation.amparo("migrate", fails=True)
    told = empty_installation.amparo(*words, fails=True)
    assert "not empty" in told  # all of it came back the first time
    assert empty_installation.python(WHO_IS_THERE) == installation_with_data.python(WHO_IS_THERE)
