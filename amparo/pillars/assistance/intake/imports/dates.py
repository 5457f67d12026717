"""Dates and ages as people write them, read without guessing: what may mean two days is asked.

Pure Python but for the words of the problems. Four languages, several calendars of spreadsheet
programs, and «unos 30».
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

from amparo.foundation.core.spreadsheets.cells import Cell, date_from_serial

from .synonyms import normalize, synonym_table, tokens
from .unclear_values import UnreadableValue, ValueWarning
from .validation import (
    AGE_UNREADABLE,
    DATE_AMBIGUOUS,
    DATE_FROM_NUMBER,
    DATE_LONG_AGO,
    DATE_TO_COME,
    DATE_UNREADABLE,
    NO_SUCH_DAY_OF_MONTH,
    NO_SUCH_MONTH,
    YEAR_OF_TWO_FIGURES,
)

OLDEST = 120
PLACEHOLDERS = (date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(1904, 1, 1))
_TIME = re.compile(
    r"[T ]+\d{1,2}:\d{2}(:\d{2})?([.,]\d+)?\s*([ap]\.?\s?m\.?|z|[+-]\d{2}:?\d{2})?$", re.I
)
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.]\s?(\d{1,2})(?:\s?[-/.]\s?(\d{1,2}))?$")
_YEAR_LAST = re.compile(r"(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{4}|\d{2})$")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{4})$")
_FIGURES = re.compile(r"[0-9]+(\.[0-9]+)?$")
_DECIMALS = re.compile(r"^(\d{1,3})[.,]\d+$")
_ABOUT_SIGNS = re.compile(r"[~≈±?+]")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, or a month (its first day), or a year only; `about` when it is an estimate."""

    year: int
    day: date | None = None
    precision: str = "exact"
    remarks: tuple[ValueWarning, ...] = ()


def read_date(
    cell: Cell, *, today: date, order: str = "", since_1904: bool = False, oldest: int = OLDEST
) -> PartialDate:
    """The moment that a cell tells, or a `Doubt`; `order` (dmy, mdy) is what its column says."""
    moment = _read(cell, today, order, since_1904)
    if (moment.day and moment.day > today) or moment.year > today.year:
        raise UnreadableValue(DATE_TO_COME)
    if moment.year < today.year - oldest:
        raise UnreadableValue(DATE_LONG_AGO, years=oldest)
    return moment


def is_placeholder(cell: Cell) -> bool:
    """A date that programs write for want of one: 1 January 1900, 00/00/0000."""
    if isinstance(cell, str):
        return normalize(_TIME.sub("", cell)) in _EMPTY_DATES
    return cell in PLACEHOLDERS or cell == 0


_EMPTY_DATES = frozenset(
    ["00000000", "19000101", "01011900", "1900101", "111900", "190011", "18991230", "30121899",
     "18991231", "31121899", "0", "00", "000"]
)  # fmt: skip


def order_from_cell(cell: Cell) -> str:
    """What one cell proves of its column: dmy (its first number is no month), mdy, or nothing."""
    if not isinstance(cell, str) or not (found := _YEAR_LAST.match(_TIME.sub("", cell.strip()))):
        return ""
    first, second = int(found[1]), int(found[2])
    if first > 12 >= second:
        return "dmy"
    return "mdy" if second > 12 >= first else ""


def order_from_heading(header: str) -> str:
    """Whether the name of a column says it itself: «Fecha de nacimiento (dd/mm/aaaa)»."""
    squeezed = normalize(header)
    if re.search(r"(dd?mm?(aa|yy|aaaa|yyyy)|jj?mm?aa)", squeezed) or "يومشهر" in squeezed:
        return "dmy"
    return "mdy" if re.search(r"mm?(dd?)(aa|yy)", squeezed) else ""


def read_age(cell: Cell) -> tuple[int, bool]:
    """Full years, and whether they are only about so many; months and weeks are years too."""
    if isinstance(cell, bool | date):
        raise UnreadableValue(AGE_UNREADABLE)
    text = f"{cell:g}" if isinstance(cell, int | float) else cell
    words = tokens(_DECIMALS.sub(r"\1", text))
    numbers = [int(word) for word in words if word.isdigit()]
    others = [word for word in words if not word.isdigit()]
    about = bool(_ABOUT_SIGNS.search(text)) or any(
        word in synonym_table("about") for word in others
    )
    years = _years(numbers, _units(others), text)
    if years is None or not 0 <= years <= OLDEST or not _all_known(others):
        raise UnreadableValue(AGE_UNREADABLE)
    return years, about or (len(numbers) == 2 and "-" in text)


def _units(words: list[str]) -> list[str]:
    return [synonym_table("age_unit")[word] for word in words if word in synonym_table("age_unit")]


def _years(numbers: list[int], units: list[str], text: str) -> int | None:
    if len(numbers) == 2 and not units and re.search(r"\d\s?[-–]\s?\d", text):
        return sum(numbers) // 2 if numbers[0] < numbers[1] else None
    if len(numbers) == 2 and units == ["years", "months"]:
        return numbers[0]
    if len(numbers) != 1 or len(set(units)) > 1:
        return None
    return {"months": numbers[0] // 12, "weeks": numbers[0] // 52}.get(
        units[0] if units else "years", numbers[0]
    )


def _all_known(words: list[str]) -> bool:
    known = synonym_table("age_unit") | synonym_table("about") | synonym_table("date_glue")
    return all(word in known or normalize("".join(words)) in known for word in words)


