"""After a change that its keeper can explain, the ledger begins again, and says so for ever."""

import importlib
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from amparo.foundation.core import migrations
from amparo.foundation.core.accounts.users import User
from amparo.foundation.core.audit import (
    acceptance,
    account_bindings,
    append_only,
    blocks,
    checkpoint,
    integrity,
    log,
    witnesses,
)
from amparo.foundation.core.audit.models import AuditBlock, AuditEntry, WitnessPosition
from amparo.foundation.core.audit.verification import EntryNumbers


@pytest.fixture
def kept(settings, tmp_path):
    """Where the checkpoint and the one witness lie."""
    settings.AMPARO_WITNESSES = [f"file:{tmp_path / 'heads'}"]
    settings.AMPARO_AUDIT_CHECKPOINT = tmp_path / "checkpoint"
    return tmp_path


@pytest.fixture
def seal(django_capture_on_commit_callbacks):
    def seal_and_tell():
        with django_capture_on_commit_callbacks(execute=True):
            blocks.sign_pending_entries()
        WitnessPosition.objects.update(confirmed_at=None, failed_at=None)
        return witnesses.publish_head("file")

    return seal_and_tell


@pytest.fixture
def colleague(db, kept, seal) -> User:
    """The only account of an installation whose ledger has two blocks and passes."""
    checkpoint.begin(None)
    user = User.objects.invite("noor@example.org", "Noor Sabbagh", by=None)
    seal()
    log.log_read(user, user)
    seal()
    assert integrity.shown() == []
    return user


def faults() -> list[str]:
    verdict, _kept = integrity.check()
    return verdict.faults


@pytest.mark.django_db
@pytest.mark.both_databases
class TestAccepting:
    def test_it_takes_a_yes(self, colleague, kept, capsys):
        (kept / "checkpoint").unlink()
        with pytest.raises(CommandError, match="Say --yes"):
            call_command("audit", "accept")
        assert "There is no checkpoint" in capsys.readouterr().out
        assert not AuditEntry.objects.filter(event="ledger.accepted").exists()

    def test_what_lies_outside_is_put_in_step_and_nothing_is_deleted(self, colleague, kept):
        before = (kept / "heads").read_text()
        (kept / "checkpoint").write_text("")
        (kept / "heads").write_text(before.splitlines(keepends=True)[0])
        User.objects.filter(pk=colleague.pk).update(name="Noor Haddad")
        assert len(faults()) == 3
        done = acceptance.accept()
        assert faults() == []
        assert AuditEntry.objects.get(event="ledger.accepted").details == {"count": 3}
        assert done.accounts == 1
        assert done.set_aside[0].read_text() in before
        assert checkpoint.read().number == AuditBlock.objects.count()

    def test_lines_that_were_changed_stay_seen(self, colleague):
        with append_only.allow_audit_deletion():
            AuditEntry.objects.filter(event="user.seen").update(by=None)
        acceptance.accept()
        assert any("was changed (block 2)" in each for each in faults())

    def test_a_witness_that_was_emptied_is_told_no_more_until_then(self, colleague, kept, seal):
        (kept / "heads").write_text("")
        log.log_read(colleague, colleague)
        [position] = seal()
        assert (position.fault, position.number) == ("Contradicted", 2)
        assert (kept / "heads").read_text() == ""
        acceptance.accept()
        newest = witnesses.newest_in(kept / "heads")
        assert newest.number == WitnessPosition.objects.get().number == AuditBlock.objects.count()

    def test_a_witness_that_was_told_and_not_noted_goes_on(self, colleague, kept, seal):
        """Killed between the two: the line is there, and is not written again."""
        WitnessPosition.objects.update(number=1)
        known = checkpoint.read()
        checkpoint.write(replace(known, notified=dict.fromkeys(known.notified, 1)))
        assert seal() == []
        assert len((kept / "heads").read_text().splitlines()) == 2

    def test_a_witness_is_not_told_again_what_the_database_forgot(self, colleague, kept, seal):
        """The last block is gone, its line in the witness too: the next has the same number."""
        with append_only.allow_audit_deletion():
            last = AuditBlock.objects.get(number=2)
            AuditEntry.objects.filter(pk=last.highest).delete()
            last.delete()
        first = (kept / "heads").read_text().splitlines(keepends=True)[0]
        (kept / "heads").write_text(first)
        WitnessPosition.objects.update(number=1)
        log.log_read(colleague, colleague)
        [position] = seal()
        assert (position.fault, position.number) == ("Contradicted", 1)
        assert (kept / "heads").read_text() == first
        assert any("checkpoint" in fault for fault in faults())

    def test_after_a_backup_the_ledger_begins_from_it(self, colleague, kept):
        (kept / "checkpoint").unlink()
        (kept / "heads").unlink()
        assert acceptance.resume_restored()
        assert faults() == []
        assert AuditEntry.objects.filter(event="house.restored").exists()

    def test_a_backup_without_its_keys_begins_nothing(self, colleague, monkeypatch):
        monkeypatch.setattr("amparo.foundation.core.audit.blocks.is_ours", lambda block: False)
        assert not acceptance.resume_restored()
        assert not AuditEntry.objects.filter(event="house.restored").exists()

    def test_numbers_that_another_database_left_out_are_known(self, colleague):
        last = AuditEntry.objects.order_by("pk").last()
        far = AuditEntry(pk=last.pk + 5, event="user.seen", by=colleague)
        far.save(force_insert=True)
        assert bool(faults()) == (connection.vendor == "sqlite")
        if connection.vendor == "sqlite":
            acceptance.note_moved(connection)
            assert faults() == []

    def test_an_account_of_before_gets_its_line(self, db, kept):
        user = User.objects.create_user("omar@example.org", "Omar Haddad")
        log.log_event(None, "user.invited", user)
        migration = importlib.import_module(f"{migrations.__name__}.0002_account_lines")
        editor = SimpleNamespace(connection=connection)
        migration.bind_accounts(apps, editor)
        migration.begin_checkpoint(apps, editor)
        assert faults() == []
        assert account_bindings.matched() == {user.pk}

    def test_triggers_without_effect_are_made_anew(self, db):
        connection.check_constraints()
        name = "core_auditentry_only_added_update"
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE core_auditentry DISABLE TRIGGER {name}")
            else:
                cursor.execute(f"DROP TRIGGER {name}")
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE update ON core_auditentry BEGIN SELECT 1; END"
                )
        assert "was replaced" in next(append_only.faults())
        append_only.install_append_only_triggers()
        assert append_only.append_only_installed()


class TestNumbers:
    @pytest.fixture(autouse=True)
    def on_sqlite(self, monkeypatch):
        monkeypatch.setattr(
            "amparo.foundation.core.audit.verification.connection.vendor", "sqlite"
        )

    @pytest.mark.parametrize(
        ("runs", "up_to", "missing"),
        [
            ([(1, 5), (6, 9)], 9, []),
            ([(3, 5), (8, 9)], 9, [(6, 7)]),
            ([(1, 5), (9, 9), (6, 6)], 9, [(7, 8)]),
            ([(1, 5), (9, 9), (6, 8)], 9, []),
            ([(1, 5), (11, 12), (7, 8)], 12, [(6, 6), (9, 10)]),
            ([(1, 5)], 7, [(6, 7)]),
            ([], 7, []),
        ],
    )
    def test_what_no_line_carries(self, runs, up_to, missing):
        numbers = EntryNumbers()
        numbers.take(runs)
        assert list(numbers.missing(up_to=up_to)) == missing
