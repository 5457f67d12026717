"""Who shares an address, a telephone, or a name and a day may be a household: somebody asks."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.foundation.core import clock
from amparo.foundation.core.models import AuditEntry
from amparo.foundation.people.household_suggestions import MAX_HOUSEHOLD, suggest_household_members
from amparo.foundation.people.models import (
    Family,
    HouseholdToken,
    PersonAccessGrant,
    RejectedHouseholdSuggestion,
)

from .support import register_person

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 3, 14, 23, 50, tzinfo=UTC)
HOME = {"kind": "address", "value": "Calle Sucre 45, 2.º B"}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def mother(cast):
    with clock.at(NIGHT):
        return register_person(cast, given_names="Huda", family_names="Saleh", contacts=[HOME])


def register_later(cast, hours=1, **fields):
    with clock.at(NIGHT + timedelta(hours=hours)):
        return register_person(cast, **fields)


def reasons(mother, user):
    return {
        each.person.given_names: each.reasons for each in suggest_household_members(mother, user)
    }


def test_who_shares_a_home_or_a_telephone_is_asked_about(cast, mother, caseworker):
    phone = {"kind": "phone", "value": "+963 944 123456"}
    mother.add_contact(by=caseworker, **phone)
    register_later(
        cast, 900, given_names="Amal", contacts=[HOME | {"value": "calle sucre 45 — 2.º b"}]
    )
    register_later(cast, 900, given_names="Sami", contacts=[phone | {"kind": "message"}])
    assert reasons(mother, caseworker) == {
        "Amal": ("Same address",), "Sami": ("Same telephone",),
    }  # fmt: skip


def test_a_family_name_speaks_only_with_the_day_they_came(cast, mother, caseworker):
    register_later(cast, 2, given_names="Amal", family_names="Salih")
    register_later(cast, 72, given_names="Nadia", family_names="Saleh")
    assert list(reasons(mother, caseworker)) == ["Amal"]


def test_what_many_share_is_no_home(cast, mother, caseworker):
    for number in range(MAX_HOUSEHOLD):
        register_later(cast, 900, given_names=f"N{number}", contacts=[HOME])
    assert reasons(mother, caseworker) == {}
    assert HouseholdToken.objects.filter(kind="address").count() <= MAX_HOUSEHOLD + 1


def test_a_town_alone_is_no_address(cast, caseworker):
    one = register_later(cast, 0, given_names="Amal", contacts=[HOME | {"value": "Homs"}])
    register_later(cast, 900, given_names="Sami", contacts=[HOME | {"value": "Homs"}])
    assert reasons(one, caseworker) == {}


def test_only_those_whose_files_one_may_open(cast, mother, caseworker):
    hidden = register_later(cast, 900, given_names="Amal", contacts=[HOME])
    PersonAccessGrant.objects.filter(record=hidden).delete()
    assert reasons(mother, caseworker) == {}


def test_whom_one_was_shown_stands_in_the_ledger(cast, mother, caseworker):
    amal = register_later(cast, 900, given_names="Amal", contacts=[HOME])
    suggest_household_members(mother, caseworker)
    line = AuditEntry.objects.get(event="household.suggested")
    assert line.details == {"refs": [str(amal.ref)]}


def test_an_address_that_was_corrected_binds_no_longer(cast, mother, caseworker):
    amal = register_later(cast, 900, given_names="Amal", contacts=[HOME])
    amal.contacts.get().change(by=caseworker, value="Calle Potosí 12")
    assert reasons(mother, caseworker) == {}


class TestThePanel:
    @pytest.fixture
    def amal(self, cast, mother):
        return register_later(cast, 2, given_names="Amal", family_names="Saleh", contacts=[HOME])

    @pytest.fixture
    def here(self, client, caseworker):
        client.force_login(caseworker)
        return client

    def page(self, here, person):
        return here.get(reverse("person", args=[person.ref])).content.decode()

    def test_says_what_they_share_and_does_nothing_by_itself(self, here, mother, amal):
        page = self.page(here, mother)
        assert "Possible household members" in page
        assert "Same address" in page
        assert not Family.objects.exists()

    def test_they_join_the_family_by_the_verb_that_is_there(self, here, mother, amal):
        where = reverse("people:household-accept", args=[mother.ref, amal.ref])
        assert here.post(where, {"once": str(uuid4())}).status_code == 422
        here.post(where, {"relation": "child", "once": str(uuid4())})
        family = Family.objects.get()
        assert (family.head, family.members.get(person=amal).relation) == (mother, "child")
        assert AuditEntry.objects.filter(event="family.grown").count() == 1
        assert (
            'id="household"' not in self.page(here, mother)
            or "Amal Saleh"
            not in (self.page(here, mother).split('id="household"')[1].split("</section>")[0])
        )

    def test_a_family_that_is_there_grows(self, here, mother, amal, caseworker):
        family = Family.register(amal, by=caseworker)
        where = reverse("people:household-accept", args=[mother.ref, amal.ref])
        here.post(where, {"relation": "parent", "once": str(uuid4())})
        assert family.members.get(person=mother).relation == "parent"

    def test_not_a_household_is_remembered_from_both_sides(self, here, mother, amal, caseworker):
        where = reverse("people:household-reject", args=[amal.ref, mother.ref])
        for _time in range(2):
            here.post(where, {"once": str(uuid4())})
        assert RejectedHouseholdSuggestion.objects.count() == 1
        assert reasons(mother, caseworker) == reasons(amal, caseworker) == {}

    def test_nobody_who_shares_nothing_is_brought_in_this_way(self, here, cast, mother):
        other = register_later(cast, 900, given_names="Sami")
        where = reverse("people:household-accept", args=[mother.ref, other.ref])
        assert here.get(where).status_code == 404

    def test_for_a_stranger_none_of_it_exists(self, client, stranger, mother, amal):
        client.force_login(stranger)
        for name in ("household-accept", "household-reject"):
            where = reverse(f"people:{name}", args=[mother.ref, amal.ref])
            assert client.post(where, {"once": str(uuid4())}).status_code == 404
