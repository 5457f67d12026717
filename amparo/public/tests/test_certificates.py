"""Checking a certificate by its number: everything is said but whose it is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from amparo.foundation.core import receipt_codes
from amparo.pillars.training.eligibility import Standing
from amparo.pillars.training.models import (
    Certificate,
    CertificateReport,
    Course,
    Enrolment,
    Participant,
    TrainingEvent,
)

pytestmark = pytest.mark.django_db
CHECK = "/a/certificate/?lang=en"


@pytest.fixture
def certificate(cast, office):
    by = cast.training_organizer
    course = Course.record(by=by, office=office, code="VOT-1", level="advanced")
    version = course.versions.get()
    words = {"title": {"en": "Identifying victims"}, "objectives": {"en": "Refer."}}
    version.write(by=by, texts=words, hours=14, validity_months=24)
    version.review(by=cast.supervisor)
    version.publish(by=by)
    event = TrainingEvent.plan(by=by, office=office, version=version, seats=9)
    participant = Participant.objects.create(office=office, name="José Núñez-Muñoz")
    enrolment = Enrolment.enrol(event, participant, by=by)
    return Certificate.issue(enrolment, by=by, standing=Standing(96, 88, ()), language="en")


def ask(client, number: str, name: str = ""):
    form = {"form": receipt_codes.new_form(), "number": number, "name": name}
    return client.post(CHECK, form)


def test_a_number_says_everything_but_the_name(client, certificate):
    typed = certificate.number.lower().replace("-", " ")
    answer = ask(client, typed)
    for said in ("Valid.", "Identifying victims", certificate.number, "14", "Advanced"):
        assert said in answer.text
    assert "Núñez" not in answer.text


@pytest.mark.parametrize(
    ("name", "said"),
    [("JOSE NUNEZ MUNOZ", "The name fits."), ("José Núñez", "The name does not fit.")],
)
def test_a_typed_name_fits_or_does_not(client, certificate, name, said):
    answer = ask(client, certificate.number, name)
    assert said in answer.text
    assert "Muñoz" not in answer.text


def test_what_is_no_number_and_what_is_nobodys_are_answered_alike(client, certificate):
    unknown, nothing = ask(client, "CAP-0000-0000"), ask(client, "certificate")
    assert unknown.status_code == nothing.status_code == 422
    assert "This number is not known" in unknown.text
    assert "This number is not known" in nothing.text


def test_withdrawn_replaced_and_lapsed_are_said_differently(client, certificate, cast):
    by = cast.training_organizer
    Certificate.objects.filter(pk=certificate.pk).update(
        until=timezone.localdate() - timedelta(days=1)
    )
    lapsed = ask(client, certificate.number)
    assert "Lapsed." in lapsed.text
    assert "Day of this check" in lapsed.text
    certificate.refresh_from_db()
    renewed = certificate.renew(by=by, exception="Refresher TRN-26-019")
    assert "Replaced." in ask(client, certificate.number).text
    renewed.withdraw(by=by, reason="misuse")
    assert "Withdrawn." in ask(client, renewed.number).text


def test_nobody_guesses_whose_a_number_is(client, certificate):
    answers = [ask(client, certificate.number, f"Name {at}").status_code for at in range(6)]
    assert answers == [200] * 5 + [429]


def test_a_report_reaches_the_organizers_once(client, certificate, cast):
    form = receipt_codes.new_form()
    told = {"form": form, "kind": "altered", "number": certificate.number, "text": "40 hours"}
    for _twice in range(2):
        assert "Thank you" in client.post("/a/certificate/report/?lang=en", told).text
    report = CertificateReport.objects.get()
    assert report.certificate == certificate
    client.force_login(cast.training_organizer)
    assert report.get_absolute_url() in client.get("/certificates/").text
    report.close(by=cast.training_organizer, outcome="false")
    assert report.get_absolute_url() not in client.get("/certificates/").text


def test_the_code_of_the_badge_opens_the_paper(client, certificate):
    code = certificate.enrolment.code
    client.post("/a/p/?lang=en", {"form": receipt_codes.new_form(), "code": code})
    assert certificate.number in client.get("/a/p/?lang=en").text
    paper = client.get("/a/p/certificate/?lang=en")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")
    badge = client.get("/a/p/badge/jwt/?lang=en")
    assert badge.content.count(b".") == 2
