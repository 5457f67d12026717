"""Numbers that stand for participants in the facts of evidence: nobody without the key ring can
tell whose they are. Cells are hidden by how many of them there are.
"""

from hashlib import blake2b
from uuid import UUID

from amparo.foundation.core.encryption import key_ring


class ParticipantPseudonyms:
    """The same participant has the same number from one night to the next."""

    def __init__(self) -> None:
        # Of their own: a number of these is never compared with that of a person of the register.
        self._key = key_ring.derive("pseudonyms of participants")

    def of(self, ref: UUID) -> int:
        return int.from_bytes(blake2b(ref.bytes, key=self._key, digest_size=8).digest())
