"""Views: submissions reviewed, corrected, accepted or rejected."""

import io

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.audit import log
from amparo.foundation.core.files.downloads import file_response, stored_file_response
from amparo.foundation.core.permissions import masking
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..answers import can_read_all, may_read
from ..dynamic_forms import (
    DynamicForm,
    add_row,
    choose_language,
    parse_answers,
    question_at,
    set_answer,
)
from ..form_problems import TooMuch
from ..forms import ReasonForm, SubmissionFilterForm
from ..forms_engine import answer_texts, evaluate_form, record_header, state_as_sent
from ..models import Form, FormVersion, Submission, SubmissionFile
from ..presenters import (
    AnswerReview,
    cleared_lists,
    finding_message,
    merge_answers,
    readable_answers,
)
from .forms import ASKS

KEEP = "submission.keep"
INDEX, SHOW, AWAY = (f"fieldwork/submissions/{name}.html" for name in ("index", "show", "reject"))
SUBMISSIONS = Submission.objects.select_related("version__form", "office", "by")


@require_safe
def index(request):
    """What is to be looked at comes first; no answer is shown in a list."""
    require_permission(request, KEEP)
    form = SubmissionFilterForm(request.GET, user=request.user)
    rows = form.rows().select_related("version", "office", "by").defer("version__xform",
        "version__source", "raw", "values")  # fmt: skip
    used = FormVersion.objects.latest_of(Form.objects.accessible_to(request.user))
    context = {
        "form": form, "submissions": paginate(rows, request, "-at", "-pk"),
        "forms": used,
    }  # fmt: skip
    return render(request, INDEX, context)


@require_safe
def show(request, ref):
    """The answers under their questions, what is odd beside each, and what was done about it."""
    submission = get_permitted_or_404(request, SUBMISSIONS, to="keep", ref=ref)
    classes = classes_of(request)
    version = submission.version
    all_of_it = can_read_all(version.opened, classes)
    context = {
        "submission": submission, "beside": _beside(submission, classes, all_of_it),
        "finding_messages": [finding_message(each) for each in submission.findings],
        "reads_all": all_of_it, "files": _files(submission, classes),
        "corrections": submission.corrections.select_related("by"),
        "settlements": submission.settlements.select_related("by"),
    }  # fmt: skip
    return render(request, SHOW, context)


def classes_of(request) -> frozenset[str]:
    return masking.classes_of_roles(request.user, KEEP)


def _beside(
    submission: Submission, classes: frozenset[str], all_of_it: bool
) -> AnswerReview | None:
    """None where they are more than we read, or still locked."""
    version = submission.version
    if submission.is_still_locked:
        return None
    try:
        sent = state_as_sent(
            version.opened, submission.answers.encode(), moment=submission.moment,
            language=choose_language(version.languages),
        )  # fmt: skip
        return AnswerReview(sent, submission.findings, may_read(classes), all_of_it=all_of_it)
    except TooMuch:
        return None


def _files(submission: Submission, classes: frozenset[str]) -> list[SubmissionFile]:
    """Those that an answer speaks of which this reader may read."""
    files = list(submission.files.all())
    return [each for each in files if _may_open(each, submission, classes)]


def _may_open(file: SubmissionFile, submission: Submission, classes: frozenset[str]) -> bool:
    form = submission.version.opened
    if can_read_all(form, classes):
        return True
    if submission.is_still_locked:
        return False
    try:
        spoken = [each.path for each in submission.opened.attachments if each.name == file.name]
    except TooMuch:
        return False
    questions = [question_at(form, path) for path in spoken]
    may = may_read(classes)
    return bool(questions) and all(each is not None and may(each) for each in questions)


@require_POST
def accept(request, ref):
    submission = get_permitted_or_404(request, SUBMISSIONS, to="keep", ref=ref)
    submission.accept(by=request.user)
    return action_done(
        request, next_url=url_of(submission), message=_("They are kept as they are.")
    )


