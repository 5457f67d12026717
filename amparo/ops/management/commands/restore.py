"""Restores a backup into an empty installation, and checks whether it decrypts."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from amparo.foundation.core.audit import acceptance
from amparo.foundation.core.refusals import Refusal
from amparo.ops.backups import folder
from amparo.ops.backups.errors import readable_errors
from amparo.ops.backups.restore import (
    Restored,
    check_audit_log,
    check_stored_files,
    check_values,
    restore,
)

from .backup import read_passphrase

OLDER = """  The copy of its keys is older: files begun in between do not open. If there is a
  later copy of the keys, bring both back into another empty installation."""

KEYLESS = """  The keys of its audit log are not here. Bring back the copy of its keys too, or set
  AMPARO_KEY_RING, then: amparo audit accept"""


class Command(BaseCommand):
    """Whole or not at all: a copy that was cut, changed or is of another version is refused."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--keys", type=Path, metavar="FILE", help="the copy of its keys")
        parser.add_argument("--identity", type=Path, metavar="FILE", help="what opens it")
        parser.add_argument("--passphrase-file", type=Path, metavar="FILE")
        parser.add_argument(
            "--verify", action="store_true", help="check the audit log, open values and papers"
        )

    def handle(self, *, file, keys, identity, passphrase_file, verify, **options):
        try:
            with readable_errors():
                identities = folder.identities(identity) if identity else []
                passphrase = read_passphrase(passphrase_file) if passphrase_file else ""
            back = restore(keys, file, identities=identities, passphrase=passphrase)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        for restored in back:
            self._tell(restored)
        if keys and back[0].manifest["taken_at"] < back[1].manifest["taken_at"]:
            self.stdout.write(OLDER)
        if not acceptance.resume_restored():
            self.stdout.write(KEYLESS)
        if verify:
            self._verify()

    def _tell(self, restored: Restored) -> None:
        made = restored.manifest
        speed = restored.rows / max(restored.seconds, 0.001)
        self.stdout.write(
            f"Brought back the copy of {made['taken_at']} (version {made['version']}, "
            f"{made['database']}): {restored.rows} rows and {restored.files.rows} papers in "
            f"{restored.seconds:.1f} s ({speed:,.0f} rows/s)."
        )
        self.stdout.write("  Every table has as many rows as were copied, and the same digest.")
        for aside in restored.set_aside.values():
            self.stdout.write(f"  The keys that were here before are in {aside}.")
        if needed := _needs(made.get("ring", {})):
            self.stdout.write(f"  {needed}")

    def _verify(self) -> None:
        values, files = check_values(), check_stored_files()
        self.stdout.write(f"  Personal values that open: {values}. Papers that open: {files}.")
        if not (values.is_well and files.is_well):
            raise CommandError(
                "Some of it does not open: bring back the copy of its keys too (amparo restore …)."
            )
        if check_audit_log(stdout=self.stdout) is False:
            raise CommandError("The audit log of this copy was changed: see above.")


def _needs(ring: dict[str, str]) -> str:
    """What this copy asks for besides itself; older copies say nothing of it."""
    if ring.get("lock") == "passphrase":
        return "Its key ring is locked: it opens with the passphrase of that day alone."
    if ring.get("lock") == "token":
        return f"Its key ring is locked: it opens with the token “{ring['label']}” alone."
    if ring.get("kept") == "environment":
        return "Its key ring is in no copy: it came from AMPARO_KEY_RING. Give it here too."
    if ring.get("kept", "file") != "file":
        return f"Its key ring is in no copy: {ring['kept']} kept it (AMPARO_KEY_PROVIDER)."
    return ""
