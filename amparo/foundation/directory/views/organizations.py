"""Views: providers, duty bearers, referral mechanisms."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.ui.action_views import action_page
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms import (
    DutyBearerForm,
    MechanismForm,
    MechanismMemberForm,
    NewProviderForm,
    ProviderForm,
)
from ..models import DutyBearer, MechanismMember, Provider, ReferralMechanism, ServiceRemark

FORM_METHODS = ["GET", "HEAD", "POST"]
PROVIDER_LIST, PROVIDER_DETAIL = "directory/providers.html", "directory/provider.html"
WITH_ORGANIZATION = ("organization__duty_bearer",)


def provider_url(provider: Provider) -> str:
    return reverse("directory:provider", args=[provider.ref])


@require_safe
def provider_list(request):
    rows = Provider.objects.accessible_to(request.user).select_related(*WITH_ORGANIZATION)
    providers = paginate(rows, request, "organization__name", "ref")
    may_edit = "directory.edit" in request.user.permissions
    return render(request, PROVIDER_LIST, {"providers": providers, "may_edit": may_edit})


@require_safe
def provider_detail(request, ref):
    provider = get_permitted_or_404(
        request, Provider.objects.select_related(*WITH_ORGANIZATION), to="see", ref=ref
    )
    context = {
        "provider": provider,
        "owes": getattr(provider.organization, "duty_bearer", None),
        "services": provider.services.prefetch_related("types").order_by("pk"),
        "locations": provider.locations.select_related("place").order_by("pk"),
        "memberships": provider.organization.memberships.select_related("mechanism"),
        "last_request": provider.confirmation_requests.first(),
        "remarks": ServiceRemark.objects.filter(service__provider=provider, settled_at=None),
        "may_edit": "edit" in permissions_on(provider, request.user),
        "may_find": "directory.find_confidential" in request.user.permissions,
    }
    return render(request, PROVIDER_DETAIL, context)


@require_http_methods(FORM_METHODS)
def provider_create(request):
    require_permission(request, "directory.edit")
    form = NewProviderForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        organization = form.cleaned_data.pop("organization")
        provider = Provider.list(organization, by=request.user, **form.cleaned_data)
        return action_done(
            request, next_url=provider_url(provider), message=_("The organization is listed.")
        )
    back = reverse("directory:providers")
    return action_page(
        request,
        form,
        title=_("An organization that helps"),
        submit_label=_("List it"),
        back_url=back,
    )


@require_http_methods(FORM_METHODS)
def provider_edit(request, ref):
    provider = get_permitted_or_404(
        request, Provider.objects.select_related(*WITH_ORGANIZATION), to="edit", ref=ref
    )
    form = ProviderForm(request.POST or None, record=provider)
    if request.method == "POST" and form.is_valid():
        provider.change(by=request.user, **form.cleaned_data)
        return action_done(
            request, next_url=provider_url(provider), message=_("What is said of it is changed.")
        )
    title = provider.organization.name
    return action_page(
        request, form, title=title, submit_label=_("Save"), back_url=provider_url(provider)
    )


# Duty bearers.


@require_http_methods(FORM_METHODS)
def duty_bearer_edit(request, ref):
    provider = get_permitted_or_404(
        request, Provider.objects.select_related(*WITH_ORGANIZATION), to="edit", ref=ref
    )
    bearer = getattr(provider.organization, "duty_bearer", None)
    form = DutyBearerForm(request.POST or None, record=bearer)
    if request.method == "POST" and form.is_valid():
        if bearer:
            bearer.change(by=request.user, **form.cleaned_data)
        else:
            DutyBearer.recognize(provider.organization, by=request.user, **form.cleaned_data)
        return action_done(
            request, next_url=provider_url(provider), message=_("What it owes is written down.")
        )
    return action_page(
        request,
        form,
        title=_("What it owes"),
        submit_label=_("Save"),
        back_url=provider_url(provider),
    )


# Referral mechanisms.

MECHANISM_LIST, MECHANISM_DETAIL = "directory/mechanisms.html", "directory/mechanism.html"


def mechanism_url(mechanism: ReferralMechanism) -> str:
    return reverse("directory:mechanism", args=[mechanism.ref])


@require_safe
def mechanism_list(request):
    """Those that must be looked at again soonest come first."""
    rows = ReferralMechanism.objects.accessible_to(request.user).select_related("place")
    context = {
        "mechanisms": paginate(rows, request, "review_on", "ref"),
        "may_edit": "directory.edit" in request.user.permissions,
    }
    return render(request, MECHANISM_LIST, context)


@require_safe
def mechanism_detail(request, ref):
    mechanism = get_permitted_or_404(
        request, ReferralMechanism.objects.select_related("place"), to="see", ref=ref
    )
    context = {
        "mechanism": mechanism,
        "members": mechanism.members.select_related("organization__provider"),
        "may_edit": "edit" in permissions_on(mechanism, request.user),
    }
    return render(request, MECHANISM_DETAIL, context)


@require_http_methods(FORM_METHODS)
def mechanism_create(request):
    require_permission(request, "directory.edit")
    form = MechanismForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        mechanism = ReferralMechanism.note(by=request.user, **form.cleaned_data)
        return action_done(
            request, next_url=mechanism_url(mechanism), message=_("The mechanism is written down.")
        )
    back = reverse("directory:mechanisms")
    return action_page(
        request, form, title=_("A referral mechanism"), submit_label=_("Save"), back_url=back
    )


@require_http_methods(FORM_METHODS)
def mechanism_edit(request, ref):
    mechanism = get_permitted_or_404(
        request, ReferralMechanism.objects.select_related("place"), to="edit", ref=ref
    )
    form = MechanismForm(request.POST or None, record=mechanism, user=request.user)
    if request.method == "POST" and form.is_valid():
        mechanism.change(by=request.user, **form.cleaned_data)
        return action_done(
            request,
            next_url=mechanism_url(mechanism),
            message=_("What is written of it is changed."),
        )
    title = str(mechanism.title)
    return action_page(
        request, form, title=title, submit_label=_("Save"), back_url=mechanism_url(mechanism)
    )


@require_http_methods(FORM_METHODS)
def mechanism_member_create(request, ref):
    mechanism = get_permitted_or_404(request, ReferralMechanism, to="edit", ref=ref)
    form = MechanismMemberForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        mechanism.join(by=request.user, **form.cleaned_data)
        return action_done(request, next_url=mechanism_url(mechanism), message=_("It takes part."))
    title = _("An organization that takes part")
    return action_page(
        request, form, title=title, submit_label=_("Save"), back_url=mechanism_url(mechanism)
    )


@require_POST
def mechanism_member_remove(request, ref):
    member = get_permitted_or_404(
        request, MechanismMember.objects.select_related("mechanism"), to="edit", ref=ref
    )
    member.leave(by=request.user)
    return action_done(
        request,
        next_url=mechanism_url(member.mechanism),
        message=_("It no longer takes this part."),
    )
