"""Made-up data that is kept: made once, copied for each run, made anew when its making changed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from benchmarks import stored_data
from benchmarks.stored_data import StoredData, digest_of


@pytest.fixture(autouse=True)
def server(request):
    """On PostgreSQL data are databases of the server, made outside of any transaction."""
    if connection.vendor == "sqlite":
        yield
        return
    request.getfixturevalue("django_db_setup")
    with request.getfixturevalue("django_db_blocker").unblock():
        yield


@pytest.fixture
def made():
    """The environments that data were made in."""
    return []


@pytest.fixture
def make(made):
    def fill(env):
        made.append(env)
        (Path(env["AMPARO_HOME"]) / "data").write_text(f"made {len(made)}")
        return {"seconds": float(len(made))}

    return fill


def data_of(folder, **parameters):
    return StoredData(folder, "computation-60-sqlite", digest_of(parameters))


def test_the_second_run_begins_with_what_the_first_made(tmp_path, made, make):
    first = data_of(tmp_path, cases=60).make_once(make)
    second = data_of(tmp_path, cases=60).make_once(make)

    assert len(made) == 1
    assert first == second == {"seconds": 1.0}


def test_what_a_run_does_to_its_copy_is_not_kept(tmp_path, make):
    kept = data_of(tmp_path, cases=60)
    kept.make_once(make)
    with kept.copy() as env:
        copied = Path(env["AMPARO_HOME"])
        (copied / "data").write_text("changed")
    assert not copied.exists()
    with kept.copy() as env:
        assert (Path(env["AMPARO_HOME"]) / "data").read_text() == "made 1"


def test_other_parameters_are_other_data_and_the_old_ones_go(tmp_path, made, make):
    data_of(tmp_path, cases=60).make_once(make)
    data_of(tmp_path, cases=61).make_once(make)

    assert len(made) == 2
    assert [each.name for each in tmp_path.iterdir()] == [data_of(tmp_path, cases=61).place.name]


def test_another_month_is_other_data(monkeypatch):
    before = digest_of({"cases": 60})
    assert before == digest_of({"cases": 60})
    monkeypatch.setattr(stored_data, "now", lambda: datetime(2031, 5, 1, tzinfo=UTC))
    assert digest_of({"cases": 60}) != before


@pytest.mark.parametrize(
    "name", ["benchmarks/service_data.py", "amparo/pillars/evidence/migrations/0001_initial.py"]
)
def test_another_generator_or_schema_is_other_data(tmp_path, monkeypatch, name):
    for each in stored_data.source_names():
        copied = tmp_path / each
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_bytes((stored_data.ROOT / each).read_bytes())
    monkeypatch.setattr(stored_data, "ROOT", tmp_path)
    before = digest_of({"cases": 60})
    with (tmp_path / name).open("a") as file:
        file.write("# changed\n")
    assert digest_of({"cases": 60}) != before


def test_one_that_was_killed_in_making_is_made_anew(tmp_path, made, make):
    def die(env):
        make(env)
        raise KeyboardInterrupt

    kept = data_of(tmp_path, cases=60)
    with pytest.raises(KeyboardInterrupt):
        kept.make_once(die)
    assert kept.made is None
    assert kept.make_once(make) == {"seconds": 2.0}
