"""Who can come in, with what, and who holds more than one person should."""

from collections.abc import Iterator
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q

from amparo.foundation.core.accounts import roles
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Membership, User

from .findings import Finding, check, danger, grave, ok, warn

UNUSED = timedelta(days=90)
LONGEST_DAY = timedelta(hours=12)


def _active():
    return User.objects.filter(is_active=True, is_system=False)


@check("accounts")
def second_step() -> Iterator[Finding]:
    openers = [code for code, role in roles.ROLES.items() if role.verbs - {"code.see"}]
    may_open = Q(memberships__role__in=openers, memberships__ended_at=None)
    proven = Authenticator.objects.exclude(type="recovery_codes").values("user_id")
    without = _active().filter(may_open).exclude(pk__in=proven).distinct().count()
    if without:
        yield grave(f"{without} accounts have no second step yet: they must sign in once.")
    else:
        yield ok("Whoever opens files or keeps the house proves twice who they are.")


@check("accounts")
def administrators() -> Iterator[Finding]:
    held = Membership.objects.filter(role="administrator", ended_at=None, user__is_active=True)
    number = held.values("user").distinct().count()
    if number == 0:
        yield grave("Nobody administers this house: amparo account EMAIL NAME")
    elif number == 1:
        yield warn("One person alone administers this house: name a second.")
    else:
        yield ok(f"{number} people administer this house.")


@check("accounts")
def incompatible_roles() -> Iterator[Finding]:
    """The same person never both keeps the accounts and reads the ledger of who used them."""
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
def forgotten() -> Iterator[Finding]:
    """An account that nobody uses is one whose loss nobody notices."""
    old = now() - UNUSED
    found = _active().filter(Q(last_login__lt=old), memberships__ended_at=None).distinct().count()
    if found:
        yield warn(f"{found} accounts were not used for 90 days: let go whoever has left.")
    else:
        yield ok("Every account that was ever used was used lately.")


@check("accounts")
def sessions_end() -> Iterator[Finding]:
    if LONGEST_DAY.total_seconds() < settings.SESSION_COOKIE_AGE:
        yield danger("Somebody may stay signed in for days: leave SESSION_COOKIE_AGE as it came.")
    else:
        yield ok("Everybody signs in again after twelve hours at most.")
