"""Impersonation: lets a supervisor see the pages of a colleague, read-only, for 15 minutes.

It gives access to nothing new: a record opens only if both users may open it, and audit entries
name both. Administrators, who open no files, may impersonate only in a demo without real people;
only there is the intersection waived.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from ..accounts.demo_accounts import DEMO_HOST, has_real_people
from ..accounts.organizations import Membership
from ..accounts.users import User
from ..audit import log
from ..clock import now
from ..extension_points import impersonation_routes
from ..refusals import Refusal, refusal_page

LASTS = timedelta(minutes=15)
KEY = "looking_as"
# Views that run as the real user during impersonation.
OWN = frozenset({"impersonation-end", "sign-out", "language"})


def apply(request: HttpRequest) -> HttpResponse | None:
    """Replaces `request.user` by the impersonated colleague for the listed GET pages, and refuses
    everything else.

    Returns the refusal, else None. Called before row-level security is told the user, so that the
    policies too answer for the colleague. Ends by itself when the time is over or the viewer lost
    the right.
    """
    if KEY not in request.session:
        return None
    name = _name_of(request)
    if not isinstance(request.user, User) or not name or name in OWN:
        return None
    colleague = _colleague(request)
    if colleague is None:  # it was over, or may no longer be
        request.session.pop(KEY)
        return None
    if request.method not in ("GET", "HEAD") or name not in list(impersonation_routes):
        said = _("While you look as a colleague you only look, and not at everything.")
        return refusal_page(request, Refusal(said))
    request.user = colleague
    return None


def _name_of(request: HttpRequest) -> str:
    """Returns the view name of the page asked for; "" where there is no such page."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def start_impersonation(request: HttpRequest, colleague: User) -> None:
    """Starts impersonating `colleague` for 15 minutes and writes an audit entry. Raises Refusal
    unless the viewer may impersonate them.
    """
    viewer = request.user
    assert isinstance(viewer, User)  # noqa: S101 - the view requires sign-in
    if not impersonable_users(viewer).filter(pk=colleague.pk).exists():
        raise Refusal(_("You look only as somebody whose work you answer for."))
    ends = now() + LASTS
    request.session[KEY] = {"ref": str(colleague.ref), "until": ends.isoformat()}
    log.log_event(viewer, "look.begun", colleague, until=ends.date())


def stop_impersonation(request: HttpRequest) -> None:
    """Ends the impersonation and writes an audit entry; does nothing if there is none."""
    if request.session.pop(KEY, None) and isinstance(request.user, User):
        log.log_event(request.user, "look.ended", request.user)


def impersonation_ends_at(request: HttpRequest) -> datetime:
    """Returns when the impersonation of this session ends; KeyError if there is none."""
    return datetime.fromisoformat(request.session[KEY]["until"])


def impersonable_users(viewer: User):
    """Returns whom `viewer` may impersonate: caseworkers of their teams and offices; in a demo
    without real people, administrators may impersonate any of its accounts.
    """
    others = User.objects.filter(is_active=True).exclude(pk=viewer.pk)
    if "staff.edit" in viewer.permissions and is_demo_installation():
        return others.filter(email__endswith=DEMO_HOST)
    offices, teams = viewer.offices_for("team.see"), viewer.teams_for("team.see")
    here = Membership.objects.filter(
        Q(team__in=teams) | Q(team__office__in=offices) | Q(office__in=offices),
        role="caseworker", ended_at=None,
    )  # fmt: skip
    return others.filter(pk__in=here.values("user"))


def is_demo_installation() -> bool:
    """Returns whether this is a demo in which no real person has an account."""
    return settings.DEMO and not has_real_people()


def _colleague(request: HttpRequest) -> User | None:
    """Returns the impersonated colleague, limited to what the viewer may see; None once the time
    is over or the right is gone.
    """
    viewer, said = request.user, request.session[KEY]
    assert isinstance(viewer, User)  # noqa: S101 - asked just before
    if impersonation_ends_at(request) <= now():
        return None
    colleague = impersonable_users(viewer).filter(ref=said["ref"]).first()
    if colleague is None:
        return None
    return colleague.impersonated_as(viewer, whole="team.see" not in viewer.permissions)
