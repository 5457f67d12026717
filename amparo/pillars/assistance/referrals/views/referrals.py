"""Referrals as the team that sent them sees them: the list of a case, one of them, its deeds."""

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
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.display_names import display_name
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.presenters import CasePage
from amparo.pillars.assistance.cases.views.case_actions import CaseAction, open_case
from amparo.ui.pagination import paginate

from .. import extract
from ..forms.referrals import (
    NotedResponseForm,
    ReferralClosureForm,
    ReplyForm,
    ServiceConfirmationForm,
    WithdrawForm,
)
from ..models import Referral, ReferralResponse
from ..pdf import preferred_language
from ..pdf import referral_letter as letter_of

REFERRALS = Referral.objects.select_related(
    "organization", "service", "case__team__office", "by", "action", "ended_by"
)


@require_safe
def index(request, ref):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="see", ref=ref)
    rows = case.referrals.select_related("organization", "service")
    pages = paginate(rows, request, "-at", "-pk")
    context = {"case": case, "file": CasePage(case, request.user), "pages": pages}
    return render(request, "referrals/index.html", context)


@require_safe
def show(request, ref, referral):
    case, referral = _open(request, ref, referral, to="see")
    file = CasePage(case, request.user)
    answers = referral.answers.select_related("by", "replied_by").order_by("pk")
    context = {
        "case": case, "called": display_name(case), "referral": referral, "file": file,
        "told": extract.build_extract(referral), "answers": answers,
        "reports": referral.reports.select_related("service", "by"),
        "may_work": "work" in file.verbs and not referral.is_over,
        "question": referral.question, "languages": settings.LANGUAGES,
    }  # fmt: skip
    return render(request, "referrals/show.html", context)


class ReferralAction(CaseAction):
    """An action on a referral, by the team that sent it."""

    queryset = REFERRALS
    above_template = "referrals/header.html"

    def get_parent(self, ref):
        return open_case(self.request, ref, to="see")

    def get_page(self, referral):
        return super().get_page(referral) | {"referral": referral}

    def get_back_url(self, referral):
        return referral.get_absolute_url()


reply = ReferralAction.as_view(
    title=_("Answer their question"), submit_label=pgettext_lazy("button", "Send answer"),
    form_class=ReplyForm,
    success_message=_("Answer sent. The time limit for the reply continues."),
    perform=Referral.reply,
    get_context=lambda referral: {"question": referral.question},
)  # fmt: skip

withdraw = ReferralAction.as_view(
    title=_("Withdraw this referral?"), submit_label=_("Withdraw referral"),
    form_class=WithdrawForm,
    success_message=_("Withdrawn. They can no longer read it, and were notified."),
    perform=Referral.withdraw,
    lede=_("They stop reading it at once. What they already know, they may keep knowing."),
)  # fmt: skip

close = ReferralAction.as_view(
    title=_("Referral outcome"), submit_label=_("Confirm referral outcome"),
    form_class=ReferralClosureForm,
    success_message=_("Referral outcome confirmed. The organization can no longer read it."),
    lede=_("Ask the person: what an organization reports is not yet what was received."),
    get_form_kwargs=lambda referral: {"referral": referral},
    perform=lambda referral, *, by, outcome, text: referral.close(outcome, by=by, text=text),
)  # fmt: skip


def _heard(referral: Referral, *, by, said: str, reason: str = "", text: str = ""):
    if said == ReferralResponse.Outcome.ACCEPTED:
        return referral.accept(by=by, text=text)
    if said == ReferralResponse.Outcome.ASKED:
        return referral.ask(by=by, text=text)
    return referral.decline(by=by, reason=reason, text=text)


# They answered by telephone: a colleague notes it, under their own name.
heard = ReferralAction.as_view(
    permission="answer", title=_("Answer of the service"),
    submit_label=pgettext_lazy("button", "Save"),
    success_message=_("Statement recorded."), form_class=NotedResponseForm, perform=_heard,
)  # fmt: skip


class NoteGiven(ReferralAction):
    """They told by telephone what they gave."""

    permission = "answer"
    title = pgettext_lazy("question", "Service provided")
    submit_label = pgettext_lazy("button", "Save")
    success_message = _("Service recorded among those received.")
    form_class = ServiceConfirmationForm

    def get_form_kwargs(self, referral):
        return {"referral": referral, "by": self.request.user}

    def perform(self, referral, *, by, **fields):
        return referral.report(by=by, **fields)


given = NoteGiven.as_view()


@discreet_mode.shows_full_names
@require_safe
def letter(request, ref, referral):
    """On paper, in the language asked for: no more than the page of the partner shows."""
    case, referral = _open(request, ref, referral, to="see")
    known, mine = dict(settings.LANGUAGES), translation.get_language()
    language = request.GET.get("language", "")
    language = language if language in known else preferred_language(referral, mine)
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


def _open(request, ref, referral, to: str) -> tuple[Case, Referral]:
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="see", ref=ref)
    referral = get_permitted_or_404(request, REFERRALS, to=to, ref=referral, case=case)
    referral.case = case
    return case, referral
