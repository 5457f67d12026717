"""What is done with a complaint: one page a deed, each a form, each of them `Complaint`'s verb."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal
from amparo.ui.responses import action_done

from ..forms import deeds as forms
from ..models import Complaint

ASK = "advocacy/complaints/ask.html"
ASKS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Deed:
    """One thing that may be done: what is asked, what is done, what is said afterwards."""

    form: type[forms.DeedForm]
    does: Callable[..., Any]
    title: Promise
    yes: Promise
    said: Promise
    lede: Promise | str = ""


DEEDS: dict[str, Deed] = {
    "acknowledge": Deed(
        forms.AcknowledgeForm, Complaint.acknowledge, _("Say that it has arrived"),
        _("Acknowledge it"), _("They read it with their code."),
    ),
    "finding": Deed(
        forms.FindingForm, Complaint.look_into, _("What did you find out?"), _("Write it down"),
        _("It is written down."),
    ),
    "write": Deed(
        forms.WordsForm, Complaint.write, _("Write to them"), _("Send it"),
        _("They read it with their code."),
        _("Ask only what you need. Never ask who else knows of it."),
    ),
    "answer": Deed(
        forms.AnswerForm, Complaint.answer, _("What is answered?"), _("Answer"),
        _("They read it with their code."),
    ),
    "refer": Deed(
        forms.ReferForm, Complaint.refer, _("Give it to those who investigate"),
        _("It is given"), _("It is written down."),
        _("Of abuse, write down here only what is needed to find it again. First offer help."),
    ),
    "told": Deed(
        forms.ToldForm, Complaint.told_by, _("Do they have the answer?"), _("Write it down"),
        _("It is written down."),
        _("Whoever reads it with their code says so there by themselves."),
    ),
    "kind": Deed(
        forms.KindForm, Complaint.sort_anew, _("It is about something else"), _("Change it"),
        _("It is changed."),
        _("What you make sensitive goes to those with leave for it: you may no longer read it."),
    ),
    "concern": Deed(
        forms.ConcernForm, Complaint.concern, _("Whom is it about?"), _("Name them"),
        _("They, and those who stand with them, no longer receive it."),
        _("If you name your own team or office, you no longer read it yourself."),
    ),
}  # fmt: skip


@require_http_methods(ASKS)
def step(request, ref, deed):
    asked = DEEDS.get(deed)
    if asked is None:
        raise Http404
    complaints = Complaint.objects.select_related("office")
    complaint = get_permitted_or_404(request, complaints, to="answer", ref=ref)
    form = asked.form(request.POST or None, complaint=complaint)
    if request.method == "POST" and form.is_valid():
        try:
            asked.does(complaint, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return action_done(
                request, next_url=_where(request, complaint), message=str(asked.said)
            )
    context = {"complaint": complaint, "form": form, "deed": asked}
    return render(request, ASK, context, status=422 if form.is_bound else 200)


@require_POST
def close(request, ref):
    complaints = Complaint.objects.select_related("office")
    complaint = get_permitted_or_404(request, complaints, to="answer", ref=ref)
    complaint.close(by=request.user)
    return action_done(
        request, next_url=_where(request, complaint), message=str(_("It is closed."))
    )


@require_POST
def delete(request, ref):
    complaints = Complaint.objects.select_related("office")
    complaint = get_permitted_or_404(request, complaints, to="answer", ref=ref)
    if complaint.delete_for_good(by=request.user):
        return action_done(
            request, next_url=reverse("advocacy:complaints"), message=str(_("It is deleted."))
        )
    said = _("Somebody else who receives it must confirm this.")
    return action_done(request, next_url=complaint.get_absolute_url(), message=str(said))


def _where(request, complaint: Complaint) -> str:
    """Back to it; where one no longer receives it, to the list."""
    mine = Complaint.objects.accessible_to(request.user).filter(pk=complaint.pk)
    return complaint.get_absolute_url() if mine.exists() else reverse("advocacy:complaints")
