"""What apps add to funding: what they spend of budget lines, whom they assisted out of them, and
panels on the pages of funds and projects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo.foundation.core.registry import ExtensionList

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from .budget import Expenditure, Period, Spending
    from .panels import FundPanel, ProjectPanel

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
expenditure_sources: ExtensionList[
    Callable[[Collection[int], Sequence[Period]], Sequence[Expenditure]]
] = ExtensionList(
    "expenditure_sources",
    """Functions that return what was spent of budget lines in each of some periods.

    Of lines in one currency, at the rate of the day of each spending. They count every record,
    also those that the reader may not open.
    """,
    register_in="apps.py",
    takes="Callable[[Collection[int], Sequence[Period]], Sequence[Expenditure]]",
)
assisted_person_sources: ExtensionList[
    Callable[[Collection[int], Sequence[Period]], Sequence[Collection[int]]]
] = ExtensionList(
    "assisted_person_sources",
    """Functions that return who was assisted out of budget lines in each of some periods.

    The keys of persons, of joined files that of the kept one; they are counted, and never shown.
    """,
    register_in="apps.py",
    takes="Callable[[Collection[int], Sequence[Period]], Sequence[Collection[int]]]",
)
fund_panels: ExtensionList[FundPanel] = ExtensionList(
    "fund_panels",
    "Panels on the page of a fund: a template, and a function that returns its context.",
    register_in="apps.py",
    takes="FundPanel",
)
project_panels: ExtensionList[ProjectPanel] = ExtensionList(
    "project_panels",
    "Panels on the page of a project: a template, and a function that returns its context.",
    register_in="apps.py",
    takes="ProjectPanel",
)
