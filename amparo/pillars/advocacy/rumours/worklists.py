"""What waits for a user in rumours, and what stands in the calendar."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import pgettext, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.pillars.advocacy.message_bank.extension_points import CalendarEntry, PendingItem

from .models import Rumour, RumourAnswer, RumourCheck

MOST = 20
_STATE = Rumour.State
# What is to be done, the most urgent first.
CONFIRM, HEARD_AGAIN, ASSESS, CHECK, ANSWER, APPROVE, ASK = (
    pgettext_lazy("rumour, to do", "Confirm verdict"),
    pgettext_lazy("rumour, to do", "Heard again after its answer"),
    pgettext_lazy("rumour, to do", "Assess risk"),
    pgettext_lazy("rumour, to do", "Check rumour"),
    pgettext_lazy("rumour, to do", "Draft answer"),
    pgettext_lazy("rumour, to do", "Get the answer approved"),
    pgettext_lazy("rumour, to do", "Ask whether it is still heard"),
)


def to_confirm(user: User) -> QuerySet[Rumour]:
    """Rumours whose verdict somebody else proposed and this user may confirm."""
    waiting = RumourCheck.objects.filter(
        rumour=OuterRef("pk"), confirmed_at=None, disagreed_at=None, replaced_at=None
    ).exclude(by=user)
    rows = Rumour.objects.open().filter(Exists(waiting))
    return rows.accessible_to(user, to="confirm")


def rumours_to_assess(user: User) -> QuerySet[Rumour]:
    """Rumours that nobody assessed yet, of who keeps them: what the menu counts."""
    return Rumour.objects.unanswered().filter(risk="none").accessible_to(user, to="keep")


def pending_rumours(user: User) -> list[PendingItem]:
    """At most twenty: to confirm as second person; then what this user keeps. Three queries."""
    found = [(CONFIRM, each) for each in _listed(to_confirm(user))]
    if "rumour.keep" in user.permissions:
        found += _kept(user)
    return [_item(action, rumour) for action, rumour in found[:MOST]]


def _kept(user: User) -> list[tuple]:
    rows = Rumour.objects.open().annotate(
        has_draft=Exists(RumourAnswer.objects.filter(rumour=OuterRef("pk"), ended_at=None)),
        has_check=Exists(
            RumourCheck.objects.filter(
                rumour=OuterRef("pk"), disagreed_at=None, replaced_at=None
            )
        ),
    ).accessible_to(user, to="keep")  # fmt: skip
    found = [(_action(each), each) for each in _listed(rows, MOST * 5)]
    order = [HEARD_AGAIN, ASSESS, CHECK, ANSWER, APPROVE, ASK]
    done = [(action, each) for action, each in found if action is not None]
    return sorted(done, key=lambda pair: order.index(pair[0]))


def _action(rumour):
    """What is to be done next by who keeps it; None where others are next."""
    if rumour.state == _STATE.ANSWERED:
        if rumour.was_heard_again:
            return HEARD_AGAIN
        return ASK if rumour.is_to_be_asked else None
    if rumour.risk == "none":
        return ASSESS
    if not rumour.has_check:
        return CHECK
    if rumour.has_draft:
        return APPROVE
    return ANSWER if rumour.state == _STATE.CHECKED else None


def _listed(rows: QuerySet[Rumour], most: int = MOST) -> list[Rumour]:
    return list(rows.select_related("office").order_by("first_heard_on", "pk")[:most])


def _item(action, rumour: Rumour) -> PendingItem:
    """Without the words: they are sealed, and this list stands on a screen that others pass."""
    return PendingItem(
        action, f"{rumour.number} {rumour.topic_label}", rumour.get_absolute_url(),
        rumour.first_heard_on, rumour.risk in ("high", "critical") or rumour.was_heard_again,
    )  # fmt: skip


def days_of_rumours(user: User, first: date, last: date) -> list[CalendarEntry]:
    """The days on which answered rumours are asked about again."""
    if "rumour.keep" not in user.permissions:
        return []
    rows = Rumour.objects.filter(
        state=_STATE.ANSWERED, ask_again_on__range=(first, last)
    ).accessible_to(user, to="keep")  # fmt: skip
    return [
        CalendarEntry(
            each.ask_again_on, f"{each.number} {each.topic_label}",
            pgettext("calendar", "Is this rumour still heard?"), each.get_absolute_url(),
        )
        for each in _listed(rows, 100)
        if each.ask_again_on
    ]  # fmt: skip
