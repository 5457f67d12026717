"""Signing in with another organization's account: what its list gives, and nothing else.

Its house is a server of our own on this machine; only its name is made up.
"""

import json
import socket
import ssl
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client
from django.urls import reverse

from amparo.foundation.core import clock, http_client
from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.models import AuditEntry, User
from amparo.foundation.core.tests.test_http_client import certificate
from amparo.site.environment import allauth_app

pytestmark = pytest.mark.django_db
NAME, SECRET = "id.ministry.example", "JBSWY3DPEHPK3PXP"
YARA = {
    "sub": "u-17", "email": "yara@ministry.example", "email_verified": True,
    "name": "Yara Nasser", "groups": ["protection", "canteen"],
}  # fmt: skip
RULE = {"claim": "groups", "has": "protection", "role": "caseworker", "office": "Puerto Alto",
        "team": "Shelter"}  # fmt: skip


class FakeIdentityProvider(BaseHTTPRequestHandler):
    """An OpenID Connect provider that says of everybody what `says` says."""

    says: dict = {}
    heard: list[dict] = []

    def do_GET(self):
        here = f"https://{self.headers['Host']}"
        if self.path == "/.well-known/openid-configuration":
            self._answer(
                {
                    "issuer": here, "authorization_endpoint": f"{here}/authorize",
                    "token_endpoint": f"{here}/token", "userinfo_endpoint": f"{here}/me",
                    "jwks_uri": f"{here}/keys",
                }
            )  # fmt: skip
        elif self.path == "/me":
            self._answer({name: self.says[name] for name in ("sub", "email") if name in self.says})

    def do_POST(self):
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.heard.append({name: value[0] for name, value in sent.items()})
        now = int(time.time())
        claims = {
            "iss": f"https://{self.headers['Host']}", "aud": "amparo", "iat": now,
            "exp": now + 60, **self.says,
        }  # fmt: skip
        self._answer({"access_token": "t", "id_token": jwt.encode(claims, "k" * 32, "HS256")})

    def _answer(self, told):
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextmanager
def serve_identity_provider(pem):
    server = HTTPServer(("127.0.0.1", 0), FakeIdentityProvider)
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(pem)
    server.socket = secure.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def pem(tmp_path):
    return certificate(tmp_path, NAME)


@pytest.fixture
def ministry(settings, monkeypatch, pem, tmp_path, team):
    """The ministry's own sign-in, trusted as far as one rule goes."""
    FakeIdentityProvider.says, FakeIdentityProvider.heard = dict(YARA), []
    look = socket.getaddrinfo
    monkeypatch.setattr(
        http_client.socket, "getaddrinfo",
        lambda host, *more, **told: look("127.0.0.1" if host == NAME else host, *more, **told),
    )  # fmt: skip
    with serve_identity_provider(pem) as port:
        told = {
            "id": "ministry", "name": "the Ministry", "server_url": f"https://{NAME}:{port}",
            "client_id": "amparo", "client_secret": "s" * 20, "rules": [RULE],
        }  # fmt: skip
        settings.AMPARO_OUTBOUND = [f"{NAME}:{port}", "127.0.0.0/8"]
        settings.AMPARO_CA_FILE = str(pem)
        settings.AMPARO_OIDC = [told]
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
            | {"APPS": [allauth_app(told)]}
        }
        yield told


@pytest.fixture
def screen():
    return Client(headers={"accept-language": "en"})


def come_back(screen, **changed):
    """To the ministry, where somebody signs in, and back; what Amparo says then."""
    there = screen.get(reverse("openid_connect_login", args=["ministry"]))
    asked = {name: value[0] for name, value in parse_qs(urlsplit(there["Location"]).query).items()}
    back = {"code": "c", "state": asked["state"]} | changed
    return screen.get(reverse("openid_connect_callback", args=["ministry"]), back)


def said(screen) -> str:
    return screen.get("/sign-in/").text


def test_the_sign_in_page_offers_it_and_redirects_with_its_own_state(screen, ministry):
    assert "Sign in with the Ministry" in said(screen)
    there = screen.get(reverse("openid_connect_login", args=["ministry"]))["Location"]
    assert there.startswith(f"{ministry['server_url']}/authorize?")
    assert "code_challenge=" in there
    come_back(screen)
    assert FakeIdentityProvider.heard[0]["code_verifier"]


def test_somebody_new_gets_the_role_of_the_rule_and_then_a_second_step(screen, ministry, team):
    assert come_back(screen)["Location"] == "/account/ways/first/"
    yara = User.objects.get(email=YARA["email"])
    assert [(place.role, place.team) for place in yara.memberships_held] == [("caseworker", team)]
    assert not yara.has_usable_password()
    assert screen.get("/account/").status_code == 302
    two_factor.add_app(yara, SECRET)
    assert come_back(screen)["Location"] == "/sign-in/second/"
    code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))
    screen.post("/sign-in/second/", {"code": code})
    assert screen.get("/account/").status_code == 200
    signed_in = AuditEntry.objects.get(event="user.signed_in")
    assert signed_in.details["mode"] == "organization+totp"


