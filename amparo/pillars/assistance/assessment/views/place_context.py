"""What is known of a place: every case there inherits it as context."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.people.models import Place
from amparo.foundation.protection import code_lists
from amparo.foundation.protection.models import Observation

from ..forms.assessments import ObservationEndForm, ObservationForm
from ..observations import SHARED_LEVELS, observation_line

INDEX, SHOW = "assessment/places/index.html", "assessment/places/show.html"
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
    found = [observation_line(each) for each in known.order_by("-severity", "pk")[:MOST]]
    levels = [
        (level, code_lists.label("level", level), [s for s in found if s.record.level == level])
        for level in SHARED_LEVELS
    ]
    return render(request, SHOW, {"place": place, "levels": levels})


class PlaceAction(ActionView):
    """An action on what is known of a place, by who works with communities."""

    queryset = Place
    permission = "see"
    submit_label = _("Save")

    def get_record(self, ref):
        require_permission(self.request, "community.work")
        return super().get_record(ref=ref)

    def get_page(self, place):
        return {"place": place, "crumbs": [(_address(place), place.name)]}

    def get_back_url(self, place):
        return _address(place)


class Observe(PlaceAction):
    """Notes something that everybody there meets: nobody is named in it."""

    success_message = _("Saved.")
    form_class = ObservationForm

    def get_record(self, ref):
        self.level = self.request.GET.get("level", SHARED_LEVELS[0])
        place = super().get_record(ref=ref)
        if self.level not in SHARED_LEVELS:
            raise Http404
        return place

    def get_title(self, place):
        return _("What does everybody meet in %(place)s?") % {"place": place}

    def get_form_kwargs(self, place):
        return {"level": self.level}

    def get_context(self, place):
        return {"lede": code_lists.label("level", self.level)}

    def perform(self, place, *, by, **fields):
        return Observation.record(by=by, place=place, **fields)


class End(PlaceAction):
    """Says that something is over there, or was never so."""

    title = _("End observation")
    success_message = _("It no longer counts.")
    form_class = ObservationEndForm

    def get_record(self, ref, observation):
        place = super().get_record(ref=ref)
        standing = Observation.objects.current().filter(place=place)
        self.old = get_permitted_or_404(self.request, standing, to="work", ref=observation)
        return place

    def get_context(self, place):
        return {"lede": observation_line(self.old).name}

    def perform(self, place, *, by, how, because):
        verb = self.old.lapse if how == "lapsed" else self.old.withdraw
        return verb(by=by, because=because)


observe = Observe.as_view()
end = End.as_view()


def _address(place: Place) -> str:
    return reverse("assessment:place", args=[place.ref])
