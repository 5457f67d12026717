"""XPath functions on dates and times, by the clock of the person who answered."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from ..values import (
    NAN,
    Scalar,
    part_of_day,
    read_clock,
    read_date,
    read_moment,
    to_number,
)
from .registry import function

if TYPE_CHECKING:
    from ..evaluator import EvaluationContext

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the clock of the place, whatever its zone
_MOST_DAYS = 2_900_000


@function("now", is_steady=False)
def now(context: "EvaluationContext") -> datetime:
    return context.moment


@function("today", is_steady=False)
def today(context: "EvaluationContext") -> date:
    return context.moment.date()


@function("date", "s")
def day(context: "EvaluationContext", value: Scalar) -> Scalar:
    moment = _moment(value)
    if moment is None:
        return ""
    return moment.date() if isinstance(moment, datetime) else moment


@function("date-time", "s")
def day_and_time(context: "EvaluationContext", value: Scalar) -> Scalar:
    moment = _moment(value)
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time())


def _moment(value: Scalar) -> date | datetime | None:
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return read_date(value) or read_moment(value) or _from_days(to_number(value))
    return None if isinstance(value, time) else _from_days(to_number(value))


def _from_days(days: float) -> date | datetime | None:
    if days != days or not -700_000 < days < _MOST_DAYS:
        return None
    moment = _EPOCH + timedelta(days=days)
    return moment.date() if days == int(days) else moment


@function("decimal-date-time", "s")
def decimal_date_time(context: "EvaluationContext", value: Scalar) -> float:
    moment = _moment(value)
    if moment is None:
        return NAN
    hours = part_of_day(moment.time()) if isinstance(moment, datetime) else 0.0
    return to_number(moment) + hours


@function("decimal-time", "s")
def decimal_time(context: "EvaluationContext", value: Scalar) -> Scalar:
    """How much of the day has passed at this time."""
    if value == "":
        return ""
    if isinstance(value, str):
        value = read_clock(value) or read_moment(value) or ""
    if isinstance(value, datetime):
        value = value.time()
    if isinstance(value, time):
        return part_of_day(value)
    return 0.0 if isinstance(value, date) else NAN


@function("format-date", "st")
def format_date(context: "EvaluationContext", value: Scalar, pattern: str) -> str:
    moment = _moment(value)
    return "" if moment is None else _written(_at_midnight(moment), pattern, context.language)


@function("format-date-time", "st")
def format_date_time(context: "EvaluationContext", value: Scalar, pattern: str) -> str:
    return format_date(context, value, pattern)


def _at_midnight(moment: date | datetime) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time())


def _written(moment: datetime, pattern: str, language: str) -> str:
    """A day or an hour by the signs of OpenRosa, which are few: %Y %m %d %H and their kin."""
    written, at = "", 0
    while at < len(pattern):
        if pattern[at] == "%" and at + 1 < len(pattern):
            written += _sign(moment, pattern[at + 1])
            at += 2
        else:
            written += pattern[at]
            at += 1
    return written


def _sign(moment: datetime, sign: str) -> str:
    signs = {
        "%": "%",
        "Y": f"{moment.year:04}",
        "y": f"{moment.year % 100:02}",
        "m": f"{moment.month:02}",
        "n": str(moment.month),
        "d": f"{moment.day:02}",
        "e": str(moment.day),
        "H": f"{moment.hour:02}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02}",
        "S": f"{moment.second:02}",
        "3": f"{moment.microsecond // 1000:03}",
        "b": f"{moment:%b}",
        "a": f"{moment:%a}",
        "W": f"{moment.isocalendar().week:02}",
    }
    return signs.get(sign, "")
