"""Communities: people who share a place and what they face there."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.permissions.masking import mask, visible_classes
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms import CommunityForm
from ..models import Community
from .responses import form_response

ASKS = ["GET", "HEAD", "POST"]


def url_of(community: Community) -> str:
    return reverse("people:community", args=[community.ref])


@require_safe
def index(request):
    if "community.see" not in request.user.permissions:
        raise Http404
    rows = Community.objects.accessible_to(request.user).select_related("place")
    communities = paginate(rows, request, "name", "ref")
    may_work = "community.work" in request.user.permissions
    context = {"communities": communities, "may_work": may_work}
    return render(request, "people/communities/index.html", context)


@require_safe
def show(request, ref):
    rows = Community.objects.select_related("place__within")
    community = get_permitted_or_404(request, rows, to="see", ref=ref)
    may_work = "work" in permissions_on(community, request.user)
    shown = mask(community, visible_classes(request.user, community))
    context = {"community": shown, "may_work": may_work}
    return render(request, "people/communities/show.html", context)


@require_http_methods(ASKS)
def new(request):
    if "community.work" not in request.user.permissions:
        raise Http404
    form = CommunityForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        community = Community.register(by=request.user, **form.cleaned_data)
        return action_done(
            request, next_url=url_of(community), message=_("The community is noted.")
        )
    back = reverse("people:communities")
    return form_response(request, form, title=_("Note a community"), yes=_("Note it"), back=back)


@require_http_methods(ASKS)
def edit(request, ref):
    rows = Community.objects.select_related("place")
    community = get_permitted_or_404(request, rows, to="work", ref=ref)
    form = CommunityForm(request.POST or None, user=request.user, community=community)
    if request.method == "POST" and form.is_valid():
        community.change(by=request.user, **form.cleaned_data)
        return action_done(
            request, next_url=url_of(community), message=_("What you noted is kept.")
        )
    return form_response(
        request, form, title=_("Change what we know"), yes=_("Save"), back=url_of(community)
    )
