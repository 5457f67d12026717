"""A best interests determination on its way: what is gathered, which options are weighed."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import permissions_on

from ...pdf import NoPaper
from ...views.stepping import sent, tried
from ..balance import Balance
from ..forms.interests import BeginForm, InformationForm, OptionForm
from ..models import (
    BestInterestsDetermination,
    BestInterestsInformation,
    BestInterestsOption,
)
from ..report import pdf_of, sections_of
from .asking import ASKS, ask, kept, open_child, open_determination


def _given(request):
    return request.POST if request.method == "POST" else None


@require_http_methods(ASKS)
def begin(request, ref):
    child = open_child(request, ref, to="work")
    form = BeginForm(_given(request))
    if sent(request, form):
        begun = tried(
            form, BestInterestsDetermination.begin, child, by=request.user, **form.cleaned_data
        )
        if begun:
            return kept(
                request, begun, _("Begun. First gather what is known, and hear the child.")
            )
    return ask(
        request, child, form, title=_("Determine the best interests of the child"), yes=_("Begin")
    )


@require_safe
def show(request, ref):
    determination = open_determination(request, ref)
    child = determination.child
    verbs = permissions_on(child.case, request.user)
    context = {
        "bid": determination, "child": child, "case": child.case,
        "balance": Balance(determination, request.user, verbs),
    }  # fmt: skip
    return render(request, "families/determination.html", context)


@require_http_methods(ASKS)
def information(request, ref):
    determination = open_determination(request, ref, to="work")
    info = determination.gathered
    known = {}
    if info:
        known = info.found | {
            "heard": info.heard, "heard_on": info.heard_on, "views": info.views,
            "not_heard": info.not_heard,
        }  # fmt: skip
    form = InformationForm(_given(request), initial=known)
    if sent(request, form):
        gather = BestInterestsInformation.gather
        if tried(form, gather, determination, by=request.user, **form.told()):
            return kept(request, determination, _("Saved. Now weigh the options."))
    return ask(
        request, determination.child, form, title=_("First: what is known of the child"),
        yes=_("Save"), back=determination.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(ASKS)
def option(request, ref):
    determination = open_determination(request, ref, to="work")
    asked = request.GET.get("option", "")
    known = next((each for each in determination.weighed if each.code == asked), None)
    names = ("code", "words", "pros", "cons")
    initial = {name: getattr(known, name) for name in names} if known else {}
    form = OptionForm(_given(request), initial=initial)
    if sent(request, form):
        weigh = BestInterestsOption.weigh
        if tried(form, weigh, determination, by=request.user, **form.cleaned_data):
            return kept(request, determination, _("Saved."))
    return ask(
        request, determination.child, form, title=_("An option for the child"), yes=_("Save"),
        back=determination.get_absolute_url(),
    )  # fmt: skip


@require_safe
def report(request, ref):
    """To read and print, or as a PDF in the language asked for."""
    determination = open_determination(request, ref)
    language = request.GET.get("language", "")
    made = None
    if language in dict(settings.LANGUAGES):
        with translation.override(language):
            made = _pdf(determination, request.user)
    if made is None:
        context = {
            "bid": determination, "child": determination.child, "case": determination.child.case,
            "sections": sections_of(determination), "languages": settings.LANGUAGES,
            "is_missing": bool(language),
        }  # fmt: skip
        status = 503 if language else 200
        return render(request, "families/report.html", context, status=status)
    log.log_event(request.user, "bestinterests.printed", determination, format="pdf")
    response = HttpResponse(made, content_type="application/pdf")
    # The number and never the name: files lie about in folders.
    name = f"{determination.child.case.number}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _pdf(determination, user) -> bytes | None:
    try:
        return pdf_of(determination, user)
    except NoPaper:
        return None
