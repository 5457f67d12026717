"""Look after the ledger: verify it, seal what waits, tell its witnesses, let old lines go."""

from pathlib import Path
from time import perf_counter

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.management.base import BaseCommand, CommandError, CommandParser

from amparo.foundation.trust import blocks, insert_only, pruning, witness
from amparo.foundation.trust.models import Block
from amparo.foundation.trust.verifying import Verdict, verify


class Command(BaseCommand):
    """Everything that is wrong is said in plain words, and then the command fails."""

    help = "Look after the ledger of deeds and openings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "what",
            choices=["verify", "seal", "witness", "prune"],
            help="verify: was anything changed? seal: what waits, now. witness: tell them, and "
            "print the newest head. prune: let go of lines older than the house keeps them",
        )
        parser.add_argument(
            "--witness", action="append", default=[], metavar="FILE", type=Path,
            help="with verify: heads that a witness kept (a file, a saved mail)",
        )  # fmt: skip
        parser.add_argument("--yes", action="store_true", help="with prune: really do it")

    def handle(self, *args, what: str, **options) -> None:
        getattr(self, f"_{what}")(**options)

    def _verify(self, **options) -> None:
        heads = witness.heads_here()
        for path in options["witness"]:
            heads |= self._kept_by(path)
        began = perf_counter()
        verdict = verify(heads)
        self._tell(verdict, len(heads), perf_counter() - began)
        if not insert_only.is_bolted():
            self.stdout.write(
                "The database would let lines be changed: amparo migrate mends that."
            )
        if not verdict.is_sound:
            raise SystemExit(1)

    def _kept_by(self, path: Path) -> dict[int, str]:
        try:
            heads = witness.heads_in(path.read_text(errors="replace"))
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        if not heads:
            raise CommandError(f"{path} holds no head of a ledger.")
        return heads

    def _tell(self, verdict: Verdict, heads: int, seconds: float) -> None:
        looked_at = verdict.lines + verdict.waiting
        speed = looked_at / max(seconds, 0.001)
        for fault in verdict.faults:
            self.stdout.write(fault)
        if verdict.unsaid:
            self.stdout.write(f"and {verdict.unsaid} more faults.")
        if verdict.pruned:
            self.stdout.write(
                f"{verdict.pruned} blocks keep their heads only: their time was over."
            )
        if verdict.waiting:
            self.stdout.write(f"{verdict.waiting} lines wait to be sealed.")
        says = "Nothing was changed" if verdict.is_sound else "This ledger was changed"
        self.stdout.write(
            f"{says}: {looked_at:,} lines, {verdict.blocks:,} blocks, {heads:,} heads of "
            f"witnesses, in {seconds:.1f} s ({speed:,.0f} lines a second)."
        )

    def _seal(self, **options) -> None:
        self.stdout.write(f"{blocks.seal_waiting(late=True):,} lines sealed.")

    def _witness(self, **options) -> None:
        newest = Block.objects.order_by("number").last()
        if newest is None:
            raise CommandError("Nothing was sealed yet: amparo audit seal")
        unreached = witness.unreached(witness.tell_witnesses())
        key = blocks.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
        self.stdout.write(f"{witness.said(newest)}\nKey that signs: {key}")
        for said in unreached:
            self.stdout.write(said)
        if unreached:
            raise SystemExit(1)

    def _prune(self, **options) -> None:
        if not options["yes"]:
            raise CommandError("Lines that are let go do not come back. Say --yes to do it.")
        self.stdout.write(f"{pruning.prune(by=None):,} lines let go; the heads of blocks stay.")
