"""Results of measures, kept one by one, and the page `docs/evidence.md` that is made of them.

A run that was stopped goes on where it stopped. The page is written only when every measure is
whole, and only with what was seen.
"""

import json
import os
import platform
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .measures import Measure

PROJECT = Path(__file__).parents[2]
FOLDER = PROJECT / "var" / "evidence"
REPORT = "docs/evidence.md"


@dataclass(frozen=True)
class Result:
    """What one measure saw, in which size, when, where, and of which version of Amparo."""

    name: str
    database: str
    size: int
    figures: dict
    seconds: float
    at: str
    commit: str
    machine: dict[str, str]

    def keep(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        path = place(folder, self.name, self.database)
        unfinished = path.with_suffix(".part")
        unfinished.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False))
        unfinished.replace(path)

    def is_current(self, size: int, *, commit: str, days: float) -> bool:
        """Whether it need not be measured again: whole, and of this version or young enough."""
        if self.size < size or not self.is_of_a_version:
            return False
        age = datetime.now(UTC) - datetime.fromisoformat(self.at)
        return self.commit == commit or age <= timedelta(days=days)

    @property
    def is_of_a_version(self) -> bool:
        """What was changed and not yet committed is nobody's version."""
        return not self.commit.endswith("+")


def place(folder: Path, name: str, database: str) -> Path:
    return folder / f"{name}-{database.lower() or 'none'}.json"


def kept_result(folder: Path, name: str, database: str) -> Result | None:
    try:
        return Result(**json.loads(place(folder, name, database).read_text()))
    except (FileNotFoundError, TypeError, json.JSONDecodeError):
        return None


def commit() -> str:
    """The version that is measured; with a + where files were changed since."""

    def git(*words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=PROJECT, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    changed = [line for line in git("status", "--porcelain").splitlines() if REPORT not in line]
    return git("rev-parse", "--short=12", "HEAD") + ("+" if changed else "")


def describe_machine() -> dict[str, str]:
    """What it was measured on."""
    return {
        "processor": _value_in("/proc/cpuinfo", "model name") or platform.processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def _value_in(path: str, name: str) -> str:
    """What a list of "name : value" says of this."""
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")


# The page.

TOP = """# Evidence

Made by `make evidence` on {machine}, of version {versions}. Nobody outside
the project has repeated it; you can, with the same command. What was run is often less than what
we aim at: both are said.

| What | We aim at | Seen | Database | When |
|---|---|---|---|---|
"""
HOW = """
## How it was measured

"""
NOT_MEASURED = """
## What is not measured here

Two machines and more: replication, a planned switch-over, a partition of the network, several web
nodes behind a balancer. Telephones without a network. Three hundred people at work for half an
hour. Whoever needs these figures should not take ours for them.
"""


def page(measures: tuple[Measure, ...], results: Mapping[Measure, Result]) -> str:
    """The whole page."""
    machines = {_machine_text(result) for result in results.values()}
    versions = sorted({result.commit for result in results.values()})
    told = TOP.format(machine="; ".join(sorted(machines)), versions=", ".join(versions))
    for measure in measures:
        told += "".join(_rows(measure, results[measure]))
    told += HOW
    for how in dict.fromkeys((measure.rows[0].what, measure.how) for measure in measures):
        told += f"**{_plain(how[0], results, measures)}.** {how[1]}\n\n"
    return told.rstrip() + "\n" + NOT_MEASURED


def _rows(measure: Measure, result: Result):
    figures = {name: _figure(value) for name, value in result.figures.items()}
    day = datetime.fromisoformat(result.at).strftime("%Y-%m-%d")
    database = measure.database or "–"
    not_well = "" if measure.is_well(result.figures) else " **Not as it should be.**"
    for row in measure.rows:
        what, seen = row.what.format_map(figures), row.seen.format_map(figures)
        yield f"| {what} | {row.target} | {seen}.{not_well} | {database} | {day} |\n"


def _plain(what: str, results, measures) -> str:
    """The words of a row, with its figures where it names some."""
    measure = next(each for each in measures if each.rows[0].what == what)
    figures = results[measure].figures
    return what.format_map({name: _figure(value) for name, value in figures.items()})


def _figure(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _machine_text(result: Result) -> str:
    said = result.machine
    return (
        f"{said['processor']}, {said['cores']} cores, {said['memory']}, {said['system']}, "
        f"Python {said['python']}"
    )
