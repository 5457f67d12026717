"""An agreement in force, and people who agreed to it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from amparo.foundation.core import clock
from amparo.foundation.core.models import Organization
from amparo.foundation.people.models import Consent
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.foundation.record_linkage.agreement_exchange import AgreementTerms
from amparo.foundation.record_linkage.models.agreements import LinkageAgreement

from .simulated_partner import Partner


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def network(db):
    return Organization.found(by=None, name="Red Puente", kind="ngo")


@pytest.fixture
def terms(office):
    return AgreementTerms("share_services", 100, 3, office.today() + timedelta(days=60))


@pytest.fixture
def proposed(office, network, terms, data_officer):
    return LinkageAgreement.propose(
        by=data_officer, office=office, partner=network, terms=terms,
        legal_basis="Agreement of 3 March, article 4",
    )  # fmt: skip


@pytest.fixture
def partner(proposed, data_officer):
    partner = Partner(proposed)
    proposed.receive(partner.agreement_file(), by=data_officer)
    return partner


@pytest.fixture
def agreement(proposed, partner, supervisor):
    proposed.approve(proposed.number_expected, by=supervisor)
    return LinkageAgreement.objects.get(pk=proposed.pk)


@pytest.fixture
def agrees(network, caseworker):
    """Somebody says yes, or no, to the purpose of the agreement; for a child their mother does."""

    def say(person, *, yes=True, to=None, purpose="share_services"):
        choice = Choice(purpose, yes, "organization", to or network)
        given = ConsentGiven((choice,), "verbal", "es")
        if person.is_child(clock.now().date()):
            given = ConsentGiven(
                (choice,), "verbal", "es",
                given_by="parent", consenting_person="Rosa Quispe", relationship="mother",
            )  # fmt: skip
        return Consent.record(person, given, by=caseworker)[0]

    return say


@pytest.fixture
def signed_in():
    """Somebody at a screen of their own."""

    def sign_in(user):
        client = Client()
        client.force_login(user)
        return client

    return sign_in
