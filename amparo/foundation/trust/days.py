"""Days so many years later."""

from datetime import date


def years_after(day: date, years: int) -> date:
    """The same day of a later year; after 29 February, where there is none, 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
