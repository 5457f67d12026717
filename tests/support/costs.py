"""What each test and each fixture costs, in seconds by the clock and of the processor.

A run of pytest writes one file per process into `var/costs/<tier>/`, and
`python -m tests.support.costs` prints
the dearest items, files and fixtures of the last runs. Processor seconds are those of the test
process and of the children that it waited for; a browser and a PostgreSQL server are counted for
each tier as a whole (`tests/run.py`).
"""

import json
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

KEPT = Path(__file__).parents[2] / "var" / "costs"


def processor_seconds() -> float:
    """Of this process and of the children that ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


class Costs:
    """Notes the cost of each phase of an item, and of each fixture made for it."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("w", buffering=1)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        with _Measured() as measured:
            result = yield
        self._note("item", item.nodeid, measured)
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef, request) -> Iterator[None]:
        with _Measured() as measured:
            result = yield
        if measured.clock > 0.005:
            self._note("fixture", f"{fixturedef.argname} ({fixturedef.scope})", measured)
        return result

    def _note(self, kind: str, name: str, measured: "_Measured") -> None:
        line = [kind, name, round(measured.clock, 4), round(measured.processor, 4)]
        self._file.write(json.dumps(line) + "\n")


class _Measured:
    def __enter__(self) -> "_Measured":
        self._began = time.perf_counter(), processor_seconds()
        return self

    def __exit__(self, *_) -> None:
        self.clock = time.perf_counter() - self._began[0]
        self.processor = processor_seconds() - self._began[1]


def pytest_configure(config: pytest.Config) -> None:
    """Only where the runner of the tiers says for which tier to note."""
    if tier := os.environ.get("AMPARO_TIER"):
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        config.pluginmanager.register(Costs(KEPT / tier / f"{worker}.jsonl"), "costs")


@dataclass
class Cost:
    times: int = 0
    clock: float = 0.0
    processor: float = 0.0

    def add(self, clock: float, processor: float) -> None:
        self.times, self.clock = self.times + 1, self.clock + clock
        self.processor += processor


@dataclass
class Ranking:
    """The costs of some tiers, by item, by file and by fixture."""

    items: dict[str, Cost] = field(default_factory=lambda: defaultdict(Cost))
    files: dict[str, Cost] = field(default_factory=lambda: defaultdict(Cost))
    fixtures: dict[str, Cost] = field(default_factory=lambda: defaultdict(Cost))

    @classmethod
    def of(cls, *tiers: str) -> "Ranking":
        """Of these tiers, or of all that were kept; a line cut off by a kill is left out."""
        ranking = cls()
        folders = [KEPT / tier for tier in tiers] or sorted(KEPT.glob("*"))
        for path in (path for folder in folders for path in folder.glob("*.jsonl")):
            for line in path.read_text().splitlines():
                if line.endswith("]"):
                    ranking._add(*json.loads(line))
        return ranking

    def _add(self, kind: str, name: str, clock: float, processor: float) -> None:
        if kind == "fixture":
            self.fixtures[name].add(clock, processor)
            return
        self.items[name].add(clock, processor)
        self.files[name.partition("::")[0]].add(clock, processor)

    def dearest(self, of: str, most: int) -> list[str]:
        found = sorted(getattr(self, of).items(), key=lambda each: -each[1].clock)[:most]
        return [
            f"{cost.clock:8.1f} s {cost.processor:8.1f} core-s {cost.times:6} ×  {name}"
            for name, cost in found
        ]


def main(arguments: list[str]) -> int:
    ranking = Ranking.of(*arguments)
    for of in ("items", "files", "fixtures"):
        print(f"The dearest {of}:", *ranking.dearest(of, 40), sep="\n  ")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
