"""V3, V4 and V14: what browsers are told, where no route answers too, and what proxies may say.

What each answer of a route tells them is checked by `response_checks.py`, in the tests of
`tests/test_permissions.py`; that these checks see what is wrong is tried here.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from amparo.foundation.core.rate_limits import address_of
from amparo.site.middleware import SecurityHeadersMiddleware
from amparo.site.settings import AMPARO_PROXIES
from tests.asvs.response_checks import faults_of
from tests.support.batches import in_batches, tried
from tests.support.responses import HANDLER_WITH_CSRF, ask, person_allowed
from tests.support.route_kinds import NOBODY
from tests.support.route_permissions import ROUTE_PERMISSIONS, address

ROOT = Path(__file__).parents[2]

IN_PRODUCTION = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
client = Client(raise_request_exception=False)
answer = client.get("/sign-in/", secure=True, headers={"host": "localhost"})
chosen = client.post("/language/", {"language": "fr"}, secure=True, headers={"host": "localhost"})
print(json.dumps({
    "headers": dict(answer.headers),
    "cookies": {name: dict(each) for name, each in {**answer.cookies, **chosen.cookies}.items()},
    "session": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE,
                settings.SESSION_COOKIE_DOMAIN, settings.SESSION_COOKIE_PATH],
    "elsewhere": client.get("/sign-in/", headers={"host": "localhost"})["Location"],
}))
"""


@pytest.fixture(scope="module")
def over_https(tmp_path_factory):
    """What a house answers where people work: over HTTPS."""
    home = tmp_path_factory.mktemp("house")
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", IN_PRODUCTION],
        env={
            "PATH": "", "AMPARO_HTTPS": "1", "AMPARO_ENV": "production", "AMPARO_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "amparo.site.settings", "PYTHONPATH": str(ROOT),
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


@pytest.mark.django_db
def test_v3_3_1_cookies_are_this_hosts_alone(over_https):
    cookies = over_https["cookies"]
    assert set(cookies) == {"__Host-amparo_form", "__Host-amparo_language"}
    assert all(
        (each["secure"], each["path"], each["domain"]) == (True, "/", "")
        for each in cookies.values()
    )
    assert over_https["session"] == ["__Host-amparo_session", True, None, "/"]


@pytest.mark.django_db
def test_v3_4_1_browsers_keep_to_https_for_a_year(over_https):
    assert over_https["headers"]["Strict-Transport-Security"].startswith("max-age=31536000")
    assert over_https["elsewhere"] == "https://localhost/sign-in/"


# Called by machines, which have no page: no cookie opens them, so no browser can be led there. Who
# has neither the key nor a token is told this.
BY_MACHINES = {
    "sms-callback": 404, "api:pass_on": 401, "api:acknowledge": 401, "api:accept": 401,
    "api:decline": 401, "api:ask": 401, "api:report": 401,
    # Telephones, by their own secret; and boxes that only the house opens, brought by anybody.
    **dict.fromkeys(
        ("openrosa:list", "openrosa:form", "openrosa:manifest", "openrosa:media",
         "openrosa:entities", "openrosa:integrity", "openrosa:submission"), 401,
    ),
    "sync:deliver": 400,
}  # fmt: skip
COUNTED = {"core_session", "amparo_cache"}  # that somebody was here, and how often


@pytest.mark.django_db
@in_batches((route for route, door in ROUTE_PERMISSIONS.items() if door.post != 405), by_day=4)
def test_v3_5_1_no_action_without_the_token_of_a_page_of_ours(
    batch, shared_data, clients_by_person, subtests
):
    """Refused before anything is looked up, whoever sends it."""
    visitors = {who: without_token(client) for who, client in clients_by_person.items()}
    for route in batch:
        url, expected = address(route, shared_data), BY_MACHINES.get(route, 403)
        with tried(route, subtests) as faults:
            for who in dict.fromkeys((person_allowed(ROUTE_PERMISSIONS[route]), NOBODY)):
                sent, handler = {"once": "x"}, HANDLER_WITH_CSRF
                answer = ask(visitors[who], "post", url, sent, handler=handler, who=who)
                if answer.status != expected:
                    faults.append(f"{answer}: {answer.status}, and not {expected}")
                if changed := answer.written - COUNTED:
                    faults.append(f"{answer}: wrote into {sorted(changed)}")


def without_token(client):
    """The same visitor, signed in as before, to whom no page of ours was given."""
    visitor = Client()
    for name, morsel in client.cookies.items():
        if name != settings.CSRF_COOKIE_NAME:
            visitor.cookies[name] = morsel.value
    return visitor


@pytest.mark.django_db
def test_v3_7_1_only_pages_of_ours_are_led_to(clients_by_person):
    """Wherever an address is asked for, one elsewhere is answered with one of ours."""
    elsewhere = (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
    )
    for there in elsewhere:
        for sent in ({"next": there, "language": "fr"}, {"next": there}):
            answer = ask(clients_by_person["caseworker"], "post", "/language/", sent)
            assert answer.header("Location") == "/"
        answer = ask(clients_by_person["caseworker"], "get", f"/sign-in/?next={there}")
        assert answer.header("Location") == "/"


# What belongs to no route, or comes before routes are asked.
ELSEWHERE = {
    "another language": ("post", "/language/", {"language": "ar"}, {}),
    "no page": ("get", "/no-such-page/", None, {}),
    "no record": ("get", "/people/no-ref/", None, {}),
    "no file": ("get", "/static/no-such-file.css", None, {}),
    "another host": ("get", "/", None, {"HTTP_HOST": "evil.example"}),
    "by number": ("get", "/", None, {"HTTP_HOST": "127.0.0.1:8000"}),
}


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ELSEWHERE)
def test_what_every_answer_tells_is_told_elsewhere_too(asked, clients_by_person):
    method, url, sent, more = ELSEWHERE[asked]
    answer = ask(clients_by_person[NOBODY], method, url, sent, route=asked, who=NOBODY, **more)
    assert list(faults_of(answer)) == []


