"""Encrypted submissions of ODK Collect: parsed and decrypted.

As the ODK XForms Specification has it (https://getodk.github.io/xforms-spec/encryption): every
file of a record is encrypted by AES-256 in CFB mode under one key, which is encrypted for the form
by RSA-OAEP (SHA-256, its mask by SHA-1). A manifest is sent in the place of the record. It names
the files in the order in which they were encrypted, and carries a signature over all of them.
"""

from base64 import b64decode
from binascii import Error
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import md5

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.padding import PKCS7

from amparo.foundation.core.spreadsheets.validation import DAMAGED, UnreadableFile
from amparo_xforms import Limits

from ..forms_engine import parse_xml

ENDING = ".enc"
# SHA-1 is what Java takes for the mask; no secret hangs on it.
PADDING = OAEP(MGF1(SHA1()), SHA256(), label=None)  # noqa: S303


class WrongKey(Exception):  # noqa: N818 - what it is, not an error of ours
    """It was locked for another key than this one."""


class Damaged(Exception):  # noqa: N818 - what it is, not an error of ours
    """It opens, and is not what its telephone locked."""


@dataclass(frozen=True, slots=True)
class EncryptedSubmission:
    """What the manifest says of the files that came with it."""

    form: str
    version: str
    instance_id: str = field(repr=False)
    key: str = field(repr=False)
    media: tuple[str, ...]
    record: str
    signature: str = field(repr=False)

    @property
    def files(self) -> tuple[str, ...]:
        """In the order in which they were encrypted: each had the start that followed from it."""
        return (*self.media, self.record)

    def opened(
        self, private: RSAPrivateKey, content: Callable[[str], bytes]
    ) -> Iterator[tuple[str, bytes]]:
        """Each file as it was, the record last; before that one, `WrongKey` or `Damaged`."""
        key = _unlocked(private, self.key)
        starts = _starts(self.instance_id, key)
        marks = []
        for name in self.files:
            plain = _decrypted(key, next(starts), content(name))
            own = name.removesuffix(ENDING)
            marks.append(f"{own}::{md5(plain, usedforsecurity=False).hexdigest()}")
            if name == self.record:
                self._must_be_signed(private, marks)
            yield own, plain

    def _must_be_signed(self, private: RSAPrivateKey, marks: list[str]) -> None:
        told = [self.form, *([self.version] if self.version else []), self.key, self.instance_id]
        said = "\n".join([*told, *marks]).encode()
        # Some end the last line, and some do not.
        right = {md5(each, usedforsecurity=False).digest() for each in (said, said + b"\n")}
        try:
            is_right = _unlocked(private, self.signature) in right
        except WrongKey:
            is_right = False
        if not is_right:
            raise Damaged


def read_manifest(raw: bytes) -> EncryptedSubmission:
    """The manifest; `UnreadableFile` where something is missing in it."""
    usual = Limits()
    root = parse_xml(
        raw, most_bytes=usual.record_bytes, most_nodes=usual.nodes, deepest=usual.depth
    )

    def said(tag: str) -> list[str]:
        found = ("".join(each.itertext()).strip() for each in root.iter(f"{{*}}{tag}"))
        return [words for words in found if words]

    needed = ("instanceID", "base64EncryptedKey", "encryptedXmlFile",
              "base64EncryptedElementSignature")  # fmt: skip
    told = {tag: said(tag) for tag in needed}
    if any(len(words) != 1 for words in told.values()):
        raise UnreadableFile(DAMAGED)
    instance, key, record, signature = (words[0] for words in told.values())
    return EncryptedSubmission(
        root.get("id", ""), root.get("version", ""), instance, key, tuple(said("file")), record,
        signature,
    )  # fmt: skip


def _unlocked(private: RSAPrivateKey, locked: str) -> bytes:
    try:
        return private.decrypt(b64decode(locked), PADDING)
    except (ValueError, Error):
        raise WrongKey from None


def _starts(instance_id: str, key: bytes) -> Iterator[bytes]:
    """Each file begins with another vector: one byte of the seed after the other is counted on."""
    seed = bytearray(md5(instance_id.encode() + key, usedforsecurity=False).digest())
    at = 0
    while True:
        seed[at % 16] = (seed[at % 16] + 1) % 256
        at += 1
        yield bytes(seed)


def _decrypted(key: bytes, start: bytes, locked: bytes) -> bytes:
    try:
        cipher = Cipher(AES256(key), CFB(start)).decryptor()
        padded = cipher.update(locked) + cipher.finalize()
        padding = PKCS7(128).unpadder()
        return padding.update(padded) + padding.finalize()
    except ValueError:
        raise Damaged from None
