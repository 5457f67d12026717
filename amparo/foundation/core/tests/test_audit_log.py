"""A line says who did what to which record; never what the record says."""

import json
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Note
from tests.support.nightly import examples

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize(
    ("name", "value"),
    [("reason", "Her employer keeps the passport"), ("name", "rosa"), ("code", "x" * 81)],
)
def test_a_line_holds_codes_and_refs_alone(rosa, caseworker, name, value):
    with pytest.raises(ValueError, match="audit log keeps"):
        log.log_event(caseworker, "person.changed", rosa, **{name: value})


def test_v16_3_2_opening_a_file_leaves_a_line(client, case, caseworker):
    client.force_login(caseworker)
    client.get(f"/cases/{case.ref}/")
    line = AuditEntry.objects.of_file(case.ref).reads().get()
    assert (line.by, line.event) == (caseworker, "case.seen")


def test_v16_3_2_a_file_one_may_not_open_was_not_opened_and_the_try_is_kept(
    client, case, stranger
):
    client.force_login(stranger)
    assert client.get(f"/cases/{case.ref}/").status_code == 404
    assert not AuditEntry.objects.of_file(case.ref).reads().exists()
    line = AuditEntry.objects.of_file(case.ref).get(event="case.denied")
    assert (line.by, line.record_ref, line.details) == (stranger, case.ref, {"verb": "see"})


def test_v16_3_2_a_refused_action_is_rolled_back_and_its_entry_is_kept(client, case, stranger):
    """The change is rolled back; that somebody tried is not."""
    client.force_login(stranger)
    assert client.post(f"/cases/{case.ref}/plan/begin/", {"once": uuid4()}).status_code == 404
    assert not case.caseplans.exists()
    assert AuditEntry.objects.of_file(case.ref).get(event="case.denied").by == stranger


def test_v16_3_2_seeing_without_being_allowed_to_do_leaves_its_line(client, sample_data):
    client.force_login(sample_data.caseworker)
    approval = sample_data.case.approvalrequests.get(what="plan")
    address = f"/cases/{sample_data.case.ref}/approvals/{approval.ref}/decide/"
    answer = client.post(address, {"once": uuid4()})
    assert answer.status_code == 403
    line = AuditEntry.objects.get(event="case.denied")
    assert (line.by, line.details) == (sample_data.caseworker, {"verb": "approve"})
    assert line.file_ref == sample_data.case.ref


def test_v16_3_2_guessing_addresses_leaves_a_line_too(client, caseworker):
    client.force_login(caseworker)
    assert client.get(f"/cases/{uuid4()}/").status_code == 404
    line = AuditEntry.objects.get(event="case.denied")
    assert (line.by, line.file_ref) == (caseworker, None)


def test_v16_3_2_a_page_of_another_role_leaves_a_line(client, caseworker):
    client.force_login(caseworker)
    assert client.get("/ledger/").status_code == 404
    assert AuditEntry.objects.get(event="page.denied").details == {"verb": "ledger.see"}


@pytest.fixture
def broken_ledger():
    """A database that takes everything but lines of the ledger."""

    def refuse(execute, sql, params, many, context):
        if sql.startswith("INSERT") and "core_auditentry" in sql:
            raise DatabaseError("The disk of the ledger is full.")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


class TestWithoutALedgerNothingIsShownOrDone:
    """OWASP ASVS 5.0, V16.5.3: it fails closed."""

    @pytest.fixture
    def failing_client(self, client, case, caseworker):
        client.force_login(caseworker)
        client.raise_request_exception = False
        return client

    # In a transaction of the test's own, not even the page that says so could be made.
    @pytest.mark.django_db(transaction=True)
    def test_v16_5_3_no_file_is_shown(self, failing_client, case, broken_ledger):
        answer = failing_client.get(f"/cases/{case.ref}/")
        assert answer.status_code >= 500
        assert "Rosa" not in answer.content.decode()

    def test_v16_5_3_no_action_is_done(self, failing_client, case, request):
        request.getfixturevalue("broken_ledger")
        answer = failing_client.post(f"/cases/{case.ref}/plan/begin/", {"once": uuid4()})
        assert answer.status_code >= 500
        assert not case.caseplans.exists()


@settings(
    max_examples=examples(200), deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    name=st.one_of(st.sampled_from(sorted(log.DETAILS)), st.text(max_size=12)),
    value=st.recursive(
        st.one_of(st.text(max_size=100), st.integers(), st.booleans(), st.none(), st.dates()),
        lambda inner: st.lists(inner, max_size=3),
        max_leaves=4,
    ),
    canary=st.sampled_from(["Rosa Quispe", "ñandú", "روزا", "+591 700 12345", "Calle 7 #12"]),
)
def test_v16_2_5_whatever_is_told_to_the_ledger_it_keeps_plain_codes(
    rosa, caseworker, name, value, canary
):
    for told in (value, canary, [canary], f"x {canary}"):
        try:
            line = log.log_event(caseworker, "person.changed", rosa, **{name: told})
        except (ValueError, TypeError):
            continue
        assert name in log.DETAILS
        kept = json.dumps(line.details, ensure_ascii=False)
        assert canary not in kept
        assert all(part.isascii() for part in kept)
        assert " " not in "".join(_texts(line.details[name]))


def _texts(value):
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) else []


def test_v2_3_3_a_failed_action_leaves_no_entry(case, caseworker):
    with pytest.raises(Refusal):
        Note.write(case, by=caseworker, text=" ")
    assert not AuditEntry.objects.filter(event="note.written").exists()
