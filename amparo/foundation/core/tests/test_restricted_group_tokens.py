"""The grantee of a restricted group says in which office it is, and not which group."""

import re
from itertools import product

import pytest

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.models import RestrictedGroupAccess
from amparo.foundation.core.permissions.restricted_groups import group_grantee
from amparo.foundation.people.models import PersonAccessGrant
from amparo.pillars.assistance.cases.models import Case

GROUPS = ("gbv", "child", "trafficking", "misconduct", "tracing")


def test_each_group_of_each_office_has_a_token_of_its_own_and_of_one_shape():
    grantees = {group_grantee(group, office) for group, office in product(GROUPS, (1, 2, 3))}
    assert len(grantees) == 15
    assert all(re.fullmatch(r"[0-9a-f]{24}@office:[123]", each) for each in grantees)
    assert group_grantee("gbv", 1) in grantees, "the same each time"


def test_the_token_cannot_be_made_without_the_keys_of_the_installation(monkeypatch):
    ours = group_grantee("gbv", 1)
    monkeypatch.setattr(key_ring, "derive", lambda purpose: purpose.encode().ljust(32))
    assert group_grantee("gbv", 1) != ours


@pytest.mark.django_db
def test_no_access_grant_names_the_group(case, supervisor):
    case.restrict(Case.Confidentiality.GBV, by=supervisor)
    held = PersonAccessGrant.objects.filter(record=case.person).values_list("grantee", flat=True)
    grantees = {*held, *case.access_grants.values_list("grantee", flat=True)}
    assert group_grantee("gbv", case.team.office_id) in grantees
    assert not [each for each in grantees if "gbv" in each]


@pytest.mark.django_db
def test_a_user_knows_the_offices_in_which_a_group_is_open_to_them(
    caseworker, supervisor, office, other_office
):
    RestrictedGroupAccess.give(to=caseworker, group="gbv", office=office, by=supervisor)
    RestrictedGroupAccess.give(to=caseworker, group="trafficking", office=other_office, by=None)
    assert caseworker.offices_for_group("gbv") == [office.pk]
    assert caseworker.offices_for_group("trafficking") == [other_office.pk]
    assert caseworker.offices_for_group("child") == []
