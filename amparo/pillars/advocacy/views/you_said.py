"""You said, we did: written by one, approved by another, read by anybody."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.refusals import Refusal
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.you_said import YouSaidForm, as_told
from ..models import YouSaid
from .deeds import ASKS

INDEX, FORM = "advocacy/you_said/index.html", "advocacy/you_said/form.html"


@require_safe
def index(request):
    require_permission(request, "complaint.publish")
    mine = YouSaid.objects.accessible_to(request.user).filter(taken_down=None)
    rows = paginate(mine.select_related("by", "endorsed__by"), request, "-at", "-pk", size=20)
    lines = [
        (row, codes.label("feedback_type", row.kind), *row.in_words()) for row in rows
    ]  # fmt: skip
    return render(request, INDEX, {"rows": rows, "lines": lines, "me": request.user})


@require_http_methods(ASKS)
def new(request):
    require_permission(request, "complaint.publish")
    form = YouSaidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        YouSaid.draft(by=request.user, office=request.user.office, **form.told)
        return _back(request, _("It waits for a second person."))
    return _ask(request, form, _("You said, we did"))


@require_http_methods(ASKS)
def edit(request, ref):
    entry = get_permitted_or_404(request, YouSaid, to="edit", ref=ref)
    form = YouSaidForm(request.POST or None, initial=as_told(entry))
    if request.method == "POST" and form.is_valid():
        try:
            entry.change(by=request.user, **form.told)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _back(request, _("It waits for a second person."))
    return _ask(request, form, _("Change the draft"))


@require_POST
def endorse(request, ref):
    get_permitted_or_404(request, YouSaid, to="edit", ref=ref).endorse(by=request.user)
    return _back(request, _("It is published."))


@require_POST
def take_down(request, ref):
    get_permitted_or_404(request, YouSaid, to="edit", ref=ref).take_down(by=request.user)
    return _back(request, _("It is no longer shown."))


def _back(request, said: str):
    return action_done(request, next_url=reverse("advocacy:you-said"), message=said)


def _ask(request, form, title: str):
    status = 422 if form.is_bound else 200
    return render(request, FORM, {"form": form, "title": title}, status=status)
