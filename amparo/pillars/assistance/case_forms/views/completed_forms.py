"""Forms filled in about a case, page by page as light as an old phone needs it."""

from uuid import uuid4

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.files.downloads import stored_file_response
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.files.validation import MAX_UPLOAD_BYTES
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.fieldwork.dynamic_forms import (
    DynamicForm,
    add_row,
    answered_sections,
    choose_language,
    is_declined,
    parse_answers,
)
from amparo.foundation.fieldwork.forms_engine import evaluate_form
from amparo.foundation.fieldwork.models import FormVersion
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.presenters import CasePage
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..form_mapping import find_known_answers
from ..form_session import FormSession
from ..models import CaseForm, CaseFormAttachment

INDEX, NEW, SHOW = (f"case_forms/{name}.html" for name in ("index", "new", "show"))
IN_USE = FormVersion.objects.in_use().select_related("form").defer("source", "xform")
# A form may ask for several pictures at once.
FILES = 3 * MAX_UPLOAD_BYTES


@require_safe
def index(request, ref):
    """Those that were filled in, those that are begun, and those that may be."""
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="see", ref=ref)
    filled = case.caseforms.select_related("by", "version")
    context = {
        "case": case, "file": CasePage(case, request.user), "in_use": IN_USE.order_by("title"),
        "drafts": case.caseformdrafts.filter(by=request.user).select_related("version"),
        "filled": paginate(filled, request, "-at", "-pk", size=30),
    }  # fmt: skip
    return render(request, INDEX, context)


@accept_uploads(up_to=FILES)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, ref, version):
    """What applies now, with what the file says already; what follows, with the next look."""
    sitting = FormSession.open(request, ref, version)
    told, version, xform = request.POST, sitting.version, sitting.version.opened
    saves, is_looked_at, refused = "save" in told, request.method == "POST", {}
    if is_looked_at:
        refused = sitting.take(request.FILES.items(), without=told.get("without", ""))
        given = sitting.with_files(parse_answers(xform, told, sitting.may_ask))
    else:
        given = sitting.given or find_known_answers(
            sitting.case, xform, sitting.may_ask, by=request.user
        )
    if more := told.get("more"):
        add_row(xform, given, more)
    language = choose_language(version.languages, told.get("speaks", ""))
    filled = evaluate_form(xform, given, language=language)
    form = DynamicForm(
        filled, checks=saves, may_ask=sitting.may_ask, refused=refused, beside=version.beside
    )
    if saves and (is_declined(given) or not form.errors):
        return redirect_with_message(request, sitting, filled.xml(f"uuid:{uuid4()}"))
    context = {
        "case": sitting.case, "version": version, "form": form, "speaks": language,
        "checks": saves or refused, "draft": sitting.draft,
        "not_asked": sum(not sitting.may_ask(each.question) for each in filled.open()),
    }  # fmt: skip
    if is_looked_at:
        context["draft"] = sitting.hold(filled.xml(f"uuid:{uuid4()}"))
    answer = render(request, NEW, context, status=422 if form.errors else 200)
    answer.keep_changes = True  # what is wrong is kept too, in the draft
    return answer


def redirect_with_message(request, sitting, record, beside=()):
    """The answers go where they belong; whoever said no to being asked leaves nothing."""
    if sitting.is_declined(record):
        there = reverse("case_forms:case-forms", args=[sitting.case.ref])
        return action_done(
            request, next_url=there,
            message=_("They did not agree to these questions, so nothing was kept."),
        )  # fmt: skip
    filled = CaseForm.keep(
        sitting.case, sitting.version, record, by=request.user, draft=sitting.draft,
        may_ask=sitting.may_ask,
    )  # fmt: skip
    there = reverse("case_forms:form-filled", args=[filled.ref])
    return action_done(
        request,
        next_url=there,
        message=" ".join([_("Answers saved."), *filled.why, *beside]),
    )


@require_safe
def show(request, ref):
    """The answers under their questions, in the reader's language where the form speaks it."""
    rows = CaseForm.objects.select_related("version__form", "by")
    filled = get_permitted_or_404(request, rows, to="see", ref=ref)
    case = get_permitted_or_404(
        request, Case.objects.with_subject(), to="see", ref=filled.case.ref
    )
    told = filled.evaluate(choose_language(filled.version.languages))
    context = {
        "filled": filled,
        "case": case,
        "parts": answered_sections(told),
        "files": filled.files.all(),
    }
    return render(request, SHOW, context)


@require_safe
def file(request, ref, file):
    """A picture, sound or paper of an answer, for whoever may see the case."""
    found = get_permitted_or_404(request, CaseFormAttachment, to="see", ref=file, case__ref=ref)
    return stored_file_response(found)
