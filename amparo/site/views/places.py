"""The gazetteer: places within places, kept by an administrator."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.people.models import Place
from amparo.ui.responses import action_done

from ..forms.places import PlaceForm
from .offices import ASKS, ask

INDEX = "site/places/index.html"


@require_safe
def index(request):
    require_permission(request, "place.edit")
    places = Place.objects.open_to(request.user, "edit").select_related("within")
    return render(request, INDEX, {"places": places.order_by("country", "name")[:500]})


@require_http_methods(ASKS)
def new(request):
    require_permission(request, "place.edit")
    form = PlaceForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        Place.chart(by=request.user, **form.cleaned_data)
        return action_done(request, then=reverse("places"), said=_("The place is noted."))
    return ask(request, form, _("New place"), reverse("places"))


@require_http_methods(ASKS)
def edit(request, ref):
    place = get_permitted_or_404(request, Place, to="edit", ref=ref)
    initial = {name: getattr(place, name) for name in (*place.harmless, "within")}
    form = PlaceForm(request.POST or None, user=request.user, place=place, initial=initial)
    if request.method == "POST" and form.is_valid():
        place.change(by=request.user, **form.cleaned_data)
        return action_done(request, then=reverse("places"), said=_("The place is changed."))
    return ask(request, form, place.name, reverse("places"))
