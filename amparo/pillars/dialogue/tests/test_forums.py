"""Forums: one chair at a time, seats kept with their dates, focal points that can be erased."""

from datetime import timedelta

import pytest

from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.dialogue.models import FocalPoint, Forum

pytestmark = pytest.mark.django_db


def test_a_forum_has_one_chair_and_keeps_who_chaired_it_before(forums, policy_officer):
    now, before = forums.forum.chair_terms.all()
    assert (now.until, before.until) == (None, now.since)
    with pytest.raises(Refusal, match="chairs the forum already"):
        forums.forum.hand_chair(
            by=policy_officer, organization=now.organization, since=forums.office.today()
        )
    with pytest.raises(Refusal, match="begins after the one before"):
        forums.forum.hand_chair(
            by=policy_officer, organization=before.organization, since=now.since
        )


def test_an_institution_sits_once_and_leaves_with_those_who_spoke_for_it(forums, policy_officer):
    seat, today = forums.seat, forums.office.today()
    with pytest.raises(Refusal, match="has a seat already"):
        forums.forum.add_seat(by=policy_officer, organization=seat.organization, since=today)
    with pytest.raises(Refusal, match="before the first"):
        seat.end(by=policy_officer, on=seat.since - timedelta(days=1))
    seat.end(by=policy_officer, on=today)
    forums.focal_point.refresh_from_db()
    assert forums.focal_point.until == today
    again = forums.forum.add_seat(by=policy_officer, organization=seat.organization, since=today)
    assert again.until is None


def test_a_forum_is_no_working_group_of_itself(forums, policy_officer):
    with pytest.raises(Refusal, match="of itself"):
        forums.forum.change(by=policy_officer, parent=forums.working_group)
    with pytest.raises(Refusal, match="with this name"):
        Forum.create(by=policy_officer, office=forums.office, name=forums.forum.name.upper())


def test_contact_details_are_erased_for_good_and_the_dates_stay(forums, policy_officer):
    point = forums.focal_point
    assert FocalPoint.objects.get(pk=point.pk).name == "T. Beltrán"
    assert DataKey.objects.filter(owner_ref=point.ref).exists()
    point.erase(by=policy_officer)
    point.erase(by=policy_officer)
    stored = FocalPoint.objects.get(pk=point.pk)
    assert (stored.name, stored.phone, stored.email, stored.user) == ("", "", "", None)
    assert not DataKey.objects.filter(owner_ref=point.ref).exists()
    assert stored.since == point.since
    assert stored.until is not None
