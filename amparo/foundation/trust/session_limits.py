"""A screen that lies about signs itself out, and power that grew asks who is there again."""

from datetime import timedelta
from typing import cast

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from . import audit, sessions
from .clock import now
from .models import User

# Not at every tap: a minute more or less does not matter, a row written for each page would.
NOTED_EVERY = timedelta(minutes=1)


class SessionLimitsMiddleware:
    """Idle and absolute limits, new keys after a change of power, no half-proven sessions."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            if refused := self._refuse(request, request.user):
                return refused
            self._note(request)
        return self.get_response(request)

    def _refuse(self, request: HttpRequest, user: User) -> HttpResponse | None:
        session = request.session
        if not sessions.is_begun(session) or sessions.has_ended(session):
            return self._sign_out(request, user, "session.expired")
        # A role that opens files was given to somebody who came in with a password alone.
        if session["proof"] == "one" and user.must_prove_twice:
            return self._sign_out(request, user, "session.outgrown")
        return None

    def _sign_out(self, request: HttpRequest, user: User, deed: str) -> HttpResponse:
        audit.note(user, deed, user)
        where = request.get_full_path() if request.method == "GET" else ""
        logout(request)
        return redirect_to_login(where or "/")

    def _note(self, request: HttpRequest) -> None:
        session = cast(sessions.SessionStore, request.session)
        if session.must_renew:
            session.cycle_key()
            session.must_renew = False
        if now() - sessions.moment(session["seen"]) > NOTED_EVERY:
            session["seen"] = now().isoformat()
