"""A partner's system is given a token: for a few verbs, for a while, and nobody here keeps it."""

from datetime import timedelta

import pytest

from amparo.foundation.core import clock
from amparo.foundation.core.accounts.api_tokens import ApiToken
from amparo.foundation.core.accounts.organizations import Membership, Office, Organization
from amparo.foundation.core.audit.models import AuditEntry
from amparo.foundation.core.clock import now
from amparo.foundation.core.notifications.models import Notification
from amparo.foundation.core.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    refuge = Organization.objects.create(name="Cruz del Sur", kind="ngo", country="BO")
    return Office.objects.create(organization=refuge, name="Cruz del Sur", country="BO")


@pytest.fixture
def made(partner, administrator):
    return ApiToken.make("Intake", office=partner, permissions=["help.pass_on"], by=administrator)


def test_its_words_open_it_and_are_kept_by_nobody(made):
    token, words = made
    assert ApiToken.from_secret(words) == token
    secret = words.split("_", 2)[2]
    assert len(secret) >= 43  # 256 bits
    row = ApiToken.objects.filter(pk=token.pk).values().get()
    assert not [value for value in row.values() if secret in str(value)]


@pytest.mark.parametrize("wrong", ["", "amparo", "amparo_", "amparo__", "x" * 5000, "amparo_\0_x"])
def test_made_up_words_open_nothing(made, wrong):
    assert ApiToken.from_secret(wrong) is None


def test_half_a_token_or_another_ones_secret_opens_nothing(made, partner, administrator):
    token, words = made
    _other, others = ApiToken.make(
        "B", office=partner, permissions=["help.pass_on"], by=administrator
    )
    mixed = f"amparo_{token.prefix}_{others.split('_', 2)[2]}"
    assert ApiToken.from_secret(mixed) is None
    assert ApiToken.from_secret(words[:-1]) is None
    assert ApiToken.from_secret(words + "a") is None


def test_it_acts_as_a_partner_and_only_as_far_as_it_goes(made, partner):
    caller = ApiToken.from_secret(made[1]).caller
    assert caller.permissions == {"help.pass_on"}
    assert caller.grantees("help.pass_on") == [f"organization:{partner.organization.pk}"]
    assert caller.grantees("shared.see") == []
    assert caller.teams_for("case.see") == caller.offices_for("case.see") == []


def test_it_may_not_do_what_its_organization_may_not(partner, administrator):
    for verbs in ([], ["case.see"], ["help.pass_on", "staff.edit"]):
        with pytest.raises(Refusal):
            ApiToken.make("Intake", office=partner, permissions=verbs, by=administrator)


def test_a_ministry_comes_in_as_an_official(administrator):
    ministry = Organization.objects.create(name="Ministerio", kind="government", country="BO")
    office = Office.objects.create(organization=ministry, name="Dirección", country="BO")
    token, _words = ApiToken.make(
        "Portal", office=office, permissions=["help.pass_on"], by=administrator
    )
    assert Membership.objects.get(user=token.user).role == "official"


def test_revoked_it_opens_nothing_from_then_on(made, administrator):
    token, words = made
    token.revoke(by=administrator)
    token.revoke(by=administrator)
    assert ApiToken.from_secret(words) is None
    assert AuditEntry.objects.filter(event="token.revoked").count() == 1


def test_it_ends_by_itself(made):
    with clock.at(now() + timedelta(days=89)):
        assert ApiToken.from_secret(made[1])
    with clock.at(now() + timedelta(days=91)):
        assert ApiToken.from_secret(made[1]) is None


def test_nobody_makes_one_in_silence(made, partner, administrator, cast):
    lines = AuditEntry.objects.filter(by=administrator).values_list("event", flat=True)
    assert {"token.made", "role.given"} <= set(lines)


def test_other_administrators_hear_of_it(partner, administrator, office, cast):
    second = cast._user("second", "Teresa Alarcón", "administrator", office=office)
    ApiToken.make("Intake", office=partner, permissions=["help.pass_on"], by=administrator)
    assert Notification.objects.filter(user=second, event="standing.given").exists()


def test_the_account_of_a_system_hears_no_notices(made):
    Notification.notify([made[0].user], event="share.ended", about="", url="/", by=None)
    assert not Notification.objects.filter(user=made[0].user).exists()


def test_it_is_no_colleague_who_could_be_given_a_role_or_a_password(client, made, administrator):
    client.force_login(administrator)
    assert client.get(f"/staff/{made[0].user.ref}/").status_code == 404
    assert client.post(f"/staff/{made[0].user.ref}/link/").status_code == 404
    assert "Intake" not in client.get("/staff/").content.decode()
