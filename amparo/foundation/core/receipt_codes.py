"""Receipt codes: what somebody without an account keeps, on paper or by heart, to come back.

Twelve letters and digits in groups of four, 55 bits: too many to guess. Look-alike characters are
read as the one that we use, so a code written by hand or read aloud still works. Only a keyed hash
is stored: neither the database nor its reader can tell a code.
"""

import hmac
import secrets
import unicodedata
from hashlib import sha256
from typing import ClassVar, Self
from uuid import UUID

from django.core import signing
from django.db import models

from .clock import now
from .encryption import key_ring
from .permissions.rls.records import find_by_secret

# No letter that looks like another one or like a digit, and no A, E: a code is never a word.
ALPHABET = "0123456789CFHJKMNPRTVWXY"
LENGTH, GROUP = 12, 4
_READ_AS = str.maketrans("ODQILZSBGU", "000112586V")


def new_code() -> str:
    """A fresh code, as it is shown: K7M4-XW2P-93HT."""
    return grouped("".join(secrets.choice(ALPHABET) for _each in range(LENGTH)))


def grouped(code: str) -> str:
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read(typed: str) -> str:
    """Returns the code that was meant, whatever the keyboard or handwriting; "" if it is none."""
    letters = read_letters(plain_letters(typed))
    return letters if len(letters) == LENGTH else ""


def plain_letters(typed: str) -> str:
    """Returns the letters and digits that were typed, as capitals and in figures 0 to 9."""
    plain = unicodedata.normalize("NFKC", typed[:100]).upper()
    return "".join(_plain(each) for each in plain if each.isalnum())


def read_letters(letters: str) -> str:
    """Returns plain letters with look-alikes read as ours; "" where one is none of ours."""
    meant = letters.translate(_READ_AS)
    return meant if all(each in ALPHABET for each in meant) else ""


def digits_of(typed: str) -> str:
    """Returns the digits that were meant, of any script and grouping."""
    plain = unicodedata.normalize("NFKC", typed[:100])
    return "".join(_plain(each) for each in plain if each.isdigit())


def _plain(letter: str) -> str:
    """Digits of any script (٣, ۳, ३) are digits."""
    digit = unicodedata.digit(letter, None)
    return letter if digit is None else str(digit)


class ReceiptCodeModel(models.Model):
    """A record that its author comes back to with a code, and without a name."""

    crypto_label: ClassVar[str]
    # Keyed and bound to the kind of record: a code opens what it was given for, nothing else.
    receipt = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def hash_code(cls, code: str) -> str:
        """Returns what is stored of a code: a keyed hash, bound to the kind of record."""
        said = f"{cls.crypto_label}|{read(code) or code[:100]}".encode()
        return hmac.new(key_ring.derive("receipts"), said, sha256).hexdigest()

    @classmethod
    def for_code(cls, code: str) -> Self | None:
        """Returns the record of this code and opens it with its parts, or None."""
        return find_by_secret(cls, code)

    @classmethod
    def with_secret(cls, secret: str) -> Self | None:
        """Returns the record of this code, or None. Takes the same time for what is no code."""
        return cls._default_manager.filter(receipt=cls.hash_code(secret)).first()


# A form without an account carries a number that we signed: it says how old the form is, and a
# double tap on it is one action with one code.


def new_form() -> str:
    return _signer().sign(f"{now().timestamp():.0f}.{secrets.token_hex(16)}")


def form_age(form: str) -> float | None:
    """How many seconds ago the form was given out; `None` where it is not ours."""
    try:
        given = _signer().unsign(form).partition(".")[0]
    except signing.BadSignature:
        return None
    return max(0.0, now().timestamp() - int(given))


def code_of(form: str) -> str:
    """Returns the code that sending this form gives, the same however often it is sent.

    It can be computed only with the key ring and the form, which is stored nowhere.
    """
    said = hmac.new(key_ring.derive("receipt codes"), form.encode(), sha256).digest()
    number, letters = int.from_bytes(said), []
    for _each in range(LENGTH):
        number, at = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[at])
    return grouped("".join(letters))


def key_of(form: str) -> UUID:
    """The key under which sending this form is done once."""
    said = hmac.new(key_ring.derive("receipt forms"), form.encode(), sha256).digest()
    return UUID(bytes=said[:16])


def _signer() -> signing.Signer:
    """Made when it is needed: the doctor looks at an installation whose secret is damaged."""
    return signing.Signer(salt="receipt")
