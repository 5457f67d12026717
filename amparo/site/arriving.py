"""Between the first proof and the second: who somebody says they are, before they are in.

Nobody is signed in until all their proofs are given; then a session begins, under a new key.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from amparo.foundation.core.accounts import sessions
from amparo.foundation.core.accounts.demo_accounts import DEMO_HOST
from amparo.foundation.core.accounts.two_factor import second_factors_of
from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Notice, User
from amparo.foundation.core.refusals import Refusal
from amparo.ui.responses import safe_next_url

from . import browsers
from .mail import tell_by_mail

KEY = "arriving"
LASTS = timedelta(minutes=20)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Arrival:
    """Somebody who has given a first proof: a password, a link, another organization's word."""

    user: User
    how: str
    is_shared: bool
    where: str

    @property
    def may_set_up(self) -> bool:
        """Who lost a second step gets another one from two colleagues, not from a password."""
        return not self.user.recoveries.open().exists()


def begin(
    request: HttpRequest, user: User, how: str, *, is_shared: bool = False, where: str = ""
) -> HttpResponse:
    """A first proof is given: on to the second, or in where none is asked for."""
    request.session.cycle_key()
    request.session[KEY] = {
        "user": user.pk, "hash": user.get_session_auth_hash(), "how": how,
        "shared": is_shared, "where": where, "at": now().isoformat(),
    }  # fmt: skip
    if second_factors_of(user).any:
        return redirect("second-step")
    if user.must_prove_twice:
        return redirect("ways-first")
    return enter(request, user, how, proof="one", is_shared=is_shared, where=where)


def arriving(request: HttpRequest) -> Arrival | None:
    """Who is between the two proofs on this screen."""
    told = request.session.get(KEY)
    if not told or now() - sessions.parse_time(told["at"]) > LASTS:
        return None
    user = User.objects.filter(pk=told["user"], is_active=True).first()
    # A password that was changed meanwhile proves nothing any more.
    if user is None or not constant_time_compare(user.get_session_auth_hash(), told["hash"]):
        return None
    return Arrival(user, told["how"], told["shared"], told["where"])


def enter(
    request: HttpRequest,
    user: User,
    how: str,
    *,
    proof: str,
    is_shared: bool = False,
    where: str = "",
) -> HttpResponse:
    """All is proven: the session begins, and the person hears of a browser that is new."""
    if user.is_system:
        raise Refusal(_("That sign-in did not work. Try again."))
    request.session.pop(KEY, None)
    browser, is_new = browsers.meet(request, user)
    sessions.start_session(request.session, proof=proof, is_shared=is_shared, browser=browser.pk)
    login(request, user, backend=BACKEND)
    log.log_event(user, "user.signed_in", user, mode=how)
    if is_new:
        _tell(user)
    response = redirect(where or "home")
    browsers.remember(request, response)
    return response


def refuse(user: User | None, how: str) -> None:
    """A try that failed leaves a line; whose it was, if it was anybody's."""
    log.log_event(None, "sign_in.failed", user, mode=how)


def where_to(request: HttpRequest) -> str:
    return safe_next_url(
        request.POST.get("next") or request.GET.get("next") or "", reverse("home")
    )


def _tell(user: User) -> None:
    Notice.tell(
        [user], what="browser.new", about=user.initials, url=reverse("account"), by=None,
        urgent=True,
    )  # fmt: skip
    tell_by_mail(user, "browser.new")


def is_of_the_demo(user: User) -> bool:
    """Made-up people on a machine of one's own: nobody else is ever shown a code."""
    return settings.DEMO and user.email.endswith(DEMO_HOST)
