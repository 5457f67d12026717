"""V3, V4 and V14, what browsers are told: in every answer, faults and refusals too."""

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.asvs.walking import every_answer, opener, tried
from tests.doors import DOORS, NOBODY, PAGES, address
from tests.reading import Page
from tests.test_get_changes_nothing import MAY_CHANGE, WRITES
from tests.world import SECRETS

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
HOUSE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def answers(house, clients):
    return list(every_answer(house, clients))


def lacking(answers, name, value):
    """Where this header does not say exactly this."""
    wanted = re.compile(value)
    return [what for what, each in answers if not wanted.fullmatch(each.headers.get(name, ""))]


def is_open_data(what):
    """The directory that anybody may read from anywhere: made for nobody, with no cookie."""
    return what.startswith("get api:hsds")


def parted(answers):
    """The answers of the open directory, and all others."""
    return (
        [each for each in answers if is_open_data(each[0])],
        [each for each in answers if not is_open_data(each[0])],
    )


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
            "DJANGO_SETTINGS_MODULE": "amparo.site.settings", "PYTHONPATH": str(HOUSE),
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def test_v3_3_1_cookies_are_this_hosts_alone(over_https):
    cookies = over_https["cookies"]
    assert set(cookies) == {"__Host-amparo_form", "__Host-amparo_language"}
    assert all(
        (each["secure"], each["path"], each["domain"]) == (True, "/", "")
        for each in cookies.values()
    )
    assert over_https["session"] == ["__Host-amparo_session", True, None, "/"]


def test_v3_3_2_cookies_do_not_travel_from_other_sites(answers):
    said = [(what, each) for what, answer in answers for each in answer.cookies.values()]
    assert len({each.key for _, each in said}) >= 3
    assert [what for what, each in said if each["samesite"] not in ("Lax", "Strict")] == []


def test_v3_3_4_no_script_reads_a_cookie(answers):
    said = [(what, each) for what, answer in answers for each in answer.cookies.values()]
    kept = [(what, each) for what, each in said if each.value]  # the others are taken away
    assert kept
    assert [what for what, each in kept if not each["httponly"]] == []


def test_v3_4_1_browsers_keep_to_https_for_a_year(over_https):
    assert over_https["headers"]["Strict-Transport-Security"].startswith("max-age=31536000")
    assert over_https["elsewhere"] == "https://localhost/sign-in/"


ROOMS_OF_FORMS = (" assistance:form-screen as ", " field:frame as ")


def test_v3_4_3_csp_allows_nothing_by_default(answers):
    for what, each in answers:
        policy = dict(
            part.strip().partition(" ")[::2]
            for part in each.headers.get("Content-Security-Policy", "").split(";")
        )
        assert policy.get("default-src") == "'none'", what
        assert policy["base-uri"] == "'none'", what
        assert policy["form-action"] in ("'self'", "'none'"), what
        scripts = policy.get("script-src", "'self'")
        if any(room in what for room in ROOMS_OF_FORMS) and each.status_code == 200:
            # Where the engine compiles the rules of a form, and dresses itself; nowhere else.
            scripts = scripts.removesuffix(" 'wasm-unsafe-eval'")
            assert policy.pop("style-src") == "'self' 'unsafe-inline'"
            policy["script-src"] = scripts
        assert "unsafe" not in str(policy), what
        assert re.fullmatch(r"'self'( 'nonce-[\w+/=-]+')?", scripts), what


def test_v3_4_3_no_page_has_a_script_or_a_style_inside(answers):
    inside = re.compile(
        # What a script reads is no script: no browser runs it.
        r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:",
        re.IGNORECASE,
    )
    looked_at = list(pages(answers))
    assert len(looked_at) > 300
    found = {what: match[0] for what, page in looked_at if (match := inside.search(page.html))}
    assert found == {}


def test_v3_4_4_no_type_is_guessed(answers):
    assert lacking(answers, "X-Content-Type-Options", "nosniff") == []


