"""Localized dates, numbers, sizes and telephone numbers; names from CLDR."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

import phonenumbers
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_time, get_month_names
from babel.numbers import format_decimal
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from .languages import Language, find_language

_SHORT_DAY, _DAY_AND_YEAR, _DAY_OF_WEEK = "d MMM", "d MMM y", "EEE d MMM"


def current_language() -> str:
    """The two letters of the language being spoken."""
    return (get_language() or "en")[:2]


def locale() -> Locale:
    try:
        return Locale.parse(current_language())
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def language() -> Language:
    """The language being spoken, as the product declares it."""
    return find_language(current_language())


def _format_day(day: date, pattern: str) -> str:
    return format_date(day, pattern, locale()).replace(".", "")


def comma() -> str:
    """What stands between two things of a list: a Latin comma looks lost in Arabic."""
    return language().comma


def join_list(parts: Iterable[object]) -> str:
    """`Aymara, Spanish`, with the comma of the reader."""
    return comma().join(str(part) for part in parts)


def day(value: date) -> str:
    """`22 Nov`, with the year when it is not this one."""
    return _format_day(value, _SHORT_DAY if value.year == localdate().year else _DAY_AND_YEAR)


def with_year(value: date) -> str:
    """`22 Nov 2026`, always with its year: for papers that are read later."""
    return _format_day(value, _DAY_AND_YEAR)


def plain_day(value: date) -> str:
    """`Tuesday 24 November`, `martes 24 de noviembre`: inside a sentence."""
    return _format_day(value, language().long_day)


def full_day(value: date) -> str:
    """`Tuesday 24 November`."""
    text = plain_day(value)
    return text[:1].upper() + text[1:]


def month(value: date) -> str:
    """`Nov 2027`."""
    return _format_day(value, "MMM y")


def month_name(number: int) -> str:
    return get_month_names("wide", context="stand-alone", locale=locale())[number]


def clock(value: time | datetime) -> str:
    """`10:12`, always on 24 hours, by the clock of the office."""
    here = localtime(value) if isinstance(value, datetime) else value
    return format_time(here, "HH:mm", locale=locale())


def near_day(value: date) -> str:
    """`today`, `tomorrow`, `Thu 26 Nov` within a week, else the day."""
    away = (value - localdate()).days
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    if away in near:
        return near[away]
    if 1 < away < 7:
        return _format_day(value, _DAY_OF_WEEK)
    return day(value)


def moment(value: datetime) -> str:
    """`today, 10:12`; days before this week need no hour."""
    here = localtime(value)
    away = (localdate() - here.date()).days
    if abs(away) <= 1:
        return _("%(day)s, %(time)s") % {"day": near_day(here.date()), "time": clock(here)}
    return near_day(here.date())


def days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": number(count)}


def ago(value: date | datetime) -> str:
    """How long since: `40 minutes`, `3 hours`, `3 days`."""
    if isinstance(value, datetime) and localtime() - value < timedelta(days=1):
        return _short_while(localtime() - value)
    return days((localdate() - as_day(value)).days)


def _short_while(gone: timedelta) -> str:
    minutes = max(int(gone.total_seconds() // 60), 1)
    if minutes < 60:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    hours = minutes // 60
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}


def as_day(value: date | datetime) -> date:
    return localtime(value).date() if isinstance(value, datetime) else value


def number(value: int | float | Decimal) -> str:
    """`1 201` in Spanish and French, `1,201` in English and Arabic."""
    return _signed(format_decimal(value, locale=_number_locale()))


def _signed(text: str) -> str:
    """Keeps a minus before its figures: between Arabic words it would go to their other side."""
    is_turned = text.startswith("-") and language().direction == "rtl"
    return f"\N{LEFT-TO-RIGHT MARK}{text}" if is_turned else text


def _number_locale() -> str:
    return language().number_locale


def amount(value: Decimal | int | float, currency: str) -> str:
    """`45,00 USD`: the code, not a sign that four countries share."""
    cents = format_decimal(value, "#,##0.00", locale=_number_locale())
    return _signed(f"{cents}\u00a0{currency}")


def size(count: int) -> str:
    """`240 kB`, `1.2 MB`."""
    if count < 1_000_000:
        return f"{number(max(count // 1000, 1))} kB"
    return f"{format_decimal(Decimal(count) / 1_000_000, '#,##0.0', locale=_number_locale())} MB"


def phone(value: str) -> str:
    """A telephone number in the groups that people read aloud."""
    try:
        parsed = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def initials(name: str) -> str:
    """First letters of the first two names: `RQ`."""
    letters = [part[0] for part in name.split() if part[0].isalnum()]
    return "".join(letters[:2]).upper()


BANDS = ("none", "low", "medium", "high", "critical")


def band_word(band: str) -> str:
    return {
        "low": pgettext("risk", "Low"),
        "medium": pgettext("risk", "Medium"),
        "high": pgettext("risk", "High"),
        "critical": pgettext("risk", "Critical"),
    }.get(band, pgettext("risk", "Not assessed"))


def band_sentence(band: str) -> str:
    return {
        "low": _("Low risk"),
        "medium": _("Medium risk"),
        "high": _("High risk"),
        "critical": _("Critical risk"),
    }.get(band, _("Risk not assessed"))


def level_word(kind: str, level: int) -> str:
    """How strong a threat, a vulnerability or a capacity is, in a word that agrees with it."""
    scales = {
        "threat": (
            pgettext("threat", "None"),
            pgettext("threat", "Mild"),
            pgettext("threat", "Moderate"),
            pgettext("threat", "Severe"),
        ),
        "vulnerability": (
            pgettext("vulnerability", "None"),
            pgettext("vulnerability", "Mild"),
            pgettext("vulnerability", "Moderate"),
            pgettext("vulnerability", "Severe"),
        ),
        "capacity": (
            pgettext("capacity", "None"),
            pgettext("capacity", "Little"),
            pgettext("capacity", "Some"),
            pgettext("capacity", "Strong"),
        ),
    }
    return scales[kind][level]


# Countries, languages, currencies and days of the week (Unicode CLDR).


def _reader_locale() -> Locale:
    return _parsed_locale(get_language() or "en")


@lru_cache
def _parsed_locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


def country_name(code: str) -> str:
    """The name of a country by its ISO 3166-1 code; the code itself where none is known."""
    return _reader_locale().territories.get(code, code)


def language_name(code: str) -> str:
    """The name of a language by its ISO 639 code."""
    return _reader_locale().languages.get(code, code)


def countries() -> list[tuple[str, str]]:
    return _countries(get_language() or "en")


@lru_cache
def _countries(language: str) -> list[tuple[str, str]]:
    names = _parsed_locale(language).territories
    found = [
        (c, n) for c, n in names.items() if len(c) == 2 and c.isalpha() and c not in _NO_COUNTRIES
    ]
    return [("", ""), *sorted(found, key=lambda each: _sort_key(each[1]))]


# Codes of CLDR that are no country or territory of ISO 3166-1, then those of it in which nobody is
# at home: Antarctica and islands without inhabitants. XK stays, as many countries use it.
_NO_COUNTRIES = frozenset(
    {
        "AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ",
        "AQ", "BV", "GS", "HM", "IO", "TF", "UM",
    }
)  # fmt: skip


def languages() -> list[tuple[str, str]]:
    return _languages(get_language() or "en")


@lru_cache
def _languages(language: str) -> list[tuple[str, str]]:
    names = _parsed_locale(language).languages
    found = [
        (code, name)
        for code, name in names.items()
        if len(code) in (2, 3) and code not in _NOT_SPOKEN
    ]
    return sorted(found, key=lambda each: _sort_key(each[1]))


# Codes of CLDR that name no language that somebody grows up with: ancient, historic and extinct
# ones, constructed ones and symbols (ISO 639-3, types A, H, E and C), and what is no language.
_NOT_SPOKEN = frozenset(
    {
        "ae", "afh", "akk", "ang", "arc", "avk", "chb", "chg", "cop", "cu", "dum", "egy",
        "elx", "enm", "eo", "frm", "fro", "gez", "gmh", "goh", "got", "grc", "hit", "ia", "ie",
        "io", "jbo", "kaw", "kho", "la", "lfn", "lzh", "mga", "mul", "non", "nov", "nwc", "ota",
        "pal", "peo", "phn", "pi", "prg", "pro", "sa", "sam", "sga", "sog", "sux", "syc",
        "tlh", "tok", "uga", "und", "vo", "zbl", "zxx",
    }
)  # fmt: skip


def currencies() -> list[tuple[str, str]]:
    names = _reader_locale().currencies
    return [(code, f"{code} · {names.get(code, code)}") for code in sorted(_CURRENT_CURRENCIES)]


def currencies_of(country: str) -> list[str]:
    """The codes of the money that a country uses, the main one first."""
    used = get_global("territory_currencies").get(country, ())
    return [code for code, _since, until, is_tender in used if until is None and is_tender]


_CURRENT_CURRENCIES = frozenset(
    code
    for used in get_global("territory_currencies").values()
    for code, _since, until, is_tender in used
    if until is None and is_tender
)


def week_days() -> list[tuple[str, str]]:
    """The days of the week; Monday is 0."""
    return [
        (str(day), name)
        for day, name in sorted(_reader_locale().days["stand-alone"]["wide"].items())
    ]


def _sort_key(name: str) -> str:
    from anyascii import anyascii

    return name if name and ord(name[0]) > 0x24F else anyascii(name).casefold()
