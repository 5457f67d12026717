"""One month of training sessions, week by week: weeks without a session are left out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from amparo.foundation.core.models import Office

from ..models import TrainingSession

DAY = timedelta(days=1)
# The first and last years of which a month is shown.
YEARS = range(2000, 2200)


@dataclass
class Day:
    """One day, whether it is in the month, and whether the office rests."""

    on: date
    is_inside: bool
    holiday: str = ""
    is_free: bool = False
    sessions: list[TrainingSession] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """One month, and where the months beside it are."""

    first: date

    @property
    def after(self) -> date:
        return (self.first + 31 * DAY).replace(day=1)

    @property
    def before(self) -> date:
        return (self.first - DAY).replace(day=1)

    @property
    def limits(self) -> tuple[datetime, datetime]:
        """Between these moments its sessions start, on whatever clock: a day more on both sides,
        for clocks of events are ahead of ours, or behind.
        """
        begins = datetime.combine(self.first - DAY, datetime.min.time(), UTC)
        return begins, datetime.combine(self.after + DAY, datetime.min.time(), UTC)

    def weeks(self, sessions: Iterable[TrainingSession], office: Office | None) -> list[list[Day]]:
        """The weeks with a session in this month, each of seven days, as the office begins its
        weeks.
        """
        held: dict[date, list[TrainingSession]] = defaultdict(list)
        for each in sessions:
            if self.first <= each.day < self.after:
                held[each.day].append(each)
        begins = int(office.working_week[:1] or 0) if office else 0
        starts = {day - (day.weekday() - begins) % 7 * DAY for day in held}
        return [
            [self._day(start + ahead * DAY, held, office) for ahead in range(7)]
            for start in sorted(starts)
        ]

    def _day(
        self, on: date, held: dict[date, list[TrainingSession]], office: Office | None
    ) -> Day:
        is_inside = self.first <= on < self.after
        if office is None:
            return Day(on, is_inside, sessions=held.get(on, []))
        holiday = office.holidays_of(on.year).get(on, "")
        return Day(on, is_inside, holiday, not office.is_working_day(on), held.get(on, []))


def month_of(asked: str, today: date) -> Month:
    """Returns the month that an address asks for (`2026-11`); else this one."""
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError:
        first = today.replace(day=1)
    return Month(first if first.year in YEARS else today.replace(day=1))
