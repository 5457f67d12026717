"""The keys that open what is sealed: where they lie, who can read them, whether they fit."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.models import DataKey

from .findings import Finding, check, danger, ok, warn


@check("keys")
def key_files() -> Iterator[Finding]:
    found = [path for path in (settings.HOME / "keys").glob("*") if path.is_file()]
    ring = Path(settings.AMPARO_RING_FILE)
    if ring.parent != settings.HOME / "keys" and ring.is_file():  # on another device
        found.append(ring)
    for path in found:
        yield from _of_a_file(path)
    folder = settings.HOME / "keys"
    if folder.exists() and _mode(folder) & 0o077:
        yield danger(f"Others can look into {folder}: chmod 700 {folder}")
    if found and all(_mode(path) == 0o400 for path in found):
        yield ok(f"{len(found)} key files are readable by their owner alone.")


def _of_a_file(path: Path) -> Iterator[Finding]:
    if _mode(path) & 0o077:
        yield danger(f"Others can read the key {path}: chmod 400 {path}, then amparo keys new")
    elif _mode(path) != 0o400:
        yield warn(f"The key {path} can be written over by mistake: chmod 400 {path}")
    if path.stat().st_uid != os.geteuid():
        yield danger(f"The key {path} belongs to somebody else: chown it to who runs the house.")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@check("keys")
def secret() -> Iterator[Finding]:
    try:
        secret = settings.SECRET_KEY
    except ImproperlyConfigured:
        return  # said under “startup”, with what to do
    if len(set(secret)) < 10 or len(secret) < 32:
        yield danger("The secret that signs sessions can be guessed: AMPARO_SECRET_KEY, 64 hex.")
    else:
        yield ok("Sessions are signed with a secret that nobody guesses.")


@check("keys")
def ring() -> Iterator[Finding]:
    try:
        names = key_ring.current_key_ring().names()
    except key_ring.DecryptionError as missing:
        yield danger(f"{missing} Bring it back: amparo restore (its copy of keys)")
        return
    strange = DataKey.objects.exclude(ring_key__in=names).count()
    if strange:
        yield danger(f"The ring does not open {strange} files: bring the old ring back.")
        return
    newest = DataKey.objects.order_by("-number").first()
    try:
        if newest:
            newest.opened()
        yield ok("The key ring opens what is in the database.")
    except key_ring.DecryptionError:
        yield danger("The ring is not the one that this database was sealed with.")
