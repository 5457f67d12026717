"""The line of a search, and the one thing to do next; who does not trace learns nothing by it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rules import permissions_on
from amparo.pillars.assistance.child_protection.models import AuthorityDecision, UnaccompaniedChild
from amparo.pillars.assistance.family_tracing.models import (
    InquirerNotification,
    Reunification,
    TracingAction,
    TracingClosure,
    TracingConsent,
    TracingMatch,
    TracingRequest,
)
from amparo.pillars.assistance.family_tracing.presenters import RequestPage
from amparo.pillars.assistance.family_tracing.tests import story

pytestmark = pytest.mark.django_db


def page_of(request, user):
    request = TracingRequest.objects.get(pk=request.pk)
    return RequestPage(request, user, permissions_on(request, user))


def states(page):
    return {stage.label: (stage.state.value, stage.detail) for stage in page.stages}


def marks(page):
    return {stage.label: stage.state.value for stage in page.stages}


@pytest.fixture
def today(office):
    return office.today()


@pytest.fixture
def request_of(sought):
    return sought.request


@pytest.fixture
def reunion(match, child_case, tracer, caseworker, today):
    """Verified, told and prepared."""
    alone = UnaccompaniedChild.register(
        child_case, by=caseworker, person=child_case.person, status="separated"
    )
    AuthorityDecision.note(
        alone, by=caseworker, authority="Defensoría", on=today, code="reunification"
    )
    story.verified(match, by=tracer)
    tell(match, tracer)
    return Reunification.prepare(match, child_case, by=tracer)


def tell(match, tracer):
    InquirerNotification.tell(match, by=tracer, method="call", text="She is well.")


def test_nothing_recorded_asks_for_consent(cast, caseworker, tracer):
    request = TracingRequest.take(by=caseworker, office=cast.office, given_names="Carmen")
    for who in (caseworker, tracer):
        page = page_of(request, who)
        assert states(page)["Request"] == ("current", "consent not asked yet")
        assert page.step.label == "Record answer"
        assert page.step.url == f"/tracing/{request.ref}/consent/"
    TracingConsent.record(request, by=caseworker, agreed=True, method="verbal")
    page = page_of(request, tracer)
    assert page.step.label == "Add person sought"
    assert states(page)["Tracing"] == ("current", "not started")


@pytest.mark.parametrize("is_taken_back", [False, True])
def test_whoever_said_no_is_not_asked_again(cast, caseworker, tracer, is_taken_back):
    request = story.asked(cast, consents=is_taken_back).request
    if is_taken_back:
        TracingConsent.take_back(request, by=caseworker)
    else:
        TracingConsent.record(request, by=caseworker, agreed=False, method="verbal")
    page = page_of(request, tracer)
    assert states(page)["Request"] == ("current", "no consent")
    assert page.step.label == "Close request"
    assert page.step.detail == "The enquirer does not agree to the search."
    assert page_of(request, caseworker).step is None


def test_consent_that_the_file_lacks_is_asked_for_there(cast, caseworker, rosa):
    request = TracingRequest.take(by=caseworker, office=cast.office, inquirer=rosa)
    TracingConsent.record(request, by=caseworker, agreed=True, method="verbal")
    assert not request.has_consent
    page = page_of(request, caseworker)
    assert states(page)["Request"] == ("current", "no consent in the file")
    assert page.step.url == f"/people/{rosa.ref}/consents/new/"


def test_from_the_search_to_the_action(request_of, sought, tracer):
    page = page_of(request_of, tracer)
    assert marks(page) == {
        "Request": "done", "Tracing": "current", "Verification": "next",
        "Enquirer informed": "next", "Reunification": "next", "Closure": "next",
    }  # fmt: skip
    assert page.step.url == f"/tracing/{request_of.ref}/sought/{sought.ref}/candidates/"
    TracingAction.take_step(request_of, by=tracer, kind="case_by_case", text="Asked at the port.")
    page = page_of(request_of, tracer)
    assert page.step.label == "Record tracing action"
    assert states(page)["Tracing"][1].startswith("last action")


def test_each_side_is_asked_before_anybody_is_told(request_of, match, tracer):
    def seen():
        return page_of(request_of, tracer)

    assert states(seen())["Tracing"] == ("done", "1 possible match")
    assert states(seen())["Verification"] == ("current", "not verified yet")
    assert seen().step.url == f"/tracing/matches/{match.ref}/verify/person/"
    story.verify(match, "person", by=tracer)
    assert seen().step.url == f"/tracing/matches/{match.ref}/verify/relative/"
    story.verify(match, "relative", by=tracer, outcome="doubtful")
    assert seen().step.text == "Next step: verify more of what they said"
    story.verify(match, "relative", by=tracer, safe="unsure")
    assert marks(seen())["Verification"] == "done"
    assert seen().step.text.startswith("Next step: speak with both")
    story.verify(match, "relative", by=tracer)
    assert states(seen())["Enquirer informed"] == ("current", "not told yet")
    assert seen().step.label == "Record enquirer informed"
    tell(match, tracer)
    assert states(seen())["Reunification"] == ("current", "not prepared")
    assert seen().step.label == "Prepare reunification"


@pytest.mark.parametrize("said", [{"willing": "no"}, {"may_inform_family": "no"}])
def test_whoever_does_not_want_it_is_left_in_peace(request_of, match, tracer, said):
    story.verify(match, "person", by=tracer, **said)
    page = page_of(request_of, tracer)
    assert states(page)["Verification"] == ("current", "family not to be told")
    assert page.step is None


def test_who_does_not_fit_is_discarded_and_the_search_goes_on(request_of, match, tracer):
    story.verify(match, "person", by=tracer, outcome="refuted")
    assert page_of(request_of, tracer).step.label == "Discard match"
    match.set_aside(by=tracer, because="Another mother.")
    page = page_of(request_of, tracer)
    assert marks(page)["Tracing"] == "current"
    assert page.step.label == "View possible matches"


def test_of_two_who_are_looked_for_one_is_no_end(request_of, match, tracer, caseworker):
    request_of.add_sought_person(by=caseworker, relation="grandchild", given_names="Juan")
    story.verified(match, by=tracer)
    tell(match, tracer)
    page = page_of(request_of, tracer)
    assert states(page)["Tracing"] == ("current", "1 possible match")
    assert marks(page)["Verification"] == "next"
    TracingRequest.objects.filter(pk=request_of.pk).update(state="reunified")
    page = page_of(request_of, tracer)
    assert states(page)["Reunification"] == ("next", "not of everybody")
    match.set_aside(by=tracer, because="Another mother.")
    assert page_of(request_of, tracer).step.label == "View possible matches"


def test_a_day_that_passed_is_late(request_of, reunion, tracer, supervisor, today):
    story.leave(supervisor, request_of.office)
    assert page_of(request_of, supervisor).step.url == reunion.get_absolute_url()
    story.pass_checks(reunion, by=supervisor)
    reunion.plan(by=supervisor, on=today, place="Oruro", received_by="Carmen Mamani")
    page = page_of(request_of, supervisor)
    assert marks(page)["Reunification"] == "current"
    with clock.at(now() + timedelta(days=3)):
        page = page_of(request_of, supervisor)
        assert marks(page)["Reunification"] == "late"
        assert "not recorded" in states(page)["Reunification"][1]
        assert page.step.text == "Next step: record the handover, or set another day"


def test_after_the_handover_it_is_closed(request_of, reunion, tracer, supervisor, today):
    story.pass_checks(reunion, by=supervisor)
    reunion.hand_over(by=supervisor, on=today, **story.HANDED)
    page = page_of(request_of, tracer)
    assert marks(page)["Reunification"] == "done"
    assert page.step.label == "Close request"
    TracingClosure.close(request_of, by=tracer, outcome="reunified", text="Together.")
    page = page_of(request_of, tracer)
    assert set(marks(page).values()) == {"done"}
    assert page.step is None


def test_what_was_not_done_before_it_was_closed_was_left_out(request_of, tracer):
    TracingClosure.close(request_of, by=tracer, outcome="not_found", text="She knows.")
    page = page_of(request_of, tracer)
    assert marks(page) == {
        "Request": "done", "Tracing": "skipped", "Verification": "skipped",
        "Enquirer informed": "skipped", "Reunification": "skipped", "Closure": "done",
    }  # fmt: skip
    assert states(page)["Closure"][1] == "Not found"
    assert page.step is None


def test_of_a_closed_search_what_was_tried_is_not_left_out(request_of, tracer):
    TracingAction.take_step(request_of, by=tracer, kind="case_by_case", text="Asked at the port.")
    TracingClosure.close(request_of, by=tracer, outcome="not_found", text="She knows.")
    assert marks(page_of(request_of, tracer))["Tracing"] == "done"


def test_consent_that_is_taken_back_hides_who_was_found(request_of, match, tracer, caseworker):
    story.verified(match, by=tracer)
    TracingConsent.take_back(request_of, by=caseworker)
    page = page_of(request_of, tracer)
    assert marks(page)["Request"] == "current"
    assert states(page)["Verification"] == ("next", "nobody to verify")


def test_who_does_not_trace_reads_the_same_line_whatever_was_found(
    request_of, match, tracer, caseworker
):
    def seen():
        page = page_of(request_of, caseworker)
        return page.stages, page.step

    before = seen()
    assert [stage.label for stage in before[0]] == [
        "Request", "Tracing", "Enquirer informed", "Closure",
    ]  # fmt: skip
    assert before[1] is None
    story.verify(match, "person", by=tracer, willing="no")
    assert seen() == before
    story.verified(match, by=tracer)
    assert seen() == before
    tell(match, tracer)
    page = page_of(request_of, caseworker)
    assert (marks(page)["Tracing"], marks(page)["Enquirer informed"]) == ("done", "done")


@pytest.mark.parametrize("is_found", [False, True])
def test_nor_does_a_closed_request_tell_them_how_it_ended(
    cast, found, tracer, caseworker, is_found
):
    request = story.asked(cast).request
    if is_found:
        match = TracingMatch.propose(request.sought.get(), found, by=tracer)
        story.verified(match, by=tracer)
    TracingClosure.close(request, by=tracer, outcome="not_wanted", text="He does not want it.")
    page = page_of(request, caseworker)
    assert marks(page) == {
        "Request": "done", "Enquirer informed": "skipped", "Closure": "done",
    }  # fmt: skip
    assert states(page)["Closure"][1] == ""


def test_the_page_shows_line_and_step(client, request_of, tracer):
    client.cookies["django_language"] = "en"
    client.force_login(tracer)
    html = client.get(request_of.get_absolute_url()).content.decode()
    assert 'class="stage-line' in html
    assert "Next step: look for possible matches" in html
    assert html.count("btn-primary") == 1


def test_line_and_step_ask_nothing_but_the_reunification(request_of, reunion, tracer):
    """Beside what the page shows anyway."""
    page = page_of(request_of, tracer)
    for shown in (page.consents, page.sought, page.actions, page.notifications, page.closings):
        list(shown)
    with CaptureQueriesContext(connection) as queries:
        assert page.stages
        assert page.step
    asked = [each["sql"] for each in queries if "core_datakey" not in each["sql"]]
    assert len(asked) == 1, asked
    assert "reunification" in asked[0]
