"""The document by which somebody consents for a child is attached, or listed as missing."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.utils import translation

from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.erasure import Erasure, erase
from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Consent, ConsentDocument
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from tests.support.uploads import certificate, photo

pytestmark = pytest.mark.django_db
LIST = "/people/consents/without-document/"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.AMPARO_FILE_STORAGE = tmp_path


@pytest.fixture
def lucia(client, caseworker):
    client.force_login(caseworker)
    return client


@pytest.fixture
def consent(office, nayeli, caseworker):
    """Returns what an authority agreed to for the child, one record a purpose."""

    def consent(*purposes, **said):
        given = ConsentGiven(
            tuple(Choice(purpose, True) for purpose in purposes), "verbal", "es",
            given_by="authority", consenting_person="Defensoría", document="Resolution 12",
            document_issuer="Court 2", document_on=office.today() - timedelta(days=2), **said,
        )  # fmt: skip
        return Consent.record(nayeli, given, by=caseworker)

    return consent


def test_one_file_shows_all_that_was_agreed_in_one_conversation(lucia, consent, nayeli):
    one, other = consent("contact", "reporting", upload=certificate())
    assert one.document_file == other.document_file
    file = one.document_file
    page = lucia.get(f"/people/{nayeli.ref}/").text
    assert f"/people/consent-documents/{file.ref}/" in page
    assert LIST not in page
    answer = lucia.get(f"/people/consent-documents/{file.ref}/")
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert AuditEntry.objects.filter(event="consentdocument.attached").count() == 1
    assert AuditEntry.objects.filter(event="consentdocument.seen").count() == 1


def test_whoever_may_not_open_the_person_opens_no_document(client, consent, stranger):
    [one] = consent("contact", upload=certificate())
    client.force_login(stranger)
    assert client.get(f"/people/consent-documents/{one.document_file.ref}/").status_code == 404


def test_what_came_without_its_file_is_listed_until_somebody_attaches_it(lucia, consent, nayeli):
    one, other = consent("contact", "reporting", document_follows=True)
    listed = lucia.get(LIST).text
    assert listed.count(nayeli.name) >= 1
    assert "Resolution 12" in listed
    assert (
        "The document by which Defensoría consented is missing."
        in lucia.get(f"/people/{nayeli.ref}/").text
    )
    address = f"/people/consents/{one.ref}/document/"
    assert "Resolution 12" in lucia.get(address).text
    assert lucia.post(address, {"upload": photo()}).status_code == 303
    for each in (one, other):
        each.refresh_from_db()
        assert not each.is_document_missing
    assert one.document_file == other.document_file
    assert "No document is missing" in lucia.get(LIST).text
    again = lucia.post(address, {"upload": photo()})
    assert again.status_code == 422
    assert "attached already" in again.text
    assert ConsentDocument.objects.count() == 1


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (None, "Choose the file"),
        (("paper.pdf", b"", "application/pdf"), "This file is empty"),
        (("paper.txt", b"Resolution", "text/plain"), "Choose a PDF or a photo"),
        (("paper.pdf", b"%PDF-1.4 /JavaScript /JS %%EOF", "application/pdf"), "program"),
    ],
)
def test_what_is_no_document_is_refused_in_words(lucia, consent, file, words):
    [one] = consent("contact", document_follows=True)
    sent = {"upload": SimpleUploadedFile(*file)} if file else {}
    answer = lucia.post(f"/people/consents/{one.ref}/document/", sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert not ConsentDocument.objects.exists()


def test_another_document_of_the_same_child_is_attached_by_itself(consent, caseworker):
    [one] = consent("contact", document_follows=True)
    [other] = consent("reporting", document_follows=True)
    Consent.objects.filter(pk=other.pk).update(document_on=one.document_on - timedelta(days=9))
    ConsentDocument.attach(one, certificate(), by=caseworker)
    assert list(Consent.objects.without_document()) == [other]


def test_a_harmful_document_counts_as_missing(consent, caseworker):
    [one] = consent("contact", upload=certificate())
    ConsentDocument.objects.update(verdict="infected")
    assert list(Consent.objects.without_document()) == [one]
    ConsentDocument.attach(Consent.objects.get(pk=one.pk), certificate(), by=caseworker)
    assert not Consent.objects.without_document().exists()


def test_a_no_and_a_recorded_parent_need_no_document(consent, nayeli, caseworker):
    no = ConsentGiven((Choice("contact", False),), "verbal", "es", given_by="authority")
    Consent.record(nayeli, no, by=caseworker)
    assert not Consent.objects.without_document().exists()
    with pytest.raises(Refusal, match="Attach the document"):
        consent("contact")


def test_it_is_erased_with_the_child(consent, nayeli, supervisor):
    [one] = consent("contact", upload=certificate())
    stored = one.document_file.storage_key
    with TestCase.captureOnCommitCallbacks(execute=True):
        erase(nayeli, Erasure(reason="asked", by=supervisor))
    assert not ConsentDocument.objects.exists()
    with pytest.raises(FileNotFoundError):
        EncryptedFile.open(stored)
