"""Whether the tests that own a rule notice that one line of it was broken.

    python -m tests.mutants [--seed N] [--area NAME]

Twelve mutants, three in each of four areas, drawn with a fixed seed: a comparison turned round, an
`and` made an `or`, a `not` left out, a yes made a no. Each is tried in a copy of the last commit,
by the tier that owns the rule, until a first test fails. One that survives wants a test; what it
was is said in the last lines.
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from tests.essentials import ESSENTIALS

ROOT = Path(__file__).parents[1]
COPY = ROOT / "var" / "mutants" / "tree"
PYTHON = ROOT / ".venv" / "bin" / "python"
EACH = 3
SEED = 20261129
CORE, PEOPLE = "amparo/foundation/core", "amparo/foundation/people"
ASSISTANCE = "amparo/pillars/assistance"


@dataclass(frozen=True)
class Area:
    """Where its rules stand, the tier that owns them, and which tests are asked first."""

    files: tuple[str, ...]
    tier: str
    first: tuple[str, ...]
    on_postgres: bool = True

    def commands(self) -> Iterator[list[str]]:
        """The nearest tests alone, which start sooner; then all of the tier."""
        how = "-m pytest -x -n 2 --dist load -p no:cacheprovider --tier"
        for places in (self.first, ("amparo", "tests")):
            asked = [str(PYTHON), *how.split(), self.tier, *places]
            yield (
                [str(PYTHON), "-m", "tests.support.postgres", *asked]
                if self.on_postgres
                else asked
            )


AREAS = {
    "access": Area(
        (f"{CORE}/permissions/rules.py", f"{CORE}/permissions/grants.py",
         f"{PEOPLE}/permissions.py", f"{ASSISTANCE}/cases/permissions.py"),
        "pure,database",
        (f"{PEOPLE}/tests", "amparo/site/tests/test_known_to_other_offices.py",
         f"{ASSISTANCE}/cases/tests", *ESSENTIALS["who may open what"]),
    ),
    "consent": Area(
        (f"{PEOPLE}/models/consents.py", f"{PEOPLE}/models/consent_exceptions.py",
         f"{PEOPLE}/legal_basis.py"),
        "pure,database", (*ESSENTIALS["consent"], f"{PEOPLE}/tests", f"{ASSISTANCE}/cases/tests"),
    ),
    "checks of a return": Area(
        (f"{ASSISTANCE}/pathways/checks.py", f"{ASSISTANCE}/pathways/models/checks.py",
         f"{ASSISTANCE}/pathways/models/overrides.py", f"{ASSISTANCE}/returns/rules.py",
         f"{ASSISTANCE}/returns/checks.py", f"{ASSISTANCE}/returns/models/bookings.py",
         f"{ASSISTANCE}/pathways/evidence.py", f"{ASSISTANCE}/assessment/protection_questions.py",
         f"{ASSISTANCE}/returns/protection_check.py"),
        "pure,database", ESSENTIALS["checks of a return"],
    ),
    "encryption": Area(
        (f"{CORE}/encryption/values.py", f"{CORE}/encryption/columns.py",
         f"{CORE}/encryption/key_ring.py", f"{CORE}/encryption/fields.py",
         f"{CORE}/encryption/files.py"),
        "pure,both_databases", (*ESSENTIALS["encryption"], f"{CORE}/tests"), on_postgres=False,
    ),
}  # fmt: skip
INSTEAD = {
    "==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "and": "or", "or": "and",
    "not": "", "True": "False", "False": "True", "&": "|", "|": "&", "in": "not in",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    area: str
    path: str
    line: int
    column: int
    was: str

    @property
    def becomes(self) -> str:
        return INSTEAD[self.was]

    def mutated(self, source: str) -> str:
        lines = source.splitlines(keepends=True)
        line, end = lines[self.line - 1], self.column + len(self.was)
        assert line[self.column : end] == self.was
        lines[self.line - 1] = line[: self.column] + self.becomes + line[end:]
        return "".join(lines)

    def __str__(self) -> str:
        said = (ROOT / self.path).read_text().splitlines()[self.line - 1].strip()
        return f"{self.path}:{self.line}  {self.was} → {self.becomes or '(left out)'}  in  {said}"


def mutants_of(area: str, path: str, source: str) -> Iterator[Mutant]:
    """Every place where one word can be turned round and the file still compiles."""
    left_alone = _not_rules(source)
    for token in tokenize.tokenize(BytesIO(source.encode()).readline):
        if token.string not in INSTEAD or token.type not in (tokenize.OP, tokenize.NAME):
            continue
        mutant = Mutant(area, path, *token.start, token.string)
        is_of_a_loop = token.string == "in" and " for " in f" {token.line[: token.start[1]]}"
        is_second_half = token.line[: token.start[1]].rstrip().endswith((" is", " not"))
        follows_not = token.string == "not" and token.line[token.end[1] :].startswith(" in ")
        if token.start in left_alone or is_of_a_loop or is_second_half or follows_not:
            continue
        if _compiles(mutant.mutated(source)):
            yield mutant


def _not_rules(source: str) -> set[tuple[int, int]]:
    """Positions inside types, and in what a class says of its columns."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        parts: list = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        if isinstance(node, ast.ClassDef):
            parts += [each for each in node.body if isinstance(each, (ast.Assign, ast.AnnAssign))]
            parts += [each for each in node.body if isinstance(each, ast.ClassDef)]
        for part in filter(None, parts):
            found |= {
                (line, column)
                for line in range(part.lineno, part.end_lineno + 1)
                for column in range(part.col_offset if line == part.lineno else 0, 120)
            }
    return found


