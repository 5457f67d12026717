"""Ages: never more exact than what is known."""

from datetime import date


def age_at(day: date, born: date | None, year: int | None) -> int | None:
    """Full years on `day`; when only the year is known, the years between."""
    if born:
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return day.year - year if year else None


def band_of(age: int | None, bands: list[tuple[int, int | None, str]]) -> str:
    """The label of the band an age falls in: `bands` are (from, to or None, label)."""
    if age is None:
        return ""
    for least, most, label in bands:
        if age >= least and (most is None or age <= most):
            return label
    return ""
