"""Fingerprints of answers, and names made by chance."""

import base64
import binascii
import hashlib
import secrets
import string
import uuid
from typing import TYPE_CHECKING

from ..problems import CannotTell
from .library import function

if TYPE_CHECKING:
    from ..world import World

_WAYS = {
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
}
_LETTERS = string.ascii_letters + string.digits
_LONGEST_NAME = 1000


@function("digest", "tt", "t")
def digest(world: "World", text: str, way: str, encoding: str = "base64") -> str:
    if way not in _WAYS or encoding not in ("base64", "hex"):
        raise CannotTell("unknown-digest")
    sealed = hashlib.new(_WAYS[way], text.encode(), usedforsecurity=False).digest()
    return sealed.hex() if encoding == "hex" else base64.b64encode(sealed).decode()


@function("base64-decode", "t")
def base64_decode(world: "World", text: str) -> str:
    try:
        return base64.b64decode(text).decode(errors="replace")
    except (binascii.Error, ValueError):
        return ""


@function("uuid", "", "n", is_steady=False)
def new_name(world: "World", length: float | None = None) -> str:
    if length is None or length != length:
        return str(uuid.uuid4())
    count = int(max(0, min(length, _LONGEST_NAME)))
    return "".join(secrets.choice(_LETTERS) for _letter in range(count))
