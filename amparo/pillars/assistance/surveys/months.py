"""Months after a return: the same day of the month, or its last.

Pure Python.
"""

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
