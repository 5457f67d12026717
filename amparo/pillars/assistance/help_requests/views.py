"""Requests for help from the public pages: read, answered, passed on, closed, or made a case."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.action_views import ActionView, attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.masking import mask, mask_all, visible_classes
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.views.case_actions import ASKS
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from .forms import AnswerForm, CaseForm, CloseForm, ReassignForm
from .models import HelpRequest
from .models.questions import SHARE
from .queries import SHOWN, needs_of, receiving_offices, requests_for

INDEX, SHOW = "help_requests/index.html", "help_requests/show.html"
REQUESTS = HelpRequest.objects.select_related("office", "place", "owner", "case__owner")
PAGE = 25


@require_safe
def index(request):
    """Danger first, then the nearest limit. What may be a machine, and what is over, apart."""
    require_permission(request, "help.receive")
    which = request.GET.get("which", "")
    which = which if which in SHOWN else "open"
    found = requests_for(request.user, which).select_related("office", "place", "owner")
    rows = paginate(found, request, *SHOWN[which].order, size=PAGE)
    log.log_list(request.user, "help.listed", rows)
    context = {
        "rows": rows, "which": which, "lines": [(each, needs_of(each)) for each in rows],
        "shown": [(code, each.title, code == which) for code, each in SHOWN.items()],
    }  # fmt: skip
    return render(request, INDEX, context)


@require_http_methods(ASKS)
def show(request, ref):
    """One request, all that was said, and the answer."""
    verb = "work" if request.method == "POST" else "see"
    asked = get_permitted_or_404(request, REQUESTS, to=verb, ref=ref)
    form = AnswerForm(request.POST or None)
    if is_valid_post(request, form) and attempt(
        form, asked.answer, by=request.user, **form.cleaned_data
    ):
        said = _("The answer waits for them under their code.")
        return action_done(request, next_url=asked.get_absolute_url(), message=said)
    seen = visible_classes(request.user, asked)
    verbs = permissions_on(asked, request.user)
    context = {
        "asked": mask(asked, seen), "form": form, "needs": needs_of(asked),
        "messages_said": mask_all(asked.helprequestmessages.select_related("by"), seen),
        "steps": mask_all(asked.helprequeststeps.select_related("by", "to_office"), seen),
        "shares": asked.consents_to(SHARE), "is_open": asked.is_open,
        "may_answer": "work" in verbs and (asked.is_open or asked.case_id),
        "may_take": "take" in verbs and asked.is_open,
        "may_heed": "take" in verbs and (asked.doubt or asked.state == "set_aside"),
        "is_mine": asked.owner_id == request.user.pk,
    }  # fmt: skip
    return render(request, SHOW, context, status=422 if form.is_bound else 200)


@require_POST
def take(request, ref):
    return _tapped(request, ref, "take", _("You take care of it."))


@require_POST
def set_aside(request, ref):
    said = _("It is set aside. If somebody writes with the code, it comes back.")
    return _tapped(request, ref, "set_aside", said)


@require_POST
def heed(request, ref):
    return _tapped(request, ref, "heed", _("It waits with the others."))


def _tapped(request, ref, verb: str, said: str):
    asked = get_permitted_or_404(request, REQUESTS, to="take", ref=ref)
    getattr(asked, verb)(by=request.user)
    return action_done(request, next_url=asked.get_absolute_url(), message=said)


class HelpAction(ActionView):
    """An action on a request for help, by who takes such requests."""

    queryset = REQUESTS
    permission = "take"

    def get_page(self, asked):
        return {"crumbs": [(asked.get_absolute_url(), pgettext_lazy("title", "Request for help"))]}

    def get_success_url(self, asked, result):
        return reverse("help_requests:help")


class PassOn(HelpAction):
    """Gives a request to another office."""

    title = _("Pass it to another office")
    submit_label = _("Pass it on")
    success_message = _("Forwarded to the other office.")
    form_class = ReassignForm

    def get_form_kwargs(self, asked):
        return {"offices": receiving_offices(but=asked.office)}

    def get_arguments(self, form):
        return {"office": form.there, "because": form.cleaned_data["because"]}

    def perform(self, asked, *, by, office, because):
        asked.pass_on(office, by=by, because=because)


class IntoCase(HelpAction):
    """Whoever asks has a case already: what they asked for lies in it from now on."""

    title = _("Link to existing case")
    submit_label = _("Link to this case")
    success_message = _("Request added to the case.")
    form_class = CaseForm

    def get_form(self, asked, data):
        form = super().get_form(asked, data)
        if form.is_valid():
            theirs = Case.objects.active().accessible_to(self.request.user, to="work")
            number = form.cleaned_data.pop("number").strip().upper()
            form.cleaned_data["case"] = theirs.filter(number=number).first()
            if form.cleaned_data["case"] is None:
                form.add_error("number", _("None of your open cases has this number."))
        return form

    def perform(self, asked, *, by, case):
        asked.open_case(case, by=by)
        return case

    def get_success_url(self, asked, case):
        return case.get_absolute_url()


pass_on = PassOn.as_view()
into_case = IntoCase.as_view()
close = HelpAction.as_view(
    title=_("Close request"), submit_label=pgettext_lazy("request", "Close"), form_class=CloseForm,
    success_message=_("It is closed."), perform=HelpRequest.close,
)  # fmt: skip
