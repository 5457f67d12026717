"""Whether another office may learn that somebody is known follows what the office chose."""

import pytest

from amparo.foundation.people.models import Person

pytestmark = pytest.mark.django_db


def is_known_to(user, person):
    return Person.objects.accessible_to(user, "know").filter(pk=person.pk).exists()


@pytest.mark.parametrize("shares", [True, False])
def test_only_an_office_that_lets_others_learn_it(shares, office, administrator, stranger, rosa):
    office.change(by=administrator, shares_known_persons=shares)
    assert is_known_to(stranger, rosa) is shares


def test_whom_they_accompany_they_know_anyhow(office, administrator, caseworker, rosa):
    office.change(by=administrator, shares_known_persons=False)
    assert is_known_to(caseworker, rosa)


def test_who_is_in_a_restricted_file_is_known_to_nobody_elsewhere(
    office, administrator, caseworker, stranger, rosa, cast
):
    office.change(by=administrator, shares_known_persons=True)
    cast.open_case(person=rosa).restrict("gbv", by=caseworker)
    assert not is_known_to(stranger, rosa)


def test_a_role_that_sees_no_person_knows_of_none(office, administrator, auditor, rosa):
    office.change(by=administrator, shares_known_persons=True)
    assert not is_known_to(auditor, rosa)
