"""An office goes from one version to the next by one command, and loses nothing.

What is upgraded is a release of today's head, and the version after it is made up
(`tests/support/next_version`). Databases of real releases: `tests/test_releases.py`.
"""

import fcntl
import time
from collections.abc import Iterator

import pytest

from tests.support import releases
from tests.support.installations import POSTGRES, Installation
from tests.support.next_version import NEXT_SETTINGS
from tests.support.releases import DATABASE, Release

pytestmark = [pytest.mark.both_databases, pytest.mark.timeout(1200)]
ENGINE = "postgresql" if POSTGRES else "sqlite"
LITTLE = """
from tests.support.cast import Cast
cast = Cast()
cast.case, cast.consent, cast.supervisor
"""
VISITS = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute('SELECT count(*), count(visits) FROM people_family')
    cursor.execute('SELECT "when", count(*) FROM next_version_visit GROUP BY 1')
    print(cursor.fetchall())
"""
WRITE = """
from django.contrib.contenttypes.models import ContentType
ContentType.objects.create(app_label="a", model="b")
print(ContentType.objects.filter(app_label="a").count())
"""
PASSPHRASE = "a passphrase of five words"


@pytest.fixture(scope="module")
def release(new_installation, tmp_path_factory) -> Release:
    """A release of today's head, with Rosa's file in it."""
    house = new_installation()
    house.python(LITTLE)
    house.amparo("load-codes")
    releases.begin_audit_log(house)
    folder = tmp_path_factory.mktemp("releases") / "today"
    rows = releases.pack(house, ENGINE, folder)
    releases.write_manifest(folder, "today", house, {ENGINE: rows})
    return Release(folder)


@pytest.fixture
def office(release, unpacked) -> Installation:
    """That release on the disk of an office, whose program is the next version."""
    return unpacked(release).under(DJANGO_SETTINGS_MODULE=NEXT_SETTINGS)


def upgrade(office: Installation, **more) -> str:
    secret = office.home / "passphrase"
    secret.write_text(PASSPHRASE)
    return office.amparo("upgrade", "--passphrase-file", secret, **more)


def lost(release: Release, office: Installation) -> list[str]:
    return release.losses(ENGINE, office)


@pytest.mark.nightly
def test_nothing_is_lost_on_the_way_to_the_next_version(office, release):
    told = upgrade(office)
    assert "2 migrations of next_version" in told
    assert lost(release, office) == []
    assert office.python(VISITS) == "[('before', 1)]"
    assert releases.look_inside(office) == releases.WELL
    assert "of this version already" in upgrade(office)


@pytest.mark.nightly
def test_the_older_program_refuses_in_the_language_of_the_reader(office, release):
    upgrade(office)
    older = office.under(DJANGO_SETTINGS_MODULE="amparo.site.settings")
    told = older.under(LANG="es_BO.UTF-8").amparo("migrate", fails=True)
    assert "Una versión más reciente" in told
    assert "next_version.0001_initial" in told
    assert "A newer version" in older.amparo("serve", fails=True)
    assert "A newer version" in older.amparo("doctor", "database", fails=True)
    assert lost(release, office) == []


@pytest.mark.nightly
@pytest.mark.skipif(bool(POSTGRES), reason="on PostgreSQL backups are made")
def test_the_database_of_before_lies_beside_it_and_opens(office, release):
    upgrade(office)
    path = office.home / "amparo.sqlite3"
    (before,) = office.home.glob("amparo.sqlite3.before-*")
    assert not list(office.home.glob("amparo.sqlite3.upgrading*"))
    before.replace(path)
    for log in ("-wal", "-shm"):
        path.with_name(f"{path.name}{log}").unlink(missing_ok=True)
    older = office.under(DJANGO_SETTINGS_MODULE="amparo.site.settings")
    assert older.amparo("migrate", "--check") == ""
    assert lost(release, older) == []


@pytest.mark.nightly
@pytest.mark.skipif(not POSTGRES, reason="on SQLite the database itself is kept")
def test_the_backups_of_before_are_restored_by_the_version_of_before(
    office, release, new_installation
):
    upgrade(office)
    folder = office.home / "backups"
    (data,), (keys,) = folder.glob("amparo-data-*"), folder.glob("amparo-keys-*")
    older = new_installation()
    secret = older.home / "passphrase"
    secret.write_text(PASSPHRASE)
    older.amparo("restore", data, "--keys", keys, "--passphrase-file", secret, "--verify")
    assert lost(release, older) == []


@pytest.mark.skipif(not POSTGRES, reason="SQLite needs no backup to be upgraded")
def test_without_a_backup_it_does_not_begin(office, release):
    assert "AMPARO_BACKUP_RECIPIENTS" in office.amparo("upgrade", fails=True)
    assert lost(release, office) == []


@pytest.mark.nightly
def test_who_still_works_keeps_an_upgrade_away(office, release):
    server = office.under(DJANGO_SETTINGS_MODULE="amparo.site.settings").begin("worker")
    try:
        until(lambda: (office.home / "upgrade.lock").exists() and not is_alone(office))
        assert "Stop it first" in upgrade(office, fails=True)
    finally:
        server.kill()
        server.communicate()
    assert "next_version" in upgrade(office)
    # A worker that starts may make a key for what it writes; it takes none away.
    assert [
        each for each in lost(release, office) if not each.startswith("core_datakey has")
    ] == []


@pytest.mark.nightly
@pytest.mark.skipif(not POSTGRES, reason="an office on SQLite is one machine")
def test_who_is_connected_from_another_machine_keeps_an_upgrade_away(office, release):
    other = office.start(
        "from django.db import connection\nconnection.ensure_connection()\n"
        "print('here', flush=True)\ninput()"
    )
    try:
        assert other.stdout.readline() == "here\n"
        assert "Stop Amparo on every machine" in upgrade(office, fails=True)
        assert office.python(WRITE) == "1"  # it is open again
    finally:
        other.kill()
        other.communicate()


# Killed in the middle, at night: begun again, it ends, and nothing is lost.


@pytest.mark.usefixtures("killed_processes")
@pytest.mark.parametrize("migration", ["0001", "0002"])
def test_killed_in_a_migration_it_goes_on(office, release, migration):
    killed = office.under(AMPARO_TEST_KILL=migration)
    upgrade(killed, fails=True)
    assert (office.home / "killed").read_text() == migration
    older = office.under(DJANGO_SETTINGS_MODULE="amparo.site.settings")
    if POSTGRES:
        told = older.amparo("load-codes", fails=True)  # closed to all
        assert "amparo upgrade" in told if migration == "0001" else "A newer version" in told
    else:
        assert lost(release, older) == []  # as it was, for the version of before
        assert older.amparo("migrate", "--check") == ""
    upgrade(killed)
    assert lost(release, office) == []
    assert office.python(VISITS) == "[('before', 1)]"
    assert releases.look_inside(office) == releases.WELL


@pytest.mark.usefixtures("killed_processes")
def test_killed_at_any_moment_it_goes_on(office, release):
    """Later and later, until one run comes to its end before it is killed."""
    (office.home / "passphrase").write_text(PASSPHRASE)
    kills = 0
    for wait in moments():
        running = office.begin("upgrade", "--passphrase-file", str(office.home / "passphrase"))
        time.sleep(wait)
        ended = running.poll()
        running.kill()
        running.communicate()
        if ended is not None:
            assert ended == 0
            break
        kills += 1
    assert kills > 3
    assert "of this version already" in upgrade(office)
    assert lost(release, office) == []
    assert office.python(VISITS) == "[('before', 1)]"
    assert releases.look_inside(office) == releases.WELL


@pytest.mark.usefixtures("killed_processes")
@pytest.mark.skipif(bool(POSTGRES), reason="on SQLite the copy takes the place of the database")
def test_killed_before_the_copy_takes_its_place_it_begins_anew(office, release):
    path = office.home / DATABASE["sqlite"]
    left = path.with_name(f"{path.name}.before-20260101T000000Z")
    left.hardlink_to(path)
    path.with_name(f"{path.name}.upgrading").write_bytes(b"half")
    upgrade(office)
    assert not left.exists()
    assert len(list(office.home.glob("amparo.sqlite3.before-*"))) == 1
    assert lost(release, office) == []


def moments() -> Iterator[float]:
    wait = 2.0
    while wait < 300:
        yield wait
        wait *= 1.25


def until(is_so) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def is_alone(office: Installation) -> bool:
    with (office.home / "upgrade.lock").open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
