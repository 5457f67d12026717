"""The action page of a child alone, or of a determination of their interests, and opening them."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.tags.formats import code

from ..models import BestInterestsDetermination, UnaccompaniedChild

_CASE = (
    "person",
    "family__head",
    "community",
    "institution",
    "owner",
    "team__office__organization",
)


def with_case(records: QuerySet, path: str = "") -> QuerySet:
    """Each with its child, and all that a page of its case needs, in one query."""
    return records.select_related(f"{path}person", *(f"{path}case__{name}" for name in _CASE))


CHILDREN = with_case(UnaccompaniedChild.objects.all())
DETERMINATIONS = with_case(
    BestInterestsDetermination.objects.select_related(
        "information__by", "decision__option", "decision__by", "followed_by",
    ),
    "child__",
)  # fmt: skip


def open_child(request: HttpRequest, ref: Any, *, to: str = "see") -> UnaccompaniedChild:
    return get_permitted_or_404(request, CHILDREN, to=to, ref=ref)


class ChildAction(ActionView):
    """An action on a child alone, or on a record of theirs."""

    queryset = CHILDREN

    def child_of(self, record: Any) -> UnaccompaniedChild:
        return record

    def get_page(self, record: Any) -> dict[str, Any]:
        child = self.child_of(record)
        case = child.case
        crumbs = [
            (case.get_absolute_url(), code(case.number)),
            (child.get_absolute_url(), child.person.shown_name),
        ]
        return {"child": child, "case": case, "crumbs": crumbs}


class DeterminationAction(ChildAction):
    """An action on a determination of the best interests of a child."""

    queryset = DETERMINATIONS

    def child_of(self, record: Any) -> UnaccompaniedChild:
        return record.child
