"""A need that nobody acts on is found at night, and a caseworker says why in one tap."""

from datetime import timedelta

import pytest

from amparo.foundation.core import clock
from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.assessment.models import Need, UnmetNeed
from amparo.pillars.assistance.planning.models import CasePlan
from amparo.pillars.assistance.referrals.tasks import find_unmet_needs
from amparo.pillars.assistance.services.models import ServiceProvided

pytestmark = pytest.mark.django_db


@pytest.fixture
def need(case, caseworker):
    """A need of Rosa that has stood for three weeks."""
    from amparo.pillars.assistance.assessment.models import Assessment

    with clock.at(clock.now() - timedelta(days=21)):
        Assessment.make(
            case, by=caseworker, priorities="A roof",
            needs=[{"service_type": "shelter", "horizon": "immediate"}],
        )  # fmt: skip
    return Need.objects.get(case=case)


@pytest.fixture
def found(need):
    find_unmet_needs.call()
    return UnmetNeed.objects.get()


def reason_url(need):
    return f"/cases/{need.case.ref}/needs/{need.ref}/unmet/"


def test_a_finding_is_not_confirmed_and_says_since_when(client, found, need, caseworker):
    assert (found.ground, found.is_confirmed) == ("no_action", False)
    assert found.since == need.at.astimezone(need.case.office.zone).date()
    client.force_login(caseworker)
    page = client.get(f"/cases/{need.case.ref}/?part=needs").content.decode()
    assert "Not confirmed" in page
    assert "No action or referral in time" in page


def test_a_second_time_on_one_day_the_night_changes_nothing(found):
    find_unmet_needs.call()
    assert UnmetNeed.objects.count() == 1


def test_a_need_of_yesterday_is_not_found(case, caseworker):
    Need.add(case, by=caseworker, service_type="health", horizon="immediate")
    find_unmet_needs.call()
    assert not UnmetNeed.objects.exists()


def test_one_tap_says_why_and_who_said_it(client, found, need, caseworker):
    client.force_login(caseworker)
    page = client.get(reason_url(need)).content.decode()
    assert 'name="said" value="no_service"' in page
    assert client.post(reason_url(need), {"said": "no_service"}).status_code == 303
    found.refresh_from_db()
    assert (found.reason, found.ground) == ("no_service", "no_action")
    assert found.reasons.get().by == caseworker
    assert AuditEntry.objects.filter(event="unmetneed.stated").count() == 1
    assert (
        "No such service exists here"
        in client.get(f"/cases/{need.case.ref}/?part=needs").content.decode()
    )


def test_another_reason_holds_and_both_are_kept(found, need, caseworker, colleague):
    UnmetNeed.state(need, by=caseworker, reason="full")
    UnmetNeed.state(need, by=caseworker, reason="full")  # a telephone that retries
    UnmetNeed.state(need, by=colleague, reason="cost")
    found.refresh_from_db()
    assert found.reason == "cost"
    assert list(found.reasons.order_by("pk").values_list("code", flat=True)) == ["full", "cost"]


def test_a_caseworker_reports_what_no_rule_has_found(need, caseworker, place_of_case):
    unmet = UnmetNeed.state(need, by=caseworker, reason="too_far")
    assert (unmet.ground, unmet.since) == ("reported", need.case.office.today())
    assert unmet.place == place_of_case


@pytest.fixture
def place_of_case(case):
    from amparo.foundation.people.models import Place

    case.place = Place.create(by=None, name="Puerto Alto", kind="town", country="BO")
    case.save()
    return case.place


def test_a_case_that_moves_takes_no_history_along(need, place_of_case, case, caseworker):
    unmet = UnmetNeed.state(need, by=caseworker, reason="too_far")
    case.place = None
    case.save()
    unmet.refresh_from_db()
    assert unmet.place == place_of_case


