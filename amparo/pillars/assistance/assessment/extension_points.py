"""What later steps of a case tell its assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amparo.foundation.core.registry import ExtensionList

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from ..cases.models import Case

screening_sources: ExtensionList[Callable[[], QuerySet]] = ExtensionList(
    "screening_sources",
    """First conversations, each with its `case`: a case with one counts as screened.

    Who sees the case learns that there is one; nothing else of it.
    """,
    register_in="apps.py",
    takes="Callable[[], QuerySet]",
)
flag_proposals: ExtensionList[Callable[[str, Case], list[Any]]] = ExtensionList(
    "flag_proposals",
    """What an open protection flag of a kind proposes for its case, without a query.

    A proposal has an `offer` with `url` and `icon`, and says in `restriction` why the case should
    be kept to a group, with `restrict_url`.
    """,
    register_in="apps.py",
    takes="Callable[[str, Case], list[Proposed]]",
)
