"""Referral mechanisms: who takes which part, by which procedures, until when that holds."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.foundation.people.views.responses import form_response
from amparo.ui.keyset import slice_of
from amparo.ui.respond import done

from ..forms import JoinForm, MechanismForm
from ..models import Mechanism, MechanismMember

ASKS = ["GET", "HEAD", "POST"]
INDEX, SHOW = "directory/mechanisms.html", "directory/mechanism.html"


def url_of(mechanism: Mechanism) -> str:
    return reverse("directory:mechanism", args=[mechanism.ref])


@require_safe
def index(request):
    """Those that must be looked at again soonest come first."""
    rows = Mechanism.objects.open_to(request.user).select_related("place")
    context = {
        "mechanisms": slice_of(rows, request, "review_on", "ref"),
        "may_edit": "directory.edit" in request.user.verbs,
    }
    return render(request, INDEX, context)


@require_safe
def show(request, ref):
    mechanism = get_permitted_or_404(
        request, Mechanism.objects.select_related("place"), to="see", ref=ref
    )
    context = {
        "mechanism": mechanism,
        "members": mechanism.members.select_related("organization__provider"),
        "may_edit": "edit" in permissions_on(mechanism, request.user),
    }
    return render(request, SHOW, context)


@require_http_methods(ASKS)
def new(request):
    require_permission(request, "directory.edit")
    form = MechanismForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        mechanism = Mechanism.note(by=request.user, **form.cleaned_data)
        return done(request, then=url_of(mechanism), said=_("The mechanism is written down."))
    back = reverse("directory:mechanisms")
    return form_response(request, form, title=_("A referral mechanism"), yes=_("Save"), back=back)


@require_http_methods(ASKS)
def edit(request, ref):
    mechanism = get_permitted_or_404(
        request, Mechanism.objects.select_related("place"), to="edit", ref=ref
    )
    form = MechanismForm(request.POST or None, record=mechanism, user=request.user)
    if request.method == "POST" and form.is_valid():
        mechanism.change(by=request.user, **form.cleaned_data)
        return done(request, then=url_of(mechanism), said=_("What is written of it is changed."))
    title = str(mechanism.title)
    return form_response(request, form, title=title, yes=_("Save"), back=url_of(mechanism))


@require_http_methods(ASKS)
def join(request, ref):
    mechanism = get_permitted_or_404(request, Mechanism, to="edit", ref=ref)
    form = JoinForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        mechanism.join(by=request.user, **form.cleaned_data)
        return done(request, then=url_of(mechanism), said=_("It takes part."))
    title = _("An organization that takes part")
    return form_response(request, form, title=title, yes=_("Save"), back=url_of(mechanism))


@require_POST
def leave(request, ref):
    member = get_permitted_or_404(
        request, MechanismMember.objects.select_related("mechanism"), to="edit", ref=ref
    )
    member.leave(by=request.user)
    return done(request, then=url_of(member.mechanism), said=_("It no longer takes this part."))
