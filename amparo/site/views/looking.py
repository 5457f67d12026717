"""Choosing a colleague as whom to look at the house, and looking with one's own eyes again."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.models import Membership, User
from amparo.foundation.core.permissions import impersonation
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.responses import action_done

INDEX = "site/look.html"


@require_safe
def index(request):
    found = _colleagues(request).order_by("name")
    found = found.prefetch_related(Membership.objects.held().at("memberships"))
    return render(request, INDEX, {"colleagues": found[:200]})


@require_POST
def begin(request, ref):
    _colleagues(request)
    colleague = get_permitted_or_404(request, User, to="see", ref=ref)
    impersonation.start_impersonation(request, colleague)
    return action_done(request, then=reverse("home"))


@require_POST
def end(request):
    impersonation.stop_impersonation(request)
    return action_done(request, then=reverse("home"))


def _colleagues(request):
    """For who answers for colleagues; for an administrator where all people are made up."""
    verbs = request.user.verbs
    if "team.see" not in verbs and not (
        "staff.edit" in verbs and impersonation.is_demo_installation()
    ):
        raise Http404
    return impersonation.impersonable_users(request.user)
