"""Requests for help as colleagues find them: which wait, which may be nobody's, which are over."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, User
from amparo.foundation.directory.search import need_by_number

from .models import HelpRequest
from .models.reception import where_somebody_receives
from .models.status import NOTHING_DUE_AT, OVER


@dataclass(frozen=True)
class Shown:
    """One part of the inbox, and its order."""

    title: Promise
    order: tuple[str, ...]


SHOWN = {
    "open": Shown(pgettext_lazy("requests for help", "Pending"), ("-in_danger", "due_at", "pk")),
    "doubted": Shown(gettext_lazy("Perhaps nobody"), ("-asked_at", "pk")),
    "over": Shown(pgettext_lazy("requests for help, filter", "Closed"), ("-asked_at", "pk")),
}


def requests_of(user: User, which: str = "open") -> QuerySet[HelpRequest]:
    """Those of their offices that they may open."""
    there = HelpRequest.objects.all()
    if which == "over":
        there = there.filter(state__in=OVER)
    else:
        there = there.doubted() if which == "doubted" else there.heeded()
    return there.filter(case=None).accessible_to(user)


def what_waits(user: User) -> dict[str, QuerySet[HelpRequest]]:
    """Those that wait for a first or another answer, in danger, and late; for `count_groups`."""
    if "help.receive" not in user.permissions:
        return {}
    open_ones = requests_of(user)
    waiting = open_ones.filter(due_at__lt=NOTHING_DUE_AT)
    return {
        "waits": waiting,
        "in_danger": waiting.filter(in_danger=True),
        "late": open_ones.filter(due_at__lt=now()),
    }


def needs_of(asked: HelpRequest) -> list[str]:
    return [str(need.label) for number in asked.needs if (need := need_by_number(number))]


def offices_that_receive(*, but: Office) -> list[Office]:
    found = [office for office in where_somebody_receives() if office != but]
    return sorted(found, key=lambda office: office.name)
