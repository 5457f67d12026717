"""What apps add to funding: what they spend of budget lines, and panels on the page of a fund."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo.foundation.core.registry import ExtensionList

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from .budget import Spending
    from .panels import FundPanel

spending_sources: ExtensionList[Callable[[Collection[int]], Mapping[int, Spending]]] = (
    ExtensionList(
        "spending_sources",
        """Functions that return what was committed and paid of budget lines, by their keys.

        They count every record, also those that the reader may not open: sums name nobody.
        """,
        register_in="apps.py",
        takes="Callable[[Collection[int]], Mapping[int, Spending]]",
    )
)
fund_panels: ExtensionList[FundPanel] = ExtensionList(
    "fund_panels",
    "Panels on the page of a fund: a template, and a function that returns its context.",
    register_in="apps.py",
    takes="FundPanel",
)
