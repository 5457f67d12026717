"""Asks on the desk of an institution: what was put to it, and its answer in its own words."""

from typing import Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Organization
from amparo.foundation.core.permissions.rls.context import rls_allow_record
from amparo.foundation.core.permissions.rules import require_permission

from .. import rules
from ..forms.progress import DeskAnswerForm
from ..models import Ask, AskStep
from ..models.steps import Channel
from ..permissions import ON_DESK
from .sheets import asked_language, pdf_response

READ = Ask.objects.select_related("office", "place").prefetch_related(
    "texts", "bearers__organization"
)


def find_on_desk(request: Any, ref: Any) -> Ask:
    """Returns an ask that was put to the institution of the user; as if it did not exist where it
    was not, or is not to be read there.
    """
    require_permission(request, "commitment.report")
    found = READ.accessible_to(request.user, ON_DESK).filter(ref=ref).first()
    if found is None:
        log.log_denied(request.user, "page.denied", None, verb="commitment.report")
        raise Http404
    if request.method in ("GET", "HEAD"):
        log.log_read(request.user, found)
    else:
        rls_allow_record(found)
    return found


def institution_of(ask: Ask, user: Any) -> Organization:
    """The one of those asked for which the user speaks."""
    own = set(user.partner_organizations)
    return next(each.organization for each in ask.bearers.all() if each.organization_id in own)


@require_safe
def show(request, ref):
    """What is asked, until when, with the evidence; and what the institution answered."""
    ask = find_on_desk(request, ref)
    own = AskStep.objects.accessible_to(request.user, ON_DESK).filter(
        ask=ask, kind=AskStep.Kind.ANSWER
    )  # fmt: skip
    issue, wording, language = ask.text_for_reader
    context = {
        "ask": ask, "issue": issue, "wording": wording, "language": language,
        "answers": list(own),
        "may_answer": ask.state in rules.WITH_BEARER,
        "is_overdue": rules.is_overdue(ask.standing, localdate()),
    }  # fmt: skip
    return render(request, "asks/desk_ask.html", context)


@require_safe
def pdf(request, ref):
    """The sheet as it reached the desk."""
    ask = find_on_desk(request, ref)
    return pdf_response(ask, request.user, asked_language(request, ask))


class AnswerOnDesk(ActionView):
    """The institution answers in words; agreed says who carries it out and until when."""

    title = pgettext_lazy("institution", "Answer the request")
    submit_label = pgettext_lazy("institution", "Send answer")
    success_message = _("Your answer was sent.")
    form_class = DeskAnswerForm

    def get_record(self, ref):
        return find_on_desk(self.request, ref)

    def get_back_url(self, ask):
        return reverse("asks:desk-ask", args=[ask.ref])

    def get_page(self, ask):
        return {"crumbs": [(self.get_back_url(ask), ask.number)]}

    def get_context(self, ask):
        if ask.is_quiet:
            return {}
        return {"warning": _("This request is public: your answer is shown on the public page.")}

    def perform(self, ask, *, by, **fields):
        ask.answer(
            by=by, organization=institution_of(ask, by), on=localdate(), channel=Channel.DESK,
            **fields,
        )  # fmt: skip


answer = AnswerOnDesk.as_view()
