"""A copy opens with any age program, and not at all once a bit of it was changed."""

import io
import os

import pyrage
import pytest

from amparo.ops.backups import age

PASSPHRASE = "four words and more"  # made up
CHUNK = age.CHUNK


def sealed(clear: bytes) -> bytearray:
    out = io.BytesIO()
    age.seal_with(PASSPHRASE, [clear[:100], b"", clear[100:]], out, work=10)
    return bytearray(out.getvalue())


def opened(file: bytes, passphrase: str = PASSPHRASE) -> bytes:
    with age.opened(io.BytesIO(file), identities=[], passphrase=passphrase) as clear:
        return clear.read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_others_open_what_we_seal_whatever_its_length(size):
    clear = os.urandom(size)
    assert pyrage.passphrase.decrypt(bytes(sealed(clear)), PASSPHRASE) == clear
    assert opened(bytes(sealed(clear))) == clear


@pytest.mark.nightly
def test_we_open_what_others_seal():
    clear = os.urandom(2 * CHUNK + 1)
    assert opened(pyrage.passphrase.encrypt(clear, PASSPHRASE)) == clear


def test_another_passphrase_does_not_open_it():
    with pytest.raises(age.DoesNotOpen):
        opened(bytes(sealed(b"Rosa")), "four other words")


@pytest.mark.parametrize("where", [60, 130, 190, -1, -CHUNK, "cut", "cut at a chunk", "longer"])
def test_a_changed_copy_does_not_open(where):
    file = sealed(os.urandom(2 * CHUNK + 10))
    match where:
        case "cut":
            del file[-5:]
        case "cut at a chunk":
            del file[-26:]
        case "longer":
            file += b"more"
        case _:
            file[where] ^= 1
    with pytest.raises((age.DoesNotOpen, ValueError)):
        opened(bytes(file))


def test_who_has_none_of_the_keys_is_told(tmp_path):
    out = io.BytesIO()
    age.seal_to([str(pyrage.x25519.Identity.generate().to_public())], [b"Rosa"], out)
    for keys in ([], [str(pyrage.x25519.Identity.generate())]):
        with (
            pytest.raises(age.DoesNotOpen),
            age.opened(io.BytesIO(out.getvalue()), identities=keys, passphrase="") as clear,
        ):
            clear.read()
