"""Case numbers that can be said over the phone: a wrong or swapped digit is noticed.

The last digit is a Damm check digit (H. M. Damm, 2004): it catches every single wrong digit and
every swap of neighbours.
"""

import re

_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
_NUMBER = re.compile(r"\s*(?:AMP)?[\s-]*(\d{2})[\s-]*(\d{6})[\s-]*(\d)\s*\Z", re.IGNORECASE)


def check_digit(digits: str) -> str:
    state = 0
    for digit in digits:
        state = int(_DAMM[state][int(digit)])
    return str(state)


def case_number(year: int, serial: int) -> str:
    """The number of the `serial`th case of a year: AMP-26-004217-4."""
    digits = f"{year % 100:02d}{serial:06d}"
    return f"AMP-{digits[:2]}-{digits[2:]}-{check_digit(digits)}"


def parse_case_number(text: str) -> str | None:
    """The case number that somebody typed or said, however they spaced it; None if none is meant.

    Raises ValueError when it has the shape of a number but its check digit does not fit.
    """
    match = _NUMBER.match(text)
    if not match:
        return None
    year, serial, check = match.groups()
    if check_digit(year + serial) != check:
        raise ValueError(text)
    return f"AMP-{year}-{serial}-{check}"
