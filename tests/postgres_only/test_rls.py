"""Row-level security: should a query forget whom it answers, the database shows them nothing.

Source: OWASP ASVS 5.0, V8.4.1.
"""

import io
from datetime import timedelta
from zlib import crc32

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from amparo.foundation.core.encryption import storage
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.extension_points import permission_rules
from amparo.foundation.core.files.validation import validate_upload
from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.permissions.rls.bypass import rls_bypass
from amparo.foundation.core.permissions.rls.context import rls_user
from amparo.foundation.core.permissions.rls.policies import (
    NOT_READING,
    POLICY,
    ROLE,
    PolicyExpression,
    policy_expressions,
)
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Attachment, Case, Note
from amparo.pillars.dialogue.models import Commitment
from tests.support.cast import Cast
from tests.support.nightly import is_exhaustive
from tests.support.turns import turn

PROTECTED = policy_expressions()
WHO = (*Cast.STAFF, "keeper")
SEE_MOST = ("caseworker", "supervisor")


def execute(text, *params):
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.mark.django_db
def test_every_table_of_the_files_is_walled():
    tables = {sentence.table for sentence in PROTECTED}
    assert {"people_person", "cases_case", "cases_note"} <= tables
    assert len(tables) > 40


def people_of(table: str) -> list[str]:
    """By day those who see most and every third one of the others: others for each table, and the
    next ones the day after.
    """
    others = [who for who in WHO if who not in SEE_MOST]
    if not is_exhaustive():
        others = others[(crc32(table.encode()) + turn()) % 3 :: 3]
    return [*SEE_MOST, *others]


@pytest.mark.django_db
@pytest.mark.parametrize("sentence", PROTECTED, ids=lambda sentence: sentence.table)
def test_v8_4_1_both_walls_show_the_same(shared_data, sentence):
    """Queries call `accessible_to`; this one does not, and sees exactly as much."""
    records = sentence.model._default_manager.all()
    verbs = permission_rules[sentence.model].keys() - NOT_READING
    differ = {}
    for who in people_of(sentence.table):
        user = getattr(shared_data, who)
        first = {
            pk
            for verb in verbs
            for pk in records.accessible_to(user, verb).values_list("pk", flat=True)
        }
        with rls_user(user, by_action=False):
            second = set(sentence.model._default_manager.values_list("pk", flat=True))
        if second != first:
            differ[who] = {"only the first": first - second, "only the second": second - first}
    assert differ == {}


@pytest.mark.django_db
def test_somebody_sees_something_and_somebody_less(shared_data):
    """Were it not so, the test above would compare nothing with nothing."""
    seen = {}
    for who in WHO:
        with rls_user(getattr(shared_data, who), by_action=False):
            seen[who] = {each.table: each.model._default_manager.count() for each in PROTECTED}
    assert seen["caseworker"]["people_person"] >= 3
    assert seen["stranger"]["people_person"] < seen["caseworker"]["people_person"]
    assert sum(seen["administrator"].values()) < sum(seen["caseworker"].values())
    assert sum(1 for count in seen["caseworker"].values() if count) > 30


@pytest.mark.django_db
def test_v8_4_1_whoever_is_not_told_of_sees_nothing(shared_data):
    with transaction.atomic():
        execute(f"SET LOCAL ROLE {ROLE}")
        assert execute("SELECT count(*) FROM people_person") == [(0,)]
        assert execute("SELECT count(*) FROM cases_note") == [(0,)]
        execute("RESET ROLE")


@pytest.mark.django_db
def test_nobody_sees_nothing(shared_data):
    with rls_user(None, by_action=False):
        assert not Person.objects.exists()


@pytest.mark.django_db
def test_v8_4_1_nobody_writes_into_a_file_that_they_do_not_see(shared_data):
    with transaction.atomic(), rls_user(shared_data.stranger, by_action=True):
        assert Case.objects.filter(pk=shared_data.case.pk).update(risk=1) == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Note.objects.create(case=shared_data.case, by=shared_data.stranger, text="x")


@pytest.mark.django_db
def test_a_verb_keeps_in_hand_what_it_makes_before_anybody_holds_it(shared_data):
    with rls_user(shared_data.caseworker, by_action=True):
        person = Person(sex="female")
        person.save()
        assert Person.objects.filter(pk=person.pk).exists()
    with rls_user(shared_data.caseworker, by_action=True):
        assert not Person.objects.filter(pk=person.pk).exists()


@pytest.mark.django_db
def test_v16_4_2_pages_only_add_to_the_ledger(shared_data):
    with rls_user(shared_data.auditor, by_action=True):
        for change in ("UPDATE core_auditentry SET event = 'x'", "DELETE FROM core_auditentry"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                execute(change)
        assert AuditEntry.objects.exists()


@pytest.mark.django_db
def test_background_work_sees_what_it_needs(shared_data):
    everybody = Person.objects.count()
    with rls_user(shared_data.stranger, by_action=True):
        with rls_bypass(reason="a test looks at all rows"):
            assert Person.objects.count() == everybody
        assert Person.objects.count() < everybody


@pytest.mark.django_db
def test_the_policies_are_those_of_the_sentences_now(shared_data):
    found = execute("SELECT tablename FROM pg_policies WHERE policyname = %s", POLICY)
    assert {table for (table,) in found} == {sentence.table for sentence in PROTECTED}


@pytest.mark.django_db
def test_it_costs_a_page_one_question(clients_by_person, shared_data):
    """And, only inside a larger transaction such as a test's, one more to step up again."""
    with CaptureQueriesContext(connection) as asked:
        clients_by_person["caseworker"].get(f"/cases/{shared_data.case.ref}/")
    told = [each["sql"] for each in asked if "set_config" in each["sql"]]
    assert len(told) == 2


# Whoever takes stock of the papers is shown all of them: else they would throw away the rest.


@pytest.mark.django_db
def test_a_paper_that_the_role_of_the_pages_is_not_shown_is_still_somebodys(
    shared_data, settings, tmp_path
):
    settings.AMPARO_FILE_STORAGE = tmp_path
    paper = validate_upload("carta.txt", "text/plain", 5, io.BytesIO(b"Hello"))
    kept = Attachment.keep(shared_data.case, by=shared_data.caseworker, paper=paper)
    of_nobody = EncryptedFile.write(io.BytesIO(b"x"), owner=shared_data.case)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        try:
            assert not Attachment.objects.exists()  # as if there were none
            assert storage.orphaned_files(older_than=timedelta(0)) == [of_nobody]
            assert kept not in storage.missing_files()
            assert not Attachment.objects.exists()  # and the wall stands again
        finally:
            cursor.execute("RESET ROLE")


def test_each_permission_that_opens_all_records_is_in_the_policy():
    """Two of them give the same condition, and neither holds the other."""
    sql = PolicyExpression(Commitment).sql
    for verb in ("commitment.see", "commitment.review"):
        assert f"('{verb}' = ANY" in sql, verb
