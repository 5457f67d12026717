"""Six moments at which dates go wrong, and how to run something as if one of them had come.

    .venv/bin/python -m tests.support.clocks leap-day .venv/bin/pytest -n 2 amparo/foundation/core

The clock goes on from that moment, in every process that the command starts. Machines stand at
UTC, as in an installation; the main office of the tests stands in the zone of the clock.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.support import postgres

# Read by `tests/support/cast.py`: where the main office of the tests stands.
ZONE_VARIABLE = "AMPARO_TEST_OFFICE_ZONE"
LA_PAZ = "America/La_Paz"
PROGRAM = "faketime"
NOT_FOUND = """faketime is missing, so nothing can be run under another clock.
  Debian, Ubuntu     apt install faketime
  macOS              brew install libfaketime"""

SETTINGS = {
    "TZ": "UTC",
    # What measures how long something takes goes on as it is: time-outs and pauses stay true.
    "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    # Chromium waits by that clock; what faketime does for older C libraries makes it crawl.
    "FAKETIME_FORCE_MONOTONIC_FIX": "0",
    # Files were written when they were written.
    "NO_FAKE_STAT": "1",
}


@dataclass(frozen=True)
class Clock:
    """A moment, and the zone in which the main office of the tests stands then."""

    name: str
    about: str
    moment: datetime
    zone: str = LA_PAZ

    def command(self, *words: str) -> list[str]:
        """The command that runs `words` under this clock, to be started at once."""
        require_faketime()
        return [PROGRAM, "--disable-shm", "-f", self._ahead(), *words]

    def environment(self, around: Mapping[str, str] = os.environ) -> dict[str, str]:
        """The variables that belong to the command."""
        return {**around, **SETTINGS, ZONE_VARIABLE: self.zone}

    def _ahead(self) -> str:
        # A distance, not a moment: each process counts a moment from its own start.
        return f"{round((self.moment - datetime.now(UTC)).total_seconds()):+d}s"


def _at(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)


CLOCKS = {
    clock.name: clock
    for clock in (
        Clock(
            "year-end", "21:00 on Sunday, 31 December; by UTC it is another year",
            _at(2029, 1, 1, 1),
        ),
        Clock("leap-day", "23:50 on 29 February; by UTC it is March", _at(2028, 3, 1, 3, 50)),
        Clock(
            "summer-begins", "01:45 in Madrid: in a quarter of an hour it is 03:00",
            _at(2027, 3, 28, 0, 45), "Europe/Madrid",
        ),
        Clock(
            "summer-ends", "02:45 in Madrid: in a quarter of an hour it is 02:00",
            _at(2027, 10, 31, 0, 45), "Europe/Madrid",
        ),
        Clock(
            "far-ahead", "00:10 on 1 June on Kiritimati; by UTC it is May",
            _at(2027, 5, 31, 10, 10), "Pacific/Kiritimati",
        ),
        Clock(
            "far-behind", "18:00 on Pago Pago; by UTC it is the day after",
            _at(2027, 6, 15, 5), "Pacific/Pago_Pago",
        ),
    )
}  # fmt: skip


def require_faketime() -> None:
    """Install faketime where it is missing and can be installed; else say what to do."""
    if shutil.which(PROGRAM):
        return
    if postgres.can_install_packages():
        postgres.install_packages("faketime")
    if not shutil.which(PROGRAM):
        raise FileNotFoundError(NOT_FOUND)


def run_under(clock: Clock, words: Sequence[str]) -> int:
    """Run a command under this clock, and give back how it ended."""
    environment = clock.environment()
    return subprocess.run(clock.command(*words), env=environment, check=False).returncode


def main(arguments: Sequence[str]) -> int:
    if len(arguments) < 2 or arguments[0] not in CLOCKS:
        for clock in CLOCKS.values():
            print(f"{clock.name:16} {clock.about}")  # noqa: T201
        return 2
    return run_under(CLOCKS[arguments[0]], arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
