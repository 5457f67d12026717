"""The stages of a case and its next step: read from what is on file, and never reassuring."""

import re
from datetime import timedelta

import pytest
from django.utils import translation

from amparo.foundation.people.models import Consent
from amparo.foundation.protection.models import Observation, RiskAssessment
from amparo.pillars.assistance.assessment.case_risk import decide_risk, propose_risk
from amparo.pillars.assistance.cases.household_chart import MOST_DRAWN, Relative, household_chart
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.presenters import CasePage, case_for_page
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.planning.models import CasePlan, FollowUp
from amparo.ui.charts import StageState, State

pytestmark = pytest.mark.django_db
NAMES = ["Intake", "Assessment", "Case plan", "Implementation", "Follow-up", "Closure"]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def seen(case, caseworker):
    """Makes the page of the case as it is now."""

    def make(user=caseworker):
        return CasePage(case_for_page(user).get(pk=case.pk), user)

    return make


def current(page):
    return page.progress.current.name if page.progress.current else None


@pytest.fixture
def screened(case, caseworker):
    Screening.hold(case, by=caseworker, asylum_wish=False, trafficking=False)
    return case


@pytest.fixture
def assessed(screened, caseworker, rosa):
    today = screened.office.today()
    Observation.record(
        person=rosa, factor="debt", level="individual", by=caseworker, polarity="risk",
        severity=3, observed_on=today,
    )  # fmt: skip
    decide_risk(
        screened, propose_risk(screened, caseworker), by=caseworker, decided="high",
        because="The debt",
    )  # fmt: skip
    return screened


@pytest.fixture
def planned(assessed, caseworker):
    """A plan with one goal and two actions, to which nobody agreed yet."""
    plan = CasePlan.begin(assessed, by=caseworker)
    goal = plan.set_goal(by=caseworker, text="She is safe", horizon="immediate")
    for days in (1, 4):
        goal.add_action(
            by=caseworker, text=f"A bed for {days} nights", service_type="shelter",
            responsible=caseworker, due_on=assessed.office.today() + timedelta(days=days),
        )  # fmt: skip
    return plan


@pytest.fixture
def agreed(planned, caseworker):
    planned.agree(by=caseworker, on=planned.case.office.today(), how="verbal")
    return planned


def test_the_stages_are_those_of_case_management(seen):
    assert [stage.label for stage in seen().progress.line] == NAMES


def test_a_new_case_is_at_intake_and_screening_is_next(seen):
    page = seen()
    assert current(page) == "intake"
    assert page.step.text == "Next step: screen for urgent risks"
    assert page.step.url.endswith("/screenings/new/")


def test_consent_comes_before_the_screening(seen, rosa, caseworker):
    for consent in Consent.objects.filter(person=rosa):
        consent.withdraw(by=caseworker)
    assert seen().step.text == "Next step: ask for consent"


def test_a_screening_that_broke_off_is_finished_first(seen, case, caseworker):
    Screening.hold(case, by=caseworker)
    assert seen().step.text == "Next step: finish the screening"


def test_after_the_screening_somebody_assesses_and_decides(seen, screened):
    page = seen()
    assert current(page) == "assessment"
    assert page.step.text == "Next step: assess the situation"


def test_what_was_observed_is_not_yet_a_decision(seen, assessed):
    RiskAssessment.objects.filter(case_ref=assessed.ref).delete()
    assert seen().step.text == "Next step: decide the risk level"


def test_a_low_that_was_decided_in_ignorance_does_not_end_the_assessment(seen, assessed):
    last = RiskAssessment.objects.get(case_ref=assessed.ref)
    last.decided, last.reasons = "low", {"missing": ["observation"]}
    last.save()
    assert current(seen()) == "assessment"


def test_the_plan_is_written_then_agreed(seen, assessed, planned):
    page = seen()
    assert current(page) == "plan"
    assert page.step.text == "Next step: agree the case plan with the person"
    assert page.step.detail == "Ready: 1 goal, 2 actions. Their agreement is missing."
    planned.goals.get().actions.all().delete()
    assert seen().step.text == "Next step: plan the first action"
    planned.goals.all().delete()
    assert seen().step.text == "Next step: write the case plan"


def test_the_nearest_action_is_named_and_says_when_it_is_late(seen, agreed):
    page = seen()
    assert current(page) == "implementation"
    assert page.step.text == "Next step: A bed for 1 nights"
    assert page.progress.line[3].detail == "0 of 2 actions"
    assert page.progress.line[3].state == StageState.CURRENT
    first = agreed.case.actions.order_by("due_on").first()
    first.due_on -= timedelta(days=3)
    first.save()
    assert seen().progress.line[3].state == StageState.LATE