def test_v3_4_5_no_address_is_told_to_others(answers):
    """`no-referrer` would be stricter, and Chromium would then send forms with `Origin: null`."""
    assert lacking(answers, "Referrer-Policy", "same-origin") == []


def test_v3_4_6_no_page_is_shown_inside_another(answers):
    """But the room of forms, inside the field shell of this house alone."""
    rooms = [each for each in answers if " field:frame as " in each[0]]
    assert lacking(rooms, "Content-Security-Policy", r".*frame-ancestors '(self|none)'.*") == []
    assert lacking(rooms, "X-Frame-Options", "DENY|SAMEORIGIN") == []
    others = [each for each in answers if each not in rooms]
    assert lacking(others, "Content-Security-Policy", r".*frame-ancestors 'none'.*") == []
    assert lacking(others, "X-Frame-Options", "DENY") == []


def test_v3_4_8_no_other_window_keeps_hold_of_ours(answers):
    assert lacking(answers, "Cross-Origin-Opener-Policy", "same-origin") == []
    assert lacking(answers, "Cross-Origin-Embedder-Policy", "require-corp") == []
    anybodys, others = parted(answers)
    assert lacking(others, "Cross-Origin-Resource-Policy", "same-origin") == []
    assert lacking(anybodys, "Cross-Origin-Resource-Policy", "cross-origin") == []
    assert [what for what, each in anybodys if each.cookies] == []


def test_v3_4_8_no_page_may_use_what_a_telephone_can_do(answers):
    """But the list of services may ask where it is, and tells nobody; so may a form that asks."""
    may_ask = (" public:services as ", " field:shell as ", *ROOMS_OF_FORMS)
    others = [each for each in answers if not any(page in each[0] for page in may_ask)]
    assert lacking(others, "Permissions-Policy", r".*camera=\(\).*geolocation=\(\).*") == []
    assert lacking(answers, "Permissions-Policy", r".*camera=\(\).*") == []
    assert lacking(answers, "Permissions-Policy", r".*microphone=\(\).*payment=\(\).*") == []


# Called by machines, which have no page: no cookie opens them, so no browser can be led there. Who
# has neither the key nor a token is told this.
BY_MACHINES = {
    "texts-heard": 404, "api:pass_on": 401, "api:acknowledge": 401, "api:accept": 401,
    "api:decline": 401, "api:ask": 401, "api:report": 401,
    # Telephones, by their own secret; and boxes that only the house opens, brought by anybody.
    **dict.fromkeys(
        ("openrosa:list", "openrosa:form", "openrosa:manifest", "openrosa:media",
         "openrosa:entities", "openrosa:integrity", "openrosa:submission"), 401,
    ),
    "field:deliver": 400,
}  # fmt: skip
COUNTED = {"trust_session", "amparo_cache"}  # that somebody was here, and how often


@pytest.mark.parametrize("route", [r for r, door in DOORS.items() if door.post != 405])
def test_v3_5_1_no_deed_without_the_token_of_a_page_of_ours(route, house, clients):
    """Refused before anything is looked up, whoever sends it."""
    for who in {opener(DOORS[route]), NOBODY}:
        visitor = Client(enforce_csrf_checks=True)
        for name, morsel in clients[who].cookies.items():
            if name != settings.CSRF_COOKIE_NAME:
                visitor.cookies[name] = morsel.value
        with CaptureQueriesContext(connection) as asked:
            response = visitor.post(address(route, house), {"once": "x"})
        assert response.status_code == BY_MACHINES.get(route, 403), who
        written = {match[1] for query in asked if (match := WRITES.match(query["sql"]))}
        assert written <= COUNTED, who


@pytest.mark.parametrize("route", [r for r, door in DOORS.items() if door.get != 405])
def test_v3_5_3_looking_changes_nothing(route, house, clients):
    for who in {opener(DOORS[route]), "stranger", NOBODY}:
        for method in ("get", "head", "options"):
            with CaptureQueriesContext(connection) as asked:
                tried(clients[who], method, address(route, house))
            written = {match[1] for query in asked if (match := WRITES.match(query["sql"]))}
            assert written <= MAY_CHANGE, f"{method} as {who}"


