"""Time to recover and reflect, and the safety plan."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.encryption.fields import personal_fields
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.pagination import paginate

from ...views.answers import given
from ..forms.protecting import EarlyEndForm, ExtensionForm, LookForm, ReflectionForm, SafetyForm
from ..models import ReflectionPeriod, SafetyPlan
from ..page import WayPage
from .answers import ask, kept, url_of, way_of

asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
def reflection(request, ref, way):
    way = way_of(request, ref, way)
    form = ReflectionForm(given(request), way=way)
    if form.is_valid():
        ReflectionPeriod.grant(way, by=request.user, **form.cleaned_data)
        return kept(request, way, _("The time to recover and reflect is recorded."))
    return ask(
        request, way.case, form, title=_("Time to recover and reflect"), yes=_("Record it"),
        back=url_of(way),
        about=_("The least number of days is a setting of your office: check it against the law."),
    )  # fmt: skip


@asks
def extend(request, ref, way, period):
    way, period = _period(request, ref, way, period)
    form = ExtensionForm(given(request), period=period)
    if form.is_valid():
        period.extend(by=request.user, **form.cleaned_data)
        return kept(request, way, _("It lasts longer now."))
    return ask(
        request, way.case, form, title=_("Make this time longer"), yes=_("Make it longer"),
        back=url_of(way),
    )  # fmt: skip


@asks
def end_early(request, ref, way, period):
    way, period = _period(request, ref, way, period)
    form = EarlyEndForm(given(request), period=period, initial={"on": way.case.office.today()})
    if form.is_valid():
        period.end_early(by=request.user, **form.cleaned_data)
        return kept(request, way, _("It ends because they wish it. All help goes on."))
    return ask(
        request, way.case, form, title=_("Does the person wish it to end?"),
        yes=_("End it at their wish"), back=url_of(way),
        about=_("Nobody else can end it, and no help depends on it."),
    )  # fmt: skip


def _period(request, ref, way, period):
    way = way_of(request, ref, way)
    period = get_permitted_or_404(request, ReflectionPeriod, to="work", ref=period, way=way)
    period.way = way
    return way, period


@require_safe
def safety(request, ref, way):
    """The version in force, and those before it."""
    way = way_of(request, ref, way, to="see")
    pages = paginate(way.safetyplans.select_related("by"), request, "-pk", size=10)
    context = {
        "way": way, "case": way.case, "file": WayPage(way, request.user), "pages": pages,
    }  # fmt: skip
    return render(request, "trafficking/safety.html", context)


@asks
def new_safety(request, ref, way):
    """A new version begins with what the one before says."""
    way = way_of(request, ref, way)
    before = way.safety
    said = {name: getattr(before, name) for name in personal_fields(SafetyPlan)} if before else {}
    form = SafetyForm(given(request), initial=said)
    if form.is_valid():
        SafetyPlan.agree(way, by=request.user, **form.cleaned_data)
        return kept(request, way, _("The safety plan is in force."))
    return ask(
        request, way.case, form, title=_("A safety plan"), yes=_("Agree this plan"),
        back=url_of(way), about=_("Made with the person: they know best what is safe."),
    )  # fmt: skip


@asks
def look(request, ref, way, plan):
    way = way_of(request, ref, way)
    plan = get_permitted_or_404(request, SafetyPlan, to="work", ref=plan, way=way)
    plan.way = way
    form = LookForm(given(request))
    if form.is_valid():
        plan.look_at(by=request.user, **form.cleaned_data)
        said = _("It holds on.") if form.cleaned_data["still_holds"] else _("Make a new version.")
        return kept(request, way, said)
    return ask(
        request, way.case, form, title=_("Look at the safety plan with them"),
        yes=_("Keep what they said"), back=url_of(way),
    )  # fmt: skip
