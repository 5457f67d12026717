"""For a child a parent who is present, a guardian or an authority consents, and nobody else."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.forms import ConsentForm
from amparo.foundation.people.models import Consent
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from tests.support.uploads import certificate, photo

pytestmark = pytest.mark.django_db
YES = ConsentGiven((Choice("contact", True),), "verbal", "es")
DOCUMENT = {"document": "Resolution 12", "document_issuer": "Court 2"}


@pytest.fixture(autouse=True)
def _in_english():
    """What is refused is read in the language in which these promises are written."""
    with translation.override("en"):
        yield


@pytest.fixture
def on(office):
    return office.today() - timedelta(days=3)


def record(person, by, **said):
    return Consent.record(person, replace(YES, **said), by=by)[0]


def test_a_parent_who_is_present_is_named_with_what_they_are(nayeli, caseworker):
    kept = record(
        nayeli, caseworker, given_by="parent", consenting_person="Rosa", relationship="mother"
    )
    assert (kept.consenting_person, kept.relationship) == ("Rosa", "mother")
    assert nayeli.consents_to("contact")


@pytest.mark.parametrize("giver", ["guardian", "authority"])
def test_a_guardian_or_an_authority_is_shown_by_a_document(nayeli, caseworker, on, giver):
    kept = record(
        nayeli, caseworker, given_by=giver, consenting_person="Defensoría", document_on=on,
        upload=certificate(), **DOCUMENT,
    )  # fmt: skip
    assert not kept.is_document_missing
    assert kept.document_file.person == nayeli
    assert (kept.document, kept.document_issuer, kept.document_on) == (*DOCUMENT.values(), on)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "They are a child"),
        ({"given_by": "parent", "consenting_person": "Rosa"}, "what they are to the child"),
        ({"given_by": "parent", "relationship": "mother"}, "name of the parent"),
        ({"given_by": "guardian", "consenting_person": "Halima"}, "not on record"),
        ({"given_by": "guardian", "consenting_person": "Halima", **DOCUMENT}, "not on record"),
        ({"given_by": "guardian", **DOCUMENT}, "name of the guardian"),
        ({"given_by": "authority", "consenting_person": "Defensoría"}, "document of the authori"),
        ({"given_by": "guardian", "guardian_ref": uuid4()}, "not on record for this child"),
    ],
)
def test_anything_else_is_refused_and_says_what_to_do(nayeli, caseworker, said, words):
    before = Consent.objects.count()
    with pytest.raises(Refusal, match=words):
        record(nayeli, caseworker, **said)
    assert Consent.objects.count() == before


@pytest.mark.parametrize("giver", ["guardian", "authority"])
def test_a_document_that_is_only_named_shows_nothing(nayeli, caseworker, on, giver):
    with pytest.raises(Refusal, match="Attach the document by which they consent"):
        record(
            nayeli, caseworker, given_by=giver, consenting_person="Defensoría", document_on=on,
            **DOCUMENT,
        )  # fmt: skip
    assert not nayeli.consents_to("contact")


def test_a_document_is_not_of_tomorrow(nayeli, caseworker, office):
    with pytest.raises(Refusal, match="is in the future"):
        record(
            nayeli, caseworker, given_by="authority", consenting_person="Defensoría",
            document_on=office.today() + timedelta(days=1), upload=certificate(), **DOCUMENT,
        )  # fmt: skip


def test_a_no_of_the_child_is_always_kept(nayeli, caseworker):
    record(nayeli, caseworker, choices=(Choice("contact", False),))
    assert not nayeli.consents_to("contact")


def test_whose_age_is_disputed_is_a_child(rosa, caseworker):
    rosa.change(by=caseworker, is_age_disputed=True)
    with pytest.raises(Refusal, match="They are a child"):
        record(rosa, caseworker)


def test_an_adult_speaks_for_themselves(rosa, caseworker):
    assert record(rosa, caseworker).is_in_force


def test_on_the_page_it_is_asked_and_what_is_missing_is_said(client, nayeli, caseworker, office):
    client.force_login(caseworker)
    address = f"/people/{nayeli.ref}/consents/new/"
    assert "A parent who is present" in client.get(address).content.decode()
    today = office.today()
    said = {
        "language": "es", "method": "verbal", "given_by": "guardian",
        "consenting_person": "Halima", "given_on": today.isoformat(),
        "expires_on": (today + timedelta(days=30)).isoformat(), "agrees_contact": "yes",
        "explained": ["interview", "purpose", "uses", "access", "retention", "withdrawal"],
    }  # fmt: skip
    refused = client.post(address, said)
    assert refused.status_code == 422
    assert "note the document that names them" in refused.content.decode()
    assert client.post(address, said | {"given_by": "self"}).status_code == 422
    before = Consent.objects.count()
    shown = DOCUMENT | {"document_on": today.isoformat()}
    named = client.post(address, said | shown)
    assert named.status_code == 422
    assert "Attach the document by which they consent" in named.text
    assert 'value="Resolution 12"' in named.text
    assert client.post(address, said | shown | {"upload": photo()}).status_code in (200, 303)
    assert Consent.objects.count() == before + 1


def test_the_form_offers_a_guardian_only_of_somebody_who_is_known():
    assert "guardian" not in ConsentForm().fields
