"""The short signed word in the QR code of a certificate: what a telephone checks without network.

Fields, separated by `~`: version of the format, number, code of the course, its version, hours,
level, day of issue, last day of validity ("" without end), `list.index` of its status, key, salt
and hash of the name, signature. The signature (Ed25519) is over `CONTEXT` and all that stands
before its own `~`. `web/src/training/signed_word.ts` reads the same.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import quote, unquote

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .holder_names import decode, encode

PREFIX, LENGTH = "CAP", 8
FORMAT, CONTEXT = "1", b"amparo certificate\n"
# 64 bytes as base64url: a shorter one was cut, which is no forgery.
SIGNATURE_LENGTH = 86
LEVELS = {"basic": "b", "intermediate": "i", "advanced": "a"}
_LEVEL_OF = {short: level for level, short in LEVELS.items()}


def shown(letters: str) -> str:
    """Returns the eight letters of a number as it is written: CAP-7K4M-XW2P."""
    return f"{PREFIX}-{letters[:4]}-{letters[4:]}"


def letters_of(number: str) -> str:
    """Returns the eight letters of a number."""
    return number.removeprefix(f"{PREFIX}-").replace("-", "")


class NotAWord(ValueError):  # noqa: N818 - what the page says, no fault of ours
    """The text is no signed word of a certificate: cut short, or of something else."""


@dataclass(frozen=True)
class Word:
    """What a certificate says of itself, without the name."""

    number: str
    course: str
    course_version: int
    hours: Decimal
    level: str
    issued_on: date
    until: date | None
    status_list: int
    status_index: int
    key_id: str
    name_salt: str
    name_hash: str

    @property
    def signed_text(self) -> str:
        return "~".join([
            FORMAT, letters_of(self.number), quote(self.course, safe="").replace("~", "%7E"),
            str(self.course_version), f"{self.hours.normalize():f}", LEVELS[self.level],
            f"{self.issued_on:%Y%m%d}", f"{self.until:%Y%m%d}" if self.until else "",
            f"{self.status_list}.{self.status_index}", self.key_id, self.name_salt,
            self.name_hash,
        ])  # fmt: skip


def sign(word: Word, key: Ed25519PrivateKey) -> str:
    """Returns the word with its signature."""
    text = word.signed_text
    return f"{text}~{encode(key.sign(CONTEXT + text.encode()))}"


def read(text: str) -> Word:
    """Returns what a signed word says, whoever signed it. Raises NotAWord."""
    try:
        (
            form, number, course, version, hours, level, issued, until, status, key_id, salt,
            name_hash, signature,
        ) = text.split("~")  # fmt: skip
        list_number, index = status.split(".")
        if form != FORMAT or len(signature) != SIGNATURE_LENGTH:
            raise NotAWord
        return Word(
            shown(number), unquote(course), int(version), Decimal(hours), _LEVEL_OF[level],
            date.fromisoformat(issued), date.fromisoformat(until) if until else None,
            int(list_number), int(index), key_id, salt, name_hash,
        )  # fmt: skip
    except (ValueError, ArithmeticError, LookupError):
        raise NotAWord from None


def is_signed_by(text: str, key: Ed25519PublicKey) -> bool:
    """Returns whether this key signed exactly this word."""
    said, _tilde, signature = text.rpartition("~")
    try:
        key.verify(decode(signature), CONTEXT + said.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
