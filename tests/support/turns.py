"""What a check tries today and tomorrow no more: where one mechanism answers for many cases, they
take turns from day to day.

The turn is the day on which the run began, the same in all of its processes until it ends. A run
ends by naming it; `AMPARO_TURN=739586 make check` tries the same again.
"""

import os
from datetime import UTC, datetime
from random import Random

import pytest

VARIABLE = "AMPARO_TURN"


def pytest_configure() -> None:
    """Before other processes begin: they inherit it."""
    os.environ.setdefault(VARIABLE, str(turn()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if terminalreporter.stats.get("failed"):
        terminalreporter.write_line(f"What takes turns was tried with {VARIABLE}={turn()}.")


def turn() -> int:
    """The number of the day, one higher than yesterday."""
    return int(os.environ.get(VARIABLE) or datetime.now(UTC).toordinal())


def drawn(name: str, among: int) -> int:
    """Draws one of so many for the case of that name: the same all day, another one tomorrow."""
    return Random(f"{name} {turn()}").randrange(among)