@pytest.fixture
def page(clients_by_person):
    """A page that is as it should be."""
    return ask(
        clients_by_person["caseworker"],
        "get",
        "/today/",
        route="cases:today",
        who="caseworker",
    )


HEADERS = (
    "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options",
    "Cross-Origin-Opener-Policy", "Cross-Origin-Embedder-Policy", "Cross-Origin-Resource-Policy",
    "Permissions-Policy", "Content-Type", "Cache-Control",
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", HEADERS)
def test_a_header_that_is_missing_or_says_something_else_is_seen(name, page):
    assert list(faults_of(page)) == []
    del page.response.headers[name]
    assert list(faults_of(page))
    page.response.headers[name] = "unsafe-none"
    assert list(faults_of(page))


WRONG = (
    '<p style="color: red">', "<p onclick=f()>", "<style>", "<script>f()</script>",
    '<a href="/people/?name=Rosa">', "<title>Farida Nasser</title>",
    '<form method="get"><input name="words"></form>',
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("inside", WRONG)
def test_what_must_not_stand_in_a_page_is_seen(inside, page):
    page.body += inside.encode()
    assert len(list(faults_of(page))) == 1


@pytest.mark.django_db
def test_what_looking_changes_is_seen(page):
    page.written |= {"cases_note"}
    assert len(list(faults_of(page))) == 1


@pytest.mark.django_db
def test_a_cookie_for_all_is_seen(page):
    page.response.set_cookie("seen", "1")
    assert len(list(faults_of(page))) == 2
    page.response.set_cookie("seen", "1", samesite="Lax", httponly=True)
    assert list(faults_of(page)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("route", "kind"),
    [
        ("cases:today", "text/html; charset=utf-8"),
        ("cases:case-pdf", "application/pdf"),
        ("api:openapi-json", "application/json"),
    ],
)
def test_v4_1_1_pages_papers_and_data_say_what_they_are(
    route, kind, shared_data, clients_by_person
):
    who = person_allowed(ROUTE_PERMISSIONS[route])
    assert (
        ask(clients_by_person[who], "get", address(route, shared_data)).header("Content-Type")
        == kind
    )


# V4.1.3: what a proxy says of a visitor is believed of our own proxies alone.

HEARSAY = {
    "HTTP_X_FORWARDED_FOR": "203.0.113.9", "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_FORWARDED": "for=203.0.113.9",
    "HTTP_X_REAL_IP": "203.0.113.9",
}  # fmt: skip


@pytest.fixture
def behind_a_proxy(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.AMPARO_PROXIES = AMPARO_PROXIES


@pytest.fixture
def arrived():
    """A request as the house sees it, once the outermost layer has let it in."""

    def arrived(address):
        seen = []

        def installation(request):
            from django.http import HttpResponse

            seen.append(request)
            return HttpResponse()

        SecurityHeadersMiddleware(installation)(
            RequestFactory().get("/", REMOTE_ADDR=address, **HEARSAY)
        )
        return seen[0]

    return arrived


def test_v4_1_3_nobody_tells_where_they_come_from_where_no_proxy_stands(settings, arrived):
    settings.SECURE_PROXY_SSL_HEADER = None
    request = arrived("127.0.0.1")
    assert [name for name in HEARSAY if name in request.META] == []
    assert (address_of(request), request.is_secure()) == ("127.0.0.1", False)


@pytest.mark.parametrize("address", ["198.51.100.4", "10.0.0.7", "2001:db8::4"])
def test_v4_1_3_a_stranger_who_poses_as_a_proxy_is_not_believed(behind_a_proxy, arrived, address):
    request = arrived(address)
    assert [name for name in HEARSAY if name in request.META] == []
    assert not request.is_secure()
    assert "203.0.113.9" not in address_of(request)


def test_v4_1_3_a_proxy_of_ours_is(behind_a_proxy, arrived):
    request = arrived("127.0.0.1")
    assert (address_of(request), request.is_secure()) == ("203.0.113.9", True)


def test_v4_1_3_of_what_it_passes_on_only_what_it_added_itself(behind_a_proxy):
    """A visitor may write the header too; the proxy puts the truth at its end."""
    told = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="192.0.2.1, 203.0.113.9")
    assert address_of(told) == "203.0.113.9"


def test_v4_1_3_no_name_is_taken_from_a_proxy(behind_a_proxy, arrived):
    assert arrived("127.0.0.1").get_host().startswith("testserver")
