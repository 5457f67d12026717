"""Creates an encrypted backup of the data, or of the keys that decrypt it, while people work."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from amparo.foundation.core.refusals import Refusal
from amparo.ops.backups import archive, folder
from amparo.ops.backups.backup import Backup, create_backup
from amparo.ops.backups.errors import readable_errors
from amparo.ops.upgrade.sqlite import outdated_copies

KEEP = {folder.DATA: 30, folder.KEYS: 7}
MADE = """The identity that opens your copies is in {path}.
Keep it away from this machine, on paper too: no copy opens without it, and every copy with it.
Copies are sealed to its public half, which may lie anywhere:

  AMPARO_BACKUP_RECIPIENTS={recipient}
"""
APART = "  Keep it apart from copies of the installation: together they open everything."
NO_KEYS = "  It does not hold the keys that open it. Take those too: amparo backup --keys"


class Command(BaseCommand):
    """One file, sealed in the age format as it is written: nothing lies in clear on the way."""

    help = __doc__
    # They ask SQLite to write: a copy is taken also while somebody holds its lock.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--keys", action="store_true", help="the keys, not the installation")
        parser.add_argument("--to", type=Path, metavar="FOLDER", help="default: AMPARO_BACKUPS")
        parser.add_argument(
            "--recipient",
            action="append",
            metavar="AGE1…",
            help="sealed to them (may be repeated)",
        )
        parser.add_argument("--passphrase-file", type=Path, metavar="FILE")
        parser.add_argument("--keep", type=int, metavar="N", help="how many copies stay")
        parser.add_argument(
            "--new-identity", type=Path, metavar="FILE", help="only make a key pair for copies"
        )

    def handle(self, *, keys, to, recipient, passphrase_file, keep, new_identity, **options):
        if new_identity:
            self._make(new_identity)
            return
        kind = folder.KEYS if keys else folder.DATA
        to = to or folder.default_folder()
        if keep is not None and keep < 1:
            raise CommandError("At least one copy stays.")
        try:
            with readable_errors():
                opens = _opens_for(recipient, passphrase_file)
            taken = create_backup(kind, to, **opens)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self._tell(taken)
        for old in folder.delete_old_copies(kind, to, keep=keep or KEEP[kind]):
            self.stdout.write(f"  {old.name} has lived long enough and was removed.")
        for before in outdated_copies():
            before.unlink()
            self.stdout.write(f"  {before.name}, from before an upgrade, was removed.")

    def _make(self, path: Path) -> None:
        try:
            with readable_errors():
                recipient = folder.make_identity(path)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(MADE.format(path=path, recipient=recipient))

    def _tell(self, taken: Backup) -> None:
        speed = taken.rows / max(taken.seconds, 0.001)
        self.stdout.write(
            f"{taken.path}: {taken.rows} rows of {len(taken.tables)} tables and "
            f"{taken.files.rows} papers, {taken.size / 1e6:.1f} MB, "
            f"in {taken.seconds:.1f} s ({speed:,.0f} rows/s)."
        )
        if taken.gone:
            self.stdout.write(f"  {len(taken.gone)} papers were removed meanwhile.")
        if taken.kind == folder.DATA and not archive.are_files_local():
            self.stdout.write("  Papers lie in a store elsewhere: take copies of it there.")
        self.stdout.write(APART if taken.kind == folder.KEYS else NO_KEYS)


def _opens_for(recipients: list[str] | None, passphrase_file: Path | None) -> dict:
    if passphrase_file:
        return {"recipients": [], "passphrase": read_passphrase(passphrase_file)}
    return {"recipients": recipients or folder.recipients()}


def read_passphrase(path: Path) -> str:
    passphrase = path.read_text().strip("\r\n")
    if len(passphrase) < 12:
        raise CommandError("A passphrase of at least 12 characters: five words are easy to keep.")
    return passphrase
