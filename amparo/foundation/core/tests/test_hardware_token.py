"""The key ring is locked by a key that never leaves a hardware token, tried with SoftHSM."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import CommandError

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.key_locks import hardware_token, secret
from amparo.foundation.core.encryption.key_ring import DecryptionError
from amparo.foundation.people.models import Person
from tests.support import postgres
from tests.support.nightly import is_nightly

from .test_encrypted_values import ring
from .test_key_locks import _cheap_and_forgotten, begin_again, keys, opens, said

__all__ = ["_cheap_and_forgotten", "ring", "said"]
PIN, MODULE = "73219846", Path("/usr/lib/softhsm/libsofthsm2.so")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not hardware_token.is_here(), reason="no python-pkcs11: make pkcs11"),
]


@pytest.fixture(scope="module")
def tokens(tmp_path_factory):
    """SoftHSM with a folder of its own; a night installs it where it is missing."""
    if not shutil.which("softhsm2-util"):
        if not (is_nightly() and postgres.can_install_packages()):
            pytest.skip("SoftHSM is not installed: apt-get install softhsm2")
        postgres.install_packages("softhsm2")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    yield folder
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    else:
        os.environ["SOFTHSM2_CONF"] = before


@pytest.fixture
def token(tokens, settings, request):
    """A fresh token, named after the test."""
    settings.AMPARO_PKCS11_MODULE = str(MODULE)
    label = request.node.name[-32:]
    make_token(label)
    return label


def make_token(label: str) -> None:
    program = shutil.which("softhsm2-util") or ""
    told = ["--label", label, "--pin", PIN, "--so-pin", "12345678"]
    subprocess.run(  # noqa: S603
        [program, "--init-token", "--free", *told], check=True, capture_output=True
    )


def lock(tmp_path, token, *more, pin=PIN) -> str:
    (tmp_path / "pin").write_text(pin)
    return keys("lock", "token", "--label", token, "--from", str(tmp_path / "pin"), *more)


@pytest.fixture
def locked(ring, cast, said, token, tmp_path):
    assert cast.rosa
    lock(tmp_path, token, "--make")
    said(PIN)
    return key_ring.current_key_ring()


def test_the_file_alone_opens_nothing_and_the_pin_opens_it(locked, cast, token):
    text = locked.path.read_text()
    assert "root" not in json.loads(text)
    assert PIN not in text
    assert opens(cast)
    assert key_ring.protection() == {"kept": "file", "lock": "token", "label": token}


def test_its_key_cannot_be_taken_out(locked, token, settings):
    import pkcs11

    library = pkcs11.lib(settings.AMPARO_PKCS11_MODULE)
    with library.get_token(token_label=token).open(user_pin=PIN) as session:
        key = session.get_key(label="amparo")
        assert key[pkcs11.Attribute.SENSITIVE]
        assert not key[pkcs11.Attribute.EXTRACTABLE]
        with pytest.raises(pkcs11.PKCS11Error):
            _ = key[pkcs11.Attribute.VALUE]
    library.finalize()


def test_keys_turn_under_it(locked, cast, said):
    first = locked.current
    keys("new")
    keys("rotate")
    keys("retire", first)
    said(PIN)
    assert key_ring.current_key_ring().names() == {key_ring.current_key_ring().current} != {first}
    assert opens(cast)


def test_a_wrong_pin_is_told_and_not_tried_again(locked, said, monkeypatch):
    said("00000000")
    with pytest.raises(DecryptionError, match="not the PIN of the token"):
        key_ring.current_key_ring().names()

    def tried(*_):
        raise AssertionError("Tokens lock themselves after a few.")

    monkeypatch.setattr(hardware_token, "_library", tried)
    with pytest.raises(DecryptionError, match="not the PIN of the token"):
        key_ring.current_key_ring().names()


def test_a_token_that_is_away_is_told(locked, settings, said, tokens):
    (tokens / "tokens").rename(tokens / "away")
    (tokens / "tokens").mkdir()
    said(PIN)
    try:
        with pytest.raises(DecryptionError, match="There is no token"):
            key_ring.current_key_ring().names()
    finally:
        (tokens / "tokens").rmdir()
        (tokens / "away").rename(tokens / "tokens")
    begin_again()
    assert key_ring.current_key_ring().names()
    settings.AMPARO_PKCS11_MODULE = "/nowhere/library.so"
    begin_again()
    with pytest.raises(DecryptionError, match="AMPARO_PKCS11_MODULE"):
        key_ring.current_key_ring().names()


def test_another_token_with_a_key_of_that_name_does_not_open_it(locked, said):
    kept = json.loads(locked.path.read_text())
    make_token("second")
    hardware_token.TokenLock.new(PIN, label="second", key="amparo", make=True)
    kept["lock"]["label"] = "second"
    locked.path.chmod(0o600)
    locked.path.write_text(json.dumps(kept))
    said(PIN)
    with pytest.raises(DecryptionError, match="locked with another key"):
        key_ring.current_key_ring().names()


def test_what_is_wrong_with_a_new_lock_changes_nothing(ring, rosa, token, tmp_path):
    before = ring.path.read_bytes()
    for words, why in (
        ((), "has no key"),
        (("--make", "--key", "x"), None),
        (("--make", "--key", "x"), "already"),
    ):
        if why is None:
            hardware_token.TokenLock.new(PIN, label=token, key="x", make=True)
            continue
        with pytest.raises(CommandError, match=why):
            lock(tmp_path, token, *words)
    with pytest.raises(CommandError, match="not the PIN"):
        lock(tmp_path, token, "--make", pin="00000000")
    with pytest.raises(CommandError, match="There is no token"):
        lock(tmp_path, "nothing", "--make")
    with pytest.raises(CommandError, match="which token"):
        keys("lock", "token")
    assert ring.path.read_bytes() == before
    assert Person.objects.filter(pk=rosa.pk).exists()
    secret.forget()
