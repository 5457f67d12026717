"""What a transaction opens beyond the user's own rows: exactly that, and no longer.

Source: OWASP ASVS 5.0, V8.4.1.
"""

import pytest
from django.db import transaction

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.context import rls_user
from amparo.foundation.core.permissions.rls.records import (
    allow_new,
    find_by_secret,
    load_related,
    lock_for_update,
    lock_rows,
    named_by,
)
from amparo.foundation.people.models import Person
from amparo.pillars.advocacy.feedback.models import Complaint, InvestigationNote
from amparo.pillars.assistance.cases.models import Case, Note
from amparo.pillars.assistance.referrals.models import ReferralResponse


@pytest.mark.django_db
def test_a_locked_record_is_open_with_its_parts_until_the_transaction_ends(shared_data):
    case = shared_data.case
    theirs = set(Note.objects.filter(case=case).values_list("pk", flat=True))
    with transaction.atomic(), rls_user(shared_data.stranger, by_action=True):
        before = set(Note.objects.values_list("pk", flat=True))
        assert lock_for_update(case) == case
        assert set(Note.objects.values_list("pk", flat=True)) == before | theirs
        assert theirs
        assert theirs.isdisjoint(before)
        assert not Person.objects.filter(pk=case.person_id).exists()
        Note.objects.create(case=case, by=shared_data.stranger, text="x")
    with rls_user(shared_data.stranger, by_action=True):
        assert not Note.objects.filter(case=case).exists()


@pytest.mark.django_db
def test_part_of_a_part_is_opened_with_the_owner(shared_data):
    referral = ReferralResponse.objects.filter(referral__case=shared_data.case).first().referral
    case_pk = referral.case_id
    with rls_user(shared_data.stranger, by_action=True):
        assert not ReferralResponse.objects.filter(referral=referral).exists()
        lock_for_update(referral)
        assert ReferralResponse.objects.filter(referral=referral).exists()
        assert not Case.objects.filter(pk=case_pk).exists()
        lock_for_update(shared_data.case)
        assert Case.objects.filter(pk=case_pk).exists()


@pytest.mark.django_db
def test_what_a_record_names_is_loaded_and_opened_and_nothing_that_belongs_to_it(shared_data):
    note = Note.objects.filter(case=shared_data.case).first()
    with rls_user(shared_data.stranger, by_action=False):
        fresh = Note(case_id=note.case_id)
        load_related([fresh], "case__person")
        assert fresh.case == shared_data.case
        assert Case.objects.filter(pk=note.case_id).exists()
        assert fresh.case.person is None or Person.objects.filter(pk=fresh.case.person_id).exists()
        assert not Note.objects.filter(pk=note.pk).exists()


@pytest.mark.django_db
def test_an_aggregate_counts_what_the_user_may_not_read(shared_data):
    @aggregate_query("a test counts")
    def count() -> int:
        return Person.objects.count()

    everybody = Person.objects.count()
    with rls_user(shared_data.stranger, by_action=False):
        assert count() == everybody
        assert Person.objects.count() < everybody


@pytest.mark.django_db
def test_what_follows_from_a_transition_opens_the_rows_it_locks_and_their_owners(shared_data):
    with rls_user(shared_data.stranger, by_action=True):
        notes = lock_rows(Note.objects.filter(case=shared_data.case), owners=("case",))
        assert notes
        assert set(Note.objects.filter(case=shared_data.case)) == set(notes)
        assert ReferralResponse.objects.filter(referral__case=shared_data.case).exists()


@pytest.mark.django_db
def test_what_is_only_named_stays_closed(shared_data):
    note = Note(case_id=shared_data.case.pk)
    with rls_user(shared_data.stranger, by_action=True):
        assert named_by(note, "case") == shared_data.case
        assert not Case.objects.filter(pk=shared_data.case.pk).exists()


@pytest.mark.django_db
def test_a_code_opens_its_complaint_with_its_parts_and_no_other(shared_data):
    complaint, code = shared_data.complaint, receipt_codes.new_code()
    Complaint.objects.filter(pk=complaint.pk).update(receipt=Complaint.hash_code(code))
    assert Complaint.objects.count() > 1
    with rls_user(None, by_action=False):
        assert find_by_secret(Complaint, receipt_codes.new_code()) is None
        assert not Complaint.objects.exists()
        assert find_by_secret(Complaint, code) == complaint
        assert list(Complaint.objects.all()) == [complaint]
        found = InvestigationNote.objects.values_list("complaint", flat=True)
        assert set(found) == {complaint.pk}


@pytest.mark.django_db
def test_what_is_stored_is_not_opened_as_new(shared_data):
    with pytest.raises(ValueError, match="stored already"):
        allow_new(shared_data.case)
