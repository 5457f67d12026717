"""What other packages add to child protection: relatives of a child who are looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo.foundation.core.registry import ExtensionList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from amparo.foundation.core.models import User
    from amparo.foundation.people.models import Person

    from .relatives import SoughtRelative

sought_relatives: ExtensionList[Callable[[Person, User], Iterable[SoughtRelative]]] = (
    ExtensionList(
        "sought_relatives",
        """The relatives for whom a person looks. A source returns those of whom the user may read.

        Never who looks for the person.
        """,
        register_in="apps.py",
        takes="Callable[[Person, User], Iterable[SoughtRelative]]",
    )
)
