"""Where the answers to a form are kept: with what arrived, and in the files of who has files.

An app whose files hold answers says so here, and is asked without being known by name. Each says
whose answers somebody may take out, and which classes of them they read there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Referable

from .xforms import Outcome


@dataclass(frozen=True)
class Kept:
    """Records with `version`, `at`, `findings` and, sealed, the typed `values`."""

    model: type[Referable]
    open_to: Callable[[User], PermissionQuerySet]
    classes: Callable[[User], frozenset[str]]
    # For a record whose values were not kept; None where nothing is left of it.
    work_out: Callable[[Any], Outcome | None]
    # Where it stands: a column of the record, or one word for all of them.
    state: str


places: list[Kept] = []


def keeps_answers(kept: Kept) -> None:
    if kept not in places:
        places.append(kept)
