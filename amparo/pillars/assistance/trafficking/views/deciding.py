"""What people decided, what was done to somebody, and what they want with the authorities."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.permissions.rules import get_permitted_or_404

from ...views.answers import given
from ..forms.seeing import (
    CooperationForm,
    DeterminationForm,
    EventForm,
    ExploitationForm,
    OtherViewForm,
    PerpetratorForm,
)
from ..models import Cooperation, Determination, Event, Exploitation, OtherView, Perpetrator
from .answers import ask, kept, url_of, way_of

asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
def determination(request, ref, way):
    way = way_of(request, ref, way)
    form = DeterminationForm(
        given(request), case=way.case, initial={"decided_on": way.case.office.today()}
    )
    if form.is_valid():
        Determination.make(way, by=request.user, **form.cleaned_data)
        return kept(request, way, _("It is written down. What was decided before stays."))
    return ask(
        request, way.case, form, title=_("What was decided?"), yes=_("Write it down"),
        back=url_of(way), way=way, fields="trafficking/determination.html",
    )  # fmt: skip


@asks
def other_view(request, ref, way, determination):
    way = way_of(request, ref, way)
    made = get_permitted_or_404(request, Determination, to="work", ref=determination, way=way)
    made.way = way
    form = OtherViewForm(given(request))
    if form.is_valid():
        OtherView.put(made, by=request.user, **form.cleaned_data)
        return kept(request, way, _("Their view stands beside what was decided."))
    return ask(
        request, way.case, form, title=_("Who sees it otherwise?"), yes=_("Keep their view"),
        back=url_of(way),
    )  # fmt: skip


@asks
def cooperation(request, ref, way):
    way = way_of(request, ref, way)
    form = CooperationForm(given(request), initial={"on": way.case.office.today()})
    if form.is_valid():
        Cooperation.hear(way, by=request.user, **form.cleaned_data)
        return kept(request, way, _("It is written down. No help depends on it."))
    return ask(
        request, way.case, form, title=_("What do they want with the authorities?"),
        yes=_("Write it down"), back=url_of(way),
        about=_("No help depends on the answer, today or later. Tell them so."),
    )  # fmt: skip


@asks
def exploitation(request, ref, way):
    way = way_of(request, ref, way)
    form = ExploitationForm(given(request))
    if form.is_valid():
        Exploitation.write_down(way, by=request.user, **form.cleaned_data)
        return kept(request, way, _("It is written down."))
    return ask(
        request, way.case, form, title=_("What was done to them?"), yes=_("Write it down"),
        back=url_of(way),
    )  # fmt: skip


@asks
def event(request, ref, way):
    way = way_of(request, ref, way)
    form = EventForm(given(request))
    if form.is_valid():
        Event.write_down(way, by=request.user, **form.cleaned_data)
        return kept(request, way, _("It is written down."))
    return ask(
        request, way.case, form, title=_("What happened on the way?"), yes=_("Write it down"),
        back=url_of(way),
    )  # fmt: skip


@asks
def perpetrator(request, ref, way):
    way = way_of(request, ref, way)
    form = PerpetratorForm(given(request))
    if form.is_valid():
        Perpetrator.write_down(way, by=request.user, **form.cleaned_data)
        return kept(request, way, _("It is written down."))
    return ask(
        request, way.case, form, title=_("Who had a part in it?"), yes=_("Write it down"),
        back=url_of(way),
    )  # fmt: skip
