"""The secret by which an installation rounds; derived from its key ring, stored nowhere."""

from amparo.foundation.core.encryption import key_ring

PURPOSE = "rounding of published numbers"


def rounding_secret() -> bytes:
    """Returns the 32 bytes by which all tables of this installation are rounded.

    Rotating the wrapping keys does not change them, nor does a restored backup: the same people
    stay the same number for years. Raises DecryptionError without a key ring.
    """
    return key_ring.derive(PURPOSE)