def _read(cell: Cell, today: date, order: str, since_1904: bool) -> PartialDate:
    if isinstance(cell, date):
        return PartialDate(cell.year, cell)
    if isinstance(cell, bool):
        raise UnreadableValue(DATE_UNREADABLE)
    text = f"{cell:.10g}" if isinstance(cell, int | float) else cell
    text = _TIME.sub("", text.strip()).strip()
    if _FIGURES.match(text) and not _MONTH_YEAR.match(text):
        return _from_figures(text, today, order, since_1904)
    if found := _YEAR_FIRST.match(text):
        year, month, day = (int(each or 0) for each in found.groups())
        return _moment(year, month, day)
    if found := _YEAR_LAST.match(text):
        return _from_parts(*found.groups(), today=today, order=order)
    if found := _MONTH_YEAR.match(text):
        return _moment(int(found[2]), int(found[1]), 0)
    return _from_words(text, today)


def _from_figures(text: str, today: date, order: str, since_1904: bool) -> PartialDate:
    number = float(text)
    if 1800 <= number <= 2100 and number.is_integer():
        return PartialDate(int(number), None, "year")
    if len(text) == 8 and text.isdigit():
        if 1850 <= int(text[:4]) <= today.year + 1 and int(text[4:6]) <= 12:
            return _moment(int(text[:4]), int(text[4:6]), int(text[6:]))
        return _from_parts(text[:2], text[2:4], text[4:], today=today, order=order)
    try:
        day = date_from_serial(number, since_1904=since_1904)
    except ValueError:
        raise UnreadableValue(DATE_UNREADABLE) from None
    # Numbers below are ages or mistakes; 5,000 is a day of 1913.
    if number < 5000 or day.year > today.year + 1:
        raise UnreadableValue(DATE_UNREADABLE)
    return PartialDate(
        day.year, day, "exact", (ValueWarning(DATE_FROM_NUMBER, {"date": day.isoformat()}),)
    )


def _from_parts(first: str, second: str, year: str, *, today: date, order: str) -> PartialDate:
    whole, remarks = _whole_year(year, today)
    one, two = int(first), int(second)
    if not order and max(one, two) <= 12 and one != two and min(one, two) > 0:
        ways = (_day(whole, two, one), _day(whole, one, two))
        raise UnreadableValue(
            DATE_AMBIGUOUS,
            *(way.isoformat() for way in ways),
            day_one=ways[0].isoformat(),
            day_other=ways[1].isoformat(),
        )
    month_first = order == "mdy" or (not order and two > 12 >= one)
    month, day = (one, two) if month_first else (two, one)
    return _moment(whole, month, day, remarks)


def _whole_year(year: str, today: date) -> tuple[int, tuple[ValueWarning, ...]]:
    if len(year) == 4:
        return int(year), ()
    short = int(year)
    whole = short + (2000 if short <= today.year % 100 else 1900)
    return whole, (ValueWarning(YEAR_OF_TWO_FIGURES, {"year": str(whole)}),)


def _moment(
    year: int, month: int, day: int, remarks: tuple[ValueWarning, ...] = ()
) -> PartialDate:
    """Zeros stand for what is not known: 00/00/1990 is a year, 1990-05 a month."""
    if not month and not day:
        return PartialDate(year, None, "year", remarks)
    if not day:
        return PartialDate(year, _day(year, month, 1), "month", remarks)
    return PartialDate(year, _day(year, month, day), "exact", remarks)


def _day(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise UnreadableValue(NO_SUCH_MONTH, number=month)
    if not 1 <= year <= 9999:
        raise UnreadableValue(DATE_UNREADABLE)
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise UnreadableValue(NO_SUCH_DAY_OF_MONTH, month_it=month, days=last)
    return date(year, month, day)


def _from_words(text: str, today: date) -> PartialDate:
    """A month by its name, or an estimate: 3 de abril de 1994, April 1994, «unos 30»."""
    words = tokens(text)
    month, rest = _named_month(words)
    numbers = [word for word in rest if word.isdigit()]
    others = [word for word in rest if not word.isdigit()]
    if month and all(word in synonym_table("date_glue") for word in others):
        return _with_named_month(month, numbers, today)
    if not month and len(numbers) == 1:
        return _about(text, numbers[0], others, today)
    raise UnreadableValue(DATE_UNREADABLE)


def _with_named_month(month: int, numbers: list[str], today: date) -> PartialDate:
    if len(numbers) == 1 and len(numbers[0]) == 4:
        return _moment(int(numbers[0]), month, 0)
    if len(numbers) != 2:
        raise UnreadableValue(DATE_UNREADABLE)
    if len(numbers[0]) == 4:
        numbers.reverse()
    day, year = numbers
    if len(year) not in (2, 4) or len(day) > 2:
        raise UnreadableValue(DATE_UNREADABLE)
    whole, remarks = _whole_year(year, today)
    return _moment(whole, month, int(day), remarks)


def _about(text: str, number: str, others: list[str], today: date) -> PartialDate:
    known = [word for word in others if word in synonym_table("about") | synonym_table("age_unit")]
    if not _all_known(others) or not (known or _ABOUT_SIGNS.search(text)):
        raise UnreadableValue(DATE_UNREADABLE)
    if len(number) == 4:
        return PartialDate(int(number), None, "estimated")
    years, _about_so = read_age(text)
    return PartialDate(today.year - years, None, "estimated")


def _named_month(words: list[str]) -> tuple[int, list[str]]:
    """The month among the words (كانون الثاني is two of them), and the words that are left."""
    months = _months()
    for length in (2, 1):
        for at in range(len(words) - length + 1):
            name = "".join(words[at : at + length])
            if name in months:
                return months[name], words[:at] + words[at + length :]
    return 0, words


@cache
def _months() -> dict[str, int]:
    return {name: int(code) for name, code in synonym_table("month").items()}
