"""kill -9 of the web, at any moment, while people save: what was answered "done" is there once."""

import random
import tempfile
import time
from pathlib import Path

from tests.served import Writers, house


def kill_web(rounds: int, *, port: int = 8157, database: str = "") -> dict[str, int]:
    """Kill processes of a house that people save into; what became of what they saved."""
    with (
        tempfile.TemporaryDirectory(prefix="amparo-kill-") as home,
        house(Path(home), port, database=database, workers=2) as served,
    ):
        with Writers(served) as writers:
            for number in range(rounds):
                time.sleep(random.uniform(0.05, 0.6))
                served.kill(whole=number % 4 == 3)
                writers.wait_for(5)
        return {"kills": rounds, **writers.figures()}
