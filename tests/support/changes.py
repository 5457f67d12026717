"""Which tests a short run takes: those of what changed since the last check, or the essentials.

A package is a folder with tests of its own. What changed counts since the last commit
on which `make check` passed in this checkout (`var/checked`), uncommitted work included; without
such a mark, since the last commit. Where all that would be tried does not fit into the budget, the
packages that import a changed one are left to `make check`, the farthest first, and said so.
"""

import json
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import grimp

from tests.essentials import paths as essential_paths
from tests.support.costs import KEPT as COSTS
from tests.support.costs import Ranking

ROOT = Path(__file__).parents[2]
CHECKED = ROOT / "var" / "checked"
ROOM = 300  # core-seconds for database tests: about 80 % of a short run, with the pure ones
GUESS = 0.15  # core-seconds of a test that was never measured here


@dataclass(frozen=True)
class Selection:
    """The database tests under `paths`; `explanation` says why these."""

    explanation: str
    paths: tuple[str, ...]


def selection() -> Selection:
    base = _git("rev-parse", CHECKED.read_text().strip()) if CHECKED.exists() else "HEAD"
    changed = changed_files(base or "HEAD")
    if not changed:
        return Selection("Nothing changed: the essentials.", essential_paths())
    packages = sorted({package for path in changed if (package := package_of(path))})
    own = [*packages, *(path for path in changed if re.match(r"tests/(.*/)?test_\w+\.py$", path))]
    importers = [each for each in importers_of(packages) if each not in packages]
    taken, left = _fitting([*own, *importers], must=len(own))
    explanation = f"Changed: {', '.join(own) or 'nothing with tests of its own'}."
    if len(taken) > len(own):
        explanation += f" Imported by: {', '.join(taken[len(own) :])}."
    if left:
        explanation += f" Left to `make check`: {', '.join(left)}."
    if not packages:  # shared machinery: what must never break is tried
        return Selection(explanation + " With the essentials.", (*taken, *essential_paths()))
    return Selection(explanation, tuple(taken))


def changed_files(base: str) -> list[str]:
    """What differs from `base` in the tree as it lies there."""
    differing = _git("diff", "--name-only", base).splitlines()
    unknown = _git("ls-files", "--others", "--exclude-standard").splitlines()
    return sorted({*differing, *unknown})


def package_of(path: str) -> str:
    """The nearest package above this file that has tests; empty where there is none."""
    for folder in (ROOT / path).parents:
        is_package = folder.is_relative_to(ROOT) and folder != ROOT
        if is_package and (folder / "tests").is_dir() and "tests" not in folder.parts:
            return str(folder.relative_to(ROOT))
    return ""


def importers_of(packages: Iterable[str]) -> list[str]:
    """Packages of which some module imports a module of these."""
    graph, found = _graph(), {}
    for package in packages:
        inside = f"{package.replace('/', '.')}."
        for module in (each for each in graph.modules if f"{each}.".startswith(inside)):
            for importer in graph.find_modules_that_directly_import(module):
                place = package_of(importer.replace(".", "/") + ".py")
                if place and place not in packages:
                    found[place] = None
    return sorted(found)


def mark_as_checked(commit: str) -> None:
    """From now on, what changed is what differs from this commit; a changed tree marks nothing."""
    if not commit.endswith(CHANGED):
        CHECKED.write_text(commit + "\n")


CHANGED = "-changed"


def state() -> str:
    """The commit of this tree; with a word added where something is not committed."""
    is_changed = bool(_git("status", "--porcelain"))
    return _git("rev-parse", "HEAD")[:12] + (CHANGED if is_changed else "")


def left_out(tier: str) -> int:
    """How many tests of the other tiers of `make test-all` the last run of this tier left out."""
    kept = COSTS / tier / "left_out.json"
    return json.loads(kept.read_text()) if kept.exists() else 0


def _fitting(paths: list[str], *, must: int) -> tuple[list[str], list[str]]:
    taken, left, spent = [], [], 0.0
    for number, path in enumerate(paths):
        spent += _cost_of(path)
        (taken if number < must or spent <= ROOM else left).append(path)
    return taken, left


def _cost_of(path: str) -> float:
    """What its tests cost when they last ran here, or a guess from how many there are."""
    tests = [file for file in _test_files(ROOT / path) if file.exists()]
    known = _ranking().files
    return sum(
        known[name].processor
        if (name := str(file.relative_to(ROOT))) in known
        else GUESS * len(re.findall(r"^def test_", file.read_text(), re.MULTILINE))
        for file in tests
    )


def _test_files(place: Path) -> list[Path]:
    return [place] if place.suffix else sorted(place.glob("tests/**/test_*.py"))


@cache
def _ranking() -> Ranking:
    return Ranking.of()


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph(
        "amparo", "amparo_demo", "amparo_xforms", "benchmarks",
        cache_dir=str(ROOT / ".import_linter_cache"),
    )  # fmt: skip


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()
