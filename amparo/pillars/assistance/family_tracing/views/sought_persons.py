"""Whoever is looked for, and who they may be."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core import discreet_mode
from amparo.foundation.core.permissions.rules import Request, get_permitted_or_404
from amparo.foundation.people.models import Person
from amparo.ui.responses import action_done

from .. import reasons
from ..forms.requests import ActionForm, SoughtPersonForm
from ..matching import match_candidates, match_score
from ..models import TracingAction, TracingMatch, TracingRequest
from .tracing_actions import ComposedFormAction, RequestAction, open_traced, sought_of

new = ComposedFormAction.as_view(
    title=_("Other person sought"), submit_label=pgettext_lazy("button", "Save"),
    success_message=_("It is kept."), form_class=SoughtPersonForm,
    perform=TracingRequest.add_sought_person,
)  # fmt: skip


class EditSought(ComposedFormAction):
    """What is known of whoever is looked for."""

    title = _("Person sought")
    submit_label = pgettext_lazy("button", "Save")
    success_message = _("It is kept.")
    form_class = SoughtPersonForm

    def get_record(self, ref, sought):
        return sought_of(super().get_record(ref=ref), sought)

    def get_form_kwargs(self, sought):
        return {"initial": SoughtPersonForm.known(sought)}

    def get_page(self, sought):
        return super().get_page(sought.request)

    def get_back_url(self, sought):
        return sought.request.get_absolute_url()

    def perform(self, sought, *, by, **told):
        sought.change(by=by, **told)


edit = EditSought.as_view()


@discreet_mode.shows_full_names
@require_safe
def candidates(request: Request, ref, sought) -> HttpResponse:
    """Side by side: what the relative told, and each who may be meant, with the reasons."""
    asked = open_traced(request, ref)
    named = sought_of(asked, sought)
    context = {
        "asked": asked, "sought": named, "candidates": match_candidates(named, request.user),
        "has_consent": asked.has_consent, "next": reasons.NEXT["ask_person"],
    }  # fmt: skip
    return render(request, "family_tracing/candidates.html", context)


@require_POST
def propose(request: Request, ref, sought, person) -> HttpResponse:
    asked = open_traced(request, ref)
    named = sought_of(asked, sought)
    found = get_permitted_or_404(request, Person, to="see", ref=person)
    match = TracingMatch.propose(
        named, found, by=request.user, reasons=match_score(named, found).codes
    )
    said = _("Now ask the person, alone. The relative is told nothing yet.")
    return action_done(request, next_url=match.get_absolute_url(), message=said)


action = RequestAction.as_view(
    permission="match", title=_("Tracing action"), submit_label=pgettext_lazy("button", "Save"),
    success_message=_("Tracing step recorded."), form_class=ActionForm,
    perform=TracingAction.take_step,
)  # fmt: skip
