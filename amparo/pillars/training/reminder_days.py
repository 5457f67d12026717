"""When a participant is reminded of a training: a week before, and a day before. Pure rule."""

from datetime import date, timedelta
from enum import StrEnum


class Reminder(StrEnum):
    WEEK = "week"
    DAY = "day"


WEEK = timedelta(days=7)
# A reminder of a week before is still one so many days later, where no job ran in between.
STILL_A_WEEK = timedelta(days=5)


def reminder_due(begins: date, today: date) -> Reminder | None:
    """Returns which reminder of an event that begins on `begins` is due today; both are days on
    the clock of the event.
    """
    ahead = begins - today
    if STILL_A_WEEK <= ahead <= WEEK:
        return Reminder.WEEK
    return Reminder.DAY if ahead == timedelta(days=1) else None


def is_news(reminder: Reminder, begins: date, seated: date) -> bool:
    """Returns whether the reminder says anything to somebody who got their seat on `seated`: who
    registered within the week is not reminded of the week, nor the same day of the next.
    """
    before = begins - (WEEK if reminder == Reminder.WEEK else timedelta(days=1))
    return seated < before
