"""Whoever is looked for, and who they may be."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.permissions.rules import Request, get_permitted_or_404
from amparo.foundation.people.models import Person
from amparo.ui.responses import action_done

from .. import reasons
from ..candidates import candidates_for, likeness_of
from ..forms.requests import ActionForm, SoughtForm
from ..models import Match, Sought, TracingAction, TracingRequest
from .answering import ASKS, ask, did, given, open_request, open_traced


@require_http_methods(ASKS)
def new(request: Request, ref) -> HttpResponse:
    asked = open_request(request, ref, to="work")
    form = SoughtForm(given(request))
    if did(request, form, lambda: asked.look_for(by=request.user, **form.told)):
        return action_done(request, next_url=asked.get_absolute_url(), message=_("It is kept."))
    return _ask(request, asked, form, _("Somebody else who is looked for"), _("Keep it"))


@require_http_methods(ASKS)
def edit(request: Request, ref, sought) -> HttpResponse:
    asked = open_request(request, ref, to="work")
    named = _of(asked, sought)
    form = SoughtForm(given(request), initial=SoughtForm.known(named))
    if did(request, form, lambda: named.change(by=request.user, **form.told)):
        return action_done(request, next_url=asked.get_absolute_url(), message=_("It is kept."))
    return _ask(request, asked, form, _("Who is looked for"), _("Keep it"))


@require_safe
def candidates(request: Request, ref, sought) -> HttpResponse:
    """Side by side: what the relative told, and each who may be meant, with the reasons."""
    asked = open_traced(request, ref)
    named = _of(asked, sought)
    context = {
        "asked": asked, "sought": named, "candidates": candidates_for(named, request.user),
        "has_consent": asked.has_consent, "next": reasons.NEXT["ask_person"],
    }  # fmt: skip
    return render(request, "tracing/candidates.html", context)


@require_POST
def propose(request: Request, ref, sought, person) -> HttpResponse:
    asked = open_traced(request, ref)
    named = _of(asked, sought)
    found = get_permitted_or_404(request, Person, to="see", ref=person)
    match = Match.propose(named, found, by=request.user, reasons=likeness_of(named, found).codes)
    said = _("Now ask the person, alone. The relative is told nothing yet.")
    return action_done(request, next_url=match.get_absolute_url(), message=said)


@require_http_methods(ASKS)
def action(request: Request, ref) -> HttpResponse:
    asked = open_request(request, ref, to="match")
    form = ActionForm(given(request))
    if did(
        request, form, lambda: TracingAction.take_step(asked, by=request.user, **form.cleaned_data)
    ):
        return action_done(
            request, next_url=asked.get_absolute_url(), message=_("The step is kept.")
        )
    return _ask(request, asked, form, _("A step of the search"), _("Keep the step"))


def _of(asked: TracingRequest, ref) -> Sought:
    sought = get_object_or_404(asked.sought, ref=ref)
    sought.request = asked
    return sought


def _ask(request: Request, asked: TracingRequest, form, title: str, yes: str) -> HttpResponse:
    back = asked.get_absolute_url()
    return ask(request, form, title=title, yes=yes, back=back, crumb=asked.number)