def test_their_second_step_counts_where_the_list_says_so(screen, ministry):
    FakeIdentityProvider.says["amr"] = ["pwd", "mfa"]
    assert come_back(screen)["Location"] == "/account/ways/first/"
    ministry["second_step"] = ["mfa"]
    assert come_back(screen)["Location"] == "/"
    assert screen.get("/account/").status_code == 200


@pytest.mark.parametrize(
    "says",
    [
        {"groups": ["canteen"]}, {"groups": "protection-office"}, {"email_verified": False},
        {"email_verified": "true"}, {"email": ""}, {"aud": "another"}, {"exp": 1},
        {"iss": "https://elsewhere.example"},
    ],
)  # fmt: skip
def test_whom_the_list_does_not_name_or_who_is_not_proven_stays_out(screen, ministry, says):
    FakeIdentityProvider.says.update(says)
    assert come_back(screen)["Location"] == "/sign-in/"
    assert not User.objects.filter(name=YARA["name"]).exists()
    assert not SocialAccount.objects.exists()
    assert AuditEntry.objects.get(event="sign_in.failed").details["mode"] == "organization"


def test_a_state_that_is_not_ours_opens_nothing(screen, ministry):
    assert come_back(screen, state="made-up")["Location"] == "/sign-in/"
    assert come_back(screen, error="access_denied")["Location"] == "/sign-in/"
    assert FakeIdentityProvider.heard == []


def test_nobody_takes_over_an_account_that_is_here(screen, ministry, caseworker):
    FakeIdentityProvider.says["email"] = caseworker.email
    come_back(screen)
    assert "Somebody with this e-mail is already here" in said(screen)
    assert not SocialAccount.objects.exists()
    ministry["known_by_email"] = True
    assert come_back(screen)["Location"] == "/account/ways/first/"
    assert SocialAccount.objects.get().user == caseworker


def test_roles_follow_what_they_say_today_and_no_others_are_touched(screen, ministry, office):
    come_back(screen)
    yara = User.objects.get(email=YARA["email"])
    yara.add_role("supervisor", by=None, office=office)
    FakeIdentityProvider.says["groups"] = ["canteen"]
    come_back(screen)
    held = yara.memberships.filter(ended_at=None)
    assert [place.role for place in held] == ["supervisor"]


def test_who_was_let_go_here_stays_out_whatever_they_say(screen, ministry, administrator):
    come_back(screen)
    User.objects.get(email=YARA["email"]).deactivate(by=administrator)
    come_back(screen)
    assert "This account is closed" in said(screen)
    assert screen.get("/account/ways/first/").status_code == 302


def test_whoever_has_no_other_proof_shows_there_that_it_is_still_them(screen, ministry):
    ministry["second_step"], FakeIdentityProvider.says["amr"] = ["mfa"], "mfa"
    come_back(screen)
    confirm, later = "/account/confirm/?next=/account/ways/app/", timedelta(minutes=16)
    with clock.at(clock.now() + later):
        assert screen.get("/account/ways/app/")["Location"].startswith("/account/confirm/")
        page = screen.get(confirm).text
        assert "Sign in with the Ministry" in page
        assert 'name="password"' not in page
        # Their house must have looked now, not remembered.
        for remembered in ({}, {"auth_time": int(time.time()) - 3600}):
            FakeIdentityProvider.says |= remembered
            assert come_back(screen)["Location"] == "/sign-in/"
            assert screen.get("/account/ways/app/").status_code == 303
        there = screen.get(reverse("openid_connect_login", args=["ministry"]))["Location"]
        assert "prompt=login" in there
        FakeIdentityProvider.says["auth_time"] = int(time.time())
        come_back(screen)
        assert screen.get("/account/ways/app/").status_code == 200


def test_an_address_changes_nothing_of_what_is_asked(screen, ministry):
    url = reverse("openid_connect_login", args=["ministry"])
    sly = screen.get(url, {"auth_params": "redirect_uri=https://evil.example", "scope": "all"})
    assert "evil" not in sly["Location"]
    assert "all" not in parse_qs(urlsplit(sly["Location"]).query)["scope"][0].split()


def test_nothing_of_what_they_tell_is_kept(screen, ministry):
    come_back(screen)
    assert SocialAccount.objects.get().extra_data == {}
    assert not SocialToken.objects.exists()


def test_a_provider_with_the_certificate_of_another_host_is_refused(
    screen, ministry, settings, tmp_path
):
    other = certificate(tmp_path, "id.elsewhere.example")
    settings.AMPARO_CA_FILE = str(other)
    with serve_identity_provider(other) as port:
        app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
        app["settings"]["server_url"] = f"https://{NAME}:{port}"
        settings.AMPARO_OUTBOUND = [f"{NAME}:{port}", "127.0.0.0/8"]
        there = screen.get(reverse("openid_connect_login", args=["ministry"]))
    assert there["Location"] == "/sign-in/"
    assert "did not work" in said(screen)


@pytest.mark.parametrize("outbound", [[], ["127.0.0.0/8"]])
def test_a_provider_that_is_not_configured_is_not_used(screen, ministry, settings, outbound):
    settings.AMPARO_OUTBOUND = outbound
    there = screen.get(reverse("openid_connect_login", args=["ministry"]))
    assert there["Location"] == "/sign-in/"
    assert AuditEntry.objects.filter(event="sign_in.failed").count() == 1
