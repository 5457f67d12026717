"""Forms that are being filled in: kept while one writes, and thrown away on request."""

from django.http import JsonResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.fieldwork.dynamic_forms import parse_answers
from amparo.foundation.fieldwork.forms_engine import evaluate_form
from amparo.ui import formats
from amparo.ui.responses import action_done

from ..form_session import FormSession
from .completed_forms import FILES
from .form_screen import RECORD, record_of


@accept_uploads(up_to=FILES)
@require_POST
def hold(request, ref, version):
    """What is written so far, sent by a page while one writes; it is told when it was kept."""
    sitting, beside = FormSession.open(request, ref, version), []
    if RECORD in request.FILES:
        record, beside = record_of(request, sitting)
    else:
        xform = sitting.version.opened
        given = sitting.with_files(parse_answers(xform, request.POST, sitting.may_ask))
        record = evaluate_form(xform, given).xml("uuid:draft")
    draft = sitting.hold(record)
    at = _("Kept at %(time)s") % {"time": formats.clock(localtime(draft.at))} if draft else ""
    return JsonResponse({"said": " ".join(filter(None, [at, *beside]))})


@require_POST
def begin_again(request, ref, version):
    """Nothing of the draft stays; the form opens as it was at first."""
    sitting = FormSession.open(request, ref, version)
    if sitting.draft:
        sitting.draft.throw_away(by=request.user)
    there = reverse("case_forms:form-fill", args=[sitting.case.ref, sitting.version.ref])
    return action_done(request, next_url=there, message=_("You begin again."))
