"""A telephone that opened the check page once checks a certificate without a network."""

from datetime import datetime, time, timedelta

import pytest
from playwright.sync_api import expect

from amparo.pillars.training.eligibility import Standing
from amparo.pillars.training.models import (
    Certificate,
    Course,
    Enrolment,
    Participant,
    TrainingEvent,
    TrainingSession,
)


@pytest.fixture
def certificate(cast, office):
    """Of a course that was held yesterday; the holder is José Núñez."""
    by = cast.training_organizer
    course = Course.record(by=by, office=office, code="VOT-1")
    version = course.versions.get()
    words = {"title": {"en": "Identifying victims", "es": "Identificar a víctimas"},
             "objectives": {"en": "Refer without harm."}}  # fmt: skip
    version.write(by=by, texts=words, hours=14, validity_months=24)
    version.review(by=cast.supervisor)
    version.publish(by=by)
    event = TrainingEvent.plan(by=by, office=office, version=version, seats=9)
    starts = datetime.combine(office.today() - timedelta(days=1), time(9), tzinfo=office.zone)
    TrainingSession.plan(event, by=by, starts_at=starts, ends_at=starts + timedelta(hours=7))
    event.open(by=by)
    participant = Participant.objects.create(office=office, name="José Núñez")
    enrolment = Enrolment.enrol(event, participant, by=by)
    return Certificate.issue(enrolment, by=by, standing=Standing(96, 88, ()))


def test_a_certificate_is_checked_without_a_network(certificate, phone_page, live_server):
    page = phone_page("en")
    page.goto(f"{live_server.url}/a/certificate/?lang=en")
    expect(page.locator("[data-kept]")).to_contain_text("also checks without a network")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.set_offline(True)
    check = f"{live_server.url}/a/certificate/?lang=en#"

    page.goto(check + certificate.word)
    page.reload()
    sheet = page.locator("[data-word]")
    expect(sheet).to_contain_text("Valid. The signature is ours")
    for said in ("Identifying victims", certificate.number, "14", "Basic", "are of:"):
        expect(sheet).to_contain_text(said)
    assert "José" not in page.content()
    for typed, answer in (("jose  NUNEZ", "The name fits."), ("Ana", "does not fit")):
        page.get_by_label("Name on the paper").first.fill(typed)
        page.get_by_role("button", name="Does the name fit?").click()
        expect(page.locator("[data-name-answer]")).to_contain_text(answer)

    verdict = page.locator("[data-verdict]")
    page.evaluate("word => { location.hash = word }", certificate.word.replace("~14~", "~40~"))
    expect(verdict).to_contain_text("Not genuine")
    expect(sheet.get_by_text("40", exact=True)).to_have_count(0)
    key = certificate.key.key_id
    page.evaluate("word => { location.hash = word }", certificate.word.replace(key, "aaaaaa"))
    expect(verdict).to_contain_text("a key that this installation does not list")
    page.evaluate("word => { location.hash = word }", certificate.word[:90])
    expect(verdict).to_contain_text("not read whole")
    assert not [url for url in asked if certificate.word[:20] in url.split("#")[0]]


def test_one_that_was_withdrawn_says_so_with_the_next_list(
    certificate, cast, phone_page, live_server
):
    certificate.withdraw(by=cast.training_organizer, reason="mistake")
    page = phone_page("ar")
    page.goto(f"{live_server.url}/a/certificate/?lang=ar#{certificate.word}")
    expect(page.locator("[data-word=withdrawn]")).to_be_visible()
