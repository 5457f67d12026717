"""Practising: a session in which its user acts with their practice account alone, and back.

Nobody signs in with a practice account. Whoever has a role in the practice office switches to it,
and until they switch back they see and change nothing but what is practised: the account holds no
other role, its permissions end at `PRACTICE_PERMISSIONS`, and only the pages in `practice_routes`
answer. A form that was opened on the other side is refused (its token has changed): so nothing
that is real is saved among what is practised, nor the other way round.
"""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from ..audit import log
from ..extension_points import practice_routes
from ..refusals import Refusal, refusal_page
from .users import User

KEY = "practising"
# What runs as the real user while they practise.
OWN = frozenset({"practice-end", "sign-out"})


def practice_account_of(user: User) -> User | None:
    """Returns the account with which this user practises; None without a role to practise."""
    account = User.objects.filter(practises_for=user, is_active=True).first()
    return account if account and account.memberships_held else None


def apply(request: HttpRequest) -> HttpResponse | None:
    """Replaces `request.user` by their practice account where this session practises; returns the
    refusal of a page on which nothing is practised, else None.

    Called before row-level security is told the user. A request that was meant for the practice
    office is never answered as the real user: where the role there has ended, it is refused.
    """
    if KEY not in request.session or not isinstance(request.user, User):
        return None
    route = _route_of(request)
    if route in OWN:
        return None
    account = practice_account_of(request.user)
    if account is None:
        _switch(request, to_practice=False)
        return refusal_page(request, Refusal(_("Your role in the practice office has ended.")))
    request.user = account
    if route and not is_practised(route):
        request.is_refused = True  # type: ignore[attr-defined]
        return refusal_page(request, Refusal(_("This is not practised. Stop practising first.")))
    return None


def begin_practice(request: HttpRequest) -> None:
    """From the next request on this session practises. Raises Refusal without a role for it."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - the view requires sign-in
    if practice_account_of(user) is None:
        raise Refusal(_("You have no role in a practice office."))
    _switch(request, to_practice=True)
    log.log_event(user, "practice.begun", user)


def end_practice(request: HttpRequest) -> None:
    """From the next request on this session does real work; does nothing if it does already."""
    user = request.user
    if KEY in request.session and isinstance(user, User):
        _switch(request, to_practice=False)
        log.log_event(user, "practice.ended", user)


def _switch(request: HttpRequest, *, to_practice: bool) -> None:
    if to_practice:
        request.session[KEY] = True
    else:
        request.session.pop(KEY, None)
    request.session.pop("counts", None)
    request.session.cycle_key()
    rotate_token(request)  # forms that were opened before are of the other side


def is_practised(route: str) -> bool:
    """Returns whether the page of this name answers while one practises."""
    return route in list(practice_routes)


def _route_of(request: HttpRequest) -> str:
    """Returns the name of the page asked for; "" where there is no such page."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
