"""A relative asks for their family: a file of its own, and nothing begins without their yes."""

from datetime import timedelta

import pytest

from amparo.foundation.core.models import DataKey, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.family_tracing.models import (
    TracingAction,
    TracingClosure,
    TracingConsent,
    TracingRequest,
)
from amparo.pillars.assistance.family_tracing.tests import story
from tests.support.audit_entries import entries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(sought):
    return sought.request


def test_who_traces_is_told_without_a_name(request_, tracer):
    notice = Notification.objects.get(user=tracer, event="tracing.taken")
    assert notice.about == request_.number
    assert request_.number.startswith("FAM-")


def test_it_is_sealed_under_a_key_of_its_own(request_):
    assert DataKey.objects.get(owner_ref=request_.ref).owner_kind == "tracingrequest"


def test_numbers_follow_each_other(cast, request_):
    second = story.asked(cast).request
    assert second.number != request_.number
    assert second.number[:7] == request_.number[:7]


def test_somebody_without_a_name_cannot_be_called_back(cast):
    with pytest.raises(Refusal):
        TracingRequest.take(by=cast.caseworker, office=cast.office, given_names=" ")
    assert not TracingRequest.objects.exists()


def test_somebody_of_ours_needs_no_second_name(cast, case):
    request = TracingRequest.take(
        by=cast.caseworker, office=cast.office, inquirer=case.person, case=case
    )
    assert request.name == case.person.name


@pytest.mark.parametrize(
    "told",
    [
        {"given_names": "", "family_names": "", "original_name": ""},
        {"given_names": "Nayeli", "birth_year": 3017},
        {"given_names": "Nayeli", "birth_year": 1817},
    ],
)
def test_who_is_looked_for_has_a_name_and_was_born(request_, caseworker, told):
    with pytest.raises(Refusal):
        request_.add_sought_person(by=caseworker, relation="child", **told)


def test_nothing_is_done_before_they_agree(cast, tracer):
    request = story.asked(cast, consents=False).request
    with pytest.raises(Refusal):
        TracingAction.take_step(request, by=tracer, kind="individual", text="Asked the shelter.")
    TracingConsent.record(request, by=tracer, agreed=True, method="signed")
    TracingAction.take_step(request, by=tracer, kind="individual", text="Asked the shelter.")
    assert request.state == "in_progress"


def test_photos_are_shown_only_with_a_yes_to_photos(request_, tracer):
    with pytest.raises(Refusal, match="photos"):
        TracingAction.take_step(request_, by=tracer, kind="photo", text="Hung up in the market.")
    TracingConsent.record(request_, by=tracer, agreed=True, with_photo=True, method="signed")
    TracingAction.take_step(request_, by=tracer, kind="photo", text="Shown to the sisters.")


def test_a_step_is_not_taken_tomorrow(request_, tracer):
    tomorrow = request_.office.today() + timedelta(days=1)
    with pytest.raises(Refusal, match="still to come"):
        TracingAction.take_step(request_, by=tracer, kind="mass", text="List", on=tomorrow)


def test_what_is_taken_back_is_obeyed_and_twice_is_once(request_, caseworker):
    for _again in range(2):
        TracingConsent.take_back(request_, by=caseworker)
    assert not request_.has_consent
    assert request_.consents.count() == 2
    assert len(entries_of("tracingconsent.taken_back")) == 1


def test_somebody_of_ours_takes_it_back_in_their_own_file_too(cast, case):
    by = cast.caseworker
    request = TracingRequest.take(by=by, office=cast.office, inquirer=case.person, case=case)
    TracingConsent.record(request, by=by, agreed=True, method="verbal")
    assert not request.has_consent  # their own file says nothing of it
    consent = story.agree(case.person, by=by)
    assert request.has_consent
    consent.withdraw(by=by)
    assert not TracingRequest.objects.get(pk=request.pk).has_consent


def test_it_ends_with_words_and_goes_on_when_there_is_news(request_, tracer):
    with pytest.raises(Refusal):
        TracingClosure.close(request_, by=tracer, outcome="not_found", text="")
    with pytest.raises(Refusal, match="handover"):
        TracingClosure.close(request_, by=tracer, outcome="reunified", text="They are home.")
    closed = TracingClosure.close(request_, by=tracer, outcome="not_found", text="She knows.")
    assert request_.is_closed
    assert request_.keep_until > request_.office.today()
    with pytest.raises(Refusal, match="closed"):
        request_.add_sought_person(by=tracer, relation="child", given_names="Nayeli")
    stale = TracingClosure.objects.get(pk=closed.pk)
    closed.reopen(by=tracer, because="A neighbour saw her.")
    stale.reopen(by=tracer, because="Sent twice.")
    closed.refresh_from_db()
    assert (closed.reopened_by, closed.reopened_reason) == (tracer, "A neighbour saw her.")
    assert [line.record_ref for line in entries_of("tracingreopened.opened")] == [closed.ref]
    request_.refresh_from_db()
    assert (request_.state, request_.keep_until) == ("open", None)
