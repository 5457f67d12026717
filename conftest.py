"""The people of our tests: Rosa and her family, those who help her, and the stranger."""

from datetime import date

import pytest

pytest_plugins = ["tests.database", "tests.browser"]


def _user(email, name, language="en"):
    from amparo.foundation.trust.models import User

    return User.objects.create_user(f"{email}@example.org", name, language=language)


@pytest.fixture
def organization(db):
    from amparo.foundation.trust.models import Organization

    return Organization.objects.create(name="Casa del Camino", kind="own", country="BO")


@pytest.fixture
def office(organization):
    from amparo.foundation.trust.models import Office

    return Office.objects.create(
        organization=organization, name="Puerto Alto", country="BO", time_zone="America/La_Paz"
    )


@pytest.fixture
def other_office(organization):
    from amparo.foundation.trust.models import Office

    return Office.objects.create(
        organization=organization, name="Valle Seco", country="PE", time_zone="America/Lima"
    )


@pytest.fixture
def team(office):
    from amparo.foundation.trust.models import Team

    return Team.objects.create(office=office, name="Shelter")


@pytest.fixture
def other_team(other_office):
    from amparo.foundation.trust.models import Team

    return Team.objects.create(office=other_office, name="Border post")


@pytest.fixture
def caseworker(team):
    user = _user("lucia", "Lucía Méndez")
    user.join("caseworker", by=None, team=team)
    return user


@pytest.fixture
def colleague(team):
    user = _user("daniel", "Daniel Achebe")
    user.join("caseworker", by=None, team=team)
    return user


@pytest.fixture
def supervisor(office):
    user = _user("maren", "Maren Rojas")
    user.join("supervisor", by=None, office=office)
    return user


@pytest.fixture
def nurse(team):
    user = _user("nurse", "Salma Kaddour")
    user.join("provider", by=None, team=team)
    return user


@pytest.fixture
def official(office):
    user = _user("official", "Tomás Beltrán")
    user.join("official", by=None, office=office)
    return user


@pytest.fixture
def data_officer(office):
    user = _user("data", "Inés Vidal")
    user.join("data_officer", by=None, office=office)
    return user


@pytest.fixture
def administrator(office):
    user = _user("admin", "Awa Diallo")
    user.join("administrator", by=None, office=office)
    return user


@pytest.fixture
def auditor(office):
    user = _user("auditor", "Jean-Marc Pierre")
    user.join("auditor", by=None, office=office)
    return user


@pytest.fixture
def stranger(other_team):
    """A caseworker of another office: able, and not entitled."""
    user = _user("stranger", "Omar Haddad")
    user.join("caseworker", by=None, team=other_team)
    return user


@pytest.fixture
def consent():
    from amparo.foundation.people.models.consents import Choice, ConsentGiven

    return ConsentGiven(choices=(Choice("case_management", True),), method="verbal", language="es")


@pytest.fixture
def rosa(caseworker, team, consent):
    from amparo.foundation.people.models import Person

    return Person.register(
        by=caseworker,
        team=team,
        consent=consent,
        given_names="Rosa",
        family_names="Quispe",
        second_family_name="Mamani",
        sex="female",
        birth_date=date(1992, 3, 14),
        birth_precision="exact",
        nationality="BO",
        languages=["ay", "es"],
        interpreter="ay",
        safe_channel="message",
        safe_contact="Only by message, after 18:00",
        contacts=[{"kind": "message", "value": "+591 70012345"}],
    )


@pytest.fixture
def nayeli(caseworker, team, consent):
    """Rosa's daughter, nine years old."""
    from amparo.foundation.people.models import Person

    return Person.register(
        by=caseworker, team=team, consent=consent, given_names="Nayeli",
        family_names="Quispe", sex="female", birth_date=date(2017, 5, 2),
        birth_precision="exact", nationality="BO",
    )  # fmt: skip


@pytest.fixture
def family(rosa, nayeli, caseworker):
    from amparo.foundation.people.models import Family

    family = Family.register(rosa, by=caseworker)
    family.add(nayeli, "child", by=caseworker)
    return family


@pytest.fixture
def case(rosa, team, caseworker):
    """Rosa's case, just opened."""
    from amparo.pillars.assistance.models import Case

    return Case.open(by=caseworker, team=team, owner=caseworker, person=rosa, channel="walk_in")
