"""Rumours on the screen: from the street to an answer in few taps, and who sees what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amparo.foundation.core.extension_points import facts
from amparo.pillars.advocacy.message_bank.models import KeyMessage
from amparo.pillars.advocacy.rumours.models import Rumour

from .conftest import RIGHT, RUMOUR_TEXT, approve_message, check_rumour, draft_answer

pytestmark = pytest.mark.django_db
HEARD = {
    "kind": "rumour", "text": RUMOUR_TEXT, "topic": "services", "channel": "person",
    "language": "es",
}  # fmt: skip


def at(name, *refs):
    return reverse(f"rumours:{name}", args=refs)


@pytest.fixture
def as_user(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def test_from_what_a_caseworker_hears_to_an_approved_answer(
    as_user, caseworker, keeper, supervisor
):
    """Seven forms and taps by three people; the message bank adds what it asks for itself."""
    assert as_user(caseworker).post(at("rumour-new"), HEARD).status_code == 303
    rumour = Rumour.objects.get()
    page = as_user(keeper)
    assert at("rumour-assess", rumour.ref) in page.get(rumour.get_absolute_url()).text
    told = {"harms": ["services", "detention"], "reason": "People sleep outside."}
    assert page.post(at("rumour-assess", rumour.ref), told).status_code == 303
    rumour.refresh_from_db()
    assert rumour.risk == "high"
    told = {
        "what": "The house rules say so.", "said_by": "The shelter", "verdict": "false",
        "learned_on": rumour.first_heard_on, "explanation": "The shelter asks for no papers.",
    }  # fmt: skip
    assert page.post(at("rumour-check", rumour.ref), told).status_code == 303
    check = rumour.checks.get()
    second = as_user(supervisor)
    assert "Confirm verdict" in second.get(rumour.get_absolute_url()).text
    assert second.post(at("rumour-confirm", rumour.ref, check.ref)).status_code == 303
    page = as_user(keeper)
    form = page.get(at("rumour-answer", rumour.ref)).context["form"]
    # The words heard are sealed: none of them stands in what is drafted.
    assert RUMOUR_TEXT not in str(form.initial)
    assert form.initial["body_en"] == check.explanation
    told = {
        "title": "Shelter", "audience": "migrants", "need": "Is it safe?", "languages": ["en"],
        "heading_en": RIGHT["heading"], "body_en": RIGHT["body"],
    }  # fmt: skip
    wrong = told | {"heading_en": RUMOUR_TEXT[:85]}
    refused = page.post(at("rumour-answer", rumour.ref), wrong)
    assert (refused.status_code, KeyMessage.objects.count()) == (422, 0)
    assert "repeats what was heard" in refused.text
    assert page.post(at("rumour-answer", rumour.ref), told).status_code == 303
    approve_message(KeyMessage.objects.get(), keeper, supervisor)
    assert Rumour.objects.get().state == "answered"


def test_a_likely_duplicate_is_proposed_after_sending_and_becomes_a_sighting_in_one_tap(
    as_user, colleague, rumour
):
    page = as_user(colleague)
    told = HEARD | {"text": "El refugio entrega a la policía a la gente sin papeles"}
    sent = page.post(at("rumour-new"), told, follow=True)
    duplicate = Rumour.objects.exclude(pk=rumour.pk).get()
    assert sent.redirect_chain[-1][0] == at("rumour-similar", duplicate.ref)
    fold = at("rumour-merge", duplicate.ref, rumour.ref)
    assert fold in sent.text
    assert page.post(fold).status_code == 303
    assert rumour.sightings.count() == 2


def test_heard_again_takes_two_taps_and_nothing_to_type(as_user, colleague, rumour):
    page = as_user(colleague)
    where = at("rumour-sight", rumour.ref)
    assert where in page.get(at("rumours")).text
    assert 'name="channel" value="radio"' in page.get(where).text
    assert page.post(where, {}).status_code == 422
    assert page.post(where, {"channel": ["", "radio"]}).status_code == 303
    assert page.post(where, {"channel": "smoke"}).status_code == 422
    assert rumour.sightings.filter(by=colleague, channel="radio").exists()


def test_the_contact_of_an_advert_is_read_by_who_keeps_rumours_and_not_by_who_records(
    as_user, caseworker, keeper, policy_officer
):
    told = HEARD | {"kind": "advert", "contact": "+591 700 00000", "offer": "Cook"}
    assert as_user(caseworker).post(at("rumour-new"), told | {"kind": "rumour"}).status_code == 422
    assert as_user(caseworker).post(at("rumour-new"), told).status_code == 303
    url = Rumour.objects.get().get_absolute_url()
    assert "700 00000" not in as_user(caseworker).get(url).text
    assert "700 00000" in as_user(keeper).get(url).text


def test_another_office_neither_sees_nor_sights_it(as_user, stranger, rumour):
    page = as_user(stranger)
    assert RUMOUR_TEXT not in page.get(at("rumours")).text
    assert page.get(rumour.get_absolute_url()).status_code == 404
    assert page.post(at("rumour-sight", rumour.ref), {"channel": "radio"}).status_code == 404


def test_a_verdict_without_a_source_and_a_risk_without_harm_come_back_with_a_word(
    as_user, keeper, rumour
):
    page = as_user(keeper)
    told = {"verdict": "unknown", "explanation": "Ask at the desk.", "learned_on": "2026-01-01"}
    assert page.post(at("rumour-check", rumour.ref), told).status_code == 422
    assert page.post(at("rumour-assess", rumour.ref), {"reason": "x"}).status_code == 422
    mild = {"harms": ["confusion"], "reason": "Only a question."}
    refused = page.post(at("rumour-assess", rumour.ref), mild)
    assert "Not assessed is none" in refused.text
    assert page.post(at("rumour-close", rumour.ref), {"because": ""}).status_code == 422
    rumour.refresh_from_db()
    assert (rumour.risk, rumour.state) == ("none", "new")


def test_the_board_shows_the_gravest_first_filters_and_asks_as_often_for_many(
    as_user, keeper, record_rumour, rumour
):
    page = as_user(keeper)
    low = record_rumour("Otra cosa cualquiera")
    low.assess_risk(by=keeper, harms=["confusion"], level="low", reason="Few.")
    rows = list(page.get(at("rumours")).context["pages"])
    assert rows == [rumour, low]
    assert "Open rumours" not in page.get(at("rumours") + "?stage=answered").text

    def count():
        with CaptureQueriesContext(connection) as queries:
            page.get(at("rumours"))
            page.get(rumour.get_absolute_url())
        return len([each for each in queries if "core_datakey" not in each["sql"]])

    few = count()
    for number in range(4):
        record_rumour(f"Rumor número {number}")
        rumour.sight(by=keeper, channel="radio", heard_on=rumour.first_heard_on)
    assert count() <= few


def test_evidence_counts_a_rumour_from_the_day_it_was_heard_and_its_days_to_the_answer(
    checked, record_rumour, keeper, supervisor
):
    record_rumour("Otra vez lo mismo del refugio").merge_into(checked, by=keeper)
    approve_message(draft_answer(checked, keeper), keeper, supervisor)
    [row] = facts["rumours"].rows()
    assert (row[0], row[1]) == (checked.pk, checked.first_heard_on)
    assert row[-5:] == ("rumour", "services", "person", True, 0)


def test_a_verdict_on_the_page_of_its_proposer_offers_no_confirmation(as_user, keeper, rumour):
    check_rumour(rumour, keeper, None)
    text = as_user(keeper).get(rumour.get_absolute_url()).text
    assert "waits for a second person" in text
    assert at("rumour-confirm", rumour.ref, rumour.checks.get().ref) not in text
