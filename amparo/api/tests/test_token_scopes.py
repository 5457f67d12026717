"""A token opens what it was made for: each call, tried with each verb alone."""

import pytest

from amparo.api.api import api
from amparo.foundation.core.accounts.roles import SYSTEM_PERMISSIONS
from tests.support.fake_services import PartnerSystem

pytestmark = pytest.mark.django_db
ANY = "any"
SEE, ANSWER = "referral.see", "referral.answer"

HELP = {"needs": [2], "asker": "known", "language": "es"}
# Method and address, the verbs that it takes, and what is sent.
CALLS = {
    ("get", "/me"): (ANY, None),
    ("post", "/help-requests"): ({"help.pass_on"}, HELP),
    ("get", "/referrals"): ({SEE}, None),
    ("get", "/referrals/{ref}"): ({SEE}, None),
    ("post", "/referrals/{ref}/acknowledge"): ({SEE, ANSWER}, {}),
    ("post", "/referrals/{ref}/accept"): ({SEE, ANSWER}, {}),
    ("post", "/referrals/{ref}/decline"): ({SEE, ANSWER}, {"reason": "full"}),
    ("post", "/referrals/{ref}/ask"): ({SEE, ANSWER}, {"text": "Who?"}),
    ("post", "/referrals/{ref}/report"): ({SEE, ANSWER}, {"given_on": "2026-01-01"}),
}
every_call = pytest.mark.parametrize("call", CALLS, ids=lambda call: " ".join(call))


def try_call(system: PartnerSystem, call, referral):
    method, path = call
    path = path.replace("{ref}", str(referral.ref))
    said = CALLS[call][1]
    return (system.get(path) if method == "get" else system.post(path, said)).status_code


def test_every_call_that_asks_for_a_token_is_in_the_table():
    paths = api.get_openapi_schema()["paths"]
    found = {
        (method, path.removeprefix("/api"))
        for path, methods in paths.items()
        for method, told in methods.items()
        if told.get("security")
    }
    assert found == set(CALLS)


@every_call
@pytest.mark.parametrize("verb", SYSTEM_PERMISSIONS)
def test_each_verb_alone(call, verb, system, referred_client):
    needed = CALLS[call][0]
    opens = needed == ANY or needed == {verb}
    assert (try_call(system(verb), call, referred_client()) != 404) == opens


@every_call
def test_with_all_verbs_it_opens(call, system, referred_client):
    assert try_call(system(), call, referred_client()) in (200, 409)


@every_call
def test_without_a_token_it_is_asked_for(call, system, referred_client):
    nobody = PartnerSystem("", None)
    assert try_call(nobody, call, referred_client()) == 401
