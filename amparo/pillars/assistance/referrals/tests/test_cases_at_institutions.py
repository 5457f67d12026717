"""How cases fare at institutions: which referrals count as lost there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.referrals.institution_cases import cases_at_institutions
from amparo.pillars.assistance.referrals.models import Referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def fates():
    """Whether each case counts as lost, by right, of all that came in the last month."""

    def read() -> dict[str, bool]:
        moment = timezone.now()
        found = cases_at_institutions(moment - timedelta(days=30), moment + timedelta(minutes=1))
        return {each.right: each.is_lost for each in found}

    return read


def test_a_referral_is_lost_when_it_is_declined_for_papers_and_not_for_want_of_a_bed(
    referral, official, fates
):
    assert fates() == {}  # they still have time to answer
    referral.decline(by=official, reason="papers")
    found = fates()
    assert found
    assert all(found.values())
    referral.answers.update(reason="full")
    assert not any(fates().values())


def test_one_that_nobody_answered_in_time_is_lost_and_a_restricted_case_is_in_no_count(
    referral, fates, case
):
    Referral.objects.update(answer_due=timezone.now() - timedelta(hours=1))
    assert all(fates().values())
    assert fates()
    Case.objects.update(confidentiality=Case.Confidentiality.GBV)
    assert fates() == {}
