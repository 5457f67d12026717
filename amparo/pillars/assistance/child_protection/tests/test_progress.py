"""The line of a child's file, and the one thing to do next."""

import pytest

from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.child_protection.models import (
    BestInterestsAssessment,
    CareArrangement,
    Guardian,
)
from amparo.pillars.assistance.child_protection.presenters import ChildPage

from .conftest import ASSESSED

pytestmark = pytest.mark.django_db


def page_of(child, user):
    child.refresh_from_db()
    return ChildPage(child, user)


def states(page):
    return [(stage.label, stage.state.value) for stage in page.stages]


def test_from_accepting_the_child_to_the_assessment(child, caseworker, today):
    page = page_of(child, caseworker)
    assert states(page) == [
        ("Identification", "done"), ("Care arrangement", "current"), ("Guardian", "next"),
        ("Best interests assessment", "next"), ("End of UASC status", "next"),
    ]  # fmt: skip
    assert page.step.label == "Accept the child"
    child.case.restrict(Case.Confidentiality.CHILD, by=caseworker)
    assert page_of(child, caseworker).step.label == "Record care arrangement"
    CareArrangement.begin(child, by=caseworker, kind="foster", carer="Doña Julia", since=today)
    assert page_of(child, caseworker).step.label == "Appoint guardian"
    Guardian.name_one(child, by=caseworker, name="Defensoría", basis="court", since=today)
    page = page_of(child, caseworker)
    assert page.step.label == "Start BIA"
    assert states(page)[3] == ("Best interests assessment", "current")
    BestInterestsAssessment.make(child, by=caseworker, urgency="soon", found=ASSESSED)
    page = page_of(child, caseworker)
    assert page.step is None
    # It waits for the supervisor: nothing is done yet.
    assert states(page)[3] == ("Best interests assessment", "current")


def test_a_child_who_is_no_longer_alone(child, caseworker, today):
    Guardian.name_one(child, by=caseworker, name="Elsa Tola", basis="court", since=today)
    child.no_longer(by=caseworker, why="guardian")
    page = page_of(child, caseworker)
    assert dict(states(page)) == {
        "Identification": "done", "Care arrangement": "skipped", "Guardian": "done",
        "Best interests assessment": "skipped", "End of UASC status": "done",
    }  # fmt: skip
    assert page.step is None


def test_the_page_shows_line_and_step(client, child, caseworker):
    client.force_login(caseworker)
    html = client.get(f"/children/{child.ref}/").content.decode()
    assert "Next step: accept the child" in html
    assert 'class="stage-line' in html


def test_nobody_else_is_told_to_act(child, supervisor):
    page = page_of(child, supervisor)
    assert page.may_work or page.step is None
