"""The secret that signs sessions and one-time links: where it comes from, and what to do when it
is missing or damaged.

It is made once, in an installation that holds nothing yet. A damaged or missing one is never
replaced in silence: what is wrong is a sentence, which the doctor and every other command say.
"""

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from amparo.foundation.core.encryption.secret_files import write_secret

BYTES = 32
HOW_TO_MEND = (
    "Put it back from your copy of the keys, or from another machine of this installation. Where "
    "no copy is left: amparo keys secret makes a new one; everybody then signs in anew, and links "
    "that were handed out open nothing more."
)
DAMAGED = (
    "The secret {path} is empty or damaged (a whole one is 64 hexadecimal digits). " + HOW_TO_MEND
)
MISSING = "The secret {path} is missing, and this installation already holds data. " + HOW_TO_MEND
FROM_OUTSIDE = (
    "AMPARO_SECRET_KEY holds no secret: it takes at least 64 hexadecimal digits, the same on "
    "every machine. To make one: python3 -c 'import secrets; print(secrets.token_hex(32))'"
)
UNREADABLE = (
    "The secret {path} cannot be read or written ({why}). Start Amparo as the user that "
    "{folder} belongs to, or give it to who starts it: chown -R USER {folder}"
)


@dataclass(frozen=True)
class SessionSecret:
    """The secret, or the sentence that says why there is none."""

    key: str = ""
    fault: str = ""
    # Made by this process: whoever can ask the database looks whether it should have been.
    is_new: bool = False


def find_secret(path: Path, given: str, holds_data: Iterable[Path]) -> SessionSecret:
    """Returns the secret from the environment, else from its file, else a new one.

    A new one is made only where none of `holds_data` is there: files that are not empty, or
    folders with something in them.
    """
    if given:
        key = _hexadecimal(given)
        return SessionSecret(key, "" if key else FROM_OUTSIDE)
    try:
        is_new = not path.exists() and not any(map(_holds_something, holds_data))
        if is_new:
            is_new = make_secret(path, over=False)
        if not path.exists():
            return SessionSecret(fault=MISSING.format(path=path))
        key = _hexadecimal(path.read_text(errors="replace"))
    except OSError as error:
        why = os.strerror(error.errno or 0)
        folder = path.parent.parent
        return SessionSecret(fault=UNREADABLE.format(path=path, why=why, folder=folder))
    return SessionSecret(key, "" if key else DAMAGED.format(path=path), is_new)


def make_secret(path: Path, *, over: bool) -> bool:
    """Writes a new secret; True when it is the one that now lies there."""
    return write_secret(path, secrets.token_hex(BYTES).encode(), over=over)


def _hexadecimal(text: str) -> str:
    """The secret as it is used; "" where it is no hexadecimal or too short."""
    try:
        key = bytes.fromhex(text)
    except ValueError:
        return ""
    return key.hex() if len(key) >= BYTES else ""


def _holds_something(path: Path) -> bool:
    if path.is_dir():
        return any(path.iterdir())
    return path.exists() and path.stat().st_size > 0
