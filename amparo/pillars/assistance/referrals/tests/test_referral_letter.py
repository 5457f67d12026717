"""The letter says what the partner's page says, in four languages, and only while it may."""

import pytest

from amparo.foundation.core.models import AuditEntry
from amparo.pillars.assistance.referrals import pdf

pytestmark = pytest.mark.django_db
LANGUAGES = ("es", "en", "fr", "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_each_language_and_its_name_says_nothing(client, referral, caseworker, language):
    client.force_login(caseworker)
    answer = client.get(f"{referral.get_absolute_url()}letter/", {"language": language})
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert "Rosa" not in answer.headers["Content-Disposition"]
    assert AuditEntry.objects.get(event="referral.printed").details["language"] == language


def test_it_says_what_was_agreed_and_nothing_else(referral, monkeypatch):
    made = {}
    monkeypatch.setattr(pdf, "paper_of", lambda page, told: made.update(told) or b"%PDF-")
    pdf.referral_letter(referral)
    said = str(made)
    for read in ("Rosa Quispe Mamani", "A bed for tonight.", "Cruz del Sur", "after 18:00"):
        assert read in said
    for unread in ("70012345", referral.case.number, "female", "BO"):
        assert unread not in said


def test_by_itself_it_is_in_the_language_of_the_person(client, referral, caseworker):
    client.force_login(caseworker)
    client.get(f"{referral.get_absolute_url()}letter/")
    assert AuditEntry.objects.get(event="referral.printed").details["language"] == "es"


def test_taken_back_there_is_no_letter(client, referral, rosa, caseworker):
    rosa.consents.get(purpose="share_services").withdraw(by=caseworker)
    client.force_login(caseworker)
    answer = client.get(f"{referral.get_absolute_url()}letter/")
    assert answer.status_code == 409
    assert not AuditEntry.objects.filter(event="referral.printed").exists()


def test_who_is_asked_prints_none_of_ours(client, referral, hostess, stranger):
    for user in (hostess, stranger):
        client.force_login(user)
        assert client.get(f"{referral.get_absolute_url()}letter/").status_code == 404
