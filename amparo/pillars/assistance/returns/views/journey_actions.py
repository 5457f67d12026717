"""The action page of a return: its case, who travels, and back to the journey."""

from typing import Any

from django.forms import BaseForm
from django.forms.utils import ErrorDict
from django.http import HttpRequest, QueryDict
from django.utils.translation import pgettext

from amparo.foundation.core.action_views import NestedActionView
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.views.case_actions import case_page

from ..models import ReturnJourney, Traveller


def open_journey(request: HttpRequest, ref: Any, *, to: str = "work") -> ReturnJourney:
    journeys = ReturnJourney.objects.select_related(
        "case__person", "case__family__head", "case__owner", "case__team__office__organization",
        "to_team__office__organization", "place",
        "ended_by",
    )  # fmt: skip
    return get_permitted_or_404(request, journeys, to=to, ref=ref)


class JourneyAction(NestedActionView):
    """An action on a return, or on a record of it."""

    parent_name = "journey"

    def get_parent(self, ref: Any) -> ReturnJourney:
        return open_journey(self.request, ref, to=self.permission)

    def must_be_possible(self, record: Any, *, by: User) -> None:
        """Raises Refusal where `by` may not do this, whatever they write: said above the form."""

    def get_form(self, record: Any, data: QueryDict | None, /) -> BaseForm:
        form = super().get_form(record, data)
        if data is None:
            try:
                self.must_be_possible(record, by=self.request.user)
            except Refusal as refusal:
                form._errors = ErrorDict()
                form.cleaned_data = {}
                form.add_error(None, list(refusal.args))
        return form

    def get_page(self, record: Any) -> dict[str, Any]:
        journey = self.parent_of(record)
        page = case_page(journey.case)
        crumbs = [*page["crumbs"], (journey.get_absolute_url(), pgettext("case record", "Return"))]
        return page | {"journey": journey, "crumbs": crumbs}

    def get_back_url(self, record: Any) -> str:
        return self.parent_of(record).get_absolute_url()


class TravellerAction(JourneyAction):
    """An action on one of those who travel."""

    queryset = Traveller.objects.select_related("person")
