"""Changes how the key ring is protected: another lock, another place (`amparo keys lock`, `move`).

The ring stays the same, so nothing is encrypted anew; processes that use it must be restarted.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from amparo.foundation.core.refusals import Refusal

from ..secret_files import write_secret
from . import Lock, secret
from .hardware_token import TokenLock
from .passphrase import PassphraseLock, TooWeak

if TYPE_CHECKING:
    from ..key_ring import FileKeyRing

PASSPHRASE, TOKEN, NONE = "passphrase", "token", "none"
OLD_BYTES = (
    "A disk may keep bytes of the file as it was before, and copies of keys taken before hold it "
    "as it was: destroy those copies when a new one is taken (amparo backup --keys)."
)


def lock_with(
    ring: "FileKeyRing", what: str, *, source: Path | None, label: str, key: str, make: bool
) -> str:
    """Replaces the lock of the ring, or creates the first ring under it; returns what was done as
    text. Asks for the old secret first. Raises Refusal, and changes nothing, for a weak
    passphrase.
    """
    is_new = not ring.path.exists()
    if not is_new:
        _ = ring.kept  # whoever changes the lock opens it first
    lock, text = _lock(what, source=source, label=label, key=key, make=make)
    if is_new:
        ring.make(lock)
    else:
        ring.change_lock(lock)
    secret.became(text)
    return _summary(ring, what, label=label, is_new=is_new)


def _lock(
    what: str, *, source: Path | None, label: str, key: str, make: bool
) -> tuple[Lock | None, str]:
    if what == NONE:
        return None, ""
    if what == TOKEN:
        if not label:
            raise Refusal(
                "Say which token: --label LABEL (as softhsm2-util --init-token names it)"
            )
        pin = secret.ask_for_new(f"PIN of the token “{label}”", source, twice=False)
        return TokenLock.new(pin, label=label, key=key, make=make), pin
    passphrase = secret.ask_for_new("new passphrase of the key ring", source)
    try:
        return PassphraseLock.new(passphrase), passphrase
    except TooWeak as weak:
        raise Refusal(f"{weak} Nothing was changed.") from None


def _summary(ring: "FileKeyRing", what: str, *, label: str, is_new: bool) -> str:
    how = {
        PASSPHRASE: "is locked with the new passphrase",
        TOKEN: f"is locked with the token “{label}”",
        NONE: "lies in clear: whoever takes the file opens everything with it",
    }[what]
    said = f"The key ring at {ring.path} {how}.\n"
    if what == PASSPHRASE:
        said += "Nobody can bring a forgotten passphrase back: keep it on paper, elsewhere.\n"
    if what == TOKEN:
        said += "Without this token, or a copy of its key, nothing opens again.\n"
    if is_new:
        return said + "It was made so: it never lay in clear here. Next: amparo migrate"
    return said + f"Start Amparo again, and take a new copy: amparo backup --keys\n{OLD_BYTES}"


def move_to(ring: "FileKeyRing", folder: Path) -> str:
    """Moves the file of the ring into an existing folder; returns what was done as text. Deletes
    the old file only after the new one was read back. Raises Refusal.
    """
    if not ring.path.exists():
        raise Refusal(f"There is no key ring at {ring.path}.")
    if not folder.is_dir():
        raise Refusal(f"There is no folder {folder}: mount the device, and make the folder on it.")
    there = folder.absolute() / ring.path.name
    content = ring.path.read_bytes()
    if not write_secret(there, content, over=False):
        raise Refusal(f"There is a key ring at {there} already. Nothing was moved.")
    if there.read_bytes() != content:
        there.unlink()
        raise Refusal(f"{there} does not say what was written there. Nothing was moved.")
    ring.path.unlink()
    same = folder.stat().st_dev == ring.path.parent.stat().st_dev
    said = f"The key ring lies at {there}. Say so to every process, and start them again:\n"
    said += f"  AMPARO_KEYS={folder.absolute()}\n"
    if same:
        said += "It lies on the same file system as before: a thief of the disk takes both.\n"
    return said + OLD_BYTES
