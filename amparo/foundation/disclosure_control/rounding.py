"""Rounding to multiples of five by a key of who is counted.

The cell-key method of census offices: who is in a cell decides how it is rounded, so the same
people are the same number in every table, filter and month, and asking again teaches nothing
(Thompson, Broadfoot and Elazar 2013, «Methodology for the automatic confidentialisation of
statistical outputs from remote servers at the Australian Bureau of Statistics», UNECE; Handbook
on Statistical Disclosure Control, chapter 5, sdctools.github.io/HandbookSDC). Those add noise
from a table of probabilities; here it is floor or ceiling, which needs none.
"""

import hmac

from .audiences import BASE


def round_count(count: int, key: int, secret: bytes) -> int:
    """Returns the multiple of five below or above `count`, always the same for the same people.

    The nearer one is the likelier one, so that the mean over many cells is right. Without the
    secret nobody can say which it is. A multiple of five stays.
    """
    down, remainder = divmod(count, BASE)
    digest = hmac.digest(secret, key.to_bytes(8, "big"), "sha256")
    is_up = int.from_bytes(digest[:8], "big") * BASE < remainder << 64
    return (down + is_up) * BASE
