"""Surveys and their versions, as who keeps them brings them in and lets them be asked."""

from io import BytesIO

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.action_views import attempt, is_valid_post
from amparo.foundation.core.files.downloads import file_response
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.spreadsheets.validation import ImportProblem
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done, render_page

from .. import standard_instruments, validation
from ..figures import round_score
from ..forms.responses import InstrumentUploadForm, OfficialForm
from ..instrument import said
from ..instrument_reader import LARGEST, InvalidInstrument
from ..models import Instrument, InstrumentVersion
from ..permissions import KEEP

INDEX, NEW, SHOW, OFFICIAL = (
    f"surveys/{name}.html"
    for name in ("instruments", "instrument_new", "instrument", "instrument_official")
)
ASKS = ["GET", "HEAD", "POST"]


def url_of(version: InstrumentVersion) -> str:
    return reverse("surveys:instrument", args=[version.ref])


def version_of(request, ref, to: str = "keep") -> InstrumentVersion:
    require_permission(request, KEEP)
    versions = InstrumentVersion.objects.select_related("instrument", "official_by", "by")
    return get_permitted_or_404(request, versions, to=to, ref=ref)


@require_safe
def index(request):
    require_permission(request, KEEP)
    rows = InstrumentVersion.objects.accessible_to(request.user)
    context = {
        "pages": paginate(rows, request, "-at", "-pk"),
        "missing": len(standard_instruments.missing()),
    }  # fmt: skip
    return render(request, INDEX, context)


@accept_uploads(LARGEST)
@require_http_methods(ASKS)
def new(request):
    require_permission(request, KEEP)
    form = InstrumentUploadForm(request.POST or None, request.FILES or None, request=request)
    problems: list[ImportProblem] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            version = attempt(form, Instrument.bring, data, by=request.user)
        except InvalidInstrument as reason:
            problems = [validation.problem_of(each) for each in reason.issues]
            form.add_error("file", _("Some things in this file are wrong. Nothing was kept."))
        else:
            if version:
                return action_done(request, next_url=url_of(version), message=_("Draft saved."))
    is_sent = request.method == "POST"
    return render_page(
        request, NEW, {"form": form, "problems": problems}, status=422 if is_sent else 200
    )


@require_POST
def add_standard(request):
    require_permission(request, KEEP)
    standard_instruments.add(by=request.user)
    said_ = _("The survey is here as a draft. Read it before you publish it.")
    return action_done(request, next_url=reverse("surveys:instruments"), message=said_)


@require_safe
def show(request, ref):
    version = version_of(request, ref, "see")
    survey, language = version.survey, get_language() or ""
    context = {
        "version": version, "survey": survey,
        "waves": [said(each.name, language) for each in survey.waves],
        "enough": round(survey.enough * 100),
        "dimensions": [
            (said(each.name, language), [_item(item, language) for item in survey.of(each.code)])
            for each in survey.dimensions
        ],
    }  # fmt: skip
    return render(request, SHOW, context)


def _item(item, language: str) -> dict:
    return {
        "code": item.code, "text": said(item.text, language), "is_scored": item.is_scored,
        "answers": [
            (said(choice.name, language), round_score(item.scores.get(choice.code)))
            for choice in item.choices
        ],
        "weight": round_score(item.weight) if item.weight != 1 else None,
    }  # fmt: skip


@require_safe
def file(request, ref):
    version = version_of(request, ref, "see")
    data = version.content.encode()
    name = f"{version.instrument.code}-{version.version}.json"
    return file_response(BytesIO(data), name=name, kind="application/json", size=len(data))


@require_POST
def publish(request, ref):
    version = version_of(request, ref)
    version.publish(by=request.user)
    return action_done(
        request,
        next_url=url_of(version),
        message=_("Survey in use: caseworkers can conduct it from now on."),
    )


@require_POST
def retire(request, ref):
    version = version_of(request, ref)
    version.retire(by=request.user)
    return action_done(
        request,
        next_url=url_of(version),
        message=_("Survey retired. It can no longer be started."),
    )


@require_http_methods(ASKS)
def official(request, ref):
    version = version_of(request, ref)
    form = OfficialForm(request.POST if request.method == "POST" else None)
    deed = version.mark_official
    if is_valid_post(request, form) and attempt(form, deed, by=request.user, **form.cleaned_data):
        said_ = _("Its scores are no longer called unofficial.")
        return action_done(request, next_url=url_of(version), message=said_)
    context = {"version": version, "form": form}
    return render_page(request, OFFICIAL, context, status=422 if form.is_bound else 200)
