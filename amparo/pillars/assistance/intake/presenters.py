"""Screenings as the page of a case shows them."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.database.compiled_once import compiled_once
from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.extension_points import (
    CaseMenuItem,
    CasePlace,
    CaseSection,
    MenuGroup,
)
from amparo.pillars.assistance.cases.models import Case

from .models import Screening


def unfinished_screening(case: Case, user: User) -> dict[str, Any] | None:
    """Returns None where the latest screening ended after all was asked."""
    is_unfinished = not case.is_ended and getattr(case, "has_unfinished_screening", False)
    return {} if is_unfinished else None


@compiled_once(Case)
def annotate_screening() -> dict[str, Any]:
    unfinished = Screening.objects.unfinished().latest_of_case()  # type: ignore[attr-defined]
    return {"has_unfinished_screening": Exists(unfinished.filter(case=OuterRef("pk")))}


SECTIONS = (
    CaseSection(
        "screening", CasePlace.TOP, 20, "intake/screening/unfinished.html", unfinished_screening,
        annotate_screening,
    ),
)  # fmt: skip
MENU_ITEMS = (
    CaseMenuItem(50, "intake:screening-new", _("Screening"), "checkup-list", MenuGroup.PROCESS),
)
