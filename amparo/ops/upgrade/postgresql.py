"""Upgrades a database of a PostgreSQL server: closed to writers, copied, migrated, opened again.

1. An advisory lock keeps a second upgrade away, from whatever machine.
2. Transactions of the database are read-only unless somebody asks for another kind, as the
   upgrade does: pages that are still open say that it is unavailable, and lose nothing.
3. Backups of data and keys are made and read again, whole.
4. Each migration is a transaction of its own. The database is opened when all is done.

Killed anywhere, the database stays closed: run again, it goes on with what is missing.
"""

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.refusals import Refusal
from amparo.ops.backups import archive
from amparo.ops.backups.backup import Backup, record
from amparo.ops.backups.errors import refuse_role_without_ownership
from amparo.ops.backups.folder import DATA, KEYS
from amparo.ops.backups.verified_backup import create_verified_backup

from .database_version import is_closed
from .plan import BackupTarget, Say, advise, check, migrate, refuse_without_room

NAME = "amparo upgrade"
LOCK = 0x616D7061726F  # any number that only this asks for
PATIENCE = 10


def upgrade(say: Say, sealed: BackupTarget, *, copied: bool) -> None:
    """Raises Refusal, and changes nothing, where it cannot begin; `copied` says that somebody made
    backups by other means.
    """
    refuse_role_without_ownership(connection)
    if not (copied or sealed.is_named):
        raise Refusal(
            _(
                "The upgrade makes backups first, and they are always encrypted: set "
                "AMPARO_BACKUP_RECIPIENTS or give --passphrase-file (docs/operations.md, “Backup "
                "and restore”)."
            )
        )
    _refuse_without_room(sealed.folder)
    with _locked():
        was_closed = is_closed()
        _close(was_closed=was_closed)
        if was_closed:
            say(_("An interrupted upgrade of this database is continued."))
        made = [] if copied else _back_up(say, sealed, again=not was_closed)
        migrate(say)
        faults = check(say)
        for taken in made:
            record(taken)  # only now: the audit log may have been another table before
        _copies_file().unlink(missing_ok=True)
        _open()
    say(_("The database takes entries again."))
    advise(say)
    if faults:
        raise Refusal(*faults, _("The backups of before the upgrade hold everything: keep them."))


def _back_up(say: Say, sealed: BackupTarget, *, again: bool) -> list[Backup]:
    """Backups of data and keys, unless a killed upgrade made them before it migrated."""
    known = [] if again else _known_copies()
    if known and all(path.exists() for path in known):
        say(_("The backups from before are in %(paths)s.") % {"paths": ", ".join(map(str, known))})
        return []
    made = []
    for kind, folder in ((DATA, sealed.folder), (KEYS, sealed.keys_folder)):
        taken = create_verified_backup(
            kind, folder, recipients=sealed.recipients, passphrase=sealed.passphrase
        )
        made.append(taken)
        say(
            _("Backup made and read again: %(path)s, %(rows)s rows, %(files)s documents.")
            % {"path": taken.path, "rows": taken.rows, "files": taken.files.rows}
        )
    _note_copies([taken.path for taken in made])
    return made


def _known_copies() -> list[Path]:
    path = _copies_file()
    return [Path(each) for each in json.loads(path.read_text())] if path.exists() else []


def _copies_file() -> Path:
    return settings.HOME / "upgrade.json"


def _note_copies(made: list[Path]) -> None:
    unfinished = _copies_file().with_suffix(".part")
    unfinished.write_text(json.dumps([str(path) for path in made]))
    unfinished.replace(_copies_file())


def _refuse_without_room(folder: Path) -> None:
    """A backup is at most as large as the database and all documents."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0]
    store = EncryptedFile.store()
    if archive.are_files_local():
        size += sum(store.size(EncryptedFile.place(name)) for name in archive.file_names())
    while not folder.exists():
        folder = folder.parent
    refuse_without_room(size, shutil.disk_usage(folder).free, folder)


@contextmanager
def _locked() -> Iterator[None]:
    """Alone among upgrades, for as long as this connection stands."""
    options = connection.settings_dict["OPTIONS"]
    before = dict(options)
    options |= {"application_name": NAME, "options": "-c default_transaction_read_only=off"}
    connection.close()
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                raise Refusal(
                    _("Another machine is upgrading this database. Wait until it has ended.")
                )
        yield
    finally:
        own.close()
        connection.close()
        options.clear()
        options |= before


def _close(*, was_closed: bool) -> None:
    """Who comes from now on writes nothing; whoever was here must leave."""
    _set_default("SET default_transaction_read_only = on")
    deadline = time.monotonic() + PATIENCE
    while others := _others():
        if time.monotonic() > deadline:
            if not was_closed:
                _open()
            raise Refusal(
                _(
                    "Others are connected to the database (%(others)s). Stop Amparo on every "
                    "machine first (amparo serve, amparo worker), then begin again. Nothing was "
                    "changed."
                )
                % {"others": ", ".join(others)}
            )
        time.sleep(0.5)


def _open() -> None:
    _set_default("RESET default_transaction_read_only")


def _set_default(words: str) -> None:
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name} {words}")
    except DatabaseError:
        raise Refusal(
            _(
                "This role does not own the database %(name)s: use that of its owner "
                "(DATABASE_URL)."
            )
            % {"name": name}
        ) from None


def _others() -> list[str]:
    """Who else is connected, by role and address."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT usename || coalesce('@' || host(client_addr), '')"
            " FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND application_name <> %s ORDER BY 1",
            [NAME],
        )
        return [who for (who,) in cursor.fetchall()]
