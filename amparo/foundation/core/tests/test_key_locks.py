"""The key ring is locked, or lies on another device: the disk of the data opens nothing."""

import json
import os
import threading
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from amparo.foundation.core.audit.models import AuditEntry
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.key_locks import secret
from amparo.foundation.core.encryption.key_locks.passphrase import PassphraseLock
from amparo.foundation.core.encryption.key_ring import DecryptionError, FileKeyRing
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.people.models import Person

from .test_encrypted_values import ring, start_again

pytestmark = pytest.mark.django_db
__all__ = ["ring"]
FIRST, SECOND = "seven herons over the estuary", "a blue door and nine lemons"


@pytest.fixture(autouse=True)
def _cheap_and_forgotten(settings, monkeypatch):
    """What a try costs protects nobody here; nobody is at the terminal; nothing was given."""
    settings.AMPARO_PASSPHRASE_WORK = (64, 1, 1)
    for name in (secret.DESCRIPTOR, secret.FILE, "CREDENTIALS_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(secret, "is_somebody_there", lambda: False)
    secret.forget()
    yield
    secret.forget()


@pytest.fixture
def said(tmp_path, monkeypatch):
    """The file that a passphrase is read from, as systemd would lay it down."""
    path = tmp_path / "said"
    monkeypatch.setenv(secret.FILE, str(path))

    def say(passphrase):
        path.write_text(f"{passphrase}\n")
        begin_again()

    return say


def begin_again():
    """As a process that has just begun, to which nobody has said anything."""
    secret.forget()
    start_again()


def keys(*words) -> str:
    told = StringIO()
    call_command("keys", *words, stdout=told)
    return told.getvalue()


def lock(tmp_path, passphrase) -> str:
    (tmp_path / "new").write_text(passphrase)
    return keys("lock", "passphrase", "--from", str(tmp_path / "new"))


@pytest.fixture
def locked(ring, cast, said, tmp_path):
    """A ring under a passphrase, and somebody in the register."""
    assert cast.rosa
    lock(tmp_path, FIRST)
    said(FIRST)
    return key_ring.current_key_ring()


def opens(cast) -> bool:
    return Person.objects.get(pk=cast.rosa.pk).given_names == "Rosa"


class TestAPassphrase:
    def test_the_file_alone_opens_nothing(self, ring, cast, said, tmp_path):
        root = json.loads(ring.path.read_text())["root"]
        lock(tmp_path, FIRST)
        text = ring.path.read_text()
        assert root not in text
        assert FIRST not in text
        assert json.loads(text)["lock"]["kdf"] == "argon2id"
        begin_again()
        with pytest.raises(DecryptionError, match="cannot be read from"):
            key_ring.current_key_ring().names()
        said(FIRST)
        assert opens(cast)
        assert AuditEntry.objects.get(event="keys.locked").details["what"] == "passphrase"

    def test_a_wrong_one_is_told_in_a_sentence_and_changes_nothing(self, locked, said):
        before = locked.path.read_bytes()
        said("seven herons over the river")
        for _again in range(2):  # nobody is asked again, and nothing is worked out again
            with pytest.raises(
                DecryptionError, match=r"not the passphrase of the key ring .* again"
            ):
                key_ring.current_key_ring().names()
        assert locked.path.read_bytes() == before

    def test_keys_turn_under_it_as_they_do_in_clear(self, locked, cast, said):
        first = locked.current
        keys("new")
        keys("rotate")
        keys("retire", first)
        assert "root" not in json.loads(locked.path.read_text())
        said(FIRST)
        assert (
            key_ring.current_key_ring().names() == {key_ring.current_key_ring().current} != {first}
        )
        assert not DataKey.objects.filter(ring_key=first).exists()
        assert opens(cast)

    def test_a_process_that_runs_sees_a_new_key_without_asking_again(self, locked, said):
        running = key_ring.current_key_ring()
        assert running.names()
        other = FileKeyRing()
        other.replace(other.kept.with_new_key())
        os.environ[secret.FILE] = "/nowhere"
        assert running.current == other.current

    def test_after_a_change_the_new_one_opens_and_the_old_one_does_not(
        self, locked, cast, said, tmp_path
    ):
        assert "Start Amparo again" in lock(tmp_path, SECOND)
        said(FIRST)
        with pytest.raises(DecryptionError):
            key_ring.current_key_ring().names()
        said(SECOND)
        assert opens(cast)

    def test_a_process_that_runs_is_closed_by_a_change_until_it_is_told(
        self, locked, cast, tmp_path, monkeypatch
    ):
        running = key_ring.current_key_ring()
        assert running.names()
        other = FileKeyRing()
        other.change_lock(PassphraseLock.new(SECOND))
        with pytest.raises(
            DecryptionError, match="was changed since"
        ):  # the file says the old one
            running.names()
        (tmp_path / "said").write_text(SECOND)
        assert running.names()
        monkeypatch.delenv(secret.FILE)
        other.change_lock(PassphraseLock.new(FIRST))
        with pytest.raises(DecryptionError, match="was changed since this process began"):
            running.names()

    def test_a_form_is_answered_as_a_page_while_the_ring_is_closed(self, locked, client, said):
        client.raise_request_exception = False
        said("seven herons over the river")
        answer = client.post("/sign-in/", {"once": str(uuid4()), "email": "x", "password": "y"})
        assert answer.status_code == 503
        assert "Retry-After" in answer

    def test_who_does_not_know_it_does_not_change_it(self, locked, said, tmp_path):
        said("not this one at all, surely")
        with pytest.raises(CommandError, match="not the passphrase"):
            lock(tmp_path, SECOND)

    def test_it_can_be_taken_off_again(self, locked, cast, said):
        assert "lies in clear" in keys("lock", "none")
        said("whatever")
        assert opens(cast)
        assert key_ring.protection()["lock"] == ""

    @pytest.mark.parametrize(
        ("weak", "why"),
        [
            ("short", "at least 12"),
            ("password2024", "first that a thief tries"),
            ("aaaaaaaaaaaabb", "first that a thief tries"),
            ("", "is empty"),
        ],
    )
    def test_a_weak_one_is_refused(self, ring, tmp_path, weak, why):
        before = ring.path.read_bytes()
        with pytest.raises(CommandError, match=why):
            lock(tmp_path, weak)
        assert ring.path.read_bytes() == before

    def test_a_first_ring_can_be_locked_from_its_birth(self, ring, tmp_path):
        ring.path.unlink()
        assert "never lay in clear" in lock(tmp_path, FIRST)
        assert "root" not in ring.path.read_text()

    def test_an_installation_with_data_gets_no_second_ring(self, ring, rosa, tmp_path):
        ring.path.unlink()
        with pytest.raises(CommandError, match="bring it back first"):
            lock(tmp_path, FIRST)
        assert not ring.path.exists()

    @pytest.mark.parametrize("name", ["salt", "memory_kib", "passes"])
    def test_a_changed_lock_stays_shut(self, locked, name):
        kept = json.loads(locked.path.read_text())
        was = kept["lock"][name]
        kept["lock"][name] = was + 8 if isinstance(was, int) else was[::-1]
        locked.path.chmod(0o600)
        locked.path.write_text(json.dumps(kept))
        begin_again()
        with pytest.raises(DecryptionError, match="not the passphrase"):
            key_ring.current_key_ring().names()

    def test_a_lock_that_would_take_all_memory_is_not_tried(self, locked):
        kept = json.loads(locked.path.read_text())
        kept["lock"]["memory_kib"] = 1 << 40
        locked.path.chmod(0o600)
        locked.path.write_text(json.dumps(kept))
        begin_again()
        with pytest.raises(DecryptionError, match="lock of the key ring was changed"):
            key_ring.current_key_ring().names()

    @pytest.mark.parametrize("cut", [0, 40, 200])
    def test_a_file_that_was_cut_is_told(self, locked, cut):
        content = locked.path.read_bytes()
        locked.path.chmod(0o600)
        locked.path.write_bytes(content[:cut])
        begin_again()
        with pytest.raises(DecryptionError, match="empty or damaged"):
            key_ring.current_key_ring().names()


class TestWhereItComesFrom:
    def test_nobody_is_asked_in_a_page(self, locked, monkeypatch):
        monkeypatch.delenv(secret.FILE)
        begin_again()
        with pytest.raises(DecryptionError, match="nobody is there to type it"):
            key_ring.current_key_ring().names()

    def test_at_a_terminal_it_is_asked_for_three_times(self, locked, monkeypatch, capsys):
        monkeypatch.delenv(secret.FILE)
        begin_again()
        typed = iter(["wrong one here", "and wrong again", FIRST])
        monkeypatch.setattr(secret, "is_somebody_there", lambda: True)
        monkeypatch.setattr(secret.getpass, "getpass", lambda prompt: next(typed))
        assert key_ring.current_key_ring().names()
        assert capsys.readouterr().err.count("Once more") == 2

    def test_three_wrong_ones_end_it(self, locked, monkeypatch):
        monkeypatch.delenv(secret.FILE)
        begin_again()
        asked = []
        monkeypatch.setattr(secret, "is_somebody_there", lambda: True)
        monkeypatch.setattr(secret.getpass, "getpass", lambda prompt: asked.append(1) or "wrong")
        for _again in range(2):
            with pytest.raises(DecryptionError, match="not the passphrase"):
                key_ring.current_key_ring().names()
        assert len(asked) == 3

    def test_only_the_main_thread_of_a_command_asks(self, monkeypatch):
        monkeypatch.undo()
        monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: False))
        assert not secret.is_somebody_there()
        monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
        assert secret.is_somebody_there()
        found = []
        thread = threading.Thread(target=lambda: found.append(secret.is_somebody_there()))
        thread.start()
        thread.join()
        assert found == [False]

    def test_a_descriptor_is_read_once_and_named_nowhere_after(self, locked, monkeypatch):
        monkeypatch.delenv(secret.FILE)
        begin_again()
        reading, writing = os.pipe()
        os.write(writing, FIRST.encode())
        os.close(writing)
        monkeypatch.setenv(secret.DESCRIPTOR, str(reading))
        assert key_ring.current_key_ring().names()
        assert secret.DESCRIPTOR not in os.environ
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(reading)

    def test_workers_get_it_through_a_pipe(self, locked):
        assert key_ring.current_key_ring().names()
        with secret.handed_over() as (descriptors, environment):
            assert FIRST not in json.dumps(environment)
            assert os.read(descriptors[0], 100).decode() == FIRST

    def test_systemd_hands_it_over(self, locked, tmp_path, monkeypatch):
        monkeypatch.delenv(secret.FILE)
        (tmp_path / secret.CREDENTIAL).write_text(FIRST)
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
        begin_again()
        assert key_ring.current_key_ring().names()


