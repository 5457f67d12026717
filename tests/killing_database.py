"""kill -9 of PostgreSQL, at any moment, while people save through the web."""

import random
import tempfile
import time
from pathlib import Path

from tests.postgres import find_binaries, mortal
from tests.served import Writers, house


def kill_database(rounds: int, *, port: int = 8158) -> dict[str, int]:
    """Kill the server under a house that people save into, and start it again."""
    with (
        mortal(find_binaries()) as server,
        tempfile.TemporaryDirectory(prefix="amparo-kill-") as home,
        house(Path(home), port, database=server.url, workers=2) as served,
    ):
        with Writers(served) as writers:
            for _ in range(rounds):
                time.sleep(random.uniform(0.1, 0.8))
                server.kill()
                time.sleep(random.uniform(0.1, 0.8))
                server.start()
                writers.wait_for(10)
        return {"kills": rounds, **writers.figures()}
