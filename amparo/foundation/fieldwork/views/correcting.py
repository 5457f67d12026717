"""Answers put right by hand: the form as it was filled, with the answers as they are."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.respond import done

from ..asking import AskForm, answers, put, speaks, with_one_more
from ..forms.arrived import BecauseForm
from ..models import Submission
from ..readable import may_read, reads_all
from ..reviewing import only_readable, overlaid, unticked
from ..xforms import fill, said_of, texts_of
from .arrived import SUBMISSIONS, classes_of, url_of
from .forms import ASKS

CORRECT = "fieldwork/arrived/correct.html"


@require_http_methods(ASKS)
def correct(request, ref):
    """What applies now; what follows is seen with the next look. What is not shown stays."""
    submission = get_permitted_or_404(request, SUBMISSIONS, to="keep", ref=ref)
    submission.must_lie_here()
    version, told = submission.version, request.POST
    classes = classes_of(request)
    base = texts_of(version.opened, submission.answers.encode())
    given = _given(submission, base, told, may_read(classes)) if told else base
    language = speaks(version.languages, told.get("speaks", ""))
    saves = "save" in told
    because = BecauseForm(told if saves else None, initial={"because": told.get("because", "")})
    if saves and because.is_valid():
        name = said_of(submission.raw.encode()).instance_id
        record = fill(version.opened, given, moment=submission.at).xml(name)
        submission.correct(by=request.user, record=record, **because.cleaned_data)
        return done(request, then=url_of(submission), said=_said(submission))
    context = {
        "submission": submission, "version": version, "because": because, "speaks": language,
        "form": _form(submission, given, classes, language),
    }  # fmt: skip
    return render(request, CORRECT, context, status=422 if saves else 200)


def _given(submission: Submission, base: dict, told, may) -> dict:
    """What was written into the boxes, over what was there; and which ticks were taken away."""
    form = submission.version.opened
    given = answers(form, told, may)
    shown = fill(form, only_readable(form, base, may), moment=submission.at)
    for path in unticked(shown, told, may):
        put(given, form, path, "")
    merged = overlaid(base, given)
    if more := told.get("more"):
        with_one_more(form, merged, more)
    return merged


def _form(submission: Submission, given: dict, classes: frozenset[str], language: str) -> AskForm:
    """Rules may look at answers that are not shown: what is wrong is said where all are."""
    form, may = submission.version.opened, may_read(classes)
    all_of_it = reads_all(form, classes)
    shown = given if all_of_it else only_readable(form, given, may)
    filled = fill(form, shown, moment=submission.at, language=language)
    return AskForm(filled, checks=all_of_it, may_ask=may)


def _said(submission: Submission) -> str:
    if submission.state == Submission.State.ODD:
        return _("The correction is kept. Something is still odd: it is told below.")
    return _("The correction is kept, beside the answers as they came.")
