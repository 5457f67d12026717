"""Referrals as the team that sent them sees them: the list of a case, one of them, its deeds."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal
from amparo.ui.pagination import paginate

from .. import extract
from ..case_page import CasePage
from ..forms.referrals import CloseForm, GivenForm, HeardForm, ReplyForm, WithdrawForm
from ..letters import language_of_person
from ..letters import letter as letter_of
from ..models import Answer, Case, Referral
from ..pdf import NoPaper
from ..subjects import called
from .answers import given as given_in
from .stepping import back, sent, step, tried

ASKS = ["GET", "HEAD", "POST"]
WHOLE = ("organization", "service", "case__team__office", "by", "action")


@require_safe
def index(request, ref):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="see", ref=ref)
    rows = case.referrals.select_related("organization", "service")
    pages = paginate(rows, request, "-at", "-pk")
    context = {"case": case, "file": CasePage(case, request.user), "pages": pages}
    return render(request, "assistance/referrals/index.html", context)


@require_safe
def show(request, ref, referral):
    case, referral = _open(request, ref, referral, to="see")
    file = CasePage(case, request.user)
    answers = referral.answers.select_related("by", "reply__by").order_by("pk")
    context = {
        "case": case, "called": called(case), "referral": referral, "file": file,
        "told": extract.extract_of(referral), "answers": answers,
        "reports": referral.reports.select_related("service", "by"),
        "may_work": "work" in file.verbs and not referral.is_over,
        "question": referral.question, "languages": settings.LANGUAGES,
    }  # fmt: skip
    return render(request, "assistance/referrals/show.html", context)


@require_http_methods(ASKS)
def reply(request, ref, referral):
    referral = _open(request, ref, referral)[1]
    form = ReplyForm(given_in(request))
    question = referral.question
    if sent(request, form) and tried(form, referral.reply, by=request.user, **form.cleaned_data):
        return _done(request, referral, _("Your answer is with them. Their time goes on."))
    return _ask(
        request, referral, form, title=_("Answer their question"), yes=_("Send the answer"),
        question=question,
    )  # fmt: skip


@require_http_methods(ASKS)
def withdraw(request, ref, referral):
    referral = _open(request, ref, referral)[1]
    form = WithdrawForm(given_in(request))
    if sent(request, form) and tried(
        form, referral.withdraw, by=request.user, **form.cleaned_data
    ):
        return _done(request, referral, _("Taken back. They read it no longer, and were told."))
    return _ask(
        request, referral, form, title=_("Take this referral back?"), yes=_("Take it back"),
        lede=_("They stop reading it at once. What they already know, they may keep knowing."),
    )  # fmt: skip


@require_http_methods(ASKS)
def close(request, ref, referral):
    referral = _open(request, ref, referral)[1]
    form = CloseForm(given_in(request), referral=referral)
    if sent(request, form) and tried(form, _close, referral, request.user, form.cleaned_data):
        return _done(request, referral, _("The loop is closed. They read it no longer."))
    return _ask(
        request, referral, form, title=_("What became of it?"), yes=_("Close the loop"),
        lede=_("Ask the person: what an organization reports is not yet what was received."),
    )  # fmt: skip


def _close(referral: Referral, by, said: dict):
    return referral.close(said["outcome"], by=by, words=said["words"])


@require_http_methods(ASKS)
def heard(request, ref, referral):
    """They answered by telephone: a colleague notes it, under their own name."""
    referral = _open(request, ref, referral, to="answer")[1]
    form = HeardForm(given_in(request))
    if sent(request, form) and tried(form, _heard, referral, request.user, form.cleaned_data):
        return _done(request, referral, _("What they said is noted."))
    return _ask(request, referral, form, title=_("What did they say?"), yes=_("Note it"))


def _heard(referral: Referral, by, said: dict):
    if said["said"] == Answer.Outcome.ACCEPTED:
        return referral.accept(by=by, words=said["words"])
    if said["said"] == Answer.Outcome.ASKED:
        return referral.ask(by=by, words=said["words"])
    return referral.decline(by=by, reason=said["reason"], words=said["words"])


@require_http_methods(ASKS)
def given(request, ref, referral):
    """They told by telephone what they gave."""
    referral = _open(request, ref, referral, to="answer")[1]
    form = GivenForm(given_in(request), referral=referral, by=request.user)
    if sent(request, form) and tried(form, referral.report, by=request.user, **form.cleaned_data):
        return _done(request, referral, _("It stands among the services received."))
    return _ask(request, referral, form, title=_("What did they give?"), yes=_("Note it"))


@require_safe
def letter(request, ref, referral):
    """On paper, in the language asked for: no more than the page of the partner shows."""
    case, referral = _open(request, ref, referral, to="see")
    known, mine = dict(settings.LANGUAGES), translation.get_language()
    language = request.GET.get("language", "")
    language = language if language in known else language_of_person(referral, mine)
    try:
        with translation.override(language):
            made = letter_of(referral)
    except NoPaper:
        raise Refusal(_("No PDF can be made on this machine. Print the page instead.")) from None
    log.log_event(request.user, "referral.printed", referral, format="pdf", language=language)
    response = HttpResponse(made, content_type="application/pdf")
    # The number and never the name: files lie about in folders.
    name = f"{case.number}-{referral.ref.hex[-6:]}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _open(request, ref, referral, to: str = "work") -> tuple[Case, Referral]:
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="see", ref=ref)
    found = Referral.objects.select_related(*WHOLE)
    referral = get_permitted_or_404(request, found, to=to, ref=referral, case=case)
    referral.case = case
    return case, referral


def _ask(request, referral: Referral, form, **how):
    case = referral.case
    return step(
        request, case, form, fields="plain", back_url=referral.get_absolute_url(),
        referral=referral, head="assistance/referrals/head.html", **how,
    )  # fmt: skip


def _done(request, referral: Referral, said: str):
    return back(request, referral.case, said, to=referral.get_absolute_url())
