"""What of broadcasts waits for somebody, and what of them stands in the calendar."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User

from ..message_bank.extension_points import CalendarEntry, PendingItem
from .models import Broadcast

MOST = 20
State = Broadcast.State
WHOLE = Broadcast.objects.select_related("message", "office")
KIND = pgettext_lazy("to subscribers", "Broadcast")


def pending_broadcasts(user: User) -> list[PendingItem]:
    """Paused ones first, then those that somebody else wrote and this user may approve."""
    paused = WHOLE.accessible_to(user, to="run").filter(state=State.PAUSED)
    pending = (
        WHOLE.accessible_to(user, to="approve").filter(state=State.SUBMITTED)
        .exclude(Q(by=user) | Q(submitted_by=user))
    )  # fmt: skip
    found = [
        PendingItem(
            gettext_lazy("Look why a broadcast paused"), _title(each), each.get_absolute_url(),
            each.last_day, is_late=each.is_halted,
        )
        for each in paused.order_by("last_day", "pk")[:MOST]
    ]  # fmt: skip
    found += [
        PendingItem(
            gettext_lazy("Approve a broadcast"), _title(each), each.get_absolute_url(),
            each.first_day, is_late=each.first_day < each.office.today(),
        )
        for each in pending.order_by("first_day", "pk")[:MOST]
    ]  # fmt: skip
    return found[:MOST]


def broadcasts_in_calendar(user: User, first: date, last: date) -> list[CalendarEntry]:
    """The first day of each window between two days."""
    rows = WHOLE.accessible_to(user).exclude(state=State.STOPPED)
    found = rows.filter(first_day__gte=first, first_day__lte=last).order_by("first_day", "pk")
    return [
        CalendarEntry(
            each.first_day, _title(each), KIND, each.get_absolute_url(),
            "good" if each.state == State.SENT else "warn" if each.state == State.PAUSED else "",
        )
        for each in found[:100]
    ]  # fmt: skip


def _title(broadcast: Broadcast) -> str:
    return f"{broadcast.number} {broadcast.message.title}"
