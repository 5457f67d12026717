"""Dates, times, numbers and sums in the reader's language."""

from datetime import date, datetime, time
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .. import words
from . import register
from .signs import mark

_WAYS = {
    "near": words.near_day,
    "day": words.day,
    "full": words.full_day,
    "month": words.month,
}


@register.simple_tag
def when(value: date | datetime | time | None, how: str = "") -> SafeString | str:
    """A day or a moment as one says it: `today, 10:12`, `Thu 26 Nov`, `22 Nov`.

    `how` is near, day, full, month, clock, or ago (`3 days`); by itself the nearest fitting.
    """
    if value in (None, ""):
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), said_when(value, how))


def said_when(value: date | datetime | time, how: str = "") -> str:
    if isinstance(value, time) or (how == "clock" and isinstance(value, datetime)):
        return words.clock(value)
    if how == "ago":
        return words.ago(value)
    if how in _WAYS:
        return _WAYS[how](words.as_day(value))
    return words.moment(value) if isinstance(value, datetime) else words.near_day(value)


@register.simple_tag
def overdue(value: date | datetime) -> SafeString:
    """Time that ran out: a clock and how long ago."""
    return mark("late", "clock", words.ago(value))


@register.simple_tag
def due(value: date | datetime | None, today: date) -> SafeString | str:
    """A limit: late with its clock when it has passed, else the day."""
    if value is None:
        return ""
    return overdue(value) if words.as_day(value) < today else when(value)


@register.simple_tag
def number(value: int | float | Decimal | None) -> SafeString | str:
    return "" if value is None else format_html("<bdi>{}</bdi>", words.number(value))


@register.simple_tag
def percent(value: int | float | Decimal) -> SafeString:
    return format_html("<bdi>{}\u00a0%</bdi>", words.number(round(value)))


@register.simple_tag
def money(value: Decimal | int | float | None, currency: str) -> SafeString | str:
    return "" if value is None else format_html("<bdi>{}</bdi>", words.amount(value, currency))


@register.simple_tag
def found(count: int, cap: int | None = None) -> SafeString | str:
    """How many were found: exact, or `more than 1 000` where counting on would only cost time."""
    if cap is not None and count > cap:
        text = _("more than %(count)s") % {"count": words.number(cap)}
        return format_html("<bdi>{}</bdi>", text)
    return number(count)
