"""The large screen form: it answers at once, on this page alone, and gives its answers to us.

The engine that draws it compiles its rules in the browser and dresses itself: on this one page
the policy allows both. It asks nothing of any other machine.
"""

from uuid import uuid4

from django.conf import settings
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.validation import UnreadableFile
from amparo.foundation.fieldwork.dynamic_forms import choose_language
from amparo.foundation.fieldwork.forms_engine import evaluate_form, prefilled_xform
from amparo.foundation.fieldwork.sync.app_shell import engine_texts

from ..form_mapping import find_known_answers
from ..form_session import FormSession
from .completed_forms import FILES, redirect_with_message

SCREEN = "case_forms/screen.html"
# As telephones call it (OpenRosa), and the engine with them.
RECORD = "xml_submission_file"
POLICY = settings.SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.NONCE, CSP.WASM_UNSAFE_EVAL],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
}


@accept_uploads(up_to=FILES)
@require_http_methods(["GET", "HEAD", "POST"])
@csp_override(POLICY)
def form_page(request, ref, version):
    sitting = FormSession.open(request, ref, version)
    if request.method == "POST":
        return _send(request, sitting)
    case, version, xform = sitting.case, sitting.version, sitting.version.opened
    form, left_out = prefilled_xform(
        version.xform,
        xform,
        find_known_answers(case, xform, sitting.may_ask, by=request.user),
        sitting.may_ask,
    )
    begun = evaluate_form(xform, sitting.given).xml(f"uuid:{uuid4()}") if sitting.draft else b""
    names = [case.ref, version.ref]
    config = {
        "xform": form.decode(), "instance": begun.decode(),
        "language": choose_language(version.languages), "files": _files(sitting),
        "draft": reverse("case_forms:form-draft", args=names),
        "send": reverse("case_forms:form-screen", args=names), "once": str(uuid4()),
        "token": get_token(request), "words": engine_texts(),
    }  # fmt: skip
    context = {
        "case": case, "version": version, "draft": sitting.draft, "not_asked": left_out,
        "config": config,
    }  # fmt: skip
    response = render(request, SCREEN, context)
    response.asks_of_device = ("geolocation",)  # some forms ask where one is
    return response


def _send(request, sitting):
    """The answers, and beside them why a file could not come in: they are kept without it."""
    if RECORD not in request.FILES:
        raise Refusal(
            _("No submission was received. Open the form again: what you wrote is there.")
        )
    record, beside = record_of(request, sitting)
    return redirect_with_message(request, sitting, record, beside)


def record_of(request, sitting):
    """What was sent, without what they did not agree to; and what is to be said of it."""
    files = dict(request.FILES.items())
    try:
        record, was_more = sitting.agreed_only(files.pop(RECORD).read())
        beside = sitting.take_named(record, files.items())
    except UnreadableFile as odd:
        raise Refusal(str(odd)) from odd
    if was_more:
        beside.append(_("What they did not agree to was left out."))
    return record, beside


def _files(sitting):
    """Where the files of the draft are found, by the names that its answers call them."""
    files = sitting.draft.files.all() if sitting.draft else ()
    return {
        each.name: reverse("case_forms:form-file", args=[sitting.case.ref, each.ref])
        for each in files
        if each.may_be_opened
    }
