"""Numbers of certificates: CAP-7K4M-XW2P, short enough to be typed from paper.

Eight letters and digits, 36 bits, of the alphabet of receipt codes: none looks like another one.
The number is no secret: it opens what a certificate says, never whose it is.
"""

import secrets

from amparo.foundation.core.receipt_codes import ALPHABET, plain_letters, read_letters

from .certificate_words import LENGTH, PREFIX, shown


def new_number() -> str:
    """Returns a fresh number, as it is shown."""
    return shown("".join(secrets.choice(ALPHABET) for _each in range(LENGTH)))


def read(typed: str) -> str:
    """Returns the number that was meant, whatever the keyboard, the grouping and the look-alikes,
    with or without its prefix; "" if it is none.
    """
    plain = plain_letters(typed)
    if len(plain) == LENGTH + len(PREFIX):
        plain = plain.removeprefix(PREFIX)
    letters = read_letters(plain)
    return shown(letters) if len(letters) == LENGTH else ""
