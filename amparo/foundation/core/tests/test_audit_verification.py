"""Whatever is done to the past of the ledger behind its back, `amparo audit verify` sees it."""

import random

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from amparo.foundation.core.audit import (
    account_bindings,
    append_only,
    blocks,
    checkpoint,
    entry_format,
    log,
    witnesses,
)
from amparo.foundation.core.audit.models import AuditBlock, AuditEntry
from amparo.foundation.core.audit.verification import verify
from tests.support.audit_tampering import CHEATS, tamper

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def ledger(caseworker, rosa, settings, tmp_path):
    """Four sealed blocks and two lines that still wait."""
    settings.AMPARO_AUDIT_CHECKPOINT = tmp_path / "checkpoint"
    checkpoint.begin(None)
    account_bindings.bind_all(account_bindings.unbound())
    blocks.sign_pending_entries()
    for block in range(3):
        for _ in range(5):
            log.log_event(caseworker, "note.written", rosa, kind="quote", count=block)
            log.log_read(caseworker, rosa)
        blocks.sign_pending_entries()
    for _ in range(2):
        log.log_event(caseworker, "case.assigned", rosa, to=caseworker.ref)
    return {block.number: block.head.hex() for block in AuditBlock.objects.all()}


def test_the_database_tells_each_line_as_it_was_written(ledger):
    by_number = dict(blocks.read([(1, None)]))
    for entry in AuditEntry.objects.all():
        assert by_number[entry.pk] == entry_format.canonical_bytes(entry)


def test_an_honest_ledger_is_sound(ledger):
    verdict = verify(ledger)
    assert verdict.is_valid, verdict.faults
    assert (verdict.lines + verdict.waiting, verdict.waiting) == (AuditEntry.objects.count(), 2)
    assert verdict.blocks == len(ledger) == 4


@pytest.mark.parametrize("cheat", CHEATS, ids=lambda cheat: cheat.__name__)
def test_v16_4_2_each_way_to_cheat_is_seen(ledger, cheat):
    with append_only.allow_audit_deletion():
        cheat(random.Random(7))
    assert not verify(ledger).is_valid


def test_v16_4_2_random_edits_are_seen(ledger):
    """A hundred here; `make evidence` tries a thousand."""
    tried, unseen = tamper(tries=100, seed=11, heads=ledger)
    assert (tried, unseen) == (100, [])


def test_what_is_wrong_is_said_in_words(ledger, capsys):
    sealed = AuditEntry.objects.order_by("pk")[4].pk
    with append_only.allow_audit_deletion():
        AuditEntry.objects.filter(pk=sealed).update(event="note.unwritten")
    with pytest.raises(SystemExit) as ended:
        call_command("audit", "verify")
    assert ended.value.code == 1
    assert f"Line {sealed} was changed" in capsys.readouterr().out


def test_v16_4_3_a_cut_end_is_seen_by_what_a_witness_kept(ledger, tmp_path, capsys):
    kept = tmp_path / "mail.txt"
    head = witnesses.head_line(AuditBlock.objects.order_by("number").last())
    kept.write_text("Dear keeper,\n> " + head.replace(" ", "\n> ", 3))
    with append_only.allow_audit_deletion():
        last = AuditBlock.objects.order_by("number").last()
        AuditEntry.objects.filter(pk__gte=last.ranges[0][0]).delete()
        last.delete()
    with pytest.raises(SystemExit):
        call_command("audit", "verify", witness=[kept])
    assert "A witness was told of block 4: the last one here is 3." in capsys.readouterr().out


def test_heads_of_older_versions_count_and_a_foreign_signature_does_not(ledger):
    last = AuditBlock.objects.order_by("number").last()
    line = f"amparo head {last.number} {last.head.hex()} {last.total} {last.sealed_at.isoformat()}"
    for signature, faults in ((bytes(last.signature).hex(), 0), ("0" * 128, 1)):
        kept = witnesses.KeptHeads()
        kept.add(f"{line} {signature}".encode(), "an old mail")
        assert len(kept.faults) == faults
        assert verify(kept).is_valid
    kept.add(line.replace(f" {last.total} ", " 1 ").encode() + b" " + b"0" * 128, "another")
    assert "two counts of lines" in kept.faults[1]


@pytest.mark.parametrize("model", [AuditEntry, AuditBlock])
def test_v16_4_2_the_database_refuses_to_change_the_past(ledger, model):
    for change in (lambda some: some.update(id=99_999), lambda some: some.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(model.objects.filter(pk=model.objects.first().pk))
    assert verify(ledger).is_valid


def test_a_line_settled_late_is_sealed_late(ledger, caseworker, rosa):
    """On PostgreSQL a long deed is settled after lines with higher numbers were sealed."""
    late = log.log_event(caseworker, "note.written", rosa)
    after = log.log_event(caseworker, "note.written", rosa)
    with append_only.allow_audit_deletion():
        AuditEntry.objects.filter(pk=late.pk).delete()
    blocks.sign_pending_entries()
    late.save(force_insert=True)
    assert blocks.sign_pending_entries() == 1
    last = AuditBlock.objects.order_by("number").last()
    assert (last.members, last.highest) == (str(late.pk), after.pk)
    verdict = verify()
    assert (verdict.faults, verdict.waiting) == ([], 0)
    assert blocks.sign_pending_entries() == 0


def test_sealing_again_seals_nothing_twice(ledger):
    assert blocks.sign_pending_entries() == 2
    assert blocks.sign_pending_entries() == blocks.sign_pending_entries(late=True) == 0
    assert AuditBlock.objects.order_by("number").last().total == AuditEntry.objects.count()


def test_lines_let_go_after_their_years_leave_a_sound_ledger(ledger, settings, caseworker):
    settings.AMPARO_AUDIT_RETENTION_YEARS = 0
    before = AuditEntry.objects.count()
    call_command("audit", "prune", yes=True)
    pruned = AuditEntry.objects.get(event="ledger.pruned")
    assert pruned.details == {"until": 4, "count": before - 2}
    blocks.sign_pending_entries()
    verdict = verify(ledger)
    assert verdict.is_valid, verdict.faults
    # Two that waited, that it was done, and again whose account the caseworker's is.
    assert (verdict.pruned, verdict.lines) == (4, 4)
    assert account_bindings.unmatched() == []


def test_nothing_is_let_go_before_its_years(ledger):
    call_command("audit", "prune", yes=True)
    assert not AuditEntry.objects.filter(event="ledger.pruned").exists()


def test_blocks_emptied_without_a_pruning_entry_are_missed(ledger):
    [(first, end)] = AuditBlock.objects.get(number=1).ranges
    with append_only.allow_audit_deletion():
        AuditEntry.objects.filter(pk__range=(first, end)).delete()
    assert verify().faults[0].startswith(f"Line {first} is missing: block 1 sealed")
