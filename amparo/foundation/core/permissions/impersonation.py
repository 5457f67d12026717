"""Looking at the house as a colleague has it: to help them, to teach, to see that it is right.

It gains nobody anything: one sees what the colleague may see and oneself may see too, changes
nothing, for a quarter of an hour, and the ledger names both. Administrators, who see no files,
look only where all people are made up.
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
from ..refusals import Refusal, refusal_page

LASTS = timedelta(minutes=15)
KEY = "looking_as"
# What may be looked at: pages of work, none that hands out a file, an address or an account.
ALLOWED_VIEWS = frozenset(
    (
        "home", "more", "person", "people:person", "people:family", "people:communities",
        "people:community", "people:shared-with-us", "assistance:today", "assistance:cases",
        "assistance:team", "assistance:waiting", "assistance:case", "assistance:case-history",
        "assistance:case-plan", "assistance:case-services", "assistance:service",
        "assistance:case-notes", "assistance:screening", "assistance:assessment",
        "assistance:incidents", "assistance:attachments", "assistance:places-known",
        "assistance:place", "assistance:risk-rule",
    )
)  # fmt: skip
# What one does with one's own eyes while one looks.
OWN = frozenset({"look-end", "sign-out", "language"})


def apply(request: HttpRequest) -> HttpResponse | None:
    """Replaces `request.user` by the colleague as whom they look; only reads are allowed then.

    Returns the refusal of a request that is more than looking, else nothing. Ends the
    impersonation when its time is over or it is no longer permitted.
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
    if request.method not in ("GET", "HEAD") or name not in ALLOWED_VIEWS:
        said = _("While you look as a colleague you only look, and not at everything.")
        return refusal_page(request, Refusal(said))
    request.user = colleague
    return None


def _name_of(request: HttpRequest) -> str:
    """The name of the page that is asked for; nothing where there is no such page."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def start_impersonation(request: HttpRequest, colleague: User) -> None:
    viewer = request.user
    assert isinstance(viewer, User)  # noqa: S101 - signed in, or the door had not opened
    if not impersonable_users(viewer).filter(pk=colleague.pk).exists():
        raise Refusal(_("You look only as somebody whose work you answer for."))
    ends = now() + LASTS
    request.session[KEY] = {"ref": str(colleague.ref), "until": ends.isoformat()}
    log.log_event(viewer, "look.begun", colleague, until=ends.date())


def stop_impersonation(request: HttpRequest) -> None:
    if request.session.pop(KEY, None) and isinstance(request.user, User):
        log.log_event(request.user, "look.ended", request.user)


def impersonation_ends_at(request: HttpRequest) -> datetime:
    return datetime.fromisoformat(request.session[KEY]["until"])


def impersonable_users(viewer: User):
    """Caseworkers of one's teams and offices; in a house of made-up people, any of them."""
    others = User.objects.filter(is_active=True).exclude(pk=viewer.pk)
    if "staff.edit" in viewer.verbs and is_demo_installation():
        return others.filter(email__endswith=DEMO_HOST)
    offices, teams = viewer.offices_for("team.see"), viewer.teams_for("team.see")
    here = Membership.objects.filter(
        Q(team__in=teams) | Q(team__office__in=offices) | Q(office__in=offices),
        role="caseworker", ended_at=None,
    )  # fmt: skip
    return others.filter(pk__in=here.values("user"))


def is_demo_installation() -> bool:
    return settings.DEMO and not has_real_people()


def _colleague(request: HttpRequest) -> User | None:
    """The colleague as this person sees them; nobody once the time is over or the leave gone."""
    viewer, said = request.user, request.session[KEY]
    assert isinstance(viewer, User)  # noqa: S101 - asked just before
    if impersonation_ends_at(request) <= now():
        return None
    colleague = impersonable_users(viewer).filter(ref=said["ref"]).first()
    if colleague is None:
        return None
    return colleague.as_seen_by(viewer, whole="team.see" not in viewer.verbs)
