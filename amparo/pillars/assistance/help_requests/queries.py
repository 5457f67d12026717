"""Requests for help as colleagues find them: which wait, which may be nobody's, which are over."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, User
from amparo.foundation.directory.search import need_by_number

from .models import HelpRequest
from .models.reception import staffed_offices
from .models.status import NO_DUE_TIME, OVER


@dataclass(frozen=True)
class RequestFilter:
    """One part of the inbox, and its order."""

    title: Promise
    order: tuple[str, ...]


SHOWN = {
    "open": RequestFilter(
        pgettext_lazy("requests for help", "Pending"), ("-in_danger", "due_at", "pk")
    ),
    "doubted": RequestFilter(gettext_lazy("Perhaps nobody"), ("-asked_at", "pk")),
    "over": RequestFilter(
        pgettext_lazy("requests for help, filter", "Closed"), ("-asked_at", "pk")
    ),
}


def requests_for(user: User, which: str = "open") -> QuerySet[HelpRequest]:
    """Those of their offices that they may open."""
    there = HelpRequest.objects.all()
    if which == "over":
        there = there.filter(state__in=OVER)
    else:
        there = there.doubted() if which == "doubted" else there.heeded()
    return there.filter(case=None).accessible_to(user)


def waiting_counts(user: User) -> dict[str, QuerySet[HelpRequest]]:
    """Those that wait for a first or another answer, in danger, and late; for `count_groups`."""
    if "help.receive" not in user.permissions:
        return {}
    open_ones = requests_for(user)
    waiting = open_ones.filter(due_at__lt=NO_DUE_TIME)
    return {
        "waits": waiting,
        "in_danger": waiting.filter(in_danger=True),
        "late": open_ones.filter(due_at__lt=now()),
    }


def needs_of(asked: HelpRequest) -> list[str]:
    return [str(need.label) for number in asked.needs if (need := need_by_number(number))]


def receiving_offices(*, but: Office) -> list[Office]:
    found = [office for office in staffed_offices() if office != but]
    return sorted(found, key=lambda office: office.name)