OTHER_DISK = Path("/dev/shm")  # noqa: S108 - memory, and so another file system than any disk


@pytest.mark.skipif(not OTHER_DISK.is_dir(), reason="there is no /dev/shm: no second file system")
class TestAnotherDevice:
    @pytest.fixture
    def stick(self, settings, tmp_path):
        """A folder on another file system, named in AMPARO_KEYS."""
        folder = OTHER_DISK / f"amparo-{os.getpid()}-{tmp_path.name}"
        folder.mkdir()
        settings.HOME = tmp_path
        settings.AMPARO_KEYS = str(folder)
        settings.AMPARO_KEY_RING_FILE = folder / "ring"
        yield folder
        for path in folder.glob("*"):
            path.unlink()
        if folder.exists():
            folder.rmdir()

    def test_the_first_ring_is_made_there(self, stick):
        start_again()
        key_ring.current_key_ring().make()
        assert (stick / "ring").exists()

    def test_while_it_is_away_nothing_is_made_anew(self, ring, stick, settings, tmp_path):
        stick.rmdir()
        start_again()
        with pytest.raises(DecryptionError, match="plug in the device"):
            key_ring.create_first_key_ring()
        with pytest.raises(DecryptionError, match="plugged in and mounted"):
            key_ring.current_key_ring().names()
        assert not stick.exists()
        # The folder is there, as a mount point is, and nothing is mounted on it.
        settings.AMPARO_KEYS, settings.AMPARO_KEY_RING_FILE = str(tmp_path), tmp_path / "ring"
        start_again()
        with pytest.raises(DecryptionError, match="same file system"):
            key_ring.create_first_key_ring()
        assert not (tmp_path / "ring").exists()

    def test_pulled_out_it_closes_everything_and_back_in_it_opens(self, ring, cast, stick):
        assert cast.rosa
        there = ring.path.rename(ring.path.with_name("aside"))
        (stick / "ring").write_bytes(there.read_bytes())
        start_again()
        assert opens(cast)
        (stick / "ring").unlink()
        start_again()
        with pytest.raises(DecryptionError, match="no key ring"):
            _ = Person.objects.get(pk=cast.rosa.pk).given_names
        (stick / "ring").write_bytes(there.read_bytes())
        assert opens(cast)

    def test_a_ring_is_moved_there(self, ring, cast, stick, settings):
        assert cast.rosa
        here = ring.path
        settings.AMPARO_KEYS, settings.AMPARO_KEY_RING_FILE = "", here
        start_again()
        told = keys("move", str(stick))
        assert f"AMPARO_KEYS={stick}" in told
        assert not here.exists()
        settings.AMPARO_KEYS, settings.AMPARO_KEY_RING_FILE = str(stick), stick / "ring"
        start_again()
        assert opens(cast)
        with pytest.raises(CommandError, match="already"):
            keys("move", str(stick))

    def test_a_folder_that_is_not_there_is_told(self, ring, tmp_path):
        with pytest.raises(CommandError, match="mount the device"):
            keys("move", str(tmp_path / "nowhere"))
        assert ring.path.exists()
        assert not AuditEntry.objects.filter(event="keys.moved").exists()
