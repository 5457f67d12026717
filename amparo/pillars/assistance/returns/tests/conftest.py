"""Rosa and her daughter, who think of going home."""

import pytest
from django.utils import translation

from amparo.foundation.directory.models import Provider, Service, ServiceType
from amparo.foundation.people.models.consents import Choice, Consent, ConsentGiven
from tests.support.shared_start import shared_start

from . import ways


@pytest.fixture(autouse=True)
def _in_english():
    """What is refused is read in the language in which these promises are written."""
    with translation.override("en"):
        yield


@shared_start
@translation.override("en")
def journey(cast):
    """Rosa's return, just begun, and somebody who answers for the team."""
    return ways.begin(cast)


@shared_start
@translation.override("en")
def with_child(cast):
    """Rosa and Nayeli go together."""
    return ways.begin_with_child(cast)


@pytest.fixture
def say_no(caseworker):
    """They no longer want another office of ours to read their file."""

    def say(person):
        no = ConsentGiven((Choice("transfer", False),), "verbal", "es")
        Consent.record(person, no, by=caseworker)

    return say


@pytest.fixture
def clinic(office):
    """The organization offers a health service, as the directory says."""
    provider, _is_new = Provider.objects.get_or_create(organization=office.organization)
    service = Service.objects.create(provider=provider, name={"en": "Clinic"})
    ServiceType.objects.create(service=service, code="health.primary")
    return service
