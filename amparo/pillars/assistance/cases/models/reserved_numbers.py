"""Case numbers are reserved, so that no two cases ever have the same."""

from amparo.foundation.core.models import Sequence

from ..case_numbers import case_number


def reserve_case_numbers(year: int, count: int = 1) -> list[str]:
    """Returns the next `count` case numbers of a year, as `Sequence.reserve`."""
    return [case_number(year, serial) for serial in Sequence.reserve("case", year, count)]
