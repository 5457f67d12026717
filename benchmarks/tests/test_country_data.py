"""The country of the benchmarks builds as people would make it, and every page of it opens."""

import pytest
from django.db import transaction
from django.test import override_settings

from amparo.foundation.core.models import User
from amparo.pillars.assistance.counter_trafficking.models import TraffickingRecord
from amparo.pillars.assistance.pathways.models import Check
from amparo.pillars.assistance.pathways.payments.models import AssistanceGrant
from amparo.pillars.assistance.returns import rules
from amparo.pillars.assistance.returns.models import ReturnJourney
from benchmarks import pages
from benchmarks.country_data import FAR, HomeCountry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_scale")]
PEOPLE = 150


@pytest.fixture(scope="module")
def country(django_db_setup, django_db_blocker):
    """Built once for this file, and not kept."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        override_settings(ALLOWED_HOSTS=["*"]),
    ):
        HomeCountry(PEOPLE).build()
        yield
        transaction.set_rollback(True)


def test_what_is_written_in_bulk_stands_as_its_verbs_leave_it(country):
    journeys = list(ReturnJourney.objects.select_related("case__team__office"))
    assert len(journeys) == PEOPLE
    assert {rules.COUNSELLING, rules.PREPARING, rules.BOOKED, rules.ARRIVED, rules.RECEIVED} <= {
        each.state for each in journeys
    }
    for journey in journeys:
        was = journey.state, journey.leaves_on
        journey.update_phase(by=None)
        assert (journey.state, journey.leaves_on) == was
        assert journey.where == "Tacna, her mother's house"
        if FAR[journey.state] >= FAR[rules.BOOKED]:
            assert not Check.objects.of(journey.ref).shut(journey.case.office.today()).exists()


def test_money_is_asked_decided_and_paid_by_three(country):
    for grant in AssistanceGrant.objects.prefetch_related("payments"):
        hands = [grant.by_id, grant.decided_by_id, *(each.by_id for each in grant.payments.all())]
        known = [each for each in hands if each]
        assert len(set(known)) == len(known)
        assert grant.charged() == grant.paid


def test_each_list_and_page_is_opened_and_counted(country, monkeypatch):
    monkeypatch.setattr(pages, "ROUNDS", 2)
    told = {each["what"]: each for each in pages.journey_figures()}
    assert len(told) > 30
    assert all(each["queries"] > 5 and each["p95"] > 0 for each in told.values())


def test_what_is_kept_close_is_kept_close(country):
    [head] = User.objects.filter(memberships__role="supervisor")
    worker = User.objects.filter(memberships__role="caseworker").first()
    assert TraffickingRecord.objects.exists()
    assert (
        TraffickingRecord.objects.accessible_to(head).count() == TraffickingRecord.objects.count()
    )
    assert TraffickingRecord.objects.accessible_to(worker).exclude(case__owner=worker).count() == 0
