"""Signing in as a browser does it, for the tests of V6."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from amparo.foundation.core.models import AuditEntry
from tests.support.stories import PASSWORD

SECRET = "JBSWY3DPEHPK3PXP"


class Screen(Client):
    """Somebody's own, in English."""

    def __init__(self, **environ):
        super().__init__(headers={"accept-language": "en"}, **environ)


def code(steps: int = 0) -> str:
    """What her app shows, so many half minutes from now."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + steps))


def give_password(client, email, password=PASSWORD, **where):
    return client.post("/sign-in/", {"email": email, "password": password}, **where)


def give_code(client, typed):
    return client.post("/sign-in/second/", {"code": typed})


def is_in(client) -> bool:
    return client.get("/account/").status_code == 200


def failures() -> list[str]:
    lines = AuditEntry.objects.filter(event="sign_in.failed").order_by("pk")
    return [line.details["mode"] for line in lines]


def refuses(password: str) -> bool:
    try:
        validate_password(password)
    except ValidationError:
        return True
    return False
