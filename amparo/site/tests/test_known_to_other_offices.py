"""Somebody is known to another office: one learns whom to ask, and nothing more."""

import pytest

from amparo.foundation.core.models import AuditEntry

pytestmark = pytest.mark.django_db
KNOWN = "known to another office"


@pytest.fixture
def there(client, stranger, office, rosa):
    """A caseworker of another office, where Rosa's office lets others learn whom it knows."""
    office.shares_known_persons = True
    office.save()
    client.force_login(stranger)
    return client


def seek(client, **asked):
    return client.post("/search/", asked).content.decode()


def test_a_number_leads_to_the_office_and_never_to_the_name(there, office, rosa):
    page = seek(there, number="70012345")
    assert KNOWN in page
    assert office.name in page
    for secret in ("Rosa", "Quispe", str(rosa.ref)):
        assert secret not in page
    line = AuditEntry.objects.get(event="person.known")
    assert line.details == {"refs": [str(rosa.ref)]}


def test_two_names_and_the_year_do_too(there):
    assert KNOWN in seek(there, q="Rosa Quispe", born="1992")


@pytest.mark.parametrize(
    "asked", [{"q": "Rosa"}, {"q": "Rosa Quispe"}, {"q": "Rosa", "born": "1992"}]
)
def test_a_little_is_not_enough(there, asked):
    assert KNOWN not in seek(there, **asked)


def test_nobody_learns_it_unless_the_office_wants_it(there, office):
    office.shares_known_persons = False
    office.save()
    assert KNOWN not in seek(there, number="70012345")


def test_who_is_in_a_restricted_file_is_never_known_of(there, rosa, case, cast, caseworker):
    assert KNOWN in seek(there, number="70012345")
    hidden = cast.open_case(person=rosa)  # beside her ordinary case
    hidden.restrict("gbv", by=caseworker)
    page = seek(there, number="70012345")
    assert KNOWN not in page
    assert "Puerto Alto" not in page


def test_her_own_team_simply_finds_her(client, office, rosa, caseworker):
    office.shares_known_persons = True
    office.save()
    client.force_login(caseworker)
    page = seek(client, number="70012345")
    assert "Rosa" in page
    assert KNOWN not in page


def test_to_be_known_opens_nothing(there, rosa):
    assert there.get(f"/people/{rosa.ref}/").status_code == 404


def test_who_searches_no_people_learns_nothing(client, office, rosa, data_officer):
    office.shares_known_persons = True
    office.save()
    client.force_login(data_officer)
    page = seek(client, q="70012345", number="70012345")
    assert "Rosa" not in page
    assert KNOWN not in page
