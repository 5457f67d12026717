"""The four tiers of tests, found from what a test asks for, and which of them a run takes.

- `pure`: no database.
- `database`: a database, a server, an installation of its own.
- `browser`: a real Chromium.
- `nightly`: asks for a fixture of `NIGHTLY`: too long for every change.

`--tier` names those of a run; without it every test that was named runs. `both_databases` is the
one marker written by hand: such tests run on SQLite in `make check` as well, because a database
may answer them otherwise (jobs, locks, search, pages of a list, insert-only tables, backups,
migrations, values at rest).
"""

import pytest

BROWSER = {"browser", "screen", "phone", "desk"}
DATABASE = {"db", "transactional_db", "live_server", "django_db_setup", "new_house"}
# Fixtures that only tests of the night ask for: each says in its docstring what it costs.
NIGHTLY = {"at_scale", "own_cluster", "killed_processes", "long_walk", "every_language"}
TIERS = ("pure", "database", "browser", "nightly")
ALSO = ("both_databases",)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--tier", default="", help=f"of {', '.join((*TIERS, *ALSO))}, divided by commas"
    )


def pytest_configure(config: pytest.Config) -> None:
    for tier in TIERS:
        config.addinivalue_line("markers", f"{tier}: found by tests/support/tiers.py")


def tier_of(item: pytest.Item) -> str:
    asked = set(getattr(item, "fixturenames", ()))
    if asked & NIGHTLY:
        return "nightly"
    if asked & BROWSER:
        return "browser"
    if asked & DATABASE or item.get_closest_marker("django_db"):
        return "database"
    return "pure"


def is_in(item: pytest.Item, tiers: set[str]) -> bool:
    """A test that both databases must answer is of its own tier, and of `both_databases`."""
    tier = tier_of(item)
    is_both = item.get_closest_marker("both_databases") is not None and tier == "database"
    return tier in tiers or (is_both and "both_databases" in tiers)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    tiers = set(filter(None, config.getoption("--tier").split(",")))
    if unknown := tiers - {*TIERS, *ALSO}:
        raise pytest.UsageError(f"--tier {', '.join(sorted(unknown))}: not one of {TIERS + ALSO}")
    for item in items:
        item.add_marker(tier_of(item))
    if tiers:
        left_out = [item for item in items if not is_in(item, tiers)]
        items[:] = [item for item in items if is_in(item, tiers)]
        config.hook.pytest_deselected(items=left_out)
