"""The desk of an institution: what was put to it, and what waits for its answer."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amparo.foundation.core.models import Organization, User
from amparo.foundation.links.extension_points import DeskFigure, InstitutionPanel

from . import rules
from .models import Ask
from .permissions import ON_DESK

TEMPLATE = "asks/desk_asks.html"
MOST = 6
# Those that wait for a word come first.
_ORDER = (rules.PUT, rules.ANSWERED, rules.REFUSED, rules.AGREED)


@dataclass(frozen=True)
class DeskAsk:
    """One ask as its institution finds it."""

    ask: Ask
    wording: str
    language: str
    is_overdue: bool


def asks_of_institution(user: User, organization: Organization) -> InstitutionPanel | None:
    """Returns what was put to the institution, what waits first; None where nothing was. Never a
    quiet ask that may not be read there. Two queries.
    """
    rows = Ask.objects.accessible_to(user, ON_DESK).filter(state__in=_ORDER)
    found = list(rows.asked_of([organization]).prefetch_related("texts"))  # type: ignore[attr-defined]
    if not found:
        return None
    far = date.max
    found.sort(key=lambda each: (_ORDER.index(each.state), each.answer_due_on or far, -each.pk))
    today = localdate()
    waiting = [each for each in found if each.state == rules.PUT]
    late = sum(1 for each in waiting if rules.is_overdue(each.standing, today))
    figures: tuple[DeskFigure, ...] = ()
    if waiting:
        figures = (DeskFigure(
            len(waiting), _("Requests that wait for your answer"), "#asks",
            ngettext("%(count)s late", "%(count)s late", late) % {"count": late} if late else "",
            "behind" if late else "",
        ),)  # fmt: skip
    shown = [_shown(each, today) for each in found[:MOST]]
    return InstitutionPanel(TEMPLATE, shown, is_first=bool(waiting), figures=figures)


def _shown(ask: Ask, today: date) -> DeskAsk:
    _issue, wording, language = ask.text_for_reader
    return DeskAsk(ask, wording, language, rules.is_overdue(ask.standing, today))
