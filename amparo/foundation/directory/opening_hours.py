"""Opening hours of a place: when it is open, and when that changes. Pure; local time of the place.

Days are those of iCalendar (RFC 5545), as HSDS 3.0 writes them: MO TU WE TH FR SA SU. Hours that
end before they begin go on past midnight; equal ones mean the whole day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# Further than this nobody plans a walk; most doors open or shut within the first few days.
AHEAD, NEAR = 14, 3


@dataclass(frozen=True)
class Hours:
    """One line of a timetable. `is_shut` takes its days out of the others: a feast, repairs."""

    days: frozenset[str]
    opens: time = time(0)
    closes: time = time(0)
    since: date | None = None
    until: date | None = None
    for_women: bool = False
    is_shut: bool = False

    def holds_on(self, day: date) -> bool:
        is_in_time = (not self.since or self.since <= day) and (
            not self.until or day <= self.until
        )
        return is_in_time and DAYS[day.weekday()] in self.days

    def span(self, day: date) -> "Span":
        begins = datetime.combine(day, self.opens)
        last = day if self.closes > self.opens else day + timedelta(days=1)
        return Span(begins, datetime.combine(last, self.closes), self.for_women)


@dataclass(frozen=True, order=True)
class Span:
    """From when to when, by the clock of the place."""

    begins: datetime
    ends: datetime
    for_women: bool = False


@dataclass(frozen=True)
class OpenState:
    """How the door stands: open until when, or shut until when; nothing where nobody knows."""

    is_open: bool | None
    changes_at: datetime | None = None
    for_women: bool = False


UNKNOWN = OpenState(None)


def open_state_at(hours: Iterable[Hours], moment: datetime) -> OpenState:
    """How the door stands at `moment`, which is local time without a zone."""
    kept = list(hours)
    if not any(not each.is_shut for each in kept):
        return UNKNOWN
    near = _state_within(kept, moment, NEAR)
    return near if near.is_open or near.changes_at else _state_within(kept, moment, AHEAD)


def _state_within(kept: list[Hours], moment: datetime, ahead: int) -> OpenState:
    spans = list(_joined(_spans(kept, moment.date(), ahead)))
    for span in spans:
        if span.begins <= moment < span.ends:
            return OpenState(True, span.ends if span.ends - moment < timedelta(days=2) else None,
                        span.for_women)  # fmt: skip
    return OpenState(False, next((span.begins for span in spans if span.begins > moment), None))


def week(hours: Iterable[Hours], today: date) -> list[tuple[date, list[Hours]]]:
    """What holds on each of the seven days to come, today first."""
    kept = list(hours)
    days = [today + timedelta(days=ahead) for ahead in range(7)]
    return [(day, _lines(kept, day)) for day in days]


def _lines(hours: list[Hours], day: date) -> list[Hours]:
    there = [each for each in hours if each.holds_on(day)]
    if any(each.is_shut for each in there):
        return []
    return sorted(there, key=lambda line: (line.opens, line.closes))


def _spans(hours: list[Hours], today: date, until: int) -> list[Span]:
    days = [today + timedelta(days=ahead) for ahead in range(-1, until)]
    shut = {day for day in days if any(each.is_shut and each.holds_on(day) for each in hours)}
    return sorted(
        each.span(day)
        for day in days
        if day not in shut
        for each in hours
        if not each.is_shut and each.holds_on(day)
    )


def _joined(spans: list[Span]) -> Iterator[Span]:
    """Hours that touch are one: a house that never shuts closes at no midnight."""
    last: Span | None = None
    for span in spans:
        if last and span.begins <= last.ends and span.for_women == last.for_women:
            last = Span(last.begins, max(last.ends, span.ends), last.for_women)
            continue
        if last:
            yield last
        last = span
    if last:
        yield last
