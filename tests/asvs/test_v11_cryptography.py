"""V11: every key has a life that is written down, and there is one way of sealing at a time."""

import re

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib.auth.hashers import check_password, make_password
from django.core.management import get_commands, load_command_class

from amparo.foundation.core.encryption import key_ring, values
from amparo.foundation.core.models import DataKey
from amparo.site import settings as as_shipped
from tests.asvs.lint_rules import ROOT

KEYS = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")
# What may seal: values, papers, sessions and visits, the last under what is in their cookie; what
# is on its way between a line and a page; the ring under its lock; and copies, which open without
# Amparo too.
CIPHERS = {"AESGCM": 10, "ChaCha20Poly1305": 1}


def code():
    for path in (*sorted(ROOT.glob("amparo/**/*.py")), *ROOT.glob("amparo_xforms/**/*.py")):
        if "tests" not in path.parts:
            yield path, path.read_text()


def test_v11_1_1_every_purpose_of_the_ring_is_told():
    asked = re.compile(r"key_ring\.derive\(\s*[\"']([\w ]+)[\"']")
    named = re.compile(r"^PURPOSE = [\"']([\w ]+)[\"']", re.MULTILINE)
    uses = re.compile(r"(key_ring\.derive|entry_format\.\w+)\(PURPOSE\b").search
    derived = {
        purpose
        for _path, text in code()
        for purpose in (*asked.findall(text), *(named.findall(text) if uses(text) else ()))
    }
    put_together = [
        path.name for path, text in code() if re.search(r"key_ring\.derive\(\s*f", text)
    ]
    assert put_together == [], "A purpose that is put together is told nowhere."
    told = set(re.findall(r"^\| `([\w ]+)` \|", KEYS, re.MULTILINE))
    assert len(derived) >= 9
    assert derived == told


def test_v11_1_1_every_step_in_the_life_of_a_key_has_its_command():
    command = load_command_class(get_commands()["keys"], "keys")
    parser = command.create_parser("amparo", "keys")
    [actions] = [each.choices for each in parser._actions if each.dest == "action"]
    assert set(actions) == {"list", "new", "rotate", "retire", "lock", "move", "secret"}
    assert [
        action
        for action in set(actions) - {"list"}
        if f"`{action}" not in KEYS.replace("amparo keys ", "")
    ] == []


def test_v11_3_2_values_are_sealed_with_aes_256_gcm_and_nothing_else(rosa):
    assert (values.NOW, values.WAYS) == (1, {1: AESGCM})
    key = DataKey.objects.get(owner_ref=rosa.ref).unwrap()
    assert len(key) == len(key_ring.derive("search")) == 32


FINGERPRINTS = "entity_lists.py"
# What ODK Collect locked by a rule of its own is opened there; nothing is ever sealed so.
OPENED_FOR_OTHERS = "encrypted_submissions.py"


def test_v11_3_2_no_other_cipher_is_at_hand():
    """Neither an older one nor a mode that does not notice a change."""
    found: dict[str, int] = {}
    for path, text in code():
        if path.name == OPENED_FOR_OTHERS:
            assert "encryptor" not in text
            continue
        assert "ciphers.algorithms" not in text, path
        # OpenRosa tells files from each other by MD5, and protects nothing with it.
        text = text.replace("from hashlib import md5\n", "") if path.name == FINGERPRINTS else text
        assert not re.search(r"\bCipher\(|\bmodes\.|Fernet|import md5|import sha1", text), path
        for names in re.findall(r"ciphers\.aead import ([\w, ]+)", text):
            for name in names.split(", "):
                found[name] = found.get(name, 0) + 1
    assert found == CIPHERS


def test_v11_4_2_passwords_are_kept_by_argon2id(settings):
    settings.PASSWORD_HASHERS = as_shipped.PASSWORD_HASHERS
    kept = make_password("a shelter with a blue door")
    scheme, variety, _version, costs, _salt, _hash = kept.split("$")
    assert (scheme, variety) == ("argon2", "argon2id")
    cost = dict(each.split("=") for each in costs.split(","))
    assert int(cost["m"]) >= 19 * 1024  # OWASP: at least 19 MiB, twice
    assert int(cost["t"]) >= 2
    assert check_password("a shelter with a blue door", kept)
    assert not check_password("a shelter with a red door", kept)


def test_v11_4_2_an_older_password_is_kept_anew_when_it_is_next_used(settings):
    settings.PASSWORD_HASHERS = as_shipped.PASSWORD_HASHERS
    old, renewed = make_password("a blue door", hasher="pbkdf2_sha256"), []
    assert check_password("a blue door", old, setter=renewed.append)
    assert renewed == ["a blue door"]
