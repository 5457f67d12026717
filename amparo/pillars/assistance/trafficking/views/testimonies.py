"""Testimony: taken down, read by those to whom it is opened by name, shut again, erased."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.permissions.rules import get_permitted_or_404

from ...forms.plans import BecauseForm
from ...views.answers import given
from ..forms.protecting import OpeningForm, TestimonyForm
from ..models import Testimony, TestimonyGrant, TestimonyWords
from .answers import ask, kept, url_of, way_of

asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
def new(request, ref, way):
    way = way_of(request, ref, way)
    form = TestimonyForm(
        given(request),
        initial={"taken_on": way.case.office.today(), "language": way.case.language},
    )
    if form.is_valid():
        Testimony.write(way, by=request.user, **form.cleaned_data)
        return kept(
            request, way, _("The testimony is kept. Only you can read it, until you open it.")
        )
    return ask(
        request, way.case, form, title=_("Take down a testimony"), yes=_("Keep the testimony"),
        back=url_of(way),
        about=_("It lies under a key of its own: you read it, and those to whom you open it."),
    )  # fmt: skip


@require_safe
def show(request, ref, way, testimony):
    """Each reading leaves a line in the file of the case."""
    way, testimony = _testimony(request, ref, way, testimony, to="read")
    words = TestimonyWords.objects.accessible_to(request.user).filter(testimony=testimony).first()
    grants = testimony.grants.select_related("user", "by", "revoked").order_by("-pk")
    return render(request, "trafficking/testimony.html", {
        "way": way, "case": way.case, "testimony": testimony, "words": words,
        "grants": list(grants[:30]), "may_open": testimony.may_be_opened_by(request.user),
    })  # fmt: skip


@asks
def open_to(request, ref, way, testimony):
    way, testimony = _testimony(request, ref, way, testimony)
    readers = [user for user in testimony.readers() if user != request.user]
    form = OpeningForm(given(request), readers=readers, way=way)
    if form.is_valid():
        told = form.cleaned_data
        testimony.open_to(told.pop("user"), by=request.user, **told)
        return kept(request, way, _("It is open to this colleague, who has been told."))
    return ask(
        request, way.case, form, title=_("Who reads this testimony?"), yes=_("Open it to them"),
        back=url_of(way),
    )  # fmt: skip


@require_POST
def shut(request, ref, way, grant):
    way = way_of(request, ref, way)
    grants = TestimonyGrant.objects.filter(testimony__way=way)
    grant = get_permitted_or_404(request, grants, to="work", ref=grant)
    grant.revoke(by=request.user)
    return kept(request, way, _("It is shut to them from now on."))


@asks
def erase(request, ref, way, testimony):
    way, testimony = _testimony(request, ref, way, testimony)
    form = BecauseForm(given(request))
    if form.is_valid():
        testimony.erase(by=request.user, **form.cleaned_data)
        return kept(request, way, _("The testimony and its key are gone."))
    return ask(
        request, way.case, form, title=_("Erase this testimony?"), yes=_("Erase it for ever"),
        back=url_of(way), tone="danger",
        about=_("Its key is destroyed: nobody reads it again, not even in a copy."),
    )  # fmt: skip


def _testimony(request, ref, way, testimony, *, to="work"):
    way = way_of(request, ref, way, to="see" if to == "read" else to)
    found = get_permitted_or_404(
        request, Testimony.objects.select_related("by"), to=to, ref=testimony, way=way
    )
    found.way = way
    return way, found
