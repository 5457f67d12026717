"""A best interests determination on its way: what is gathered, which options are weighed."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core import discreet_mode
from amparo.foundation.core.audit import log
from amparo.foundation.core.pdf import NoPaper
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on

from ..best_interests_balance import DeterminationPage
from ..forms.interests import BeginForm, InformationForm, OptionForm
from ..models import (
    BestInterestsDetermination,
    BestInterestsInformation,
    BestInterestsOption,
)
from ..pdf import pdf_of, sections_of
from .child_actions import DETERMINATIONS, ChildAction, DeterminationAction

begin = ChildAction.as_view(
    title=_("Best interests determination (BID)"),
    submit_label=pgettext_lazy("procedure", "Start"),
    success_message=_("Determination started. Gather the information first, and hear the child."),
    form_class=BeginForm, perform=BestInterestsDetermination.begin,
    guidance_step="child.determination",
    get_success_url=lambda child, begun: begun.get_absolute_url(),
)  # fmt: skip


@require_safe
def show(request, ref):
    determination = get_permitted_or_404(request, DETERMINATIONS, to="see", ref=ref)
    child = determination.child
    verbs = permissions_on(child.case, request.user)
    context = {
        "bid": determination, "child": child, "case": child.case,
        "balance": DeterminationPage(determination, request.user, verbs),
    }  # fmt: skip
    return render(request, "child_protection/determination.html", context)


def _gathered(determination: BestInterestsDetermination) -> dict:
    info = determination.gathered
    if not info:
        return {}
    names = ("heard", "heard_on", "views", "not_heard")
    return info.found | {name: getattr(info, name) for name in names}


information = DeterminationAction.as_view(
    title=_("Step 1: information gathered"), submit_label=_("Save"),
    success_message=_("Saved. Next: assess the options."), form_class=InformationForm,
    perform=BestInterestsInformation.gather, get_arguments=lambda form: form.arguments(),
    get_form_kwargs=lambda determination: {"initial": _gathered(determination)},
)  # fmt: skip


class WeighOption(DeterminationAction):
    """Weighs an option: a new one, or again the one that the address names."""

    title = _("Option for the child")
    submit_label = _("Save")
    success_message = _("Saved.")
    form_class = OptionForm

    def get_form_kwargs(self, determination):
        asked = self.request.GET.get("option", "")
        known = next((each for each in determination.weighed if each.code == asked), None)
        names = ("code", "text", "pros", "cons")
        return {"initial": {name: getattr(known, name) for name in names} if known else {}}

    def perform(self, determination, *, by, **fields):
        return BestInterestsOption.weigh(determination, by=by, **fields)


option = WeighOption.as_view()


@discreet_mode.shows_full_names
@require_safe
def report(request, ref):
    """To read and print, or as a PDF in the language asked for."""
    determination = get_permitted_or_404(request, DETERMINATIONS, to="see", ref=ref)
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
        return render(request, "child_protection/report.html", context, status=status)
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
