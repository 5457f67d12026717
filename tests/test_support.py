"""The test tools: which tests run and what they cost, what the checks of pages see, the clocks."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from amparo.foundation.core.models import Organization
from tests import essentials, mutants, run
from tests.support import changes, tiers, turns
from tests.support.batches import in_batches
from tests.support.browser import audit, overflows
from tests.support.clocks import CLOCKS
from tests.support.costs import Ranking

ROOT = Path(__file__).parents[1]
BURN = "import time; end = time.process_time() + 0.5\nwhile time.process_time() < end: pass"
# Starts a process of its own session, which outlives its parent and works half a second.
LEAVE_AN_ORPHAN = f"""
import subprocess, sys
subprocess.Popen([sys.executable, "-c", {BURN!r}], start_new_session=True)
sys.exit(3)
"""


def item(*fixtures, marks=(), path="tests/test_x.py"):
    return SimpleNamespace(
        fixturenames=list(fixtures), path=ROOT / path,
        get_closest_marker=lambda name: SimpleNamespace(name=name) if name in marks else None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "marks", "tier"),
    [
        ((), (), "pure"),
        (("tmp_path",), (), "pure"),
        (("db", "rosa"), (), "database"),
        ((), ("django_db",), "database"),
        (("new_installation",), (), "database"),
        (("phone_page", "db"), (), "browser"),
        (("browser",), (), "browser"),
        (("phone_page", "every_language"), (), "nightly"),
        (("phone_page",), ("nightly",), "nightly"),
        (("at_scale",), ("django_db",), "nightly"),
    ],
)
def test_a_tier_follows_from_what_a_test_asks_for(asked, marks, tier):
    assert tiers.tier_of(item(*asked, marks=marks)) == tier


@pytest.mark.parametrize(
    ("asked", "marks", "runs"),
    [
        ("db", (), {"sqlite"}),
        ("db", ("postgresql",), {"postgresql"}),
        ("db", ("both_databases",), {"sqlite", "postgresql"}),
        ("phone_page", ("both_databases",), set()),
        ("tmp_path", ("both_databases",), set()),
    ],
)
def test_each_database_test_runs_by_day(asked, marks, runs):
    one = item(asked, marks=marks)
    assert {run for run in tiers.BY_DAY if tiers.is_in(one, {run})} == runs
    assert tiers.is_in(one, {"database"}) == bool(runs)


def test_every_tier_that_a_check_runs_is_known():
    named = [step.command[step.command.index("--tier") + 1] for step in run.TIERS]
    asked = {tier for names in named for tier in names.split(",")}
    assert asked == {"pure", "sqlite", "postgresql", "browser"}
    assert sum(step.budget for step in run.TIERS) + run.STATIC_BUDGET + run.BUILD_BUDGET <= (
        run.CHECK_BUDGET
    )


def test_every_essential_is_there():
    assert [
        path for path in essentials.paths(under_a_clock=True) if not (ROOT / path).exists()
    ] == []


def test_the_file_of_a_package_leads_to_its_tests():
    assert changes.package_of("amparo/foundation/people/models/persons.py") == (
        "amparo/foundation/people"
    )
    assert changes.package_of("amparo/pillars/assistance/returns/rules.py") == (
        "amparo/pillars/assistance/returns"
    )
    assert changes.package_of("docs/testing.md") == ""


def test_who_imports_a_package_is_found():
    found = changes.importers_of(["amparo/foundation/directory"])
    assert "amparo/pillars/assistance/referrals" in found
    assert "amparo/foundation/directory" not in found


def test_what_does_not_fit_is_left_and_named(monkeypatch):
    monkeypatch.setattr(changes, "_cost_of", {"own": 400, "near": 10, "far": 10}.get)
    assert changes._fitting(["own", "near", "far"], must=1) == (["own"], ["near", "far"])
    monkeypatch.setattr(changes, "_cost_of", {"own": 200, "near": 50, "far": 90}.get)
    assert changes._fitting(["own", "near", "far"], must=1) == (["own", "near"], ["far"])


# What takes turns.


def test_what_is_drawn_is_the_same_all_day_and_each_of_them_comes(monkeypatch):
    def on(day):
        monkeypatch.setenv(turns.VARIABLE, str(day))
        return turns.drawn("assistance:case", 3)

    assert [on(7) for _again in range(5)] == [on(7)] * 5
    assert {on(day) for day in range(30)} == {0, 1, 2}


def test_in_as_many_days_as_shares_every_route_was_tried(monkeypatch):
    monkeypatch.setenv("AMPARO_TIER", "")
    monkeypatch.delenv("AMPARO_ROUTES", raising=False)
    routes = [f"route-{number}" for number in range(100)]
    found = []
    for day in (739586, 739587, 739588):
        monkeypatch.setenv(turns.VARIABLE, str(day))
        _name, batches = in_batches(routes, by_day=3).args
        found += [route for batch in batches for route in batch]
    assert sorted(found) == sorted(routes)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody can adopt a process")
def test_what_a_command_leaves_behind_is_counted_too(tmp_path):
    kept = tmp_path / "cost.json"
    counted = [sys.executable, str(ROOT / "tests/support/cost_of.py"), str(kept)]
    done = subprocess.run([*counted, sys.executable, "-c", LEAVE_AN_ORPHAN], check=False)
    told = json.loads(kept.read_text())
    assert done.returncode == told["code"] == 3
    assert told["core_seconds"] >= 0.5


def test_the_dearest_stand_first():
    ranking = Ranking()
    ranking._add("item", "a.py::cheap", 0.1, 0.1)
    ranking._add("item", "a.py::dear", 2.0, 1.5)
    ranking._add("fixture", "world (function)", 1.0, 1.0)
    [first, second] = ranking.dearest("items", 5)
    assert first.endswith("a.py::dear")
    assert second.endswith("a.py::cheap")
    assert ranking.files["a.py"].times == 2
    assert ranking.fixtures["world (function)"].processor == 1.0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_commits_is_gone_for_the_next(time):
    assert not Organization.objects.exists()
    Organization.found(by=None, name=time, kind="ngo", country="BO")
    assert Organization.objects.count() == 1


SOURCE = '''"""A day is not a rule: and, or, not."""
LIMIT: int | None = 3

class Record:
    is_kept = True

    def may(self, user) -> bool | None:
        return user.is_active and not self.is_closed
'''


def test_a_mutant_breaks_one_word_of_a_rule():
    found = list(mutants.mutants_of("access", "x.py", SOURCE))
    assert [(each.line, each.was, each.becomes) for each in found] == [
        (8, "and", "or"), (8, "not", ""),
    ]  # fmt: skip
    assert "user.is_active or not" in found[0].mutated(SOURCE)


def test_the_same_seed_draws_the_same_mutants():
    drawn = mutants.drawn(7)
    assert drawn == mutants.drawn(7)
    assert {each.area for each in drawn} == set(mutants.AREAS)
    assert len(drawn) == len(mutants.AREAS) * mutants.EACH


# The tools that watch over the pages see what they are there to see.


def test_a_complaint_in_the_console_is_a_fault(phone_page, server_errors):
    phone_page("ar").evaluate("console.error('something broke')")
    assert any("something broke" in fault for fault in server_errors)
    server_errors.clear()


def test_a_page_that_asks_another_machine_is_a_fault(phone_page, server_errors):
    phone_page().set_content("<img src='http://elsewhere.invalid/pixel.png' alt=''>")
    assert any("asked another machine" in fault for fault in server_errors)
    server_errors.clear()


def test_what_a_page_may_not_do_is_a_fault(desktop_page, server_errors):
    desktop_page().set_content(
        "<meta http-equiv='Content-Security-Policy' content=\"style-src 'self'\">"
        "<p style='color: red'>Hello</p>"
    )
    assert any("Content Security Policy" in fault for fault in server_errors)
    server_errors.clear()


def test_a_page_wider_than_a_phone_is_seen(phone_page):
    page = phone_page()
    page.set_content("<meta name='viewport' content='width=device-width'><p>Narrow")
    assert overflows(page) == []
    page.set_content(
        "<meta name='viewport' content='width=device-width'><table style='width: 900px'><tr><td>x"
    )
    assert "<table" in overflows(page)[0]


def test_an_image_without_words_is_seen(desktop_page):
    page = desktop_page()
    page.set_content("<html lang=es><title>x</title><main><h1>x</h1><img src='data:,'></main>")
    assert any("image-alt" in problem for problem in audit(page))


# The moments at which the nights try the essential tests are the ones at which dates go wrong.


def at_the_office(name):
    clock = CLOCKS[name]
    return clock.moment.astimezone(ZoneInfo(clock.zone))


@pytest.mark.parametrize(
    ("name", "day", "minutes"),
    [("leap-day", date(2028, 2, 29), -10), ("far-ahead", date(2027, 6, 1), 10)],
)
def test_ten_minutes_lie_between_them_and_midnight(name, day, minutes):
    here = at_the_office(name)
    assert here.date() == day
    assert (here + timedelta(minutes=-minutes)).time().isoformat() == "00:00:00"


def test_the_days_are_the_ones_that_they_are_called_after():
    assert at_the_office("year-end").strftime("%A %d %B") == "Sunday 31 December"
    assert CLOCKS["year-end"].moment.year == at_the_office("year-end").year + 1
    assert at_the_office("leap-day").strftime("%d %B") == "29 February"


@pytest.mark.parametrize(("name", "hours"), [("summer-begins", 1), ("summer-ends", -1)])
def test_summer_time_changes_a_quarter_of_an_hour_later(name, hours):
    clock = CLOCKS[name]
    after = (clock.moment + timedelta(minutes=15)).astimezone(ZoneInfo(clock.zone))
    assert after.utcoffset() - at_the_office(name).utcoffset() == timedelta(hours=hours)


def test_far_away_it_is_another_day_than_by_utc():
    for name, days in (("far-ahead", 1), ("far-behind", -1)):
        assert at_the_office(name).date() == CLOCKS[name].moment.date() + timedelta(days=days)
        assert CLOCKS[name].environment()["AMPARO_TEST_OFFICE_ZONE"] == CLOCKS[name].zone