def _compiles(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def drawn(seed: int) -> list[Mutant]:
    chance = random.Random(seed)
    return [
        mutant
        for name, area in AREAS.items()
        for mutant in chance.sample(
            [m for path in area.files for m in mutants_of(name, path, (ROOT / path).read_text())],
            EACH,
        )
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--area", choices=AREAS)
    told = parser.parse_args()
    mutants = [each for each in drawn(told.seed) if told.area in (None, each.area)]
    _copy()
    try:
        outcomes = {mutant: caught_by(mutant) for mutant in mutants}
    finally:
        _git("worktree", "remove", "--force", COPY)
    for mutant, test in outcomes.items():
        print(f"{mutant.area:20} {mutant}\n{'':20} {test or 'SURVIVED'}")
    caught = sum(bool(test) for test in outcomes.values())
    print(f"{caught} caught, {len(outcomes) - caught} survived")
    return min(len(outcomes) - caught, 1)


def caught_by(mutant: Mutant) -> str:
    """The first test that failed; empty where all passed."""
    place = COPY / mutant.path
    source = place.read_text()
    place.write_text(mutant.mutated(source))
    environment = os.environ | {
        "AMPARO_HOME": str(COPY / "var/tests"), "DATABASE_URL": "", "PYTHONPATH": str(COPY),
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    try:
        failed = (
            _first_failure(command, environment) for command in AREAS[mutant.area].commands()
        )
        caught = next(filter(None, failed), "")
    finally:
        place.write_text(source)
    print(f"{mutant.area}: {mutant}: {caught or 'SURVIVED'}", file=sys.stderr, flush=True)
    return caught


def _first_failure(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, cwd=COPY, env=environment, capture_output=True, text=True, check=False
    )
    begins = ("FAILED", "ERROR", "SUBFAILED")
    failed = [line for line in done.stdout.splitlines() if line.startswith(begins)]
    if done.returncode == 0:
        return ""
    return failed[0][:160] if failed else f"it does not start: {done.stderr[-160:]}"


def _copy() -> None:
    """The last commit beside this tree, with what was built for it."""
    shutil.rmtree(COPY, ignore_errors=True)  # of a run that was killed
    _git("worktree", "prune")
    _git("worktree", "add", "--quiet", "--detach", "--force", COPY)
    for path in ROOT.glob("amparo/**/*.mo"):
        shutil.copy(path, COPY / path.relative_to(ROOT))
    (COPY / "web/dist").symlink_to(ROOT / "web/dist")
    (COPY / "var").mkdir()
    (COPY / "var/templates").symlink_to(ROOT / "var/templates")


def _git(*words: str | Path) -> None:
    subprocess.run(["git", *words], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
