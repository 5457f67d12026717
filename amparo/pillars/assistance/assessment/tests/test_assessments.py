"""An assessment: what exposes and protects at each level, what is needed, what matters most."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.people.models import Place
from amparo.foundation.protection.models import Observation
from amparo.pillars.assistance.assessment.models import Assessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(case):
    return reverse("assessment:assessment-new", args=[case.ref])


@pytest.fixture
def add(case):
    return reverse("assessment:observation-new", args=[case.ref])


def seen(**more):
    before = localdate() - timedelta(days=2)
    return {"weighs": "risk:2", "factor": "debt", "observed_on": before, **more}


def needs(**more):
    return {"need-rows": "1", "summary": "They need a safe bed", **more}


FIRST = {
    "need-0-service_type": "shelter.emergency",
    "need-0-horizon": "immediate",
    "need-0-level": "family",
}


def test_what_is_seen_lies_in_the_file_of_the_case(client, add, case, rosa, caseworker):
    client.force_login(caseworker)
    answer = client.post(add, seen(evidence="The foreman says so"))
    noted = Observation.objects.get()
    assert answer.status_code == 303
    assert (noted.person, noted.case_ref, noted.severity) == (rosa, case.ref, 2)
    assert AuditEntry.objects.of_file(case.ref).filter(event="observation.recorded").exists()


def test_one_after_the_other_without_scripts(client, add, caseworker):
    client.force_login(caseworker)
    assert client.post(add, seen(again="1")).url.startswith(add)


def test_something_must_be_named(client, add, caseworker):
    client.force_login(caseworker)
    answer = client.post(add, seen(factor="", threat=""))
    assert answer.status_code == 422
    assert not Observation.objects.exists()


def test_what_is_known_of_the_place_is_shown_as_such(client, page, case, caseworker):
    town = Place.create(by=None, name="Puerto Alto", kind="town", country="BO")
    case.place = town
    case.save()
    Observation.record(
        by=caseworker, place=town, level="structural", factor=_structural(), polarity="risk",
        severity=2, observed_on=case.office.today(),
    )  # fmt: skip
    client.force_login(caseworker)
    assert "Known of Puerto Alto" in client.get(page).content.decode()


def _structural():
    from amparo.foundation.protection import code_lists

    return code_lists.choices("factor", level="structural")[0][0]


def test_seen_differently_both_remain(client, add, case, caseworker):
    client.force_login(caseworker)
    client.post(add, seen())
    old = Observation.objects.get()
    again = reverse("assessment:observation", args=[case.ref, old.ref])
    client.post(again, seen(weighs="risk:3"))
    assert Observation.objects.count() == 2
    assert Observation.objects.current().get().severity == 3


def test_what_is_over_stops_counting(client, add, case, caseworker):
    client.force_login(caseworker)
    client.post(add, seen())
    end = reverse("assessment:observation-end", args=[case.ref, Observation.objects.get().ref])
    assert client.post(end, {"how": "withdrawn"}).status_code == 422
    assert client.post(end, {"how": "lapsed"}).status_code == 303
    assert not Observation.objects.current().exists()


def test_needs_stand_in_the_persons_own_order(client, page, case, caseworker):
    client.force_login(caseworker)
    answer = client.post(page, needs(**FIRST, **{"need-0-own_rank": "1"}))
    assert answer.url == reverse("assessment:risk-decide", args=[case.ref])
    need = Assessment.objects.get().needs.get()
    assert (need.service_type, need.level, need.own_rank) == ("shelter.emergency", "family", 1)


def test_one_more_need_keeps_what_was_written_and_judges_nothing(client, page, caseworker):
    client.force_login(caseworker)
    said = {"need-rows": "1", "need-0-text": "Two beds", "more-need": "1", "priorities": "A bed"}
    answer = client.post(page, said)
    told = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="Two beds"' in told
    assert 'name="need-1-text"' in told
    assert "A bed" in told
    assert not Assessment.objects.exists()


def test_a_row_left_empty_counts_for_nothing(client, page, caseworker):
    client.force_login(caseworker)
    client.post(page, needs(**{"need-0-level": "individual"}))
    assert not Assessment.objects.get().needs.exists()


def test_a_need_half_written_says_what_is_missing(client, page, caseworker):
    client.force_login(caseworker)
    answer = client.post(page, needs(**{"need-0-text": "A bed"}))
    assert answer.status_code == 422
    assert not Assessment.objects.exists()


def test_the_second_one_shows_what_changed(client, page, add, case, caseworker):
    client.force_login(caseworker)
    client.post(page, needs(**FIRST))
    client.post(add, seen(weighs="risk:1"))
    client.post(page, needs(**FIRST | {"need-0-service_type": "food.inkind"}))
    second = Assessment.objects.last()
    shown = client.get(reverse("assessment:assessment", args=[case.ref, second.ref]))
    told = shown.content.decode()
    assert "What changed since the assessment before" in told
    assert "Adds risk, mild" in told


def test_every_page_is_one_reading_and_few_questions(
    client, page, add, caseworker, django_assert_max_num_queries
):
    client.force_login(caseworker)
    for _each in range(6):
        client.post(add, seen())
    with django_assert_max_num_queries(25):
        client.get(page)


def test_a_stranger_finds_nothing(client, page, add, stranger):
    client.force_login(stranger)
    assert client.get(page).status_code == 404
    assert client.post(add, seen()).status_code == 404
    assert not Observation.objects.exists()
