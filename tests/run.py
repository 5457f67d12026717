"""Runs the tiers of the tests, and says what each cost: `python -m tests.run test|check|nightly`.

    test              what changed since the last `check` that passed here, or the essentials
    check             everything that a change must pass
    nightly [PART…]   what takes too long for that; parts that passed on this commit are kept

Costs are kept in `var/costs`, what passed in `var/passed`. No run fails for being slow: where a
tier costs more than its budget, the last lines say so.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from tests import essentials
from tests.support import changes
from tests.support.clocks import CLOCKS
from tests.support.costs import KEPT as COSTS
from tests.support.costs import Ranking

ROOT = Path(__file__).parents[1]
PASSED = ROOT / "var" / "passed"
BIN = ROOT / ".venv" / "bin"
POSTGRES = [str(BIN / "python"), "-m", "tests.support.postgres"]
NO_TESTS = 5  # how pytest ends where nothing was selected


def pytest(name: str, *words: str, workers: int = 2) -> list[str]:
    """Neighbours stay together, because they share a dataset; who is done first takes over."""
    kept = f"--junitxml={COSTS / name / 'junit.xml'}"
    return [str(BIN / "pytest"), "-n", str(workers), "--dist", "worksteal", kept, *words]


@dataclass(frozen=True)
class Step:
    """One tier: a command, where it runs, and what it may cost in core-seconds."""

    name: str
    command: list[str]
    budget: int
    on_postgres: bool = False
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *, into: Path | None = None) -> "Cost":
        """Runs it; what it says goes to the screen, or `into` a file."""
        kept = COSTS / f"{self.name}.json"
        counted = [sys.executable, str(ROOT / "tests/support/cost_of.py"), str(kept)]
        command = [*counted, *(POSTGRES if self.on_postgres else []), *self.command]
        environment = os.environ | {"AMPARO_TIER": self.name} | self.environment
        for older in (COSTS / self.name).glob("*.jsonl"):
            older.unlink()
        with (into or Path(os.devnull)).open("w") as file:
            words = {"stdout": file, "stderr": subprocess.STDOUT} if into else {}
            code = subprocess.run(command, cwd=ROOT, env=environment, check=False, **words)
        told = json.loads(kept.read_text())
        return Cost(self, told["seconds"], told["core_seconds"], code.returncode)


@dataclass(frozen=True)
class Cost:
    step: Step
    seconds: float
    core_seconds: float
    code: int

    @property
    def passed(self) -> bool:
        return self.code in (0, NO_TESTS)

    def __str__(self) -> str:
        share = 100 * self.core_seconds / self.step.budget
        over = "  OVER ITS BUDGET" if share > 100 else ""
        failed = "" if self.passed else "  FAILED"
        return (
            f"  {self.step.name:22} {self.seconds:7.0f} s {self.core_seconds:7.0f} core-s "
            f"{share:4.0f} % of {self.step.budget}{over}{failed}"
        )


def main(arguments: list[str]) -> int:
    os.environ.setdefault("AMPARO_HOME", str(ROOT / "var" / "tests"))
    os.environ["DATABASE_URL"] = ""
    what, *rest = arguments or ["help"]
    return {"test": test, "check": check, "nightly": nightly}.get(what, explain)(*rest)


def explain(*_ignored: str) -> int:
    print(__doc__)
    return 2


# What a change must pass.

STATIC_BUDGET, BUILD_BUDGET = 60, 100
CHECK_BUDGET, TEST_BUDGET = 2400, 600
TIERS = [
    Step("sqlite", pytest("sqlite", "--tier", "pure,sqlite"), 1200),
    Step(
        "postgresql",
        pytest("postgresql", "--tier", "postgresql", workers=3),
        480,
        on_postgres=True,
    ),
    Step("browser", pytest("browser", "--tier", "browser", workers=4), 440, on_postgres=True),
]


def check() -> int:
    """Static checks beside the tests; a failure of one tier does not keep the others from us."""
    before = changes.state()
    with ThreadPoolExecutor() as beside:
        static = beside.submit(Step("static", static_checks(), STATIC_BUDGET).run, into=LOG)
        costs = [step.run() for step in TIERS]
        costs.insert(0, static.result())
    print(LOG.read_text() if not costs[0].passed else "", end="")
    told = summary("check", [*built(), *costs], CHECK_BUDGET)
    if told == 0 and changes.state() == before:
        changes.mark_as_checked(before)
    return told


LOG = COSTS / "static.log"


def static_checks() -> list[str]:
    return ["make", "--no-print-directory", "--keep-going", "static"]


def built() -> list[Cost]:
    """What making the product cost, where that was measured before us (see the Makefile)."""
    kept = COSTS / "build.json"
    if not kept.exists():
        return []
    told = json.loads(kept.read_text())
    step = Step("build", [], BUILD_BUDGET)
    return [Cost(step, told["seconds"], told["core_seconds"], told["code"])]


# What one tries while working.


def test() -> int:
    """All pure tests, and the database tests that what changed may break; or the essentials."""
    chosen = changes.selection()
    print(chosen.explanation, flush=True)
    paths = ["--database-of", ",".join(chosen.paths)]
    tiers = ["--tier", "pure,database", "--one-batch", *paths]
    cost = Step("test", pytest("test", *tiers), TEST_BUDGET - BUILD_BUDGET).run()
    told = summary("test", [*built(), cost], TEST_BUDGET)
    print(f"`make test-all` has {changes.left_out('test')} tests besides these.")
    return told


# What takes too long for every change.


@dataclass(frozen=True)
class Part:
    """A part of the night: at most 40 minutes, resumed where it did not pass on this commit."""

    name: str
    about: str
    steps: list[Step]


def nightly_step(name: str, *words: str, workers: int = 2, **more) -> Step:
    command = pytest(f"nightly-{name}", *words, workers=workers)
    return Step(f"nightly-{name}", command, 2 * 40 * 60, **more)


def under(clock: str, night: date) -> Step:
    """A share of the essentials, as if it were then: all are run each night, under one clock each,
    and under every clock in as many nights as there are clocks.
    """
    share = (list(CLOCKS).index(clock) + night.toordinal()) % len(CLOCKS)
    words = [
        f"--share={share}/{len(CLOCKS)}",
        "--tier",
        "pure,database",
        "--one-batch",
        "--database-of",
        ",".join(essentials.paths(under_a_clock=True)),
    ]
    started = [str(BIN / "python"), "-m", "tests.support.clocks", clock]
    return Step(f"nightly-{clock}", [*started, *pytest(f"nightly-{clock}", *words)], 2 * 8 * 60)


def parts() -> list[Part]:
    return [
        Part("postgresql-1", "tests of packages on PostgreSQL, hypothesis at full size", [
            nightly_step(
                "postgresql-1", "amparo", "amparo_xforms", "--tier", "pure,database",
                on_postgres=True)]),
        Part("postgresql-2", "all others there: every route for everybody, walks, the demo", [
            nightly_step(
                "postgresql-2", "tests", "amparo_demo", "benchmarks", "--tier", "pure,database",
                on_postgres=True)]),
        Part("accessibility", "every page in seven views", [
            nightly_step(
                "accessibility", "tests/browser/test_pages.py", "-k", "not readable", workers=3,
                on_postgres=True)]),
        Part("readable-text", "the words of every page in four languages", [
            nightly_step(
                "readable-text", "tests/browser/test_pages.py", "-k", "readable", workers=3,
                on_postgres=True)]),
        Part("long", "scale, drills, killing, servers of its own, long walks, more languages",
             [nightly_step("long", "--tier", "nightly", on_postgres=True),
              nightly_step("long-sqlite", "-m", "nightly and both_databases")]),
        Part("clocks", "the essentials, each file under one of six clocks, the next each night",
             [under(clock, datetime.now(UTC).date()) for clock in CLOCKS]),
    ]  # fmt: skip


def nightly(*names: str) -> int:
    """Runs the parts that did not pass on this commit yet, or those that are named."""
    commit = changes.state()
    known = parts()
    wanted = [part for part in known if part.name in names or not names]
    if unknown := set(names) - {part.name for part in known}:
        print(f"No such part: {', '.join(sorted(unknown))}. There are:")
        print(*(f"  {part.name:14} {part.about}" for part in known), sep="\n")
        return 2
    lines = [line for part in wanted for line in run_part(part, commit, again=bool(names))]
    print(f"\nThe night of {commit}:", *lines, sep="\n")
    failed = sum("FAILED" in line for line in lines)
    print(f"{len(lines) - failed} passed, {failed} failed")
    return min(failed, 1)


def run_part(part: Part, commit: str, *, again: bool) -> Iterator[str]:
    kept = PASSED / commit / f"{part.name}.txt"
    if kept.exists() and not again:
        yield from kept.read_text().splitlines()
        return
    began = time.monotonic()
    costs = [step.run() for step in part.steps]
    kept.parent.mkdir(parents=True, exist_ok=True)
    lines = [str(cost) for cost in costs]
    minutes = (time.monotonic() - began) / 60
    lines[-1] += f"  ({part.name}: {minutes:.0f} minutes)"
    if all(cost.passed for cost in costs):
        kept.write_text("\n".join(lines) + "\n")
    yield from lines


# What all of them end with.


def summary(name: str, costs: list[Cost], budget: int) -> int:
    """The cost of each tier, the dearest tests, and whether all passed."""
    tiers = [cost.step.name for cost in costs if cost.step.name not in ("build", "static")]
    print(f"\nThe 20 slowest of {name}:", *Ranking.of(*tiers).dearest("items", 20), sep="\n  ")
    print(f"\nWhat {name} cost:", *costs, sep="\n")
    spent = sum(cost.core_seconds for cost in costs)
    print(
        f"  {'together':22} {'':9} {spent:7.0f} core-s {100 * spent / budget:4.0f} % of {budget}"
    )
    failed = [cost.step.name for cost in costs if not cost.passed]
    print(f"{len(costs) - len(failed)} tiers passed, {len(failed)} failed", *failed)
    return min(len(failed), 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
