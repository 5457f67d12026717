"""A copy of keys holds the ring wherever it lies, as locked as there, and says what it needs."""

import io
import json
import os
from pathlib import Path
from types import SimpleNamespace

import pyrage
import pytest

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.key_locks.passphrase import PassphraseLock
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.tests.test_encrypted_values import ring, start_again
from amparo.ops.backups import age, archive, folder, restore
from amparo.ops.backups.backup import create_backup
from amparo.ops.backups.restore import Restored
from amparo.ops.management.commands.restore import _needs

pytestmark = pytest.mark.django_db
__all__ = ["ring"]
STICK = Path("/dev/shm")  # noqa: S108 - memory, and so another file system than any disk


@pytest.fixture
def stick(ring, settings, tmp_path):
    """The ring lies locked on another device; the folder of keys holds the secret alone."""
    if not STICK.is_dir():
        pytest.skip("there is no /dev/shm: no second file system")
    place = STICK / f"amparo-copy-{os.getpid()}"
    place.mkdir()
    settings.AMPARO_PASSPHRASE_WORK = (64, 1, 1)
    ring.change_lock(PassphraseLock.new("seven herons over the estuary"))
    (place / "ring").write_bytes(ring.path.read_bytes())
    ring.path.unlink()
    settings.HOME = tmp_path
    settings.AMPARO_KEYS, settings.AMPARO_KEY_RING_FILE = str(place), place / "ring"
    (tmp_path / "keys").mkdir(exist_ok=True)
    (tmp_path / "keys" / "secret").write_text("s" * 64)
    ring.path = place / "ring"
    yield place
    for path in place.glob("*"):
        path.unlink()
    place.rmdir()


def test_a_copy_of_keys_takes_the_ring_from_its_device_and_leaves_it_locked(stick, tmp_path):
    identity = pyrage.x25519.Identity.generate()
    taken = create_backup(folder.KEYS, tmp_path / "copies", recipients=[str(identity.to_public())])
    found = {}
    with (
        taken.path.open("rb") as file,
        age.opened(file, identities=[str(identity)], passphrase="") as clear,
    ):
        for part in archive.read_parts(clear):
            if part.name.startswith("keys/") or part.name == archive.MANIFEST:
                found[part.name] = part.file.read()
    assert found["keys/ring"] == (stick / "ring").read_bytes()
    assert "root" not in json.loads(found["keys/ring"])
    assert found["keys/secret"] == b"s" * 64
    needs = json.loads(found[archive.MANIFEST])["ring"]
    assert needs == {"kept": "file", "lock": "passphrase", "label": ""}
    assert "passphrase of that day" in _needs(needs)


def part(name: str, content: bytes) -> SimpleNamespace:
    return SimpleNamespace(name=f"keys/{name}", file=io.BytesIO(content))


def test_it_comes_back_to_where_the_ring_is_kept_and_goes_again_if_it_fails(stick, tmp_path):
    before = (stick / "ring").read_bytes()
    restored = Restored({"kind": folder.KEYS})
    restore._store(part("ring", b"the ring of the copy"), restored)
    restore._store(part("secret", b"the secret of the copy"), restored)
    assert (stick / "ring").read_bytes() == b"the ring of the copy"
    assert (tmp_path / "keys" / "secret").read_bytes() == b"the secret of the copy"
    assert not (tmp_path / "keys" / "ring").exists()
    asides = sorted(restored.set_aside.values())
    assert [aside.name.partition("-")[0] for aside in asides] == ["ring", "keys"]
    restore._remove(restored)
    assert (stick / "ring").read_bytes() == before
    assert (tmp_path / "keys" / "secret").read_text() == "s" * 64
    assert not any(aside.exists() for aside in asides)


def test_while_the_device_is_away_nothing_is_brought_back_beside_the_data(
    stick, settings, tmp_path
):
    settings.AMPARO_KEYS = str(tmp_path / "not mounted")
    settings.AMPARO_KEY_RING_FILE = tmp_path / "not mounted" / "ring"
    start_again()
    with pytest.raises(Refusal, match="plug in the device"):
        restore._store(part("ring", b"the ring of the copy"), Restored({"kind": folder.KEYS}))
    assert not (tmp_path / "not mounted").exists()


@pytest.mark.parametrize(
    ("ring_of_the_copy", "said"),
    [
        ({}, ""),
        ({"kept": "file", "lock": ""}, ""),
        ({"kept": "file", "lock": "token", "label": "Nitro"}, "the token “Nitro”"),
        ({"kept": "environment", "lock": ""}, "AMPARO_KEY_RING"),
        ({"kept": "OurService", "lock": ""}, "OurService"),
    ],
)
def test_what_a_copy_needs_is_said(ring_of_the_copy, said):
    assert said in _needs(ring_of_the_copy)
    assert bool(said) == bool(_needs(ring_of_the_copy))


def test_without_its_ring_no_copy_is_begun(ring, tmp_path):
    ring.path.unlink()
    start_again()
    with pytest.raises(key_ring.DecryptionError):
        create_backup(folder.DATA, tmp_path / "copies", recipients=["age1"])
    assert not (tmp_path / "copies").exists()