TYPES = {
    "text/html; charset=utf-8", "text/plain; charset=utf-8", "text/css; charset=utf-8",
    "text/calendar; charset=utf-8", "text/csv; charset=utf-8", "text/javascript; charset=utf-8",
    "application/json", "application/problem+json", "application/pdf",
    "application/xml; charset=utf-8", "text/xml; charset=utf-8", "application/manifest+json",
    "image/png",
}  # fmt: skip


def test_v4_1_1_what_comes_says_what_it_is_and_in_which_letters(answers):
    """JSON is UTF-8 by definition. In which letters a text was saved that somebody gave us, they
    alone know: it goes out as a file to be saved, and no browser shows it.
    """
    full = {
        each.headers.get("Content-Type", "none") for _what, each in answers
        if (each.streaming or each.content)
        and "sandbox" not in each.headers["Content-Security-Policy"]
    }  # fmt: skip
    assert full - TYPES == set()
    assert {"text/html; charset=utf-8", "application/json", "application/pdf"} <= full


def test_v14_2_1_nobody_is_named_in_an_address(answers):
    """Neither where one is led, nor in what a page leads to, asks for or is called."""
    told = [
        (what, each.headers.get(name, "")) for what, each in answers
        for name in ("Location", "HX-Redirect", "HX-Push-Url")
    ]  # fmt: skip
    for what, page in pages(answers):
        told += [(what, said) for said in page.addresses]
        told += [(what, title.text) for title in page.all("title")]
    found = [what for what, said in told if any(secret in unquote(said) for secret in SECRETS)]
    assert found == []


def test_v14_2_1_what_one_writes_is_never_asked_for_in_an_address(answers):
    """A form that is sent as an address takes choices, days and refs, and no words."""
    asked = {
        field.attrs.get("name") for what, page in pages(answers) if " patterns " not in what
        for field in page.fields if takes_words(field) and sent_as_an_address(field)
    }  # fmt: skip
    assert asked == {"ref"}  # in the ledger: it names no person


def pages(answers):
    for what, each in answers:
        if not each.streaming and each.headers.get("Content-Type", "").startswith("text/html"):
            yield what, Page(each.text)


def takes_words(field):
    kinds = ("text", "search", "email", "tel", "url", "password", "number")
    return field.tag == "textarea" or (
        field.tag == "input" and field.attrs.get("type", "text") in kinds
    )


def sent_as_an_address(field):
    form = field.around("form")
    return form is not None and form.attrs.get("method", "get").lower() != "post"


OF_THE_SHELL = tuple(
    f" field:{part} as " for part in ("shell", "frame", "worker", "manifest", "words")
)


def test_v14_3_2_no_browser_keeps_a_page(answers):
    """But the shell of the field and its parts, which tell of nobody: asked anew each time."""
    anybodys, others = parted(answers)
    shell = [each for each in others if any(part in each[0] for part in OF_THE_SHELL)]
    assert lacking(shell, "Cache-Control", r"no-cache|.*no-store.*") == []
    others = [each for each in others if each not in shell]
    assert lacking(others, "Cache-Control", r".*no-store.*") == []
    # Five minutes, or until the door that a page tells of opens or shuts.
    assert lacking(anybodys, "Cache-Control", r"public, max-age=(300|[12]?\d?\d)") == []


def test_v3_7_1_only_pages_of_ours_are_led_to(house, clients):
    """Wherever an address is asked for, one elsewhere is answered with one of ours."""
    elsewhere = (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
    )
    for there in elsewhere:
        for sent in ({"next": there, "language": "fr"}, {"next": there}):
            response = tried(clients["caseworker"], "post", "/language/", sent)
            assert response["Location"] == "/"
        response = tried(clients["caseworker"], "get", f"/sign-in/?next={there}")
        assert response["Location"] == "/"


def test_v3_4_3_pages_are_all_looked_at(answers):
    looked_at = {what.split()[1] for what, each in answers if each.status_code == 200}
    assert set(PAGES) - looked_at == set()
