"""What only tests of the night ask for: each of these fixtures puts a test into that tier.

`tests/support/tiers.py` finds the tier from the fixtures; `tests/run.py` names the parts of a
night, one for each of them.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.support import postgres
from tests.support.clocks import ZONE_VARIABLE
from tests.support.postgres import find_binaries


def is_nightly() -> bool:
    """Whether this run is a part of `make nightly` that tries everything at full size.

    Under another clock it is the hour that is tried, not the size.
    """
    by_night = os.environ.get("AMPARO_TIER", "").startswith("nightly")
    return by_night and ZONE_VARIABLE not in os.environ


def is_exhaustive() -> bool:
    """Whether each route is asked by everybody in every way: at night, and where AMPARO_ROUTES
    names routes.
    """
    return is_nightly() or bool(os.environ.get("AMPARO_ROUTES"))


def examples(full: int) -> int:
    """How many random examples are tried: all at night, else a fifth of them."""
    return full if is_nightly() else full // 5


def rest_at_night(values: Iterable[Any], *, by_day: int = 1) -> list[Any]:
    """Returns values of a parameter: a check takes the first ones, the night all."""
    listed = list(values)
    rest = (
        pytest.param(*(each if isinstance(each, tuple) else (each,)), marks=pytest.mark.nightly)
        for each in listed[by_day:]
    )
    return [*listed[:by_day], *rest]


def pytest_configure() -> None:
    """A machine that is slow has broken no promise; nor is a change stopped by bad luck: other
    examples than yesterday's are tried at night.
    """
    settings.register_profile(
        "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow],
        max_examples=examples(250), derandomize=not is_nightly(),
    )  # fmt: skip
    settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def at_scale() -> None:
    """Builds or copies a large installation first: half a minute to minutes for each test."""


@pytest.fixture(scope="session")
def own_cluster() -> Path:
    """Where PostgreSQL's programs are: the test starts, kills or cuts off servers of its own."""
    return find_binaries()


@pytest.fixture
def own_disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system of the test's own, which it may fill: root alone may mount one."""
    if os.geteuid() != 0 or not sys.platform.startswith("linux"):
        pytest.skip("only root on Linux mounts a small file system")
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=48m,mode=0700", "amparo-test", str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine mounts no small file system for us (a container?)")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture(scope="session")
def killed_processes() -> None:
    """Kills what serves or works, again and again, and counts what is lost: a minute each."""


@pytest.fixture(scope="session")
def long_walk() -> None:
    """Goes on for more than 200 random steps, or compares with another engine for minutes."""


@pytest.fixture(scope="session")
def every_language() -> None:
    """Repeats in a further language, in a browser, what `make check` has tried in two."""


@pytest.fixture(scope="session")
def debian_nginx() -> Path:
    """The nginx of Debian, before an installation; installed once where that is allowed."""
    if not shutil.which("nginx"):
        if not postgres.can_install_packages():
            pytest.skip("nginx is not installed, and may not be")
        postgres.install_packages("nginx-light")
    return Path(shutil.which("nginx") or "")


@pytest.fixture(scope="session")
def office_network() -> None:
    """Opens an installation to a network, over TLS: a minute of waiting for slow lines."""
