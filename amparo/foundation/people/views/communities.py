"""Communities: people who share a place and what they face there."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.permissions.masking import mask, visible_classes
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.ui.pagination import paginate

from ..forms import CommunityForm
from ..models import Community


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


class CommunityAction(ActionView):
    """What is noted of a community, or changed of it."""

    queryset = Community.objects.select_related("place")
    form_class = CommunityForm

    def get_form_kwargs(self, community):
        about = {"community": community} if community else {}
        return {"user": self.request.user, **about}

    def get_page(self, community):
        listed = [(reverse("people:communities"), _("Communities"))]
        return {"crumbs": [*listed, (url_of(community), community.name)] if community else listed}

    def get_back_url(self, community):
        return url_of(community) if community else reverse("people:communities")

    def get_success_url(self, community, result):
        return url_of(community or result)


class NewCommunity(CommunityAction):
    """A community that was not known here."""

    title = _("Record community")
    submit_label = pgettext_lazy("button", "Save")
    success_message = _("Community recorded.")

    def get_record(self):
        if "community.work" not in self.request.user.permissions:
            raise Http404

    def perform(self, community, *, by, **fields):
        return Community.register(by=by, **fields)


new = NewCommunity.as_view()
edit = CommunityAction.as_view(
    title=_("Edit details"), submit_label=_("Save"),
    success_message=_("Details saved."), perform=Community.change,
)  # fmt: skip
