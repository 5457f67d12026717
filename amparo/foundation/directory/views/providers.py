"""Organizations that help, and those that owe."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.foundation.people.views.responses import form_response
from amparo.ui.keyset import slice_of
from amparo.ui.respond import done

from ..forms import NewProviderForm, ProviderForm
from ..models import Provider, Remark

ASKS = ["GET", "HEAD", "POST"]
INDEX, SHOW = "directory/providers.html", "directory/provider.html"
BOTH = ("organization__duty_bearer",)


def url_of(provider: Provider) -> str:
    return reverse("directory:provider", args=[provider.ref])


@require_safe
def index(request):
    rows = Provider.objects.open_to(request.user).select_related(*BOTH)
    providers = slice_of(rows, request, "organization__name", "ref")
    may_edit = "directory.edit" in request.user.verbs
    return render(request, INDEX, {"providers": providers, "may_edit": may_edit})


@require_safe
def show(request, ref):
    provider = get_permitted_or_404(
        request, Provider.objects.select_related(*BOTH), to="see", ref=ref
    )
    context = {
        "provider": provider,
        "owes": getattr(provider.organization, "duty_bearer", None),
        "services": provider.services.prefetch_related("types").order_by("pk"),
        "locations": provider.locations.select_related("place").order_by("pk"),
        "memberships": provider.organization.memberships.select_related("mechanism"),
        "asked": provider.askings.first(),
        "remarks": Remark.objects.filter(service__provider=provider, settled_at=None),
        "may_edit": "edit" in permissions_on(provider, request.user),
        "may_find": "directory.find_hidden" in request.user.verbs,
    }
    return render(request, SHOW, context)


@require_http_methods(ASKS)
def new(request):
    require_permission(request, "directory.edit")
    form = NewProviderForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        organization = form.cleaned_data.pop("organization")
        provider = Provider.list(organization, by=request.user, **form.cleaned_data)
        return done(request, then=url_of(provider), said=_("The organization is listed."))
    back = reverse("directory:providers")
    return form_response(
        request, form, title=_("An organization that helps"), yes=_("List it"), back=back
    )


@require_http_methods(ASKS)
def edit(request, ref):
    provider = get_permitted_or_404(
        request, Provider.objects.select_related(*BOTH), to="edit", ref=ref
    )
    form = ProviderForm(request.POST or None, record=provider)
    if request.method == "POST" and form.is_valid():
        provider.change(by=request.user, **form.cleaned_data)
        return done(request, then=url_of(provider), said=_("What is said of it is changed."))
    title = provider.organization.name
    return form_response(request, form, title=title, yes=_("Save"), back=url_of(provider))
