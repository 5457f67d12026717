"""How many complaints an office acknowledged and answered by their time."""

from datetime import timedelta

from amparo.foundation.core.receipt_codes import new_code
from amparo.pillars.advocacy.feedback.models import Complaint
from amparo.pillars.advocacy.feedback.practice import (
    complaints_acknowledged_in_time,
    complaints_answered_in_time,
)


def test_a_complaint_is_acknowledged_in_time_or_not(supervisor, office):
    complaint = Complaint.receive(
        new_code(), by=supervisor, office=office, text="Nobody came.", kind="complaint_service"
    )
    today = office.today()
    until = complaint.acknowledge_by.date() + timedelta(days=2)
    since = today - timedelta(days=30)
    assert complaints_acknowledged_in_time(office, since, until) == (0, 1)
    complaint.acknowledge(by=supervisor)
    assert complaints_acknowledged_in_time(office, since, until) == (1, 1)
    assert complaints_acknowledged_in_time(office, since, since) == (0, 0)


def test_a_complaint_is_answered_in_time_until_it_is_reopened(supervisor, office):
    code = new_code()
    complaint = Complaint.receive(
        code, by=supervisor, office=office, text="Nobody came.", kind="complaint_service"
    )
    since = office.today() - timedelta(days=30)
    until = complaint.answer_by.date() + timedelta(days=40)
    complaint.acknowledge(by=supervisor)
    assert complaints_answered_in_time(office, since, until) == (0, 1)
    complaint.answer(by=supervisor, text="The bus was late; it is paid now.")
    assert complaints_answered_in_time(office, since, until) == (1, 1)
    assert complaints_answered_in_time(office, since, since) == (0, 0)
    complaint.refresh_from_db()
    complaint.judge(is_satisfied=False, text="Nobody came again.")
    assert complaints_answered_in_time(office, since, until) == (0, 1)
