"""Rosa and her daughter, who think of going home."""

import pytest
from django.utils import translation

from amparo.foundation.directory.models import Provider, Service, ServiceType
from amparo.foundation.people.models.consents import Choice, Consent, ConsentGiven

from . import ways


@pytest.fixture(autouse=True)
def _in_english():
    """What is refused is read in the language in which these promises are written."""
    with translation.override("en"):
        yield


@pytest.fixture
def journey(case, supervisor):
    """Rosa's return, just begun, and somebody who answers for the team."""
    return ways.begun(case)


@pytest.fixture
def with_child(case, nayeli, caseworker, supervisor):
    """Rosa and Nayeli go together."""
    case.add_dependant(nayeli, "child", by=caseworker)
    return ways.begun(case, case.person, nayeli)


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
