"""What is known of a place: every case there inherits it as context."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.people.models import Place
from amparo.foundation.protection import code_lists
from amparo.foundation.protection.models import Observation
from amparo.ui.responses import action_done

from ..forms.assessments import ObservationEndForm, ObservationForm
from ..seeing import SHARED_LEVELS, seen
from .stepping import ASKS, sent, tried

INDEX, SHOW = "assistance/places/index.html", "assistance/places/show.html"
FORM = "assistance/places/observe.html"
MOST = 200


@require_safe
def places(request):
    require_permission(request, "community.work")
    found = Place.objects.accessible_to(request.user).select_related("within").order_by("name")
    return render(request, INDEX, {"places": found[:MOST]})


@require_safe
def place(request, ref):
    require_permission(request, "community.work")
    place = get_permitted_or_404(request, Place, to="see", ref=ref)
    known = (
        Observation.objects.context_of(place).accessible_to(request.user).select_related("place")
    )
    found = [seen(each) for each in known.order_by("-severity", "pk")[:MOST]]
    levels = [
        (level, code_lists.label("level", level), [s for s in found if s.record.level == level])
        for level in SHARED_LEVELS
    ]
    return render(request, SHOW, {"place": place, "levels": levels})


@require_http_methods(ASKS)
def observe(request, ref):
    """Note something that everybody there meets: nobody is named in it."""
    require_permission(request, "community.work")
    place = get_permitted_or_404(request, Place, to="see", ref=ref)
    level = request.GET.get("level", SHARED_LEVELS[0])
    if level not in SHARED_LEVELS:
        raise Http404
    form = ObservationForm(request.POST or None, level=level)
    if sent(request, form) and tried(
        form, Observation.record, by=request.user, place=place, **form.cleaned_data
    ):
        return action_done(request, next_url=_address(place), message=_("Saved."))
    title = _("What does everybody meet in %(place)s?") % {"place": place}
    return _ask(request, form, place, title, code_lists.label("level", level))


@require_http_methods(ASKS)
def end(request, ref, observation):
    require_permission(request, "community.work")
    place = get_permitted_or_404(request, Place, to="see", ref=ref)
    standing = Observation.objects.current().filter(place=place)
    old = get_permitted_or_404(request, standing, to="work", ref=observation)
    form = ObservationEndForm(request.POST or None)
    if sent(request, form):
        verb = old.lapse if form.cleaned_data["how"] == "lapsed" else old.withdraw
        if tried(form, verb, by=request.user, because=form.cleaned_data["because"]):
            return action_done(
                request, next_url=_address(place), message=_("It no longer counts.")
            )
    return _ask(request, form, place, _("It no longer counts"), seen(old).name)


def _ask(request, form, place: Place, title: str, lede: str):
    context = {"form": form, "place": place, "title": title, "lede": lede}
    return render(request, FORM, context, status=422 if form.is_bound else 200)


def _address(place: Place) -> str:
    return reverse("assistance:place", args=[place.ref])
