"""Tags: dates, numbers, sums, names of people, codes and telephone numbers."""

from datetime import date, datetime, time
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .. import formats, languages
from . import register
from .icons import badge

_DAY_FORMATS = {
    "near": formats.near_day,
    "day": formats.day,
    "full": formats.full_day,
    "month": formats.month,
}


@register.filter
def direction(language: str) -> str:
    """Which way this language is written: ltr or rtl."""
    return languages.direction(language)


@register.simple_tag
def language_font() -> str:
    """The file of the font that has the letters of the reader's language."""
    return f".made/{formats.language().font}.woff2"


@register.simple_tag
def format_datetime(value: date | datetime | time | None, how: str = "") -> SafeString | str:
    """A day or a moment as one says it: `today, 10:12`, `Thu 26 Nov`, `22 Nov`.

    `how` is near, day, full, month, clock, or ago (`3 days`); by itself the nearest fitting.
    """
    if value in (None, ""):
        return ""
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), datetime_text(value, how)
    )


@register.filter
def day_text(value: date | datetime | None) -> str:
    """A day as it stands inside a sentence: `22 Nov`."""
    return formats.day(formats.as_day(value)) if value else ""


def datetime_text(value: date | datetime | time, how: str = "") -> str:
    if isinstance(value, time) or (how == "clock" and isinstance(value, datetime)):
        return formats.clock(value)
    if how == "ago":
        return formats.ago(value)
    if how in _DAY_FORMATS:
        return _DAY_FORMATS[how](formats.as_day(value))
    return formats.moment(value) if isinstance(value, datetime) else formats.near_day(value)


@register.simple_tag
def overdue(value: date | datetime) -> SafeString:
    """Time that ran out: a clock and how long ago."""
    return badge("late", "clock", formats.ago(value))


@register.simple_tag
def due(value: date | datetime | None, today: date) -> SafeString | str:
    """A limit: late with its clock when it has passed, else the day."""
    if value is None:
        return ""
    return overdue(value) if formats.as_day(value) < today else format_datetime(value)


@register.simple_tag
def number(value: int | float | Decimal | None) -> SafeString | str:
    return "" if value is None else format_html("<bdi>{}</bdi>", formats.number(value))


@register.simple_tag
def percent(value: int | float | Decimal) -> SafeString:
    return format_html("<bdi>{}\u00a0%</bdi>", formats.number(round(value)))


@register.simple_tag
def money(value: Decimal | int | float | None, currency: str) -> SafeString | str:
    return "" if value is None else format_html("<bdi>{}</bdi>", formats.amount(value, currency))


@register.simple_tag
def result_count(count: int, cap: int | None = None) -> SafeString | str:
    """How many were found: exact, or `more than 1 000` where counting on would only cost time."""
    if cap is not None and count > cap:
        text = _("more than %(count)s") % {"count": formats.number(cap)}
        return format_html("<bdi>{}</bdi>", text)
    return number(count)


# People, names and codes.

_PERSON_CSS = {"person": "", "family": " person-family"}  # all else is a place: a square


@register.simple_tag
def person(
    name: str, line: str = "", kind: str = "person", initials: str = "", url: str = ""
) -> SafeString:
    """A person, a family, a community or an institution, with the line that tells them apart."""
    css = _PERSON_CSS.get(kind, " person-place")
    more = format_html('<span class="person-more">{}</span>', line) if line else ""
    inner = format_html(
        '{}<span class="person-text"><bdi class="person-name">{}</bdi>{}</span>',
        avatar(initials or formats.initials(name)),
        name,
        more,
    )
    if url:
        return format_html('<a class="person{}" href="{}">{}</a>', css, url, inner)
    return format_html('<span class="person{}">{}</span>', css, inner)


@register.simple_tag
def avatar(initials: str) -> SafeString:
    """The initials alone, where the name stands beside them."""
    return format_html('<span class="person-mark" aria-hidden="true">{}</span>', initials)


@register.simple_tag
def name(value: object) -> SafeString:
    """A name, a code or a file inside a sentence of any direction."""
    return format_html("<bdi>{}</bdi>", value)


@register.simple_tag
def comma() -> str:
    """Between two things of a list, as the reader writes it."""
    return formats.comma()


# What is longer is no number to be read aloud, and may break where the line ends.
MAXIMUM_UNBROKEN = 24


@register.simple_tag
def code(value: object) -> SafeString:
    """A code to be read aloud: `AMP-26-004217`, never broken over two lines."""
    css = "code code-whole" if len(str(value)) <= MAXIMUM_UNBROKEN else "code"
    return format_html('<bdi class="{}" dir="ltr">{}</bdi>', css, value)


@register.simple_tag
def phone(value: str) -> SafeString:
    """A telephone number; not a link, for a call may be the danger."""
    return format_html('<bdi dir="ltr">{}</bdi>', formats.phone(str(value)))
