"""A guardian who is on record consents for the child; one whose guardianship ended does not."""

from dataclasses import replace

import pytest

from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.consent_givers import recorded_guardians
from amparo.foundation.people.forms import ConsentForm
from amparo.foundation.people.models import Consent
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.pillars.assistance.child_protection.models import Guardian

pytestmark = pytest.mark.django_db
YES = ConsentGiven((Choice("contact", True),), "verbal", "es", given_by="guardian")


@pytest.fixture
def guardian(child, caseworker):
    return Guardian.name_one(
        child, by=caseworker, name="Halima Saleh", basis="court", since=child.case.office.today()
    )


def test_who_is_on_record_consents(child, guardian, caseworker):
    given = replace(YES, guardian_ref=guardian.ref, consenting_person=guardian.name)
    [kept] = Consent.record(child.person, given, by=caseworker)
    assert kept.guardian_ref == guardian.ref


def test_whose_guardianship_ended_does_not(child, guardian, caseworker):
    today = child.case.office.today()
    guardian.end(by=caseworker, on=today, because="The court named another.")
    given = replace(YES, guardian_ref=guardian.ref, consenting_person=guardian.name)
    with pytest.raises(Refusal, match="not on record for this child any more"):
        Consent.record(child.person, given, by=caseworker)


def test_who_may_not_see_the_child_is_offered_no_guardian(child, guardian, stranger):
    assert recorded_guardians(child.person, stranger) == []


def test_the_form_offers_who_is_on_record(child, guardian, caseworker):
    form = ConsentForm(person=child.person, user=caseworker)
    assert (str(guardian.ref), "Halima Saleh") in form.fields["guardian"].choices
