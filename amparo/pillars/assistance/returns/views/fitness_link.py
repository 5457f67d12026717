"""A clinician without an account decides by a link: once, for one person, and sees no more.

Looking at the link changes nothing, and shows nobody: it opens with a code that somebody else than
who sent it tells the clinician by telephone. What it shows then is what a clinician needs to know
that it is about the person before them: initials and age.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.action_views import attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.files.validation import MAX_UPLOAD_BYTES
from amparo.foundation.core.rate_limits import is_flooding

from ..fitness_rules import UNFIT
from ..forms.fitness import LinkCodeForm
from ..models import FitnessDecision, FitnessRequest
from ..presenters import Examined
from .fitness import fitness_form

CODE_TEMPLATE, FORM_TEMPLATE, REFUSED_TEMPLATE, THANKS_TEMPLATE = (
    "returns/fitness/portal_code.html",
    "returns/fitness/portal.html",
    "returns/fitness/refused.html",
    "returns/fitness/thanks.html",
)


@accept_uploads(up_to=MAX_UPLOAD_BYTES, most=1, from_nobody=True)
@login_not_required
@never_cache
@sensitive_post_parameters("link_code", "name", "licence", "text")
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, token: str) -> HttpResponse:
    is_sent = request.method == "POST"
    if is_sent and is_flooding(request, "fitness"):
        return _refused(request, _("Too many tries came from here. Try again in an hour."), 429)
    asked = FitnessRequest.of(token)
    why = asked.refusal if asked else _("Nobody asks anything by this link.")
    if asked is None or why:
        if asked and is_sent:
            log.log_denied(None, "return.fitness_link_refused", asked)
        return _refused(request, why, 403 if is_sent else 404)
    if request.user.is_authenticated:
        words = _("You are signed in. This link is for a clinician without an account here.")
        return _refused(request, words, 403)
    code = LinkCodeForm(request.POST if is_sent else None)
    if not is_valid_post(request, code) or not _is_opened(asked, code):
        return _ask_for_code(request, code)
    return _decide(request, asked, code)


def _decide(request: HttpRequest, asked: FitnessRequest, code: LinkCodeForm) -> HttpResponse:
    is_decided = "decides" in request.POST
    form = fitness_form(request, asked, is_sent=is_decided)
    if is_decided and form.is_valid():
        said = form.cleaned_data | code.cleaned_data
        decision = attempt(form, FitnessDecision.make, asked, by=None, **said)
        if decision:
            return render(request, THANKS_TEMPLATE, {"is_unfit": decision.code == UNFIT})
    if not is_decided:
        log.log_read(None, asked)
    context = {"form": form, "examined": Examined(asked), **code.cleaned_data}
    return render(request, FORM_TEMPLATE, context, status=422 if is_decided else 200)


def _is_opened(asked: FitnessRequest, form: LinkCodeForm) -> bool:
    why = asked.check_code(form.cleaned_data["link_code"])
    if why:
        form.add_error("link_code", why)
    return not why


def _ask_for_code(request: HttpRequest, form: LinkCodeForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    response = render(request, CODE_TEMPLATE, {"form": form}, status=status)
    response.keep_changes = True  # type: ignore[attr-defined]  # what was tried is counted
    return response


def _refused(request: HttpRequest, why: str, status: int) -> HttpResponse:
    response = render(request, REFUSED_TEMPLATE, {"why": why}, status=status)
    response.keep_changes = True  # type: ignore[attr-defined]  # what was tried is counted
    return response
