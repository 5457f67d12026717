"""More people to accompany than Rosa alone, and an organization to which they are referred."""

from datetime import timedelta

import pytest

from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.directory.models import Provider, Service
from amparo.foundation.people.models import Consent, Person
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.pillars.assistance.cases.models import Case, Task
from amparo.pillars.assistance.cases.tests import filled_in_forms
from amparo.pillars.assistance.referrals.models import Referral


@pytest.fixture
def many_cases(team, caseworker, consent):
    """So many more cases of the caseworker, of every risk, each with something overdue."""

    def open_cases(count, owner=caseworker):
        made = []
        for at in range(count):
            person = Person.register(
                by=caseworker, team=team, consent=consent, given_names=f"Name{at}",
                family_names="Mamani", safe_channel="call",
            )  # fmt: skip
            case = Case.open(by=caseworker, team=team, owner=owner, person=person)
            case.risk = at % 5
            Task.set(case, "call", case.office.today() - timedelta(days=at % 3), by=owner)
            made.append(case)
        return made

    return open_cases


@pytest.fixture
def refuge(db):
    """An organization that is not ours, with a shelter in the directory."""
    return Organization.found(by=None, name="Cruz del Sur", kind="ngo", country="BO")


@pytest.fixture
def bed(refuge):
    provider = Provider.list(refuge, by=None, keeps_firewall=True)
    return Service.offer(
        provider, by=None, types=["shelter.emergency"], name={"en": "Saint Joseph shelter"},
        requires_documents=False, languages=["es"], interpreted=["ay"],
    )  # fmt: skip


@pytest.fixture
def hostess(refuge):
    """Who answers for the refuge, with an account here."""
    office = Office.objects.create(organization=refuge, name="Harbour", country="BO")
    user = User.objects.create_user("hostess@example.org", "Pilar Ancasi", language="en")
    user.add_role("provider", by=None, office=office)
    return user


@pytest.fixture
def agree(caseworker):
    """Somebody says yes, or no, to sharing with an organization."""

    def say(person, to, *, agreed=True, **more):
        choice = Choice("share_services", agreed, "organization", to)
        given = ConsentGiven(choices=(choice,), method="verbal", language="es", **more)
        return Consent.record(person, given, by=caseworker)[0]

    return say


@pytest.fixture
def refer(case, rosa, caseworker, refuge, bed):
    """Send a referral of Rosa to the shelter."""

    def send(**about):
        asked = {
            "by": caseworker, "to": refuge, "service": bed, "people": [rosa],
            "service_type": "shelter.emergency", "urgency": "urgent",
            "items": ["name", "age", "safe_contact"], "text": "A bed for tonight.",
        }  # fmt: skip
        return Referral.send(case, **(asked | about))

    return send


@pytest.fixture
def referral(refer, agree, rosa, refuge):
    agree(rosa, refuge)
    return refer()


@pytest.fixture
def agreed(rosa, caseworker):
    """Rosa agrees to all that the standard forms ask for."""
    asked = ("case_management", "contact", "tracing", "reporting", "share_services")
    choices = tuple(Choice(each, True) for each in asked)
    given = ConsentGiven(choices=choices, method="verbal", language="es")
    return Consent.record(rosa, given, by=caseworker)


@pytest.fixture
def fill(client, case, caseworker, agreed):
    """Fill a standard form in, by the names of its questions."""

    def send(code, *, on=case, **given):
        version = filled_in_forms.standard_form(code)
        named = {each.name for each in version.opened.questions()}
        usual = {"agrees": "yes", "asked_on": case.office.today().isoformat(), "in_private": "yes"}
        client.force_login(caseworker)
        told = {name: value for name, value in usual.items() if name in named} | given
        return filled_in_forms.send(client, on, version, told)

    return send


@pytest.fixture
def ask(client, case, caseworker, agreed):
    """Fill in a form made of (type, name, target, target_when)."""

    def send(*questions, choices=(), on=case, **given):
        client.force_login(caseworker)
        return filled_in_forms.send(client, on, filled_in_forms.made_up(questions, choices), given)

    return send
