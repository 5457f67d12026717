"""The plan as a PDF: what they agree to, in the language that they read, with room to sign."""

from pathlib import Path
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.clock import now
from amparo.foundation.core.pdf import paper_of
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.display_names import full_name
from amparo.ui import formats

from .models import PlanItem
from .plan_grid import GridRow
from .presenters import ReintegrationPlanPage

PAGE = Path(__file__).parent / "templates" / "reintegration" / "papers" / "plan.typ"


def plan_pdf(page: ReintegrationPlanPage) -> bytes:
    """In the language that is in force."""
    return paper_of(PAGE, _plan_data(page))


def _plan_data(page: ReintegrationPlanPage) -> dict[str, Any]:
    office = page.case.office
    return {
        "title": _("Reintegration plan"),
        "who": full_name(page.case),
        "number": page.case.number,
        "office": formats.join_list((office.organization.name, office.name)),
        "printed": formats.with_year(localtime(now()).date()),
        "facts": [(name, value) for name, value in _facts(page) if value],
        "head": [
            _("Expected change"), pgettext("need, reintegration", "Level"),
            _("Planned assistance"), pgettext("period", "End date"),
            _("Budget"),
        ],
        "dimensions": [_dimension(row) for row in page.rows],
        "none": _("Nothing planned"),
        "free": _(

                    "I agree to this plan of my own free will. It can be changed with me at any "
                    "time, and I may stop it whenever I wish."
        ),
        "signs": [_("Signature or thumbprint"), _("For the office (signature)"), _("Day")],
    }  # fmt: skip


def _facts(page: ReintegrationPlanPage) -> list[tuple[str, str]]:
    plan = page.plan
    arrived = plan.arrived_on if plan else None
    budget = [formats.amount(amount, currency) for amount, currency in page.budget]
    return [
        (_("Version"), formats.number(plan.number) if plan else ""),
        (pgettext("column", "Status"), str(plan.get_state_display()) if plan else ""),
        (pgettext("person", "Arrival date"), formats.with_year(arrived) if arrived else ""),
        (_("Budget"), formats.join_list(budget) if budget else ""),
    ]


def _dimension(row: GridRow[PlanItem]) -> dict[str, Any]:
    return {
        "name": code_lists.label("reintegration_dimension", row.dimension),
        "rows": [_line(item) for _level, items in row.cells for item in items],
    }


def _line(item: PlanItem) -> list[str]:
    return [
        item.objective,
        code_lists.label("reintegration_level", item.level),
        code_lists.label("reintegration_activity", item.activity),
        formats.with_year(item.ends_on),
        "" if item.budget is None else formats.amount(item.budget, item.currency),
    ]
