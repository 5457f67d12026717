"""Pathways as the page of a case shows them."""

from typing import Any

from amparo.foundation.core.database.compiled_once import compiled_once
from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.extension_points import CasePlace, CaseSection
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.queries import pathway_annotations

from .base import pathway_statuses


def pathways_of_case(case: Case, user: User) -> dict[str, Any]:
    """Returns how everything stands that the case has set out on."""
    return {"pathways": pathway_statuses(case, user)}


@compiled_once(Case)
def annotate_pathways() -> dict[str, Any]:
    return {**pathway_annotations()}


SECTIONS = (
    CaseSection(
        "journeys", CasePlace.MAIN, 50, "pathways/case_panel.html", pathways_of_case,
        annotate_pathways, is_later=True,
    ),
)  # fmt: skip
