"""Of each deadline people are told once before, and once when it has passed."""

from datetime import timedelta

import pytest

from amparo.foundation.core.models import Notification
from amparo.pillars.dialogue.reminders.commitments import remind_of_deadlines

pytestmark = pytest.mark.django_db


def test_each_is_told_once_before_and_once_after(
    beds, today, official, policy_officer, django_assert_max_num_queries
):
    assert remind_of_deadlines(today - timedelta(days=30)) == 0
    assert [remind_of_deadlines(today) for _each in range(2)] == [1, 0]
    late = beds.deadline + timedelta(days=1)
    assert [remind_of_deadlines(late) for _each in range(2)] == [1, 0]
    told = Notification.objects.values_list("user", "event")
    assert set(told) == {
        (who.pk, event)
        for who in (official, policy_officer)
        for event in ("commitment.due_soon", "commitment.overdue")
    }


def test_another_deadline_is_told_anew(beds, today, policy_officer):
    remind_of_deadlines(today)
    beds.refresh_from_db()
    beds.change(by=policy_officer, deadline=today + timedelta(days=25))
    assert remind_of_deadlines(today) == 1
