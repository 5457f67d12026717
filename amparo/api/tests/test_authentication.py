"""A partner's system calls: it is known by its token, and answered in words it can read."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import ApiToken, AuditEntry, Office, Organization
from amparo.foundation.core.rate_limits import API_CALLS, FAILURES_PER_ADDRESS

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    refuge = Organization.objects.create(name="Cruz del Sur", kind="ngo", country="BO")
    return Office.objects.create(organization=refuge, name="Cruz del Sur", country="BO")


@pytest.fixture
def made(partner, administrator):
    return ApiToken.make("Intake", office=partner, permissions=["help.pass_on"], by=administrator)


@pytest.fixture
def call(made):
    """A call with the token, as no browser makes it."""
    client = Client(headers={"accept-language": "en"})

    def call(path, token=made[1], method="get", **more):
        bearer = {"authorization": f"Bearer {token}"} if token else {}
        return getattr(client, method)(path, headers=bearer, **more)

    return call


def test_who_shows_it_is_known(call, made):
    answer = call("/api/me")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["name"], told["organization"]) == ("Intake", "Cruz del Sur")
    assert told["verbs"] == ["help.pass_on"]
    assert "Set-Cookie" not in answer.headers
    assert answer["Cache-Control"] == "no-store"


def test_every_call_leaves_its_line_and_the_day(call, made):
    call("/api/me")
    call("/api/nothing-here")
    lines = AuditEntry.objects.filter(event="token.used", by=made[0].user, record_ref=made[0].ref)
    assert [line.details["what"] for line in lines.order_by("pk")] == ["api:me", "nothing"]
    made[0].refresh_from_db()
    assert made[0].last_used_on == now().date()


@pytest.mark.parametrize("token", ["", "amparo_00000000_x", "amparo", "\x01"])
def test_who_shows_none_or_a_wrong_one_is_told_how(call, token):
    answer = call("/api/me", token=token)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["title"].startswith("A token is needed")


def test_another_scheme_is_none_of_ours(made):
    client = Client(headers={"authorization": f"Basic {made[1]}"})
    assert client.get("/api/me").status_code == 401


@pytest.mark.parametrize("where", ["query", "cookie"])
def test_it_is_taken_from_the_header_alone(made, where):
    client = Client()
    client.cookies["token"] = made[1]
    path = "/api/me" if where == "cookie" else f"/api/me?token={made[1]}&access_token={made[1]}"
    assert client.get(path).status_code == 401


def test_a_browser_that_is_signed_in_is_nobody_there(client, administrator):
    client.force_login(administrator)
    assert client.get("/api/me").status_code == 401
    assert client.get("/staff/").status_code == 200  # and it is signed in still


def test_a_token_opens_no_page(call):
    for path in ("/staff/", "/search/", "/account/", "/notices/"):
        answer = call(path)
        assert (answer.status_code, answer["Location"][:9]) == (302, "/sign-in/")


def test_revoked_is_obeyed_by_the_next_call(call, made, administrator):
    assert call("/api/me").status_code == 200
    made[0].revoke(by=administrator)
    assert call("/api/me").status_code == 401


def test_expired_is_over(call, made):
    with clock.at(now() + timedelta(days=91)):
        assert call("/api/me").status_code == 401


def test_in_the_clear_from_another_machine_it_is_refused(made):
    client = Client(headers={"authorization": f"Bearer {made[1]}"}, REMOTE_ADDR="10.0.0.7")
    assert client.get("/api/me").status_code == 403
    assert client.get("/api/me", secure=True).status_code == 200


def test_where_the_site_speaks_https_nothing_else_is_answered(call, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert call("/api/me").status_code == 403
    assert call("/api/me", secure=True).status_code == 200


def test_too_many_calls_are_told_to_wait(call):
    answers = [call("/api/me").status_code for _each in range(API_CALLS[0] + 1)]
    assert answers == [200] * API_CALLS[0] + [429]
    assert call("/api/me")["Retry-After"] == str(API_CALLS[1])


def test_each_token_has_calls_of_its_own(call, partner, administrator):
    for _each in range(API_CALLS[0] + 1):
        call("/api/me")
    _other, words = ApiToken.make(
        "B", office=partner, permissions=["help.pass_on"], by=administrator
    )
    assert call("/api/me", token=words).status_code == 200


def test_guessing_is_slowed_and_locks_nobody_out(call):
    answers = [
        call("/api/me", token="amparo_0_x").status_code
        for _each in range(FAILURES_PER_ADDRESS[0] + 1)
    ]
    assert answers == [401] * FAILURES_PER_ADDRESS[0] + [429]
    assert call("/api/me").status_code == 200
    assert AuditEntry.objects.filter(event="token.denied").count() == FAILURES_PER_ADDRESS[0]


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [("/api/nothing", "get", 404), ("/api/me", "post", 405), ("/api/", "get", 404)],
)
def test_every_fault_is_a_problem_and_never_a_page(call, path, method, status):
    answer = call(path, method=method)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_a_problem_is_told_in_the_callers_language(made):
    client = Client(headers={"accept-language": "es", "authorization": f"Bearer {made[1]}"})
    assert client.get("/api/nothing")["Content-Language"] == "es"


def test_what_the_api_offers_can_be_read_by_anybody_and_asks_no_other_machine(client):
    page = client.get("/api/docs", headers={"accept-language": "en"})
    assert page.status_code == 200
    assert "GET /api/me" in page.content.decode()
    assert "https://" not in page.content.decode().partition("<main")[2].partition("</main")[0]
    assert client.get("/api/openapi.json").json()["paths"]["/api/me"]


def test_the_account_of_a_system_never_signs_in(client, made):
    made[0].user.set_password("a-long-enough-one-2026")
    made[0].user.save()
    told = {"email": made[0].user.email, "password": "a-long-enough-one-2026", "once": uuid4()}
    client.post("/sign-in/", told)
    assert client.get("/account/").status_code == 302
