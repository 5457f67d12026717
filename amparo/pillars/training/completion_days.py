"""Reads days as course platforms write them: 2026-03-03 10:15:00, 3/03/26, 10:15, or in words,
"Tuesday, 3 March 2026, 10:15 AM", in four languages. Without Django.

Nothing is guessed: a day that can be read in two ways is none, unless the list shows its order.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from .participant_names import fold
from .participant_tables import day_order, read_day

_NUMERIC = re.compile(r"^(\d{1,2})([/.])(\d{1,2})\2(\d{2})(?!\d)")
_LONG = re.compile(r"^(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?!\d)")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
_CENTURY = 2000
# The first platforms are of this century: a date before it is an empty one, shown as 1970.
FIRST_YEAR = 2000

_MONTHS: tuple[tuple[str, ...], ...] = (
    ("january", "jan", "enero", "ene", "janvier", "janv", "يناير", "كانون الثاني", "جانفي"),
    ("february", "feb", "febrero", "fevrier", "fevr", "فبراير", "شباط", "فيفري"),
    ("march", "mar", "marzo", "mars", "مارس", "اذار"),
    ("april", "apr", "abril", "abr", "avril", "avr", "ابريل", "نيسان", "افريل"),
    ("may", "mayo", "mai", "مايو", "ايار", "ماي"),
    ("june", "jun", "junio", "juin", "يونيو", "حزيران", "جوان"),
    ("july", "jul", "julio", "juillet", "juil", "يوليو", "تموز", "جويليه"),
    ("august", "aug", "agosto", "ago", "aout", "اغسطس", "اب", "اوت"),
    ("september", "sep", "sept", "septiembre", "setiembre", "septembre", "سبتمبر", "ايلول"),
    ("october", "oct", "octubre", "octobre", "اكتوبر", "تشرين الاول"),
    ("november", "nov", "noviembre", "novembre", "نوفمبر", "تشرين الثاني"),
    ("december", "dec", "diciembre", "dic", "decembre", "ديسمبر", "كانون الاول"),
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}


def read_platform_day(text: str, order: str = "") -> date | None:
    """Returns the day; None where it is none, or can be read in two ways and `order` ("dmy",
    "mdy") is not known.
    """
    plain = _digits(text)
    return read_day(_long_year(plain), order) or _read_words(plain)


def platform_day_order(texts: Iterable[str]) -> str:
    """Returns how a list writes its days; "" where no day shows it, or where they disagree."""
    return day_order(_long_year(_digits(text)) for text in texts)


def _digits(text: str) -> str:
    """With plain digits for Arabic ones, and without marks of direction."""
    shown = (sign for sign in text.strip() if unicodedata.category(sign) != "Cf")
    return "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in shown)


def _long_year(text: str) -> str:
    """A numeric day alone, with four digits of the year: "3/03/26, 10:15" is "3/03/2026"."""
    if short := _NUMERIC.match(text):
        return f"{short[1]}/{short[3]}/{_CENTURY + int(short[4])}"
    long = _LONG.match(text)
    return long[0] if long else text


def _read_words(text: str) -> date | None:
    words = fold(_CLOCK.sub(" ", text)).split()
    months = {month for month in map(_month_at, _pairs(words)) if month}
    years = [int(each) for each in words if each.isdecimal() and len(each) == 4]
    days = [int(each) for each in words if each.isdecimal() and len(each) <= 2]
    if len(months) != 1 or len(years) != 1 or len(days) != 1:
        return None
    try:
        return date(years[0], months.pop(), days[0])
    except ValueError:
        return None


def _pairs(words: list[str]) -> list[tuple[str, str]]:
    return list(zip(words, [*words, ""][1:], strict=True))


def _month_at(pair: tuple[str, str]) -> int | None:
    """The month that begins with this word: one word, or two of the names of the Levant."""
    return _MONTH_OF.get(" ".join(pair)) or _MONTH_OF.get(pair[0].rstrip("."))
