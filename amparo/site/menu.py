"""What stands beside every page: the places that this person's roles lead to."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.permissions import impersonation
from amparo.foundation.core.permissions.rules import signed_in_user
from amparo.foundation.fieldwork.models import Submission
from amparo.pillars.advocacy.models import Complaint
from amparo.pillars.assistance.models import Approval, Task


@dataclass(frozen=True)
class Place:
    """One entry of the menu, and the roles that it is for."""

    route: str
    label: Promise
    icon: str
    roles: frozenset[str]
    short: Promise | None = None


@dataclass(frozen=True)
class Door:
    """An entry as one person sees it now."""

    label: Promise
    icon: str
    url: str
    count: int = 0
    is_late: bool = False
    is_current: bool = False
    is_main: bool = False


_CASEWORK = frozenset({"caseworker", "supervisor"})
PLACES = (
    Place(
        "assistance:waiting",
        _("Waiting for me"),
        "hourglass",
        frozenset({"supervisor"}),
        _("Waiting"),
    ),
    Place("assistance:today", _("Today"), "sun", frozenset({"caseworker"})),
    Place("assistance:team", _("My team"), "users-group", frozenset({"supervisor"}), _("Team")),
    Place(
        "assistance:cases",
        _("People and cases"),
        "users",
        _CASEWORK,
        _("People"),
    ),
    Place(
        "assistance:transfers",
        _("Between offices"),
        "arrows-exchange",
        _CASEWORK,
        _("Offices"),
    ),
    Place("assistance:referrals", _("Referrals"), "arrows-exchange", _CASEWORK),
    Place("returns:index", _("Returns"), "home-heart", _CASEWORK),
    Place("reintegration:plans", _("Reintegration plans"), "target", _CASEWORK),
    Place("surveys:due", _("Survey rounds due"), "checkup-list", _CASEWORK),
    Place(
        "assistance:calendar",
        _("Calendar"),
        "calendar-event",
        _CASEWORK,
    ),
    Place(
        "people:messages",
        _("Texts that did not arrive"),
        "message-2",
        _CASEWORK,
        _("Texts"),
    ),
    Place("people:pairs", _("The same person?"), "git-merge", _CASEWORK, _("Same?")),
    Place(
        "assistance:help",
        _("Requests for help"),
        "messages",
        _CASEWORK,
        _("Requests"),
    ),
    Place("families:children", _("Children alone"), "baby-carriage", _CASEWORK, _("Children")),
    Place("tracing:requests", _("Tracing"), "search", _CASEWORK),
    Place("trafficking:ways", _("Out of exploitation"), "shield-check", _CASEWORK),
    Place("people:communities", _("Communities"), "home", _CASEWORK),
    Place("reintegration:projects", _("Projects"), "users-group", _CASEWORK),
    Place(
        "assistance:places-known",
        _("Places"),
        "map-pin",
        _CASEWORK,
    ),
    Place(
        "directory:services",
        _("Services nearby"),
        "building-community",
        _CASEWORK | {"data_officer", "administrator"},
        _("Services"),
    ),
    Place(
        "advocacy:complaints",
        _("Complaints"),
        "ear",
        _CASEWORK | {"data_officer"},
    ),
    Place("money:grants", _("Grants"), "building-bank", _CASEWORK | {"data_officer"}),
    Place("money:funds", _("Funds"), "scale", frozenset({"data_officer", "supervisor"})),
    Place(
        "assistance:registers",
        _("Registers"),
        "file-upload",
        frozenset({"data_officer", "supervisor"}),
    ),
    Place(
        "linking:agreements",
        _("Linking without names"),
        "link",
        frozenset({"data_officer", "supervisor", "administrator"}),
        _("Linking"),
    ),
    Place(
        "people:comparing",
        _("The register compared"),
        "git-merge",
        frozenset({"data_officer"}),
        _("Compared"),
    ),
    Place(
        "fieldwork:forms",
        _("Forms"),
        "file-certificate",
        frozenset({"data_officer"}),
    ),
    Place(
        "surveys:instruments",
        _("Surveys"),
        "checkup-list",
        frozenset({"data_officer"}),
    ),
    Place(
        "fieldwork:arrived",
        _("Answers that arrived"),
        "clipboard-check",
        frozenset({"data_officer", "supervisor"}),
        _("Answers"),
    ),
    Place(
        "assistance:referrals-ends",
        _("Where referrals end"),
        "arrows-exchange",
        frozenset({"data_officer"}),
    ),
    Place(
        "assistance:rights",
        _("Rights requests"),
        "file-certificate",
        _CASEWORK,
        _("Rights"),
    ),
    Place(
        "assistance:due",
        _("Kept and deleted"),
        "folder",
        frozenset({"data_officer", "supervisor"}),
        _("Kept"),
    ),
    Place(
        "assistance:received",
        _("Referrals received"),
        "arrows-exchange",
        frozenset({"provider", "official"}),
        _("Referrals"),
    ),
    Place(
        "people:shared-with-us",
        _("Shared with us"),
        "file-certificate",
        frozenset({"provider", "official"}),
        _("Shared"),
    ),
    Place(
        "offices",
        _("Offices and teams"),
        "building-community",
        frozenset({"administrator"}),
        _("Offices"),
    ),
    Place(
        "staff",
        _("People who work here"),
        "id-badge-2",
        frozenset({"administrator"}),
        _("Staff"),
    ),
    Place(
        "code-lists",
        _("Reference lists"),
        "list-details",
        frozenset({"administrator"}),
        _("Lists"),
    ),
    Place(
        "places",
        _("Places"),
        "map-pin",
        frozenset({"administrator"}),
    ),
    Place(
        "emergency-numbers",
        _("Emergency numbers"),
        "phone-call",
        frozenset({"administrator", "data_officer"}),
    ),
    Place(
        "jobs",
        _("Work in the background"),
        "refresh",
        frozenset({"administrator"}),
    ),
    Place(
        "systems",
        _("Other systems"),
        "arrows-exchange",
        frozenset({"administrator"}),
        _("Systems"),
    ),
    Place(
        "ledger",
        _("Deeds and openings"),
        "list-search",
        frozenset({"auditor"}),
        _("Ledger"),
    ),
)


def house(request: HttpRequest) -> dict:
    """What the layout needs on every page; for somebody signed out, only the languages."""
    common = {"languages": settings.LANGUAGES, "is_demo": settings.DEMO}
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return common
    user = request.user
    roles = {place.role for place in user.places}
    places = [place for place in PLACES if place.roles & roles]
    may_meet = "person.register" in user.verbs
    here = _here(request, places)
    return {
        **common,
        "me": user,
        "menu": [_door(place, request, here) for place in places],
        "bottom_menu": _bottom(request, places, here, may_meet),
        "may_register": may_meet,
        "may_search": "person.see" in user.verbs,
        "notices": 0 if user.looker else user.notices.unread().count(),
        "looking_until": impersonation.impersonation_ends_at(request) if user.looker else None,
    }


def _here(request: HttpRequest, places: list[Place]) -> str:
    """The place in which this page lies: of those that lie inside each other, the inner one."""
    around = [url for each in places if request.path.startswith(url := reverse(each.route))]
    return max(around, key=len, default="")


def _door(place: Place, request: HttpRequest, here: str) -> Door:
    url = reverse(place.route)
    counts = place.route in _COUNTS and not signed_in_user(request).looker
    count = _COUNTS[place.route](request) if counts else 0
    return Door(
        place.label,
        place.icon,
        url,
        count=count,
        is_late=bool(count) and place.route == "assistance:today",
        is_current=url == here,
    )


def _bottom(request: HttpRequest, places: list[Place], here: str, may_meet: bool) -> list[Door]:
    """Two places, New, one more place, and More: what a thumb reaches."""
    short = [_short_door(place, here) for place in places[: 3 if may_meet else 4]]
    if may_meet:
        new = reverse("new")
        short.insert(2, Door(_("New"), "plus", new, is_main=True, is_current=request.path == new))
    more = reverse("more")
    return [*short, Door(_("More"), "menu-2", more, is_current=request.path == more)]


def _short_door(place: Place, here: str) -> Door:
    url = reverse(place.route)
    return Door(place.short or place.label, place.icon, url, is_current=url == here)


def _overdue(request: HttpRequest) -> int:
    return Task.objects.of(signed_in_user(request)).overdue(localdate())[:100].count()


def _waiting(request: HttpRequest) -> int:
    return Approval.objects.waiting().open_to(signed_in_user(request), to="decide")[:100].count()


def _unheard(request: HttpRequest) -> int:
    """Complaints that reached this person, and that nobody has acknowledged yet."""
    received = Complaint.objects.filter(status=Complaint.Status.RECEIVED)
    return received.open_to(signed_in_user(request))[:100].count()


def _odd(request: HttpRequest) -> int:
    """Answers from the field that somebody has to look at."""
    rows = Submission.objects.to_be_looked_at().open_to(signed_in_user(request), to="keep")
    return rows.order_by()[:100].count()


_COUNTS = {
    "assistance:today": _overdue,
    "assistance:waiting": _waiting,
    "advocacy:complaints": _unheard,
    "fieldwork:arrived": _odd,
}
