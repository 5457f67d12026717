"""Where the passphrase of the key ring, or the PIN of its token, comes from.

Never from the command line or the value of an environment variable: both are read by others, and
kept. It is taken from, in this order,

1. what this process was given before (pages of `serve` are forked from it),
2. the descriptor that AMPARO_PASSPHRASE_FD names, read once to its end and closed,
3. the file that AMPARO_PASSPHRASE_FILE names,
4. the file `amparo.passphrase` among the credentials that systemd hands over,
5. somebody at the terminal, in the main thread of a command; never in the midst of a page.
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
    """What this process was given, and whether it was wrong; its forks know the same."""

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
    """What is tried, one after the other: what was given once, or a person three times."""

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
    """What opened the ring until now does not: another may have been laid down since."""


def given() -> tuple[str, str]:
    """The secret and where it comes from, where one was given; ("", "") where nobody gave one."""
    if descriptor := os.environ.get(DESCRIPTOR):
        return _read_descriptor(descriptor), DESCRIPTOR
    if path := file_of_secret():
        return _read(path), str(path)
    return "", ""


def file_of_secret() -> Path | None:
    """The file that the secret lies in, where one is named or systemd hands one over."""
    if named := os.environ.get(FILE):
        return Path(named)
    handed = Path(os.environ.get("CREDENTIALS_DIRECTORY", "/nowhere")) / CREDENTIAL
    return handed if handed.is_file() else None


def is_somebody_there() -> bool:
    """Whether somebody at a terminal can be asked: not in a page, not in a job."""
    is_command = threading.current_thread() is threading.main_thread()
    return is_command and sys.stdin is not None and sys.stdin.isatty()


def ask(prompt: str) -> str:
    """What somebody types, unseen; `DecryptionError` where they leave it."""
    try:
        return getpass.getpass(prompt)
    except (EOFError, KeyboardInterrupt):
        raise DecryptionError("Nothing was typed: the key ring stays closed.") from None


def ask_for_new(name: str, path: Path | None, *, twice: bool = True) -> str:
    """The secret of a new lock: from a file, or typed by somebody at a terminal."""
    if path is not None:
        return _read(path)
    if not is_somebody_there():
        raise DecryptionError(f"Nobody is there to type the {name}: name a file, --from FILE.")
    first = ask(f"The {name}: ")
    if twice and ask("Once more: ") != first:
        raise DecryptionError("These two are not the same. Nothing was changed.")
    return first


def became(text: str) -> None:
    """The lock was changed: from now on this process opens the ring with another secret."""
    _Known.text, _Known.whence, _Known.refused, _Known.wrong = text, "", "", ""


def forget() -> None:
    """As a process that has just begun."""
    became("")


@contextmanager
def handed_over() -> Iterator[tuple[tuple[int, ...], dict[str, str] | None]]:
    """What a process that we start needs to open the ring: descriptors and environment for it.

    The secret goes through a pipe that is read once: it stands on no command line, in no
    environment and on no disk.
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
    """Without the end of the line that an editor or `echo` adds."""
    if not (text := text.rstrip("\r\n")):
        raise DecryptionError(f"The passphrase is needed, and {whence} is empty.")
    return text
