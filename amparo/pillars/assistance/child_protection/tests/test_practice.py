"""How many children alone have an assessment that was approved: counted, and of nobody."""

from datetime import timedelta

from amparo.pillars.assistance.child_protection.models import BestInterestsAssessment
from amparo.pillars.assistance.child_protection.practice import children_assessed

from .conftest import ASSESSED


def test_an_assessment_counts_once_a_second_person_approved_it(
    child, caseworker, supervisor, office, today
):
    days = (today - timedelta(days=90), today + timedelta(days=1))
    assert children_assessed(office, *days) == (0, 1)
    made = BestInterestsAssessment.make(child, by=caseworker, found=ASSESSED, urgency="now")
    assert children_assessed(office, *days) == (0, 1)
    made.answer_it(by=supervisor, approved=True)
    assert children_assessed(office, *days) == (1, 1)
    assert children_assessed(office, days[0], days[0]) == (0, 0)
