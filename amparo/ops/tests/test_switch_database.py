"""An office that has grown takes everything along to the new database, or stays where it is."""

import dataclasses

import pytest

from tests.support import template_database
from tests.support.installations import FILL, POSTGRES, keys_of

from .test_backup import WHO_IS_THERE

pytestmark = pytest.mark.postgresql

STAY = """
import time
from django.db import connection
connection.ensure_connection()
connection.cursor().execute("SELECT count(*) FROM core_user")
print("inside", flush=True)
time.sleep(60)
"""
ONE_MORE = """
from amparo.foundation.core.models import Organization
print(Organization.found(by=None, name="Newcomers").pk)
"""
TRY_TO_WRITE = """
from django.db import DatabaseError
from amparo.foundation.core.models import Organization

try:
    Organization.found(by=None, name="Newcomers")
except DatabaseError as error:
    print(error)
"""


@pytest.fixture(scope="module")
def office(new_installation):
    return new_installation()


def at(house, url: str):
    """The same house with another database; its files and keys stay."""
    return dataclasses.replace(house, url=url)


@pytest.fixture
def other_kind(office, tmp_path):
    """A SQLite file, empty and ready: the other kind of database, where tests run on one."""
    return at(office, new_file(office, tmp_path / "new.sqlite3"))


def new_file(house, place) -> str:
    """An empty SQLite file under the keys of this installation; returns its address."""
    with keys_of(house.home):
        template_database.copy_file(place)
    return f"sqlite://{place}"


@pytest.mark.nightly
def test_an_installation_that_is_open_does_not_move(office, other_kind):
    inside = office.start(STAY)
    try:
        assert inside.stdout.readline() == "inside\n"
        assert "close it first" in office.amparo(
            "switch-database", "--to", other_kind.url, fails=True
        )
    finally:
        inside.kill()
        inside.communicate()
    assert other_kind.python(WHO_IS_THERE) == "[]\n[]"


def test_a_place_where_somebody_lives_is_refused(office, other_kind):
    other_kind.python(ONE_MORE)
    told = office.amparo("switch-database", "--to", other_kind.url, fails=True)
    assert "not empty" in told


@pytest.mark.nightly
def test_a_file_of_another_installation_is_refused(office, installation_with_data):
    if POSTGRES:  # a server's database has no key of its own: it is refused for not being empty
        told = office.amparo("switch-database", "--to", installation_with_data.url, fails=True)
        assert "not empty" in told
        return
    url = f"sqlite://{installation_with_data.home}/amparo.sqlite3"
    told = office.amparo("switch-database", "--to", url, fails=True)
    assert "the ring of another installation" in told


@pytest.mark.nightly
def test_a_place_that_is_not_ready_is_refused(office, tmp_path):
    told = office.amparo(
        "switch-database", "--to", f"sqlite://{tmp_path}/bare.sqlite3", fails=True
    )
    assert "amparo migrate" in told


@pytest.mark.usefixtures("at_scale")
def test_everything_moves_there_and_back(office, other_kind, new_installation, tmp_path):
    office.python(FILL)
    there = office.python(WHO_IS_THERE)
    assert "Rosa" in there
    told = office.amparo("switch-database", "--to", other_kind.url)
    assert "compared row by row" in told
    assert other_kind.python(WHO_IS_THERE) == there
    assert int(other_kind.python(ONE_MORE)) > 1  # a number that nobody has
    assert "Moved to" in office.amparo("serve", "--port", "8160", fails=True)

    back = at(office, new_installation().url or new_file(office, tmp_path / "back.sqlite3"))
    other_kind.amparo("switch-database", "--to", back.url)
    assert back.python(WHO_IS_THERE) == there
    assert int(back.python(ONE_MORE)) > 1
    if POSTGRES:  # a SQLite file was put aside instead
        assert "read-only transaction" in office.python(TRY_TO_WRITE)
