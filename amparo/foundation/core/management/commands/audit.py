"""Look after the ledger: verify it, seal what waits, tell its witnesses, let old lines go.

After a change that its keeper can explain, `accept` begins again from the ledger as it is.
"""

from pathlib import Path
from time import perf_counter

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.management.base import BaseCommand, CommandError, CommandParser

from amparo.foundation.core.audit import (
    acceptance,
    blocks,
    integrity,
    verification,
    witnesses,
)
from amparo.foundation.core.audit.models import AuditBlock
from amparo.foundation.core.audit.verification import Verdict


class Command(BaseCommand):
    """Everything that is wrong is said in plain words, and then the command fails."""

    help = "Look after the ledger of deeds and openings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "what",
            choices=["verify", "seal", "witness", "prune", "accept"],
            help="verify: was anything changed? seal: what waits, now. witness: tell them, and "
            "print the newest head. prune: let go of lines older than the house keeps them. "
            "accept: begin again from the ledger as it is; a line says so for ever",
        )
        parser.add_argument(
            "--witness", action="append", default=[], metavar="FILE", type=Path,
            help="with verify: heads that a witness kept (a file, a saved mail)",
        )  # fmt: skip
        parser.add_argument("--yes", action="store_true", help="with prune, accept: really do it")

    def handle(self, *args, what: str, **options) -> None:
        getattr(self, f"_{what}")(**options)

    def _verify(self, **options) -> None:
        began = perf_counter()
        verdict, kept = integrity.check([self._kept_by(path) for path in options["witness"]])
        self._tell(verdict, len(kept), perf_counter() - began)
        if not verdict.is_valid:
            raise SystemExit(1)

    def _kept_by(self, path: Path) -> tuple[Path, bytes]:
        try:
            text = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        if not any(witnesses.heads_in(text)):
            raise CommandError(f"{path} holds no head of a ledger.")
        return path, text

    def _tell(self, verdict: Verdict, heads: int, seconds: float) -> None:
        looked_at = verdict.lines + verdict.waiting
        speed = looked_at / max(seconds, 0.001)
        for fault in verdict.faults:
            self.stdout.write(fault)
        if verdict.unlisted:
            self.stdout.write(f"and {verdict.unlisted} more faults.")
        if verdict.pruned:
            self.stdout.write(
                f"{verdict.pruned} blocks keep their heads only: their time was over."
            )
        if verdict.waiting:
            self.stdout.write(f"{verdict.waiting} lines wait to be sealed.")
        says = "Nothing was changed" if verdict.is_valid else "This ledger does not pass"
        self.stdout.write(
            f"{says}: {looked_at:,} lines, {verdict.blocks:,} blocks, {heads:,} heads of "
            f"witnesses, in {seconds:.1f} s ({speed:,.0f} lines a second)."
        )

    def _seal(self, **options) -> None:
        self.stdout.write(f"{blocks.sign_pending_entries(late=True):,} lines sealed.")

    def _witness(self, **options) -> None:
        newest = AuditBlock.objects.order_by("number").last()
        if newest is None:
            raise CommandError("Nothing was sealed yet: amparo audit seal")
        unreached = witnesses.unreached_witnesses(witnesses.publish_head())
        key = blocks.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
        self.stdout.write(f"{witnesses.head_line(newest)}\nKey that signs: {key}")
        for said in unreached:
            self.stdout.write(said)
        if unreached:
            raise SystemExit(1)

    def _prune(self, **options) -> None:
        if not options["yes"]:
            raise CommandError("Lines that are let go do not come back. Say --yes to do it.")
        self.stdout.write(
            f"{verification.prune(by=None):,} lines let go; the heads of blocks stay."
        )

    def _accept(self, **options) -> None:
        faults = integrity.shown()
        for fault in faults:
            self.stdout.write(fault)
        if not options["yes"]:
            raise CommandError(
                "From then on the ledger as it is counts as right, and a line says that you did "
                "so. Say --yes to do it."
            )
        done = acceptance.accept()
        for path in done.set_aside:
            self.stdout.write(f"What this witness kept is now in {path}: do not delete it.")
        self.stdout.write(
            f"{len(faults)} faults accepted, {done.accounts} accounts bound to the ledger. Lines "
            "and blocks that were changed are still seen: amparo audit verify"
        )
