"""A small audit log, its checkpoint and its witness: what the attacks of tests are tried on."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from amparo.foundation.core.models import AuditBlock, AuditEntry, User


@dataclass
class SampleAuditLog:
    """Three signed blocks, some entries that wait for the next one, and one witness."""

    witness: Path
    checkpoint: Path
    colleagues: tuple[User, User]

    @property
    def sealed_file(self) -> UUID:
        """The file that the entries of the second block are about."""
        return self.sealed().file_ref

    @property
    def old_copies(self) -> dict[Path, Path]:
        """The files as they were after the second block."""
        return {
            path: path.with_name(f"{path.name}.old") for path in (self.witness, self.checkpoint)
        }

    def sealed(self, place: int = 2) -> AuditEntry:
        """An entry of the second block."""
        first, _last = AuditBlock.objects.get(number=2).ranges[0]
        return AuditEntry.objects.get(pk=first + place)

    def waiting(self) -> list[AuditEntry]:
        last = AuditBlock.objects.order_by("number").last()
        return list(AuditEntry.objects.filter(pk__gt=last.highest).order_by("pk"))
