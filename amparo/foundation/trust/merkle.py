"""One hash for many lines: change any of them, or their order, and it is another hash.

The tree of RFC 6962 (Certificate Transparency): leaves and knots are hashed differently, so that
neither can be passed off as the other. Pure Python.
"""

from collections.abc import Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf(line: bytes) -> bytes:
    return sha256(b"\x00" + line).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The hash over all leaves. An odd one out rises as it is."""
    if not leaves:
        return EMPTY
    level = list(leaves)
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0]
