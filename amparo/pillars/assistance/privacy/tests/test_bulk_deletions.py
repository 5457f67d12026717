"""Records whose time is over are deleted together by two people, each kind by itself."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.clock import at, now
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.family_tracing.models import TracingClosure, TracingRequest
from amparo.pillars.assistance.family_tracing.tests import story
from amparo.pillars.assistance.help_requests.models import HelpRequest
from amparo.pillars.assistance.privacy.models import BulkDeletion

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(cast, caseworker):
    """A request for help, and one of a relative, that ended long ago."""
    with at(now() - timedelta(days=6 * 366)):
        asked = HelpRequest.ask(code=receipt_codes.new_code(), language="es", needs=[2])
        asked.close(by=caseworker, reason="answered")
        traced = story.asked(cast).request
        TracingClosure.close(traced, by=caseworker, outcome="not_found", text="She knows.")


def test_each_kind_goes_by_itself(over, data_officer, supervisor, office):
    asked = BulkDeletion.ask(HelpRequest, office, by=data_officer)
    assert BulkDeletion.ask(HelpRequest, office, by=supervisor) == asked, "asked for once"
    assert asked.confirm(by=supervisor) == 1
    assert not HelpRequest.objects.exists()
    assert TracingRequest.objects.exists()
    assert BulkDeletion.ask(TracingRequest, office, by=data_officer).confirm(by=supervisor) == 1
    assert not TracingRequest.objects.exists()
    for event in (
        "help.clearing_asked", "help.cleared", "tracing.clearing_asked", "tracing.cleared",
    ):  # fmt: skip
        assert AuditEntry.objects.filter(event=event).count() == 1
    for notice in ("help.clearing", "tracing.clearing"):
        assert Notification.objects.filter(user=supervisor, event=notice).count() == 1


def test_nobody_confirms_what_they_asked_for(over, data_officer, office):
    asked = BulkDeletion.ask(HelpRequest, office, by=data_officer)
    with pytest.raises(Refusal):
        asked.confirm(by=data_officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        BulkDeletion.objects.update(confirmed_by=data_officer)
    assert HelpRequest.objects.exists()


def test_of_two_who_confirm_in_the_same_moment_the_second_is_told(
    over, data_officer, supervisor, office
):
    asked = BulkDeletion.ask(HelpRequest, office, by=data_officer)
    stale = BulkDeletion.objects.get()
    asked.confirm(by=supervisor)
    with pytest.raises(Refusal):
        stale.confirm(by=supervisor)
    assert AuditEntry.objects.filter(event="help.cleared").count() == 1


@pytest.mark.parametrize(
    ("model", "url"), [(HelpRequest, "/tracing/clearings/"), (TracingRequest, "/help/clearings/")]
)
def test_on_the_page_of_one_kind_the_other_is_not_confirmed(
    over, client, data_officer, supervisor, office, model, url
):
    asked = BulkDeletion.ask(model, office, by=data_officer)
    client.force_login(supervisor)
    sent = {"once": str(uuid4())}
    assert client.post(f"{url}{asked.ref}/confirm/", sent).status_code == 404
    assert model.objects.exists()


def test_who_does_not_erase_in_that_office_finds_nothing(
    over, client, data_officer, stranger, caseworker, office
):
    asked = BulkDeletion.ask(HelpRequest, office, by=data_officer)
    for user in (stranger, caseworker):
        client.force_login(user)
        answer = client.post(f"/help/clearings/{asked.ref}/confirm/", {"once": str(uuid4())})
        assert answer.status_code in (403, 404)
    assert HelpRequest.objects.exists()
