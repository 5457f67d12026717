"""An embedded database is encrypted whole; what is said where it does not open."""

import sqlite3
from contextlib import closing

import pytest

from amparo.foundation.core.database.sqlite.file_state import is_clear
from amparo.foundation.core.encryption.secret_files import write_secret
from tests.support.installations import POSTGRES, open_file

pytestmark = pytest.mark.skipif(bool(POSTGRES), reason="the files of PostgreSQL are the server's")
WRITE = """
from amparo.foundation.core.models import Organization
print(Organization.found(by=None, name="Planted organization").ref, flush=True)
"""
STAY = "input()"
COUNT = """
from amparo.foundation.core.models import Organization
print(Organization.objects.filter(name="Planted organization").count())
"""
ASK = """
from django.test import Client
for language in ("en", "es", "fr", "ar"):
    client = Client(
        headers={"accept-language": language}, raise_request_exception=False,
        SERVER_NAME="localhost",
    )
    answer = client.get("/")
    print(answer.status_code, f'lang="{language}"' in answer.text)
print(Client(SERVER_NAME="localhost").get("/alive/").status_code)
"""
# A name that was written, a code, tables, columns, the beginning of a statement.
PLANTED = ("Planted organization", "organization.founded", "core_organization", "people_person",
           "birth_year", "CREATE TABLE")  # fmt: skip


@pytest.fixture
def installation(empty_installation):
    """Somebody has just written, and is still there: the write-ahead log is not yet folded in."""
    somebody = empty_installation.start(WRITE + STAY)
    assert somebody.stdout.readline()
    yield empty_installation
    somebody.communicate("\n")


@pytest.mark.nightly
def test_no_byte_of_any_file_tells_what_is_in_it(installation, tmp_path):
    assert (installation.home / "amparo.sqlite3-wal").stat().st_size > 0
    installation.amparo("backup", "--new-identity", tmp_path / "identity")
    recipient = (tmp_path / "identity").read_text().split("public key: ")[1].split()[0]
    installation.amparo("backup", "--to", installation.home / "backups", "--recipient", recipient)
    found = [
        (file.name, word)
        for file in installation.home.rglob("*") if file.is_file()
        for word in PLANTED if word.encode() in file.read_bytes()
    ]  # fmt: skip
    assert found == []
    with closing(open_file(installation.home)) as opened:  # with the key, all of it is there
        assert opened.execute("SELECT name FROM core_organization").fetchall() == [(PLANTED[0],)]


@pytest.mark.nightly
def test_with_the_ring_of_another_installation_nothing_opens_and_nothing_is_changed(
    empty_installation, new_installation
):
    home = empty_installation.home
    other = (new_installation().home / "keys" / "ring").read_bytes()
    write_secret(home / "keys" / "ring", other, over=True)
    before = (home / "amparo.sqlite3").read_bytes()
    for words in (["serve"], ["migrate"], ["account", "awa@example.org", "Awa"], ["worker"]):
        told = empty_installation.amparo(*words, fails=True)
        assert "Amparo: The key ring does not open the database" in told
        assert "Put the right ring back" in told
        assert "Traceback" not in told
    looked = empty_installation.amparo("doctor", fails=True)
    assert looked.count("The key ring does not open the database") == 1
    assert (home / "amparo.sqlite3").read_bytes() == before


@pytest.mark.nightly
def test_pages_say_in_the_readers_language_that_it_cannot_be_opened(empty_installation):
    (empty_installation.home / "keys" / "ring").unlink()
    *pages, health = empty_installation.python(ASK).splitlines()
    assert pages == ["503 True"] * 4
    assert health == "503"


@pytest.fixture
def clear_installation(empty_installation):
    """The same, as it was kept before databases were encrypted."""
    empty_installation.python(WRITE)
    empty_installation.amparo("audit", "accept", "--yes")
    home = empty_installation.home
    clear = home / "clear"
    with closing(open_file(home)) as encrypted:
        encrypted.execute("ATTACH DATABASE ? AS clear KEY ''", [str(clear)])
        encrypted.execute("SELECT sqlcipher_export('clear')")
    for file in home.glob("amparo.sqlite3*"):
        file.unlink()
    clear.rename(home / "amparo.sqlite3")
    return empty_installation


@pytest.mark.nightly
def test_a_database_in_clear_is_not_opened_until_it_is_encrypted(clear_installation):
    path = clear_installation.home / "amparo.sqlite3"
    for word in ("serve", "migrate", "worker"):
        told = clear_installation.amparo(word, fails=True)
        assert "is not encrypted yet" in told
        assert "amparo encrypt-database" in told
        assert "Traceback" not in told
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("SELECT name FROM core_organization").fetchall() == [(PLANTED[0],)]

    told = clear_installation.amparo("encrypt-database")
    assert "compared one by one" in told
    assert "overwritten and removed" in told
    assert not is_clear(path)
    assert clear_installation.python(COUNT) == "1"
    assert "Nothing was changed" in clear_installation.amparo("audit", "verify")
    assert "encrypted whole (SQLCipher" in clear_installation.amparo("doctor", "database")
    assert "encrypted already" in clear_installation.amparo("encrypt-database")
