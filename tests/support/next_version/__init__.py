"""The version after this one, as tests make it up: migrations that add, change and stop halfway.

`NEXT_SETTINGS` are the settings of this version with this app beside the others, so what it
brings is applied by an upgrade and unknown to the version that came before. Where AMPARO_TEST_KILL
names a migration, the process is killed in the middle of it, once.
"""

import os
import signal
from pathlib import Path

NEXT_SETTINGS = "tests.support.next_version.settings"


def kill_once(name: str) -> None:
    """Ends this process at once, without cleaning up, where a test wants it to end in `name`."""
    if os.environ.get("AMPARO_TEST_KILL") != name:
        return
    done = Path(os.environ["AMPARO_HOME"]) / "killed"
    if not done.exists():
        done.write_text(name)
        os.kill(os.getpid(), signal.SIGKILL)
