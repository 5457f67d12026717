"""Emergency numbers by country: the installation answers for each of them."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.directory.models import EmergencyNumber
from amparo.ui.responses import action_done

from ..forms.emergency_numbers import EmergencyNumberForm
from .offices import ASKS, ask

INDEX = "site/emergency_numbers.html"


@require_safe
def index(request):
    require_permission(request, "number.edit")
    numbers = EmergencyNumber.objects.open_to(request.user, "edit")
    return render(request, INDEX, {"numbers": numbers[:500]})


@require_http_methods(ASKS)
def new(request):
    require_permission(request, "number.edit")
    form = EmergencyNumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        EmergencyNumber.note(by=request.user, **form.cleaned_data)
        return _done(request, _("The number is noted. Whoever needs help sees it now."))
    return ask(request, form, _("New number"), reverse("emergency-numbers"))


@require_http_methods(ASKS)
def edit(request, ref):
    number = get_permitted_or_404(request, EmergencyNumber, to="edit", ref=ref)
    initial = {name: getattr(number, name) for name in number.harmless}
    form = EmergencyNumberForm(request.POST or None, number=number, initial=initial)
    if request.method == "POST" and form.is_valid():
        number.change(by=request.user, **form.cleaned_data)
        return _done(request, _("The number is changed."))
    return ask(request, form, number.number, reverse("emergency-numbers"))


@require_POST
def take_away(request, ref):
    get_permitted_or_404(request, EmergencyNumber, to="edit", ref=ref).take_away(by=request.user)
    return _done(request, _("The number is shown no longer."))


def _done(request, said: str):
    return action_done(request, then=reverse("emergency-numbers"), said=said)
