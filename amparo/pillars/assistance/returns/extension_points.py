"""What other packages add to returns: where it is known for what a colleague is qualified."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from amparo.foundation.core.registry import ExtensionList

if TYPE_CHECKING:
    from amparo.foundation.core.models import User

qualification_sources: ExtensionList[Callable[[User, str, date], bool]] = ExtensionList(
    "qualification_sources",
    """Say whether a colleague is qualified on a day, by a kind of `Qualification.Kind`.

    One yes is enough. Returns registers the records that supervisors enter; training adds what it
    certified.
    """,
    register_in="apps.py",
    takes="Callable[[User, str, date], bool]",
)


def is_qualified(user: User, kind: str, day: date) -> bool:
    return any(knows(user, kind, day) for knows in qualification_sources)
