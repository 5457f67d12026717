"""What is kept for so many years is kept for all of them, to the day."""

from datetime import date

import pytest

from amparo.foundation.core.clock import years_after


@pytest.mark.parametrize(
    ("day", "years", "then"),
    [
        (date(2026, 12, 31), 5, date(2031, 12, 31)),
        (date(2026, 2, 28), 2, date(2028, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2028, 2, 29), 5, date(2033, 3, 1)),  # never a day too early
    ],
)
def test_the_same_day_of_a_later_year(day, years, then):
    assert years_after(day, years) == then