@require_POST
def try_again(request, ref):
    """What stood in its way may be gone."""
    submission = get_permitted_or_404(request, SUBMISSIONS, to="keep", ref=ref)
    submission.try_again(by=request.user)
    said = _("It is tried again. Look here in a moment.")
    return action_done(request, next_url=url_of(submission), message=said)


@require_http_methods(ASKS)
def reject(request, ref):
    submission = get_permitted_or_404(request, SUBMISSIONS, to="keep", ref=ref)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        submission.discard(by=request.user, **form.cleaned_data)
        return action_done(
            request, next_url=url_of(submission), message=_("Submissions discarded.")
        )
    context = {"submission": submission, "form": form}
    return render(request, AWAY, context, status=422 if request.method == "POST" else 200)


@require_safe
@require_recent_authentication
def download(request, ref):
    """The answers as they came, letter by letter: for who may read all of them."""
    submission = get_permitted_or_404(request, SUBMISSIONS, to="keep", ref=ref)
    if not can_read_all(submission.version.opened, classes_of(request)):
        raise PermissionDenied
    log.log_event(request.user, "submission.taken", submission)
    raw = submission.raw.encode()
    name, kind = f"{submission.ref}.xml", "application/xml; charset=utf-8"
    return file_response(io.BytesIO(raw), name=name, kind=kind, size=len(raw))


@require_safe
def download_file(request, ref):
    files = SubmissionFile.objects.select_related("submission__version")
    file = get_permitted_or_404(request, files, to="keep", ref=ref)
    if not _may_open(file, file.submission, classes_of(request)):
        raise PermissionDenied
    return stored_file_response(file)


def url_of(submission: Submission) -> str:
    return reverse("fieldwork:submission", args=[submission.ref])


# Correction

CORRECT = "fieldwork/submissions/correct.html"


@require_http_methods(ASKS)
def correct(request, ref):
    """What applies now; what follows is seen with the next look. What is not shown stays."""
    submission = get_permitted_or_404(request, SUBMISSIONS, to="keep", ref=ref)
    submission.require_answers_here()
    version, told = submission.version, request.POST
    classes = classes_of(request)
    base = answer_texts(version.opened, submission.answers.encode())
    given = _given(submission, base, told, may_read(classes)) if told else base
    language = choose_language(version.languages, told.get("speaks", ""))
    saves = "save" in told
    because = ReasonForm(told if saves else None, initial={"because": told.get("because", "")})
    if saves and because.is_valid():
        name = record_header(submission.raw.encode()).instance_id
        record = evaluate_form(version.opened, given, moment=submission.moment).xml(name)
        submission.correct(by=request.user, record=record, **because.cleaned_data)
        return action_done(request, next_url=url_of(submission), message=_said(submission))
    context = {
        "submission": submission, "version": version, "because": because, "speaks": language,
        "form": _form(submission, given, classes, language),
    }  # fmt: skip
    return render(request, CORRECT, context, status=422 if saves else 200)


def _given(submission: Submission, base: dict, told, may) -> dict:
    """What was written into the boxes, over what was there; and which ticks were taken away."""
    form = submission.version.opened
    given = parse_answers(form, told, may)
    shown = evaluate_form(form, readable_answers(form, base, may), moment=submission.moment)
    for path in cleared_lists(shown, told, may):
        set_answer(given, form, path, "")
    merged = merge_answers(base, given)
    if more := told.get("more"):
        add_row(form, merged, more)
    return merged


def _form(
    submission: Submission, given: dict, classes: frozenset[str], language: str
) -> DynamicForm:
    """Rules may look at answers that are not shown: what is wrong is said where all are."""
    form, may = submission.version.opened, may_read(classes)
    all_of_it = can_read_all(form, classes)
    shown = given if all_of_it else readable_answers(form, given, may)
    filled = evaluate_form(form, shown, moment=submission.moment, language=language)
    return DynamicForm(filled, checks=all_of_it, may_ask=may)


def _said(submission: Submission) -> str:
    if submission.state == Submission.State.NEEDS_REVIEW:
        return _("The correction is kept. Something is still odd: it is told below.")
    return _("The correction is kept, beside the answers as they came.")
