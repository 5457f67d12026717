"""What several tests of a file begin with, made once for all of them.

    @shared_start
    def computed(cast):
        ...

is a fixture like any other, and `cast` and all who come from it (`case`, `rosa`, `caseworker` …)
are those that it was made with. It is made in a transaction that stays open for the tests that ask
for it: each gets copies of its records and files as they were made, and what it does is undone.
Tests of the same file that do not ask for it find nothing of it: they run before it is made.

Tests that ask for a case begin with one that was opened once (`OF_THE_CAST`).
"""

import copy
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import wraps
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from pytest_django.plugin import blocking_manager_key

from tests.support.cast import Cast

type Build = Callable[[Cast], Any]

# Begun with where a test asks for no other start: the first that it names.
OF_THE_CAST: dict[str, Build] = {name: attrgetter(name) for name in ("case", "rosa", "caseworker")}
# Who asks for one of these has another database, commits, or changes where the cast stands.
BEGIN_WITH_NOTHING = {
    "transactional_db", "live_server", "shared_data", "dataset_on_screen", "in_la_paz",
    "ledger",  # its entries are numbered without a gap
}  # fmt: skip


# Files in which records of a whole module are looked at: their transaction stands open meanwhile.
_looked_at: set[Path] = set()


def shared_start(build: Build) -> Any:
    """Makes a fixture of a function that builds records with a cast and may answer some.

    What it changes beside the database and the files of the store must be changed back when it
    ends: it does not know the fixtures of a test. Where a test asks for one of
    `BEGIN_WITH_NOTHING` it is made for that test alone.
    """

    @wraps(build)
    def start(cast: Cast) -> Any:
        return cast.built if getattr(cast, "begun", None) is build else build(cast)

    del start.__wrapped__  # pytest would ask for the arguments of `build`
    start.build = build
    return pytest.fixture(start)


class _Open:
    """The start that is there now: its transaction, cast and files."""

    def __init__(self) -> None:
        self._build: Build | None = None
        self._undo = ExitStack()
        self._cast = Cast()
        self._files: dict[Path, bytes] = {}

    def change_to(self, build: Build | None, blocker: Any) -> None:
        """Undoes what is there unless it is `build`, and makes that."""
        if build is self._build:
            return
        with blocker.unblock():
            self.close()
            if build is not None:
                self._make(build)

    def close(self) -> None:
        self._build = None
        self._undo.close()

    def _make(self, build: Build) -> None:
        assert not connection.in_atomic_block, "A module has either shared records or a start."
        before = set(_stored_files())
        with ExitStack() as undo:
            undo.enter_context(transaction.atomic())
            undo.callback(transaction.set_rollback, True)
            self._cast = Cast()
            self._cast.begun, self._cast.built = build, build(self._cast)
            self._files = {path: path.read_bytes() for path in set(_stored_files()) - before}
            self._undo = undo.pop_all()
        self._build = build

    def copy(self) -> Cast:
        """The cast as it was made, with what a test before this one took from the store."""
        for path, content in self._files.items():
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        return copy.deepcopy(self._cast)


def _stored_files() -> Iterator[Path]:
    return (path for path in Path(settings.AMPARO_FILE_STORAGE).rglob("*") if path.is_file())


_open = _Open()


@pytest.fixture
def cast(db: None, request: pytest.FixtureRequest) -> Cast:
    """The people of our tests, who come on stage when they are asked for."""
    return _open.copy() if _build_of(request.node) else Cast()


def _build_of(item: pytest.Item) -> Build | None:
    """What the test asks to begin with."""
    known = getattr(item, "_fixtureinfo", None)
    if known is None or _begins_with_nothing(item):
        return None
    definitions = known.name2fixturedefs
    found = {
        each.func.build for known_as in definitions.values() for each in known_as[-1:]
        if hasattr(each.func, "build")
    }  # fmt: skip
    assert len(found) < 2, f"{item.nodeid} begins in two ways."
    if item.path in _looked_at:
        return next(iter(found), None)
    return next(iter(found), None) or next(
        (
            build for name, build in OF_THE_CAST.items()
            if _is_of_the_cast(definitions.get(name))
            # It is for the test to say whether a case is opened before or after a family is made.
            and not (name == "case" and "family" in definitions)
        ),
        None,
    )  # fmt: skip


def _begins_with_nothing(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction", False)
    return commits or not BEGIN_WITH_NOTHING.isdisjoint(item.fixturenames)


def _is_of_the_cast(definitions: Sequence[pytest.FixtureDef[Any]] | None) -> bool:
    """Whether it is the fixture of `conftest.py`, and not another one of that name."""
    return bool(definitions) and hasattr(definitions[-1].func, "part")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Within a file, tests that begin alike stand together, with nothing first."""
    order: dict[Path, int] = {}
    _looked_at.update(item.path for item in items if "shared_data" in item.fixturenames)
    for item in items:
        order.setdefault(item.path, len(order))
    items.sort(key=lambda item: (order[item.path], _name_of(_build_of(item))))


def _name_of(build: Build | None) -> str:
    return getattr(build, "__name__", str(build)) if build else ""


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Iterator[None]:
    """Just before a test gets its own transaction: that one stands within the other."""
    if fixturedef.argname == "_django_db_helper":
        _open.change_to(_build_of(request.node), request.config.stash[blocking_manager_key])
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """When no test comes that begins so, it is undone before anything else begins."""
    result = yield
    if nextitem is None or _build_of(nextitem) is not _build_of(item):
        _open.change_to(None, item.config.stash[blocking_manager_key])
    return result
