"""Which of the 79 requirements are held, and by which promises: `python -m tests.asvs.report`."""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .requirements import CHECKS, GAPS, TITLES, Check

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "docs" / "asvs.md"
NAMED = re.compile(r"(?:test|check)_(v\d+_\d+_\d+)_(\w+)")

TOP = """# OWASP ASVS 5.0: what we checked of ourselves

This page is made by `python -m tests.asvs.report` from the tests that carry these names; a test
fails when it is out of date. It is **a self-assessment of {checks} requirements that we chose**
of the some 345 of [OWASP ASVS 5.0](https://owasp.org/www-project-application-security-verification-standard/),
not of the entire standard, and nobody outside has reviewed it. “Kept” says that tests hold what
the second column says, each time that `make check` passes; what a requirement means beyond that
sentence is in the standard itself.

| | |
|---|---|
| Requirements looked at | {checks} (level 1: {level_1}, level 2: {level_2}, level 3: {level_3}) |
| Kept | {kept} |
| Kept in part | {in_part} |
| Not kept | {missing} |
| Tests that hold them | {tests} |
"""
ROOT_OF_GAPS = """## What is not done, or not whole

| Requirement | What is missing |
|---|---|
"""


class Promise(NamedTuple):
    id: str
    sentence: str
    file: Path


@cache
def promises() -> dict[str, list[Promise]]:
    """Every test of the house that is named after a requirement, by requirement."""
    found: dict[str, list[Promise]] = defaultdict(list)
    places = ("tests/**/*.py", "amparo/**/tests/*.py", "amparo_xforms/tests/*.py")
    for path in sorted(path for place in places for path in ROOT.glob(place)):
        for name in _tests(ast.parse(path.read_text(encoding="utf-8"))):
            if match := NAMED.fullmatch(name):
                found[_id(match[1])].append(Promise(_id(match[1]), _sentence(match[2]), path))
    return found


def state(check: Check) -> str:
    if check.id not in GAPS:
        return "kept" if promises().get(check.id) else "missing"
    return "in part" if promises().get(check.id) else "missing"


def counts() -> dict[str, int]:
    """In figures: how many requirements, in which state, held by how many tests."""
    states = [state(check) for check in CHECKS]
    return {
        "checks": len(CHECKS), "kept": states.count("kept"), "in part": states.count("in part"),
        "missing": states.count("missing"),
        "tests": sum(len(promises().get(check.id, ())) for check in CHECKS),
    }  # fmt: skip


def text() -> str:
    figures = {name.replace(" ", "_"): count for name, count in counts().items()}
    levels = {f"level_{n}": sum(check.level == n for check in CHECKS) for n in (1, 2, 3)}
    parts = [TOP.format(**figures, **levels), _gaps()]
    for number, title in TITLES.items():
        rows = [_row(check) for check in CHECKS if _chapter(check.id) == number]
        parts.append(
            f"## V{number} {title}\n\n| Id | Level | What it means here | Held by | State |\n"
            "|---|---|---|---|---|\n" + "".join(rows)
        )
    return "\n".join([*parts, _beyond()])


def _row(check: Check) -> str:
    held = "; ".join(map(_link, promises().get(check.id, ()))) or "nothing yet"
    return f"| {check.id} | {check.level} | {check.what} | {held} | {state(check)} |\n"


def _gaps() -> str:
    rows = [f"| {id} | {why} |\n" for id, why in GAPS.items()]
    rows += [
        f"| {check.id} | No test carries its name yet. |\n"
        for check in CHECKS if state(check) == "missing" and check.id not in GAPS
    ]  # fmt: skip
    return ROOT_OF_GAPS + "".join(rows)


def _beyond() -> str:
    """Tests that are named after a requirement that is none of the 79."""
    chosen = {check.id for check in CHECKS}
    lines = [
        f"- {id}: {'; '.join(map(_link, held))}\n"
        for id, held in sorted(promises().items(), key=lambda each: _order(each[0]))
        if id not in chosen
    ]
    return "## Besides these\n\n" + "".join(lines)


def _link(promise: Promise) -> str:
    return f"[{promise.sentence}](../{promise.file.relative_to(ROOT)})"


def _tests(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def _id(name: str) -> str:
    return name.upper().replace("_", ".")


def _sentence(name: str) -> str:
    return name.replace("_s_", "’s_").replace("_", " ")


def _order(id: str) -> list[int]:
    return [int(part) for part in id[1:].split(".")]


def _chapter(id: str) -> int:
    return _order(id)[0]


if __name__ == "__main__":
    REPORT.write_text(text(), encoding="utf-8")
    sys.stdout.write(f"{counts()}\n")