def test_a_reason_that_is_not_on_the_list_is_refused(client, need, caseworker):
    with pytest.raises(Refusal):
        UnmetNeed.state(need, by=caseworker, reason="because")
    client.force_login(caseworker)
    answer = client.post(reason_url(need), {"said": "because"})
    assert answer.status_code == 422
    assert "Choose a reason from the list." in answer.content.decode()
    assert not UnmetNeed.objects.exists()


def test_what_was_planned_today_is_no_finding_any_more(client, found, need, caseworker):
    plan = CasePlan.begin(need.case, by=caseworker)
    goal = plan.set_goal(by=caseworker, text="A roof", horizon="immediate")
    goal.add_action(by=caseworker, service_type="shelter", due_on=need.case.office.today())
    client.force_login(caseworker)
    page = client.get(f"/cases/{need.case.ref}/?part=needs").content.decode()
    assert "Not confirmed" not in page
    find_unmet_needs.call()
    found.refresh_from_db()
    assert (found.ended_how, found.ended_by) == ("lapsed", None)


def test_what_somebody_confirmed_ends_by_somebody_alone(client, found, need, caseworker):
    UnmetNeed.state(need, by=caseworker, reason="full")
    ServiceProvided.give(
        need.case, by=caseworker, service_type="shelter", given_on=need.case.office.today(),
        is_emergency=True,
    )  # fmt: skip
    find_unmet_needs.call()
    found.refresh_from_db()
    assert found.ended_at is None
    client.force_login(caseworker)
    assert client.post(reason_url(need), {"said": "met"}).status_code == 303
    found.refresh_from_db()
    assert (found.ended_how, found.ended_by) == ("met", caseworker)


def test_an_assessment_that_names_it_again_keeps_it_and_one_without_it_ends_it(
    found, need, caseworker
):
    from amparo.pillars.assistance.assessment.models import Assessment

    UnmetNeed.state(need, by=caseworker, reason="full")
    again = [{"service_type": "shelter", "horizon": "immediate"}]
    Assessment.make(need.case, by=caseworker, priorities="A roof", needs=again)
    find_unmet_needs.call()
    assert UnmetNeed.objects.open().get() == found
    Assessment.make(need.case, by=caseworker, priorities="School")
    find_unmet_needs.call()
    found.refresh_from_db()
    assert found.ended_how == "reassessed"


def test_every_referral_was_declined(need, referral, caseworker, refuge, hostess):
    referral.need = need
    referral.save()
    referral.decline(by=hostess, reason="full")
    find_unmet_needs.call()
    assert UnmetNeed.objects.get().ground == "declined"


def test_it_waits_for_the_caseworker_and_for_the_supervisor(
    client, found, caseworker, supervisor, stranger
):
    for user, first in ((caseworker, "/today/"), (supervisor, "/waiting/")):
        client.force_login(user)
        assert "/unmet-needs/?state=unconfirmed" in client.get(first).content.decode()
        assert [each.pk for each in client.get("/unmet-needs/").context["unmet"]] == [found.pk]
        assert not client.get("/unmet-needs/?state=confirmed").context["unmet"]
    client.force_login(stranger)
    assert not client.get("/unmet-needs/").context["unmet"]


def test_who_may_not_work_on_the_case_says_nothing(client, found, need, stranger, data_officer):
    for user in (stranger, data_officer):
        client.force_login(user)
        assert client.get(reason_url(need)).status_code == 404
        assert client.post(reason_url(need), {"said": "full"}).status_code == 404
    assert not found.reasons.exists()


def test_many_cases_are_asked_in_the_same_few_queries(
    many_cases, caseworker, django_assert_max_num_queries
):
    from amparo.pillars.assistance.cases.models import Case
    from amparo.pillars.assistance.referrals.unmet_needs import unmet_in

    cases = many_cases(8)
    with clock.at(clock.now() - timedelta(days=30)):
        for case in cases:
            Need.objects.create(case=case, by=caseworker, service_type="food", horizon="immediate")
    listed = list(Case.objects.select_related("team__office"))
    with django_assert_max_num_queries(8):
        unmet_in(listed)
