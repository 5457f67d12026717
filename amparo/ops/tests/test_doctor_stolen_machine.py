"""`amparo doctor stolen_machine`: where keys lie, which disks are encrypted, what is taken."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from amparo.foundation.core.encryption.fields import PersonalField, plain_fields
from amparo.foundation.core.encryption.key_locks import secret
from amparo.foundation.core.encryption.key_locks.passphrase import PassphraseLock
from amparo.foundation.core.tests.test_encrypted_values import ring, start_again
from amparo.ops.doctor import stolen_machine
from amparo.ops.doctor.checks import DANGER, OK, WARN, run_checks
from amparo.ops.doctor.disks import ENCRYPTED, IN_MEMORY, NOT_FOUND, NOT_KNOWN, Disk

pytestmark = pytest.mark.django_db
__all__ = ["ring"]
PASSPHRASE = "seven herons over the estuary"


def said(level) -> str:
    return "\n".join(found.what for found in run_checks("stolen_machine") if found.level == level)


@pytest.fixture
def installation(ring, settings, tmp_path, monkeypatch, caseworker):
    """Real people, keys in the folder of the data, and a disk of which one says how it is."""
    settings.HOME, settings.AMPARO_FILE_STORAGE = tmp_path, tmp_path / "files"
    settings.AMPARO_SMS_PROVIDER = f"file:{tmp_path / 'texts'}"
    monkeypatch.setenv("AMPARO_BACKUPS", str(tmp_path / "backups"))
    monkeypatch.setattr(stolen_machine, "data_place", lambda: tmp_path)
    disks = SimpleNamespace(state=NOT_FOUND, of={})

    def disk_of(path):
        mount, state = next(
            (found for begins, found in disks.of.items() if str(path).startswith(str(begins))),
            ("/", disks.state),
        )
        return Disk(state, f"{mount} lies on a disk", mount, frozenset({mount}))

    monkeypatch.setattr(
        stolen_machine, "SYSTEM", SimpleNamespace(disk_of=disk_of, swaps=lambda: [])
    )
    return disks


def test_keys_beside_the_data_on_a_plain_disk_are_dangerous(installation):
    assert "in the folder of the data: who copies that folder opens everything" in said(DANGER)
    assert "is not encrypted, as far as can be seen" in said(DANGER)
    assert "documents and the key ring" in said(DANGER)


def test_on_an_encrypted_disk_they_are_worth_a_look(installation):
    installation.state = ENCRYPTED
    assert said(DANGER) == ""
    assert "in the folder of the data" in said(WARN)
    assert "is encrypted while the machine is off" in said(OK)


def test_what_a_power_cut_takes_is_no_safe_place(installation):
    installation.state = IN_MEMORY
    assert "Lay that on a device that keeps it" in said(DANGER)


def test_what_cannot_be_known_is_never_called_well(installation):
    installation.state = NOT_KNOWN
    assert "encrypted is not known" in said(WARN)
    assert "encrypted" not in said(OK)


def test_keys_on_another_disk(installation, ring, settings, tmp_path):
    elsewhere = tmp_path / "stick"
    elsewhere.mkdir()
    ring.path.rename(elsewhere / "ring")
    settings.AMPARO_KEY_RING_FILE = elsewhere / "ring"
    start_again()
    assert "on the disk of the data" in said(DANGER)
    installation.of[elsewhere] = ("/media/stick", NOT_FOUND)
    assert "on another disk than the data" in said(OK)
    assert "in the folder of the data" not in said(DANGER)


def test_a_locked_ring_and_what_opens_it(installation, ring, settings, tmp_path, monkeypatch):
    settings.AMPARO_PASSPHRASE_WORK = (64, 1, 1)
    ring.change_lock(PassphraseLock.new(PASSPHRASE))
    assert "is locked with a passphrase: the file alone opens nothing" in said(OK)
    assert "opens with the passphrase alone" in said(WARN)
    where = tmp_path / "passphrase"
    where.write_text(PASSPHRASE)
    monkeypatch.setenv(secret.FILE, str(where))
    assert "a thief takes both" in said(DANGER)
    installation.of[where] = ("/run/credentials", IN_MEMORY)
    assert "handed over in memory" in said(OK)


def test_keys_that_come_from_the_environment(installation, ring, settings, monkeypatch):
    monkeypatch.setenv("AMPARO_KEY_RING", ring.path.read_text())
    settings.AMPARO_KEY_PROVIDER = "amparo.foundation.core.encryption.key_ring.EnvironmentKeyRing"
    start_again()
    assert "comes from AMPARO_KEY_RING" in said(WARN)


def test_a_database_elsewhere_is_not_known(installation, monkeypatch):
    monkeypatch.setattr(stolen_machine, "data_place", lambda: None)
    assert "disk of the database is encrypted is not known" in said(WARN)


def test_what_lies_in_clear_is_listed_by_kind(installation):
    lines = said(WARN).splitlines()
    if connection.vendor == "sqlite":
        assert any("the database, encrypted whole" in line for line in lines)
        assert not any(line.startswith("In clear") for line in lines)
        return
    listed = next(line for line in lines if line.startswith("In clear"))
    for kind in ("year of birth", "disabilities", "gender-based violence", "trafficking",
                 "who withholds them", "colleagues"):  # fmt: skip
        assert kind in listed


def test_every_field_that_is_listed_is_there_and_in_clear():
    """What is sealed one day, or renamed, must not go on being told as it was."""
    for models in stolen_machine.IN_CLEAR.values():
        for label, names in models.items():
            model = apps.get_model(label)
            for name in names:
                column = model._meta.get_field(name)
                assert not isinstance(column, PersonalField), f"{label}.{name} is sealed now"
                assert column.is_relation or name in plain_fields(model)


def test_what_is_sealed_since_is_told_no_more(installation, monkeypatch):
    monkeypatch.setitem(
        stolen_machine.IN_CLEAR, "names of people", {"people.Person": ("given_names",)}
    )
    assert "names of people" not in stolen_machine.in_clear()


def test_backups_and_texts_would_be_taken(installation, tmp_path):
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "amparo-data-20261129T000000Z.tar.age").write_text("")
    (tmp_path / "texts" / "done").mkdir(parents=True)
    (tmp_path / "texts" / "done" / "one.json").write_text("{}")
    assert "1 backups in" in said(WARN)
    assert "1 texts to telephones" in said(DANGER)


def test_a_closed_ring_is_a_danger_that_is_told(installation, ring):
    ring.path.unlink()
    start_again()
    assert "There is no key ring" in said(DANGER)
    assert "is not there now" in said(WARN)
