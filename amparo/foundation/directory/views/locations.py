"""Where help is given."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.foundation.people.views.responses import form_response
from amparo.ui.respond import done

from ..forms import LocationForm
from ..models import Location, Provider
from .providers import ASKS, url_of


@require_http_methods(ASKS)
def new(request, ref):
    provider = get_permitted_or_404(request, Provider, to="edit", ref=ref)
    office = request.user.office
    initial = {"time_zone": office.time_zone if office else "UTC"}
    form = LocationForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        Location.note(provider, by=request.user, **form.cleaned_data)
        return done(request, then=url_of(provider), said=_("The place is noted."))
    return form_response(
        request, form, title=_("New place"), yes=_("Note it"), back=url_of(provider)
    )


@require_http_methods(ASKS)
def edit(request, ref):
    rows = Location.objects.select_related("provider", "place")
    location = get_permitted_or_404(request, rows, to="edit", ref=ref)
    may_find = "find" in permissions_on(location, request.user)
    form = LocationForm(
        request.POST or None, user=request.user, record=location, may_find=may_find
    )
    if request.method == "POST" and form.is_valid():
        location.change(by=request.user, **form.cleaned_data)
        return done(request, then=url_of(location.provider), said=_("The place is changed."))
    return form_response(request, form, title=_("Change what we know"), yes=_("Save"),
               back=url_of(location.provider))  # fmt: skip
