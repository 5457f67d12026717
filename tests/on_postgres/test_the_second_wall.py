"""Should a query forget whom it answers, the database still shows them nothing that is not theirs.

Source: OWASP ASVS 5.0, V8.4.1.
"""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from amparo.foundation.core.models import Entry
from amparo.foundation.core.permissions.grants import permission_rules
from amparo.foundation.core.permissions.rls.context import rls_bypass, rls_user
from amparo.foundation.core.permissions.rls.policies import (
    NOT_READING,
    POLICY,
    ROLE,
    policy_expressions,
)
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.models import Case, Note
from tests.cast import Cast

pytestmark = pytest.mark.django_db
WALLED = policy_expressions()
every_walled = pytest.mark.parametrize("sentence", WALLED, ids=lambda each: each.table)
WHO = (*Cast.STAFF, "keeper")


def execute(words, *params):
    with connection.cursor() as cursor:
        cursor.execute(words, params)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def test_every_table_of_the_files_is_walled():
    tables = {sentence.table for sentence in WALLED}
    assert {"people_person", "assistance_case", "assistance_note"} <= tables
    assert len(tables) > 40


@every_walled
@pytest.mark.parametrize("who", WHO)
def test_v8_4_1_both_walls_show_the_same(house, sentence, who):
    """The first wall are queries that ask `open_to`; this one asks nothing, and sees as much."""
    user = getattr(house, who)
    records = sentence.model._default_manager.all()
    verbs = permission_rules[sentence.model].keys() - NOT_READING
    first = {
        pk for verb in verbs for pk in records.open_to(user, verb).values_list("pk", flat=True)
    }
    with rls_user(user, by_deed=False):
        second = set(sentence.model._default_manager.values_list("pk", flat=True))
    assert second == first


def test_somebody_sees_something_and_somebody_less(house):
    """Were it not so, the test above would compare nothing with nothing."""
    seen = {}
    for who in WHO:
        with rls_user(getattr(house, who), by_deed=False):
            seen[who] = {each.table: each.model._default_manager.count() for each in WALLED}
    assert seen["caseworker"]["people_person"] >= 3
    assert seen["stranger"]["people_person"] < seen["caseworker"]["people_person"]
    assert sum(seen["administrator"].values()) < sum(seen["caseworker"].values())
    assert sum(1 for count in seen["caseworker"].values() if count) > 30


def test_v8_4_1_whoever_is_not_told_of_sees_nothing(house):
    with transaction.atomic():
        execute(f"SET LOCAL ROLE {ROLE}")
        assert execute("SELECT count(*) FROM people_person") == [(0,)]
        assert execute("SELECT count(*) FROM assistance_note") == [(0,)]
        execute("RESET ROLE")


def test_nobody_sees_nothing(house):
    with rls_user(None, by_deed=False):
        assert not Person.objects.exists()


def test_v8_4_1_nobody_writes_into_a_file_that_they_do_not_see(house):
    with transaction.atomic(), rls_user(house.stranger, by_deed=True):
        assert Case.objects.filter(pk=house.case.pk).update(risk=1) == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Note.objects.create(case=house.case, by=house.stranger, words="x")


def test_a_deed_keeps_in_hand_what_it_makes_before_anybody_holds_it(house):
    with rls_user(house.caseworker, by_deed=True):
        person = Person(sex="female")
        person.save()
        assert Person.objects.filter(pk=person.pk).exists()
    with rls_user(house.caseworker, by_deed=True):
        assert not Person.objects.filter(pk=person.pk).exists()


def test_v16_4_2_pages_only_add_to_the_ledger(house):
    with rls_user(house.auditor, by_deed=True):
        for change in ("UPDATE trust_entry SET deed = 'x'", "DELETE FROM trust_entry"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                execute(change)
        assert Entry.objects.exists()


def test_work_of_the_house_sees_what_it_needs(house):
    everybody = Person.objects.count()
    with rls_user(house.stranger, by_deed=True):
        with rls_bypass():
            assert Person.objects.count() == everybody
        assert Person.objects.count() < everybody


def test_the_policies_are_those_of_the_sentences_now(house):
    found = execute("SELECT tablename FROM pg_policies WHERE policyname = %s", POLICY)
    assert {table for (table,) in found} == {sentence.table for sentence in WALLED}


def test_it_costs_a_page_one_question(clients, house):
    """And, only inside a larger transaction such as a test's, one more to step up again."""
    with CaptureQueriesContext(connection) as asked:
        clients["caseworker"].get(f"/cases/{house.case.ref}/")
    told = [each["sql"] for each in asked if "set_config" in each["sql"]]
    assert len(told) == 2
