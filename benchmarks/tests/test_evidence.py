"""What is published of the house was measured whole; a run that is stopped goes on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.evidence import __main__ as evidence
from benchmarks.evidence import report
from benchmarks.evidence.measures import MEASURES, Measure, Row
from benchmarks.evidence.report import kept_result, page

MACHINE = {"processor": "A", "cores": "2", "memory": "8 GB", "system": "Linux", "python": "3.13"}
ROWS = (Row("Kills of {who}", "1,000 kills, 0 lost", "{kills} kills: {lost} lost"),)


def a_measure(name, database=""):
    return Measure(
        name, database, 1_000, 5, lambda size: {}, how="They are killed.", rows=ROWS,
        faults=("lost",),
    )  # fmt: skip


@pytest.fixture
def workshop(tmp_path, monkeypatch):
    """Two measures, taken without a process of their own; what was run is told."""
    run = []

    def measured(measure, size):
        run.append((measure.name, size))
        return {"who": measure.name, "kills": size, "lost": 0}

    monkeypatch.setattr(evidence, "MEASURES", (a_measure("web", "SQLite"), a_measure("workers")))
    monkeypatch.setattr(evidence, "FOLDER", tmp_path / "kept")
    monkeypatch.setattr(evidence, "PROJECT", tmp_path)
    monkeypatch.setattr(evidence, "_in_a_process", measured)
    monkeypatch.setattr(report, "commit", lambda: "abc")
    (tmp_path / "docs").mkdir()
    return run, tmp_path / "docs" / "evidence.md"


def change(name, database="", **fields):
    kept = kept_result(evidence.FOLDER, name, database)
    replace(kept, **fields).keep(evidence.FOLDER)


def test_the_page_is_written_when_all_is_measured(workshop):
    run, report = workshop
    assert evidence.main([]) == 0
    assert run == [("web", 1_000), ("workers", 1_000)]
    told = report.read_text()
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    assert (
        f"| Kills of web | 1,000 kills, 0 lost | 1,000 kills: 0 lost. | SQLite | {today} |" in told
    )
    assert "of version abc" in told


def test_a_part_of_it_publishes_nothing(workshop, capsys):
    run, report = workshop
    assert evidence.main(["--only", "web"]) == 1
    assert not report.exists()
    assert "Still to be measured: workers" in capsys.readouterr().out
    assert evidence.main([]) == 0, "In progress where it stopped."
    assert run == [("web", 1_000), ("workers", 1_000)]
    assert report.exists()


def test_a_quick_run_publishes_and_keeps_nothing(workshop):
    run, report = workshop
    assert evidence.main(["--quick"]) == 0
    assert run == [("web", 5), ("workers", 5)]
    assert not report.exists()
    assert not evidence.FOLDER.exists()


def test_one_that_fails_keeps_what_was_measured_before_it(workshop, monkeypatch):
    def stops(measure, size):
        if measure.name == "workers":
            raise SystemExit("could not be measured")
        return {"who": "web", "kills": size, "lost": 0}

    _run, report = workshop
    monkeypatch.setattr(evidence, "_in_a_process", stops)
    with pytest.raises(SystemExit):
        evidence.main([])
    assert not report.exists()
    assert kept_result(evidence.FOLDER, "web", "SQLite").figures["kills"] == 1_000


@pytest.mark.parametrize(
    "changed", [{"commit": "older"}, {"size": 999}, {"commit": "abc+"}], ids=str
)
def test_what_is_of_another_version_or_smaller_is_measured_anew(workshop, changed):
    run, report = workshop
    evidence.main([])
    report.unlink()
    change("workers", **changed)
    assert evidence.main(["--only", "web"]) == 1
    assert not report.exists()
    evidence.main([])
    assert run[2:] == [("workers", 1_000)]


def test_an_older_version_may_stand_for_some_days(workshop):
    run, report = workshop
    evidence.main([])
    days_ago = datetime.now(UTC) - timedelta(days=2)
    change("web", "SQLite", commit="older", at=days_ago.isoformat())
    assert evidence.main(["--days", "3"]) == 0
    assert len(run) == 2
    assert "of version abc, older" in report.read_text(), "The page says of which."
    evidence.main(["--days", "1"])
    assert run[2:] == [("web", 1_000)]


def test_a_larger_one_stands_too(workshop):
    run, report = workshop
    evidence.main(["--only", "workers", "--size", "5000"])
    evidence.main(["--only", "web", "--size", "5"])
    assert run == [("workers", 5_000), ("web", 1_000)]
    assert "5,000 kills: 0 lost" in report.read_text()


def test_again_means_again(workshop):
    run, _report = workshop
    evidence.main([])
    evidence.main(["--only", "web", "--again"])
    assert run[2:] == [("web", 1_000)]


def test_what_went_wrong_is_published_as_such(workshop):
    _run, report = workshop
    evidence.main([])
    change("web", "SQLite", figures={"who": "web", "kills": 1_000, "lost": 1})
    assert evidence.main([]) == 1
    assert "1 lost. **Not as it should be.**" in report.read_text()


def test_files_that_were_changed_since_are_no_version(monkeypatch):
    told = {"status": " M amparo/x.py\n", "rev-parse": "abc"}

    def git(words, **more):
        return type("Done", (), {"stdout": told[words[1]]})

    monkeypatch.setattr(report.subprocess, "run", git)
    assert report.commit() == "abc+"
    told["status"] = f" M {report.REPORT}\n"
    assert report.commit() == "abc"


def test_every_measure_has_a_place_and_words_of_its_own():
    places = [report.place(report.FOLDER, each.name, each.database) for each in MEASURES]
    assert len(set(places)) == len(MEASURES)
    assert all(each.how.endswith(".") and each.rows for each in MEASURES)
    assert all(each.quick < each.size for each in MEASURES)


def test_a_figure_that_was_not_measured_is_never_made_up():
    said = ("2026-11-26T08:00:00+00:00", "abc", MACHINE)
    nothing = {m: report.Result(m.name, m.database, m.size, {}, 1.0, *said) for m in MEASURES}
    with pytest.raises(KeyError):
        page(MEASURES, nothing)
