"""Somebody has arrived: whoever goes on with them from there is told of it.

Who records the arrival knows by name none of those who go on; each asks once to be told.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from amparo.foundation.core.models import User

if TYPE_CHECKING:
    from .models import Case

# Told the case of who arrived, the day, and who confirmed it.
type Heard = Callable[["Case", date, User], None]

_hears: list[Heard] = []


def hears(heard: Heard) -> Heard:
    """Once, when the house begins."""
    if heard not in _hears:
        _hears.append(heard)
    return heard


def arrived(case: "Case", on: date, *, by: User) -> None:
    """To be called in the transaction of the deed that confirms the arrival."""
    for heard in _hears:
        heard(case, on, by)
