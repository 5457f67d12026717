"""Where the passphrase of the key ring, or the PIN of its token, comes from.

Never from the command line or the value of an environment variable: others can read both. It is
taken from, in this order,

1. what this process was given before (the workers of `serve` are forked from it),
2. the descriptor that AMPARO_PASSPHRASE_FD names, read once to its end and closed,
3. the file that AMPARO_PASSPHRASE_FILE names,
4. the file `amparo.passphrase` among the credentials of systemd,
5. somebody at the terminal, in the main thread of a command; never while a request is served.
"""

import getpass
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .errors import DecryptionError

DESCRIPTOR, FILE = "AMPARO_PASSPHRASE_FD", "AMPARO_PASSPHRASE_FILE"
CREDENTIAL = "amparo.passphrase"
TRIES = 3
LARGEST = 4096


class _Known:
    """The secret that this process was given, and whether it was wrong; its forks inherit it."""

    text = ""
    whence = ""
    refused = ""  # why nobody is asked again: a token locks itself after a few wrong PINs
    wrong = ""  # what was refused; another one, from the same file, is tried


@dataclass(frozen=True)
class Secret:
    """One passphrase or PIN to try."""

    text: str
    whence: str
    wrong: Callable[["Secret"], None]

    def was_right(self) -> None:
        _Known.text, _Known.whence = self.text, self.whence
        _Known.refused = _Known.wrong = ""

    def was_wrong(self) -> None:
        self.wrong(self)


class Secrets:
    """Yields the secrets to try: the one that was given, or what a person types, three times (a
    PIN once).

    Raises DecryptionError where there is none to try, or the same wrong one was refused before.
    """

    def __init__(self, where: str, *, token: str = ""):
        self.where = where
        self.name = f"PIN of the {token}" if token else f"passphrase of the key ring {where}"
        self.most = 1 if token else TRIES

    def __iter__(self) -> Iterator[Secret]:
        known = _Known.text
        if known:
            yield Secret(known, _Known.whence, _was_changed)
        text, whence = given()
        if _Known.refused and text in ("", _Known.wrong):
            raise DecryptionError(_Known.refused)
        if whence and text != known:
            yield Secret(text, whence, self._was_wrong)
        elif known:
            raise DecryptionError(
                f"The lock of the key ring {self.where} was changed since this process began: "
                "start Amparo again."
            )
        elif not is_somebody_there():
            raise DecryptionError(
                f"The {self.name} is needed, and nobody is there to type it: start Amparo at a "
                f"terminal, or name a file in {FILE} (docs/operations.md, Keys)."
            )
        else:
            yield from self._asked()

    def _asked(self) -> Iterator[Secret]:
        for left in reversed(range(self.most)):
            text = ask(f"The {self.name}: ")
            yield Secret(text, "", self._say_again if left else self._was_wrong)

    def _say_again(self, _secret: Secret) -> None:
        sys.stderr.write("That does not open it. Once more.\n")

    def _was_wrong(self, secret: Secret) -> None:
        whence = f" ({secret.whence})" if secret.whence else ""
        _Known.wrong = secret.text
        _Known.refused = (
            f"This is not the {self.name}{whence}. Nothing was opened and nothing changed. "
            "Start again with the right one."
        )
        raise DecryptionError(_Known.refused)


def _was_changed(_secret: Secret) -> None:
    """Accepts that the secret that worked until now does not: the file may have another lock."""


def given() -> tuple[str, str]:
    """Returns the secret that was given and where it comes from; ("", "") where there is none.
    Reads the descriptor only once.
    """
    if descriptor := os.environ.get(DESCRIPTOR):
        return _read_descriptor(descriptor), DESCRIPTOR
    if path := file_of_secret():
        return _read(path), str(path)
    return "", ""


def file_of_secret() -> Path | None:
    """Returns the file with the secret, where one is named or systemd provides one."""
    if named := os.environ.get(FILE):
        return Path(named)
    handed = Path(os.environ.get("CREDENTIALS_DIRECTORY", "/nowhere")) / CREDENTIAL
    return handed if handed.is_file() else None


def is_somebody_there() -> bool:
    """Returns whether somebody at a terminal can be asked: not in a request, not in a job."""
    is_command = threading.current_thread() is threading.main_thread()
    return is_command and sys.stdin is not None and sys.stdin.isatty()


def ask(prompt: str) -> str:
    """Returns what somebody types, unechoed; raises DecryptionError where they cancel."""
    try:
        return getpass.getpass(prompt)
    except (EOFError, KeyboardInterrupt):
        raise DecryptionError("Nothing was typed: the key ring stays closed.") from None


def ask_for_new(name: str, path: Path | None, *, twice: bool = True) -> str:
    """Returns the secret of a new lock, from a file or typed twice at a terminal; raises
    DecryptionError otherwise.
    """
    if path is not None:
        return _read(path)
    if not is_somebody_there():
        raise DecryptionError(f"Nobody is there to type the {name}: name a file, --from FILE.")
    first = ask(f"The {name}: ")
    if twice and ask("Once more: ") != first:
        raise DecryptionError("These two are not the same. Nothing was changed.")
    return first


def became(text: str) -> None:
    """Sets the secret with which this process unlocks the ring from now on."""
    _Known.text, _Known.whence, _Known.refused, _Known.wrong = text, "", "", ""


def forget() -> None:
    """Forgets the secret, as in a process that just started."""
    became("")


@contextmanager
def handed_over() -> Iterator[tuple[tuple[int, ...], dict[str, str] | None]]:
    """Yields descriptors and environment that let a child process unlock the ring.

    The secret goes through a pipe that is read once: it is on no command line, in no environment
    and on no disk.
    """
    if not _Known.text:
        yield (), None
        return
    reading, writing = os.pipe()
    try:
        os.write(writing, _Known.text.encode())
        os.close(writing)
        yield (reading,), os.environ | {DESCRIPTOR: str(reading)}
    finally:
        os.close(reading)


def _read_descriptor(number: str) -> str:
    # Whoever is started by us must not look for it again: it is read once.
    del os.environ[DESCRIPTOR]
    try:
        with os.fdopen(int(number), "rb") as file:
            text = file.read(LARGEST).decode()
    except (OSError, ValueError):
        raise DecryptionError(
            f"{DESCRIPTOR}={number} names no open descriptor: for a file say {FILE}."
        ) from None
    return _stripped(text, DESCRIPTOR)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST).decode()
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", "") or "not text"
        raise DecryptionError(f"The passphrase cannot be read from {path}: {why}.") from None
    return _stripped(text, str(path))


def _stripped(text: str, whence: str) -> str:
    """Returns the text without the line end that an editor or `echo` adds; raises DecryptionError
    if nothing is left.
    """
    if not (text := text.rstrip("\r\n")):
        raise DecryptionError(f"The passphrase is needed, and {whence} is empty.")
    return text
