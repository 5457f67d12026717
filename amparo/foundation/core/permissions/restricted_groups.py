"""The grantee of a restricted group in one office: a token that does not say which group it is.

Access grants and restricted records carry it. A stolen database would otherwise show at a glance
who is in a file on gender-based violence or on trafficking.
"""

import hmac

from ..encryption import key_ring

KEY_PURPOSE = "restricted groups"
_DIGITS = 24  # of 64: 96 bits, so that two groups of an office never share a token


def group_grantee(group: str, office: int) -> str:
    """Returns the grantee of `group` in an office: "3f9c…@office:1", always the same within an
    installation, of one length for all groups of the office.

    The office is readable, as in the grants of ordinary records; the group is not. Raises
    DecryptionError without a key ring.
    """
    said = f"{group}@office:{office}".encode()
    token = hmac.digest(key_ring.derive(KEY_PURPOSE), said, "sha256").hex()[:_DIGITS]
    return f"{token}@office:{office}"