def test_follow_up_is_what_comes_after_the_last_action(seen, agreed, case, caseworker):
    for action in case.actions.all():
        action.complete(by=caseworker)
    page = seen()
    assert current(page) == "follow_up"
    assert page.step.detail == "Nobody has followed up yet."
    missed = {"by": caseworker, "on": case.office.today(), "mode": "call"}
    FollowUp.hold(case, reached=False, **missed)
    assert current(seen()) == "follow_up"
    FollowUp.hold(case, reached=True, change="same", **missed)
    page = seen()
    assert current(page) == "closure"
    assert page.step.url.endswith("/closures/new/")


def test_a_closed_case_leaves_out_what_was_never_done(seen, screened):
    Case.objects.filter(pk=screened.pk).update(status=Case.Status.CLOSED)
    page = seen()
    assert page.step is None
    assert [stage.state for stage in page.progress.line] == [
        StageState.DONE, *[StageState.SKIPPED] * 4, StageState.DONE
    ]  # fmt: skip


def test_who_may_only_read_finds_the_step_and_no_button(seen, case, supervisor, agreed):
    page = seen(supervisor)
    shown = page.step
    if "work" not in page.verbs:
        assert (shown.text, shown.url) == ("Next step: A bed for 1 nights", "")
    else:
        assert shown.url


def test_the_page_shows_the_step_its_button_and_two_more(client, case, caseworker):
    client.force_login(caseworker)
    page = client.get(f"/cases/{case.ref}/").text
    block = page.split('class="next-step"')[1].split("<details")[0]
    assert re.findall(r'class="btn( btn-primary)?"', block).count(" btn-primary") == 1
    assert len(re.findall(r'<a class="btn', block)) == 3
    titles = re.findall(r'<h2 class="menu-title">(.*?)</h2>', page)
    assert titles == ["Assessment and plan", "Assistance", "Case file", "Case management"]


def test_the_step_and_its_stages_are_said_in_every_language(seen, agreed):
    for language in ("es", "fr", "ar"):
        with translation.override(language):
            page = seen()
            assert page.step.text != "Next step: A bed for 1 nights"
            assert not {stage.label for stage in page.progress.line} & {"Intake", "Closure"}


# The household, drawn.


def test_the_household_is_drawn_around_the_person(rosa, nayeli, case):
    relatives = [Relative(nayeli, "child", is_separated=True)]
    tree = household_chart(rosa, relatives, case.office.today())
    main, child = tree.members
    assert (main.state, child.state) == (State.MAIN, State.OPEN)
    assert "separated" in child.detail
    assert [(union.parents, union.children) for union in tree.unions] == [
        ((main.key,), (child.key,))
    ]


def test_nobody_else_and_too_many_are_no_picture(rosa, nayeli, case):
    today = case.office.today()
    assert household_chart(rosa, [], today) is None
    many = [Relative(nayeli, "child")] * (MOST_DRAWN + 1)
    assert household_chart(rosa, many, today) is None


@pytest.mark.parametrize(
    ("relations", "parents_of_main"),
    [
        (["parent", "parent", "sibling"], 2),
        (["grandparent"], 1),
        (["guardian", "parent"], 1),
        (["sibling"], 0),
    ],
)
def test_who_stands_above_the_person(rosa, nayeli, case, relations, parents_of_main):
    tree = household_chart(
        rosa, [Relative(nayeli, each) for each in relations], case.office.today()
    )
    above = [union for union in tree.unions if "main" in union.children]
    assert max((len(union.parents) for union in above), default=0) == parents_of_main
    tree.check()


# The level over time.


def test_the_level_is_drawn_from_the_second_decision_on(client, assessed, caseworker):
    client.force_login(caseworker)
    url = f"/cases/{assessed.ref}/?all=1"
    assert 'id="chart-risk-history"' not in client.get(url).text
    decide_risk(
        assessed, propose_risk(assessed, caseworker), by=caseworker, decided="medium",
        because="Her sister took her in",
    )  # fmt: skip
    page = client.get(url).text
    table = page.split('id="chart-risk-history"')[1].split("</table>")[0]
    assert re.findall(r"<td class=\"end\"><bdi>(High|Medium)</bdi>", table) == ["High", "Medium"]
