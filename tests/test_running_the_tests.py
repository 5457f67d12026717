"""The machinery that decides which tests run, and counts what they cost."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from amparo.foundation.core.models import Organization
from tests import essentials, mutants, run
from tests.support import changes, tiers
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
        (("new_house",), (), "database"),
        (("phone", "db"), (), "browser"),
        (("browser",), (), "browser"),
        (("phone", "every_language"), (), "nightly"),
        (("at_scale",), ("django_db",), "nightly"),
    ],
)
def test_a_tier_follows_from_what_a_test_asks_for(asked, marks, tier):
    assert tiers.tier_of(item(*asked, marks=marks)) == tier


def test_what_both_databases_answer_belongs_to_two_runs():
    both = item("db", marks=("both_databases",))
    assert tiers.is_in(both, {"database"})
    assert tiers.is_in(both, {"pure", "both_databases"})
    assert not tiers.is_in(both, {"pure"})
    assert not tiers.is_in(item("db"), {"pure", "both_databases"})
    assert not tiers.is_in(item("phone", marks=("both_databases",)), {"both_databases"})


def test_every_tier_that_a_check_runs_is_known():
    named = [step.command[step.command.index("--tier") + 1] for step in run.TIERS]
    asked = {tier for names in named for tier in names.split(",")}
    assert asked == {"pure", "database", "browser", "both_databases"}
    assert sum(step.budget for step in run.TIERS) + run.STATIC_BUDGET + run.BUILD_BUDGET <= (
        run.CHECK_BUDGET
    )


def test_every_essential_is_there():
    assert [path for path in essentials.paths() if not (ROOT / path).exists()] == []


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
    assert "amparo/pillars/assistance" in found
    assert "amparo/foundation/directory" not in found


def test_what_does_not_fit_is_left_and_named(monkeypatch):
    monkeypatch.setattr(changes, "_cost_of", {"own": 400, "near": 10, "far": 10}.get)
    assert changes._fitting(["own", "near", "far"], must=1) == (["own"], ["near", "far"])
    monkeypatch.setattr(changes, "_cost_of", {"own": 200, "near": 50, "far": 90}.get)
    assert changes._fitting(["own", "near", "far"], must=1) == (["own", "near"], ["far"])


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
