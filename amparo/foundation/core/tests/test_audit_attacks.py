"""Each way to change or empty the ledger is named by the check, or by the threat model."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings as installed
from django.core.management import call_command
from django.db import connection

from amparo.foundation.core.accounts.users import User
from amparo.foundation.core.audit import (
    account_bindings,
    append_only,
    blocks,
    checkpoint,
    entry_format,
    integrity,
    log,
    witnesses,
)
from amparo.foundation.core.audit.models import AuditEntry, WitnessPosition
from tests.support.audit_attacks import KNOWN_LIMITS, TRIES, Try
from tests.support.sample_audit_log import SampleAuditLog

THREAT_MODEL = Path(installed.BASE_DIR) / "docs" / "threat-model.md"
BOLT = (31, 32, 41)  # tries at the bolt itself

database = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def ledger(db, settings, tmp_path, django_capture_on_commit_callbacks) -> SampleAuditLog:
    kept = SampleAuditLog(
        witness=tmp_path / "witness" / "heads",
        checkpoint=tmp_path / "ledger" / "checkpoint",
        colleagues=(
            User.objects.invite("noor@example.org", "Noor Sabbagh", by=None),
            User.objects.invite("omar@example.org", "Omar Haddad", by=None),
        ),
    )
    settings.AMPARO_WITNESSES = [f"file:{kept.witness}"]
    settings.AMPARO_AUDIT_CHECKPOINT = kept.checkpoint
    checkpoint.begin(None)
    for number in (1, 2, 3):
        for place in range(4):
            log.log_event(kept.colleagues[0], "note.written", kept.colleagues[1], count=place)
        with django_capture_on_commit_callbacks(execute=True):
            blocks.sign_pending_entries()
        WitnessPosition.objects.update(confirmed_at=None)
        assert witnesses.publish_head("file") == []
        if number == 2:
            for path, old in kept.old_copies.items():
                shutil.copyfile(path, old)
    for _ in range(3):
        log.log_read(kept.colleagues[0], kept.colleagues[1])
    return kept


def said(capsys) -> tuple[int, str]:
    try:
        call_command("audit", "verify")
    except SystemExit as ended:
        return ended.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


def test_the_thirty_four_tries_are_all_there():
    assert [each.number for each in TRIES] == list(range(1, len(TRIES) + 1))
    assert len(TRIES) >= 34
    assert {each.limit for each in TRIES} | {each.on_postgresql for each in TRIES} - {""} >= set(
        KNOWN_LIMITS
    )


def test_the_threat_model_names_each_known_limit():
    section = THREAT_MODEL.read_text().partition("## What the audit log does not show")[2]
    listed = re.findall(r"^- \*\*(.+?)\*\*", section.partition("\n## ")[0], re.M | re.S)
    assert {" ".join(each.split()) for each in listed} == set(KNOWN_LIMITS.values())


class TestTheLedger:
    pytestmark = database

    def test_an_honest_one_passes(self, ledger, capsys):
        code, out = said(capsys)
        assert (code, out.splitlines()[:-1]) == (0, ["3 lines wait to be sealed."])
        assert "Nothing was changed: 17 lines, 3 blocks, 3 heads of witnesses" in out

    @pytest.mark.parametrize("attack", TRIES, ids=lambda each: f"{each.number} {each.name}")
    def test_v16_4_2_each_try_is_named(self, attack: Try, ledger, capsys, request):
        if attack.only_on and attack.only_on != connection.vendor:
            pytest.skip(f"There is no such try on {connection.vendor}.")
        if attack.needs:
            request.getfixturevalue(attack.needs)
        connection.check_constraints()
        if attack.number in BOLT:
            attack.do(ledger)
        else:
            with append_only.allow_audit_deletion():
                attack.do(ledger)
        code, out = said(capsys)
        if limit := attack.limit_on(connection.vendor):
            assert code == 0, f"{KNOWN_LIMITS[limit]} It is seen now: mend both lists."
            return
        assert code == 1
        assert attack.says in out
        assert "This ledger does not pass" in out

    def test_doctor_sees_what_needs_no_line(self, ledger):
        assert integrity.shown() == []
        ledger.witness.unlink()
        [fault] = integrity.shown()
        assert "is gone: it was told of block 3" in fault

    @pytest.fixture
    def two_cases(self, ledger, cast):
        cast.open_case(person=cast.rosa)
        cast.open_case(person=cast.nayeli)
        account_bindings.bind_all(account_bindings.unbound())

    @pytest.fixture
    def two_older_cases(self, two_cases):
        with append_only.allow_audit_deletion():
            for line in AuditEntry.objects.filter(event="case.opened"):
                del line.details["code"]
                mark = entry_format.entry_hmac(entry_format.canonical_bytes(line))
                AuditEntry.objects.filter(pk=line.pk).update(details=line.details, hmac=mark)
