"""Opening hours in words: by the clock of the place, with the names of its days."""

from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple

from babel.dates import format_timedelta
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.directory.models import Service
from amparo.foundation.directory.opening_hours import Hours, week
from amparo.foundation.directory.search import ServiceResult
from amparo.ui import formats

ASK_HOURS = gettext_lazy("Ask when they are open")
# Who sets out now may find it closed.
CLOSING_SOON = timedelta(hours=1)


class OpeningState(NamedTuple):
    """Whether a service is open, as text; `is_open` is None where nothing is known."""

    text: str
    is_open: bool | None
    is_short: bool = False


class DayRow(NamedTuple):
    """A day or some days alike, and their hours."""

    days: str
    hours: list[tuple[str, bool]]  # and whether these are for women
    is_today: bool


def opening_state(found: ServiceResult) -> OpeningState:
    state = found.open_state
    if state.is_open is None:
        return OpeningState(str(ASK_HOURS), None)
    if not state.is_open:
        return OpeningState(_closed_text(found), False)
    left = state.changes_at - found.location.clock if state.changes_at else None
    return OpeningState(_open_text(found), True, left is not None and left <= CLOSING_SOON)


def _open_text(found: ServiceResult) -> str:
    until, clock = found.open_state.changes_at, found.location.clock
    if found.open_state.for_women:
        return _("Open now, for women only")
    if until is None:
        return _("Open day and night")
    if until - clock <= CLOSING_SOON:
        return _("Closes soon: at %(time)s") % {"time": formats.clock(until.time())}
    if (
        until.time() == time(0)
        or until.date() == clock.date()
        or until - clock < timedelta(hours=18)
    ):
        return _("Open now, until %(time)s") % {"time": formats.clock(until.time())}
    return _("Open now")


def _closed_text(found: ServiceResult) -> str:
    opens, today = found.open_state.changes_at, found.location.clock.date()
    if opens is None:
        return _("Closed for now")
    at = {"time": formats.clock(opens.time())}
    away = (opens.date() - today).days
    if away == 0:
        return _("Opens at %(time)s") % at
    if away == 1:
        return _("Opens tomorrow at %(time)s") % at
    day = _day_name(opens.date()) if away < 7 else formats.day(opens.date())
    return _("Opens on %(day)s at %(time)s") % (at | {"day": day})


def week_rows(lines: list[Hours], clock: datetime) -> list[DayRow]:
    """The week to come from Monday on; days alike in one row when all seven are."""
    today = clock.date()
    days = sorted(week(lines, today), key=lambda each: each[0].weekday())
    told = [(day, _hours_of_day(there)) for day, there in days]
    if all(hours == told[0][1] for _day, hours in told):
        return [DayRow(_("Every day"), told[0][1], False)]
    return [
        _day_row(list(alike), today) for _hours, alike in groupby(told, key=lambda each: each[1])
    ]


def summary(rows: list[DayRow]) -> str:
    """The same in one line, of the days on which it opens at all."""
    return "; ".join(
        f"{row.days} {formats.join_list(_for_whom(row))}" for row in rows if row.hours
    )


def _for_whom(row: DayRow) -> list[str]:
    """Marks hours for women alone, so that nobody else is sent there."""
    return [f"{hours} ({_('only women')})" if women else hours for hours, women in row.hours]


def _day_row(alike: list[tuple[date, list]], today: date) -> DayRow:
    first, last = _day_name(alike[0][0]), _day_name(alike[-1][0])
    days = first if len(alike) == 1 else f"{first} – {last}"
    return DayRow(days, alike[0][1], any(day == today for day, _hours in alike))


def _hours_of_day(lines: list[Hours]) -> list[tuple[str, bool]]:
    return [(_span(each), each.for_women) for each in lines]


def _span(line: Hours) -> str:
    if line.opens == line.closes:
        return _("Day and night")
    return f"{formats.clock(line.opens)}–{formats.clock(line.closes)}"


def _day_name(day: date) -> str:
    return dict(formats.week_days())[str(day.weekday())]


def confirmed_text(service: Service) -> str:
    """How fresh it is; what nobody has confirmed for a year is said to be so."""
    if service.verified_at is None or service.is_stale:
        return _("Nobody has confirmed this for a year. Call before you go.")
    gone = now() - service.verified_at
    if gone < timedelta(days=1):
        return _("Checked today")
    ago = format_timedelta(-gone, add_direction=True, threshold=1.5, locale=formats.locale())
    return _("Checked %(ago)s") % {"ago": ago}


def confirmed_on_text(service: Service) -> str:
    """The same for a page that is read on another day."""
    if service.verified_at is None or service.is_stale:
        return confirmed_text(service)
    return _("Checked on %(day)s") % {"day": formats.with_year(service.verified_at.date())}
