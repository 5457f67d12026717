"""Some roles nobody holds together, and nobody gives themselves a role or leave."""

import pytest
from django.utils import translation

from amparo.foundation.core.accounts.restricted_access import RestrictedGroupAccess
from amparo.foundation.core.accounts.roles import INCOMPATIBLE, ROLES, conflict
from amparo.foundation.core.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("pair", [tuple(sorted(pair)) for pair in INCOMPATIBLE])
def test_whoever_holds_one_is_refused_the_other(pair, cast, administrator):
    for first, second in (pair, pair[::-1]):
        user = cast._user(f"{first}.{second}", "Somebody", first, office=cast.office)
        with pytest.raises(Refusal, match="does not go with"):
            user.add_role(second, by=administrator, office=cast.office)
        assert set(user.memberships.values_list("role", flat=True)) == {first}


def test_a_role_that_ended_is_in_nobody_s_way(administrator, auditor, office):
    auditor.end_role(auditor.memberships.get(), by=administrator)
    auditor.add_role("caseworker", by=administrator, office=office)
    assert auditor.main_role.code == "caseworker"


def test_who_keeps_accounts_or_reads_the_ledger_opens_no_files():
    opening = {
        code for code, role in ROLES.items() if role.classes or "case.see" in role.permissions
    }
    for keeper in ("administrator", "auditor"):
        assert all(conflict(keeper, [role]) for role in opening)
        assert not ROLES[keeper].classes


def test_a_supervisor_may_also_accompany_people(caseworker, administrator, office):
    caseworker.add_role("supervisor", by=administrator, office=office)
    assert {place.role for place in caseworker.memberships_held} == {"caseworker", "supervisor"}


def test_nobody_gives_themselves_a_role_or_leave(administrator, office):
    with pytest.raises(Refusal, match="Somebody else gives you a role"):
        administrator.add_role("official", by=administrator, office=office)
    with pytest.raises(Refusal, match="Another administrator must grant you"):
        RestrictedGroupAccess.give(to=administrator, group="gbv", office=office, by=administrator)


def test_the_page_says_why(client, administrator, auditor, office):
    client.force_login(administrator)
    sent = {"role": "supervisor", "office": office.pk}
    page = client.post(f"/staff/{auditor.ref}/roles/new/", sent)
    assert page.status_code == 409
    assert "Auditors must not be among those audited" in page.content.decode()
    assert "does not go with" in client.get(f"/staff/{auditor.ref}/").content.decode()
