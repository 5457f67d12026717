"""Signed monthly reports: those of the same offices, and the whole quarters among them."""

from collections.abc import Iterable

from ..figures import earlier
from .reports import MonthlyReport


def signed_like(report: MonthlyReport) -> list[MonthlyReport]:
    """The signed months of the same offices."""
    found = MonthlyReport.objects.filter(
        state=MonthlyReport.State.SIGNED, office=report.office_id,
        is_with_branches=report.is_with_branches,
    )  # fmt: skip
    return list(found)


def quarters_in(reports: Iterable[MonthlyReport]) -> list[MonthlyReport]:
    """Of these the last months of whole quarters, of which the other months are there too."""
    found = list(reports)
    there = {(each.office_id, each.is_with_branches, each.month) for each in found}
    return [
        each for each in found
        if each.month.month % 3 == 0 and all(
            (each.office_id, each.is_with_branches, earlier(each.month, back)) in there
            for back in (1, 2)
        )
    ]  # fmt: skip
