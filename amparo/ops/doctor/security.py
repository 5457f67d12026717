"""Checks of accounts, of keys and of what a browser meets."""

import os
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q

from amparo.foundation.core.accounts import demo_accounts, roles
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.models import DataKey, Membership, User

from .checks import Finding, check, danger, danger_unless_demo, ok, warn

UNUSED = timedelta(days=90)
LONGEST_DAY = timedelta(hours=12)


def _active():
    return User.objects.filter(is_active=True, is_system=False, practises_for=None)


@check("accounts")
def two_factor() -> Iterator[Finding]:
    openers = [code for code, role in roles.ROLES.items() if role.permissions - {"code.see"}]
    may_open = Q(memberships__role__in=openers, memberships__ended_at=None)
    proven = Authenticator.objects.exclude(type="recovery_codes").values("user_id")
    without = _active().filter(may_open).exclude(pk__in=proven).distinct().count()
    if without:
        yield danger_unless_demo(
            f"{without} accounts have no second step yet: they must sign in once."
        )
    else:
        yield ok("Whoever opens files or runs the installation proves twice who they are.")


@check("accounts")
def administrators() -> Iterator[Finding]:
    held = Membership.objects.filter(role="administrator", ended_at=None, user__is_active=True)
    number = held.values("user").distinct().count()
    if number == 0:
        yield danger_unless_demo("Nobody administers this installation: amparo account EMAIL NAME")
    elif number == 1:
        yield warn("One person alone administers this installation: name a second.")
    else:
        yield ok(f"{number} people administer this installation.")


@check("accounts")
def incompatible_roles() -> Iterator[Finding]:
    """The same person never both keeps the accounts and reads the audit log of who used them."""
    held = Membership.objects.filter(ended_at=None)
    found = 0
    for one, other in map(sorted, roles.INCOMPATIBLE):
        both = _active().filter(pk__in=held.filter(role=one).values("user"))
        found += both.filter(pk__in=held.filter(role=other).values("user")).count()
    if found:
        yield danger(f"{found} people hold roles that one person must not hold together.")
    else:
        yield ok("Nobody holds roles that must be kept apart.")


@check("accounts")
def unused_accounts() -> Iterator[Finding]:
    """An account that nobody uses is one whose loss nobody notices."""
    old = now() - UNUSED
    found = _active().filter(Q(last_login__lt=old), memberships__ended_at=None).distinct().count()
    if found:
        yield warn(f"{found} accounts were not used for 90 days: let go whoever has left.")
    else:
        yield ok("Every account that was ever used was used lately.")


@check("accounts")
def session_length() -> Iterator[Finding]:
    if LONGEST_DAY.total_seconds() < settings.SESSION_COOKIE_AGE:
        yield danger("Somebody may stay signed in for days: leave SESSION_COOKIE_AGE as it came.")
    else:
        yield ok("Everybody signs in again after twelve hours at most.")


# Keys: where they are stored, who can read them, whether they fit.


@check("keys")
def key_files() -> Iterator[Finding]:
    found = [path for path in (settings.HOME / "keys").glob("*") if path.is_file()]
    ring = Path(settings.AMPARO_KEY_RING_FILE)
    if ring.parent != settings.HOME / "keys" and ring.is_file():  # on another device
        found.append(ring)
    for path in found:
        yield from _check_file(path)
    folder = settings.HOME / "keys"
    if folder.exists() and _mode(folder) & 0o077:
        yield danger(f"Others can look into {folder}: chmod 700 {folder}")
    if found and all(_mode(path) == 0o400 for path in found):
        yield ok(f"{len(found)} key files are readable by their owner alone.")


def _check_file(path: Path) -> Iterator[Finding]:
    if _mode(path) & 0o077:
        yield danger(f"Others can read the key {path}: chmod 400 {path}, then amparo keys new")
    elif _mode(path) != 0o400:
        yield warn(f"The key {path} can be written over by mistake: chmod 400 {path}")
    if path.stat().st_uid != os.geteuid():
        yield danger(f"The key {path} belongs to somebody else: chown it to the user of Amparo.")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@check("keys")
def session_secret() -> Iterator[Finding]:
    try:
        secret = settings.SECRET_KEY
    except ImproperlyConfigured:
        return  # said under “startup”, with what to do
    if len(set(secret)) < 10 or len(secret) < 32:
        yield danger("The secret that signs sessions can be guessed: AMPARO_SECRET_KEY, 64 hex.")
    else:
        yield ok("Sessions are signed with a secret that nobody guesses.")


@check("keys")
def key_ring_opens_data() -> Iterator[Finding]:
    try:
        names = key_ring.current_key_ring().names()
    except key_ring.DecryptionError as missing:
        yield danger(f"{missing} Bring it back: amparo restore (its copy of keys)")
        return
    strange = DataKey.objects.exclude(ring_key__in=names).count()
    if strange:
        yield danger(f"The ring does not open {strange} files: bring the old ring back.")
        return
    newest = DataKey.objects.order_by("-number").first()
    try:
        if newest:
            newest.unwrap()
        yield ok("The key ring opens what is in the database.")
    except key_ring.DecryptionError:
        yield danger("The ring is not the one that this database was sealed with.")


# The web: HTTPS, hosts, content security policy.

OWN_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "::1", "testserver"})


def is_on_a_network() -> bool:
    return bool({host.strip() for host in settings.ALLOWED_HOSTS} - OWN_HOSTS)


@check("web")
def https() -> Iterator[Finding]:
    if settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE:
        yield ok("Pages and cookies travel over HTTPS alone.")
    elif is_on_a_network():
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
        yield danger("AMPARO_DEBUG is on: error pages show data. Take it away.")
    else:
        yield ok("Error pages show nothing of the installation.")


@check("web")
def demo() -> Iterator[Finding]:
    made_up = User.objects.filter(is_active=True, email__endswith=demo_accounts.DEMO_HOST)
    if settings.DEMO and demo_accounts.has_real_people():
        yield danger("AMPARO_DEMO is on where real people are kept: take it away.")
    elif settings.DEMO and is_on_a_network():
        yield danger("All know the demo's password, and it answers a network: AMPARO_HOSTS")
    elif not settings.DEMO and made_up.exists():
        yield danger_unless_demo(
            "Accounts of the demo are open here: give the installation a database of its own."
        )
    else:
        yield ok("No account of the demo opens real files.")


@check("web")
def content_security_policy() -> Iterator[Finding]:
    rules: dict = settings.SECURE_CSP
    scripts = rules.get("script-src", ["'unsafe-inline'"])
    if any("unsafe" in str(source) or source == "*" for source in scripts):
        yield danger("Pages may run scripts of others: leave SECURE_CSP as it came.")
    else:
        yield ok("Pages run scripts of this installation alone.")
