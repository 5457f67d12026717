"""How an institution answers referrals, counted for a time."""

from datetime import timedelta

import pytest

from amparo.foundation.core import clock
from amparo.pillars.assistance.referrals.institution_figures import answered_in_time, refused
from amparo.pillars.assistance.referrals.models import Referral

pytestmark = pytest.mark.django_db


def sizes(share):
    return len(share.counted), len(share.of)


def test_an_answer_counts_by_the_day_it_was_due_and_by_what_it_said(
    refer, agree, rosa, refuge, hostess
):
    agree(rosa, refuge)
    first = refer()
    day = clock.now().date()
    times = (day - timedelta(days=1), day + timedelta(days=1))
    here = [refuge.pk]
    assert sizes(answered_in_time(here, *times)[refuge.pk]) == (0, 1)
    assert refused(here, *times) == {}
    first.decline(by=hostess, reason="full")
    assert sizes(refused(here, *times)[refuge.pk]) == (1, 1)
    assert sizes(answered_in_time(here, *times)[refuge.pk]) == (1, 1)
    Referral.objects.update(answer_due=clock.now() - timedelta(days=3))
    assert sizes(answered_in_time(here, *times)[refuge.pk]) == (0, 1)
    before = (day - timedelta(days=90), day - timedelta(days=2))
    assert answered_in_time(here, *before) == {}
