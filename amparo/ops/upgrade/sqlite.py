"""Upgrades an embedded database: a copy is migrated beside it, and takes its place in one step.

1. Nobody else is in the database until the end.
2. A copy is made (`NAME.upgrading`), compared row by row, and every page of it is checked.
3. The copy is migrated and looked at.
4. The database gets a second name (`NAME.before-WHEN`), and the copy the name of the database.

Killed before step 4 has ended, the database is as it was: run again, it begins anew from there.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.database.sqlite.conversion import (
    alone_in,
    compare,
    export,
    put_in_place,
)
from amparo.foundation.core.database.sqlite.encrypted_file import database_key, open_encrypted
from amparo.foundation.core.encryption.secret_files import sync_folder
from amparo.foundation.core.refusals import Refusal

from .plan import Say, advise, check, migrate, refuse_without_room

# It still holds whoever was erased since, and their keys: no longer than copies of keys.
KEPT_DAYS = 7
_BEFORE = re.compile(r"\.before-(\d{8}T\d{6}Z)\Z")


def upgrade(say: Say) -> None:
    """Raises Refusal, and leaves the database as it was, where something is wrong on the way."""
    path = database_path()
    remove_unfinished(path)
    size = path.stat().st_size
    # The copy, its write-ahead log, and what migrations build beside a table.
    refuse_without_room(size * 5 // 2, shutil.disk_usage(path.parent).free, path.parent)
    copy = path.with_name(f"{path.name}.upgrading")
    connection.close()
    with alone_in(path, key=database_key()) as database:
        export(database, copy, database_key())
        with closing(open_encrypted(copy)) as copied:
            tables, rows = compare(database, copied)
        say(
            _("Copied and compared, row by row: %(rows)s rows of %(tables)s tables.")
            % {"rows": rows, "tables": tables}
        )
        with _connected_to(copy):
            migrate(say)
            if faults := check(say):
                raise Refusal(*faults, _("The database stays as it was, in the old version."))
        _put_away_log(copy)
        before = give_second_name(path)
        put_in_place(copy, path)
    say(
        _(
            "The upgraded database is in place. The one from before is %(path)s: keep it until "
            "you have seen that everything works, at most %(days)s days (amparo backup then "
            "removes it), because it still holds whoever is erased meanwhile."
        )
        % {"path": before, "days": KEPT_DAYS}
    )
    advise(say)


def database_path() -> Path:
    return Path(str(connection.settings_dict["NAME"])).absolute()


def remove_unfinished(path: Path) -> None:
    """Removes what a killed upgrade left: its copy, and a second name of what is still in use."""
    for left in path.parent.glob(f"{path.name}.upgrading*"):
        left.unlink()
    for before in copies_before(path):
        if before.samefile(path):
            before.unlink()
    sync_folder(path.parent)


def copies_before(path: Path) -> list[Path]:
    """The databases from before an upgrade, the oldest first."""
    return sorted(each for each in path.parent.glob(f"{path.name}.before-*") if _made_at(each))


def outdated_copies() -> list[Path]:
    """Those that were kept longer than they may be."""
    if connection.vendor != "sqlite":
        return []
    latest_end = now() - timedelta(days=KEPT_DAYS)
    found = copies_before(database_path())
    return [each for each in found if (made := _made_at(each)) and made < latest_end]


def give_second_name(path: Path) -> Path:
    before = path.with_name(f"{path.name}.before-{now().astimezone(UTC):%Y%m%dT%H%M%SZ}")
    before.unlink(missing_ok=True)
    before.hardlink_to(path)
    sync_folder(path.parent)
    return before


@contextmanager
def _connected_to(copy: Path) -> Iterator[None]:
    """The connection of Django leads to the copy, then back."""
    place = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = copy
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = place


def _put_away_log(copy: Path) -> None:
    """All of the copy is in one file."""
    with closing(open_encrypted(copy, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = DELETE")


def _made_at(path: Path) -> datetime | None:
    found = _BEFORE.search(path.name)
    return datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if found else None
