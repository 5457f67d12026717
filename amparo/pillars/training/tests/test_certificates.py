"""Certificates: issued once, renewed, issued with another name, withdrawn; a name that goes."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import translation

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.values import DataKey, evict_keys
from amparo.foundation.core.refusals import Refusal
from amparo.ops.doctor.operations import certificate_keys
from amparo.pillars.training import certificate_words, holder_names
from amparo.pillars.training.eligibility import Part, Shortfall, Standing
from amparo.pillars.training.issuing import Known, candidates, is_over, issue_all
from amparo.pillars.training.models import Certificate, SigningKey, TrainingSession
from amparo.pillars.training.presenters.certificates import certificates_section, short_of

pytestmark = pytest.mark.django_db
PASSED = Standing(96, 88, ())


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def held_event(event):
    """The event, a month ago."""
    for each in event.sessions.all():
        month = timedelta(days=30)
        TrainingSession.objects.filter(pk=each.pk).update(
            starts_at=each.starts_at - month, ends_at=each.ends_at - month
        )
    return event


@pytest.fixture
def certificate(held_event, enrol, organizer):
    version = held_event.version
    version.validity_months = 24
    version.save()
    return Certificate.issue(enrol(held_event, "José Núñez"), by=organizer, standing=PASSED)


def test_a_certificate_is_issued_once_and_signed(certificate, organizer):
    again = Certificate.issue(certificate.enrolment, by=organizer, standing=PASSED)
    assert again == certificate
    word = certificate_words.read(certificate.word)
    assert word == certificate.as_word()
    assert certificate_words.is_signed_by(certificate.word, SigningKey.current().public_key)
    assert holder_names.fits("jose nunez", word.name_salt, word.name_hash)
    assert "Núñez" not in certificate.word


def test_who_is_short_gets_one_only_with_a_reason(held_event, enrol, organizer):
    short = Standing(None, 60, (Shortfall(Part.ATTENDANCE, None, 80),))
    enrolment = enrol(held_event)
    with pytest.raises(Refusal, match="give the reason"):
        Certificate.issue(enrolment, by=organizer, standing=short)
    found = Certificate.issue(
        enrolment, by=organizer, standing=short, exception="Taught two of the sessions."
    )
    assert (found.exception, found.attendance) == ("Taught two of the sessions.", None)


def test_all_who_are_eligible_get_one_and_the_others_are_told_why(held_event, enrol, organizer):
    first, second, third = (enrol(held_event, name) for name in ("Ana", "Beto", "Caro"))
    known = Known({first.pk: 100, second.pk: 60}, {first.pk: 90, second.pk: 90, third.pk: 90})
    assert issue_all(held_event, known, by=organizer) == 1
    assert issue_all(held_event, known, by=organizer) == 0
    found = candidates(held_event, known)
    assert [bool(each.certificate) for each in found] == [True, False, False]
    assert [short_of(each.standing.shortfalls[0]) for each in found[1:]] == [
        "attended 60 %, 80 % are required", "attendance was not recorded",
    ]  # fmt: skip


def test_nobody_is_certified_before_the_last_session_ended(event, held_event, organizer):
    assert is_over(held_event)
    TrainingSession.plan(
        held_event, by=organizer, starts_at=now(), ends_at=now() + timedelta(hours=1)
    )
    fresh = type(event).objects.get(pk=event.pk)
    assert not is_over(fresh)
    assert certificates_section(fresh, organizer) is None


def test_another_name_keeps_the_number_and_replaces_the_paper(certificate, organizer):
    fresh = certificate.reissue(by=organizer, name="José Núñez Muñoz")
    certificate.refresh_from_db()
    assert (fresh.number, fresh.issue_number) == (certificate.number, 2)
    assert (fresh.issued_on, fresh.until) == (certificate.issued_on, certificate.until)
    assert certificate.state == "superseded"
    assert fresh.status_index != certificate.status_index
    assert Certificate.for_number(fresh.number) == fresh
    with pytest.raises(Refusal, match="Replaced"):
        certificate.withdraw(by=organizer, reason="mistake")


def test_a_renewal_has_a_number_of_its_own_and_says_on_what_it_rests(certificate, organizer):
    with pytest.raises(Refusal, match="on what"):
        certificate.renew(by=organizer, exception=" ")
    fresh = certificate.renew(by=organizer, exception="Refresher TRN-26-019")
    assert fresh.number != certificate.number
    assert (fresh.supersedes, fresh.holder) == (certificate, "José Núñez")


def test_a_certificate_outlives_the_name_of_its_holder(certificate, organizer):
    participant = certificate.participant
    participant.name, participant.erased_at = "", now()
    participant.save()
    certificate.refresh_from_db()
    assert (certificate.holder, certificate.participant, certificate.enrolment) == ("", None, None)
    assert holder_names.fits("Jose Nunez", certificate.name_salt, certificate.name_hash)
    assert certificate.holds(certificate.issued_on)
    certificate.withdraw(by=organizer, reason="misuse")
    assert certificate.state == "withdrawn"


def test_a_name_whose_key_was_destroyed_is_shown_as_erased(certificate):
    DataKey.destroy([certificate.participant.ref])
    evict_keys([certificate.participant.ref])
    assert Certificate.objects.get(pk=certificate.pk).holder == ""


def test_a_new_key_voids_nothing(certificate):
    first = SigningKey.current()
    second = SigningKey.rotate(by=None)
    assert (SigningKey.current(), first.key_id == second.key_id) == (second, False)
    first.refresh_from_db()
    assert first.is_ours
    assert certificate_words.is_signed_by(certificate.word, first.public_key)


def test_the_doctor_says_whether_certificates_can_be_signed(certificate, settings, capsys):
    settings.AMPARO_BASE_URL = "https://amparo.example.org"
    assert [each.level for each in certificate_keys()] == ["ok"]
    call_command("certificates", "rotate")
    call_command("certificates", "keys")
    told = capsys.readouterr().out.splitlines()
    assert [line.rpartition("; ")[2] for line in told[1:]] == ["1 certificates", "0 certificates"]
    SigningKey.objects.filter(key_id=certificate.key.key_id).update(public="A" * 43)
    settings.AMPARO_BASE_URL = "http://localhost"
    danger, warning = certificate_keys()
    assert (danger.level, warning.level) == ("danger", "warn")
    assert certificate.key.key_id in danger.what
