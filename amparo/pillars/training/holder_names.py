"""Whether a name that somebody types is the one on a certificate, without telling the name.

Two names fit where they are equal once these are taken away: case, accents and other marks, spaces
and punctuation; Arabic vowel signs, tatweel, hamza and the forms of alef, yeh, kaf and teh
marbuta; what a keyboard lacks (ß, ø, ł, æ). The order of its parts counts: the paper shows it.
`web/src/training/holder_names.ts` does the same in the browser.

What is kept is a slow salted hash (PBKDF2-HMAC-SHA256). Whoever holds the paper has the name;
whoever holds a number alone must guess it.
"""

import base64
import hashlib
import hmac
import secrets
import unicodedata

ITERATIONS, SALT_BYTES, HASH_BYTES = 20_000, 8, 12
# Letters that have no accent to take away, and Arabic letters that are written in several ways.
_SAME = {
    "ß": "ss", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th",
    "ħ": "h", "ŧ": "t", "ς": "σ",
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ە": "ه", "ء": "", "ـ": "",
}  # fmt: skip
_TABLE = str.maketrans(_SAME)


def normalize(name: str) -> str:
    """Returns what is compared of a name."""
    apart = unicodedata.normalize("NFKD", name[:400])
    bare = "".join(each for each in apart if not unicodedata.category(each).startswith("M"))
    plain = bare.lower().translate(_TABLE)
    return "".join(_digit(each) for each in plain if unicodedata.category(each)[0] in "LN")


def new_salt() -> str:
    return encode(secrets.token_bytes(SALT_BYTES))


def hash_name(name: str, salt: str) -> str:
    """Returns the hash of a name under a salt, both as base64url without padding."""
    said, mixed = normalize(name).encode(), decode(salt)
    return encode(hashlib.pbkdf2_hmac("sha256", said, mixed, ITERATIONS, HASH_BYTES))


def fits(name: str, salt: str, kept: str) -> bool:
    """Returns whether the name is the one that was hashed."""
    return hmac.compare_digest(hash_name(name, salt), kept)


def encode(content: bytes) -> str:
    """Returns base64url without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _digit(letter: str) -> str:
    """Digits of any script are digits."""
    digit = unicodedata.digit(letter, None)
    return letter if digit is None else str(digit)
