"""Months and days as pages of evidence say them."""

from datetime import date

from babel.dates import format_skeleton
from django.utils.translation import pgettext

from amparo.ui import formats


def whole_month(value: date) -> str:
    """`November 2027`, `noviembre de 2027`: in headings and sentences."""
    return format_skeleton("yMMMM", value, locale=formats.locale())


def days(count: float) -> str:
    """`1 day`, `12 days`, and `3.5 days` where it lies between two."""
    if count == int(count):
        return formats.days(int(count))
    text = pgettext("figures, not whole", "%(number)s days")
    return text % {"number": formats.number(count)}


def quarter(value: date) -> str:
    """`Q3 2027`, `T3 2027`: of the month that it ends with."""
    return format_skeleton("yQQQ", value, locale=formats.locale())
