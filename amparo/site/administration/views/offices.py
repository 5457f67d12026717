"""Views: offices, teams, organizations, rules of an office; kept by an administrator."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.encryption.fields import plain_fields
from amparo.foundation.core.models import Membership, Office, Organization, Team
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.pillars.assistance.cases.models import CaseSettings
from amparo.pillars.assistance.help_requests.models import HelpRequestArea
from amparo.ui.action_views import action_page
from amparo.ui.responses import action_done

from ..office_forms import OfficeForm, OrganizationForm, ReceptionForm, RulesForm, TeamForm

OFFICES_TEMPLATE, OFFICE_TEMPLATE = (
    "site/administration/offices/index.html",
    "site/administration/offices/show.html",
)
FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
def offices(request):
    require_permission(request, "office.edit")
    offices = Office.objects.accessible_to(request.user, "edit").select_related("organization")
    return render(
        request,
        OFFICES_TEMPLATE,
        {"offices": offices.order_by("organization__name", "name")[:200]},
    )


@require_http_methods(FORM_METHODS)
def new_office(request):
    require_permission(request, "office.edit")
    near = request.user.office  # a new office is mostly like one's own
    like = {name: getattr(near, name) for name in ("time_zone", "currency")} if near else {}
    initial = {"working_week": list("01234")} | like
    form = OfficeForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        office = Office.set_up(by=request.user, **form.cleaned_data)
        return action_done(request, next_url=reverse("office", args=[office.ref]))
    return action_page(
        request, form, title=_("New office"), submit_label=_("Save"), back_url=reverse("offices")
    )


@require_http_methods(FORM_METHODS)
def office(request, ref):
    office = get_permitted_or_404(request, Office, to="edit", ref=ref)
    initial = {name: getattr(office, name) for name in plain_fields(type(office))}
    initial |= {"organization": office.organization, "parent": office.parent}
    initial["working_week"] = list(office.working_week)
    form = OfficeForm(request.POST or None, user=request.user, office=office, initial=initial)
    if request.method == "POST" and form.is_valid():
        office.change(by=request.user, **form.cleaned_data)
        then = reverse("office", args=[office.ref])
        return action_done(request, next_url=then, message=_("The office is changed."))
    members = Membership.objects.held().at("members")
    teams = office.teams.order_by("name").prefetch_related(members)
    context = {"office": office, "form": form, "teams": teams}
    return render(request, OFFICE_TEMPLATE, context, status=422 if form.is_bound else 200)


@require_http_methods(FORM_METHODS)
def office_rules(request, ref):
    office = get_permitted_or_404(request, Office, to="edit", ref=ref)
    rules = CaseSettings.of(office)
    form = RulesForm(request.POST or None, rules=rules)
    if request.method == "POST" and form.is_valid():
        rules.change(by=request.user, time_limits=form.time_limits, **form.approvals)
        then = reverse("office", args=[office.ref])
        return action_done(request, next_url=then, message=_("The rules are changed."))
    context = {"office": office, "form": form}
    return render(
        request,
        "site/administration/offices/rules.html",
        context,
        status=422 if form.is_bound else 200,
    )


@require_http_methods(FORM_METHODS)
def office_reception(request, ref):
    """From where requests for help on the public pages come to this office."""
    office = get_permitted_or_404(request, Office, to="edit", ref=ref)
    form = ReceptionForm(request.POST or None, office=office)
    then = reverse("office", args=[office.ref])
    if request.method == "POST" and form.is_valid():
        HelpRequestArea.set_up(office, by=request.user, **form.said)
        return action_done(
            request,
            next_url=then,
            message=_("Routing saved. Requests for help are received here from now on."),
        )
    return action_page(
        request, form, title=_("Requests for help"), submit_label=_("Save"), back_url=then
    )


@require_http_methods(FORM_METHODS)
def new_team(request, ref):
    office = get_permitted_or_404(request, Office, to="edit", ref=ref)
    form = TeamForm(request.POST or None)
    then = reverse("office", args=[office.ref])
    if request.method == "POST" and form.is_valid():
        Team.form(by=request.user, office=office, **form.cleaned_data)
        return action_done(request, next_url=then, message=_("The team is formed."))
    return action_page(
        request,
        form,
        title=_("New team in %(office)s") % {"office": office},
        submit_label=_("Save"),
        back_url=then,
    )


@require_http_methods(FORM_METHODS)
def team(request, ref):
    team = get_permitted_or_404(request, Team, to="edit", ref=ref)
    form = TeamForm(request.POST or None, initial={"name": team.name})
    then = reverse("office", args=[team.office.ref])
    if request.method == "POST" and form.is_valid():
        team.rename(by=request.user, **form.cleaned_data)
        return action_done(request, next_url=then, message=_("The team is renamed."))
    return action_page(request, form, title=team.name, submit_label=_("Save"), back_url=then)


@require_http_methods(FORM_METHODS)
def new_organization(request):
    require_permission(request, "office.edit")
    form = OrganizationForm(request.POST or None)
    then = reverse("offices")
    if request.method == "POST" and form.is_valid():
        Organization.found(by=request.user, **form.cleaned_data)
        return action_done(request, next_url=then, message=_("Organization recorded."))
    return action_page(
        request, form, title=_("New organization"), submit_label=_("Save"), back_url=then
    )
