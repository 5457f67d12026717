"""What a bare machine lacks to keep its promises, fetched from its own distribution."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(package: str) -> None:
    print(f"Installing {package}, once…", file=sys.stderr, flush=True)  # noqa: T201
    quiet = {
        "stdout": subprocess.DEVNULL,
        "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
    }
    with Path("/tmp/amparo-install.lock").open("w") as lock:  # noqa: S108
        fcntl.flock(lock, fcntl.LOCK_EX)  # two test processes may ask at once
        subprocess.run(["apt-get", "update", "-q"], check=True, **quiet)
        subprocess.run(
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", package],
            check=True,
            **quiet,
        )
