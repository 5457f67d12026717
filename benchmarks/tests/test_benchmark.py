"""The report of `amparo benchmark` marks missed targets."""

import json

import pytest
from django.core.management import call_command
from django.db import connection

from benchmarks import pages
from benchmarks.management.commands import benchmark

FEW = {"what": "Returns (AVRR)", "p50": 10.0, "p95": 20.0, "queries": 13, "kilobytes": 39.0}


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        ({}, ""),
        ({"p95": 61.0}, "60 ms"),
        ({"queries": 15}, "queries: 2 more than for a few"),
        ({"p95": 99.0, "queries": 14}, "60 ms, queries: 1 more than for a few"),
    ],
    ids=str,
)
def test_what_is_missed_is_said(seen, said):
    assert benchmark._missed(FEW, FEW | seen) == said


def test_the_journeys_are_measured_alone_beside_a_smaller_world(capsys, monkeypatch, tmp_path):
    asked = []

    def child(self, size, how="--inside"):
        asked.append((size, how))
        figures = [FEW | {"p95": 70.0 if size > 600 else 20.0}]
        return {"seconds": 1.0, "database": "SQLite", "figures": figures}

    monkeypatch.setattr(benchmark.Command, "_child", child)
    kept = tmp_path / "figures.json"
    call_command("benchmark", only_journeys=True, returns=9_000, save=kept)
    assert asked == [(900, "--inside-journeys"), (9_000, "--inside-journeys")]
    told = capsys.readouterr().out
    assert "9,000 returns beside 900" in told
    assert [
        line.split()[-2:] for line in told.splitlines() if line.startswith("Returns (AVRR)")
    ] == [["60", "ms"]]
    assert json.loads(kept.read_text())["journeys"]["9000"]["figures"][0]["p95"] == 70.0


def test_trainings_are_measured_alone_and_say_what_they_miss(capsys, monkeypatch):
    asked = []

    def child(self, size, how="--inside"):
        asked.append((size, how))
        page = {"what": "Event", "p50": 20.0, "p95": 51.0, "queries": 30, "aim": 50}
        page |= {"processor_ms": 18.0}
        work = {"what": "issue", "processor_s": 1.0, "clock_s": 2.0, "rows": 9, "aim": 30}
        grown = {"megabytes": 151.0, "aim_mb": 150}
        return {"seconds": 1.0, "database": "SQLite", "work": [work | grown], "figures": [page]}

    monkeypatch.setattr(benchmark.Command, "_child", child)
    call_command("benchmark", only_training=True, registrations=0, records=4_000)
    assert asked == [
        (500, "--inside-attending"), (1_000, "--inside-certificates"),
        (100_000, "--inside-broadcasts"), (4_000, "--inside-records"),
    ]  # fmt: skip
    told = capsys.readouterr().out
    assert "Learning records: 4,000 seats of five years, SQLite" in told
    assert told.count("more than 50 ms") == told.count("more than 150 MB") == 4
    assert "more than 30 s" not in told


@pytest.mark.parametrize(
    ("sql", "parameters"),
    [
        (pages._PEOPLE_ROWS, []),
        (pages._SERVICE_ROWS, []),
        (pages._TASK_ROWS, [0]),
        (pages._LIST_ROWS, ["user:0"]),
        (pages._CASE_ROWS, [0]),
    ],
)
@pytest.mark.django_db
def test_the_floor_of_a_page_asks_for_tables_that_are_there(sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        assert isinstance(cursor.fetchall(), list)
