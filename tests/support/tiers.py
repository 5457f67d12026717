"""The four tiers of tests, found from what a test asks for, and which of them a run takes.

- `pure`: no database.
- `database`: a database, a server, an installation of its own.
- `browser`: a real Chromium.
- `nightly`: asks for a fixture of `NIGHTLY`: too long for every change.

`--tier` names those of a run; without it every test that was named runs. A check runs each
database test on one database, and the night on the other too: `sqlite` takes all but those that
are marked `postgresql` (pages and walks under row-level security); `postgresql` takes these and
what is marked `both_databases`, because a database may answer it otherwise (jobs, locks, search,
pages of a list, insert-only tables, backups, migrations, values at rest). What lies in
`tests/postgres_only` needs no mark. A case of a test may be marked `nightly` by hand.
"""

import json
import os
from functools import cache
from pathlib import Path
from zlib import crc32

import pytest

from tests.support.costs import KEPT as COSTS

BROWSER = {"browser", "browser_page", "phone_page", "desktop_page"}
DATABASE = {
    "db",
    "transactional_db",
    "live_server",
    "django_db_setup",
    "new_installation",
    "unpacked",
}
# Fixtures that only tests of the night ask for: each says in its docstring what it costs.
NIGHTLY = {
    "at_scale",
    "own_cluster",
    "own_disk",
    "killed_processes",
    "long_walk",
    "every_language",
    "debian_nginx",
    "office_network",
}
TIERS = ("pure", "database", "browser", "nightly")
BY_DAY = ("sqlite", "postgresql")  # the database tests of a check, by where they run


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--tier", default="", help=f"of {', '.join((*TIERS, *BY_DAY))}, divided by commas"
    )
    parser.addoption(
        "--database-of", default="", help="database tests under these paths only; see tests/run.py"
    )
    parser.addoption(
        "--share", default="", help="I/N: the files of one of N shares, counted from 0"
    )
    parser.addoption(
        "--one-batch", action="store_true", help="of tests of all routes, the first batch only"
    )


def pytest_configure(config: pytest.Config) -> None:
    for tier in TIERS:
        config.addinivalue_line("markers", f"{tier}: found by tests/support/tiers.py")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A run of the browser alone, or one by day on PostgreSQL, imports what speaks of it only:
    the others cost each of its workers twelve seconds.
    """
    may_hold = MAY_HOLD.get(config.getoption("--tier"))
    if may_hold is None or collection_path.suffix != ".py":
        return None
    return None if may_hold(collection_path) else True


@cache
def may_hold_browser_tests(path: Path) -> bool:
    """Whether the file stands in `tests/browser` or names a fixture of the browser."""
    if path.parent.name == "browser" or not path.name.startswith("test_"):
        return True
    text = path.read_text()
    return any(name in text for name in BROWSER)


@cache
def may_hold_postgresql_tests(path: Path) -> bool:
    """Whether the file stands in `tests/postgres_only` or names a mark of `databases_by_day`."""
    if "postgres_only" in path.parts or not path.name.startswith("test_"):
        return True
    text = path.read_text()
    return "mark.postgresql" in text or "mark.both_databases" in text


MAY_HOLD = {"browser": may_hold_browser_tests, "postgresql": may_hold_postgresql_tests}


def tier_of(item: pytest.Item) -> str:
    asked = set(getattr(item, "fixturenames", ()))
    if asked & NIGHTLY or item.get_closest_marker("nightly"):
        return "nightly"
    if asked & BROWSER or item.path.parent.name == "browser":
        return "browser"
    if asked & DATABASE or item.get_closest_marker("django_db"):
        return "database"
    return "pure"


def takes_minutes(path: Path) -> bool:
    """The demo, stories of a whole case in a browser, and what goes through all pages."""
    names = ("test_story_", "test_backup", "test_pages")
    return "amparo_demo" in path.parts or path.name.startswith(names)


def is_in(item: pytest.Item, tiers: set[str]) -> bool:
    tier = tier_of(item)
    return tier in tiers or (tier == "database" and bool(databases_by_day(item) & tiers))


def databases_by_day(item: pytest.Item) -> set[str]:
    """Where a check runs this database test: on one database, or on both."""
    if item.get_closest_marker("both_databases"):
        return {"sqlite", "postgresql"}
    is_of_postgresql = item.get_closest_marker("postgresql") or "postgres_only" in item.path.parts
    return {"postgresql" if is_of_postgresql else "sqlite"}


def is_in_share(item: pytest.Item, share: str) -> bool:
    """Whether the file of the test is in this share: always in the same one of as many."""
    if not share:
        return True
    number, shares = map(int, share.split("/"))
    place = item.path.relative_to(item.config.rootpath).as_posix()
    return crc32(place.encode()) % shares == number


def is_wanted(item: pytest.Item, config: pytest.Config) -> bool:
    """A short run takes the database tests of some paths, and one batch of all routes."""
    tiers = set(filter(None, config.getoption("--tier").split(",")))
    if (tiers and not is_in(item, tiers)) or not is_in_share(item, config.getoption("--share")):
        return False
    called = getattr(item, "callspec", None)
    if config.getoption("--one-batch") and called and "batch" in called.params:
        return "1" in called.id.split("-")
    paths = [path for path in config.getoption("--database-of").split(",") if path]
    if not paths or tier_of(item) != "database":
        return True
    place = item.path.relative_to(config.rootpath)
    return any(place == Path(path) or Path(path) in place.parents for path in paths)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    named = set(filter(None, config.getoption("--tier").split(",")))
    if unknown := named - {*TIERS, *BY_DAY}:
        raise pytest.UsageError(
            f"--tier {', '.join(sorted(unknown))}: not one of {TIERS + BY_DAY}"
        )
    for item in items:
        item.add_marker(tier_of(item))
        if tier_of(item) == "browser" and not may_hold_browser_tests(item.path):
            raise pytest.UsageError(f"{item.path} does not name its browser: `--tier browser`")
    # What takes minutes begins first, so that nobody waits for it at the end.
    items.sort(key=lambda item: not takes_minutes(item.path))
    left_out = [item for item in items if not is_wanted(item, config)]
    if left_out:
        items[:] = [item for item in items if is_wanted(item, config)]
        config.hook.pytest_deselected(items=left_out)
        _note_left_out([item for item in left_out if tier_of(item) != "nightly"])


def _note_left_out(items: list[pytest.Item]) -> None:
    """For the last line of `make test`."""
    if tier := os.environ.get("AMPARO_TIER"):
        kept = COSTS / tier / "left_out.json"
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(len(items)))
