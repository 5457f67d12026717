"""What a browser meets, and whether anybody else can listen."""

from collections.abc import Iterator

from django.conf import settings

from amparo.foundation.core.accounts import demo_accounts
from amparo.foundation.core.models import User

from .findings import Finding, check, danger, grave, ok, warn

HERE = frozenset({"localhost", "127.0.0.1", "[::1]", "::1", "testserver"})


def answers_a_network() -> bool:
    return bool({host.strip() for host in settings.ALLOWED_HOSTS} - HERE)


@check("web")
def https() -> Iterator[Finding]:
    if settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE:
        yield ok("Pages and cookies travel over HTTPS alone.")
    elif answers_a_network():
        yield danger("It answers a network without HTTPS: set AMPARO_HTTPS=1 behind one.")
    else:
        yield ok("It answers this machine alone, so nobody listens on the way.")
    if settings.SESSION_COOKIE_SECURE and settings.SECURE_HSTS_SECONDS < 31_536_000:
        yield warn("Browsers are not told to stay with HTTPS: leave SECURE_HSTS_SECONDS alone.")


@check("web")
def hosts() -> Iterator[Finding]:
    if "*" in settings.ALLOWED_HOSTS:
        yield danger("It answers to any name: set AMPARO_HOSTS to its own.")
    else:
        yield ok(f"It answers to {', '.join(settings.ALLOWED_HOSTS)} and no other name.")


@check("web")
def debug() -> Iterator[Finding]:
    if settings.DEBUG:
        yield danger("AMPARO_DEBUG is on: error pages show what is in the house. Take it away.")
    else:
        yield ok("Error pages show nothing of the house.")


@check("web")
def the_demo() -> Iterator[Finding]:
    made_up = User.objects.filter(is_active=True, email__endswith=demo_accounts.DEMO_HOST)
    if settings.DEMO and demo_accounts.has_real_people():
        yield danger("AMPARO_DEMO is on where real people are kept: take it away.")
    elif settings.DEMO and answers_a_network():
        yield danger("All know the demo's password, and it answers a network: AMPARO_HOSTS")
    elif not settings.DEMO and made_up.exists():
        yield grave("Accounts of the demo are open here: give the house a database of its own.")
    else:
        yield ok("No account of the demo opens real files.")


@check("web")
def page_rules() -> Iterator[Finding]:
    rules: dict = settings.SECURE_CSP
    scripts = rules.get("script-src", ["'unsafe-inline'"])
    if any("unsafe" in str(source) or source == "*" for source in scripts):
        yield danger("Pages may run scripts of others: leave SECURE_CSP as it came.")
    else:
        yield ok("Pages run scripts of this house alone.")
