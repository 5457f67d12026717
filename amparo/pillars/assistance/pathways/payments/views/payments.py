"""Payments on the screen: made, confirmed, cancelled, and their receipt on paper."""

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.action_views import attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.files.downloads import disposition
from amparo.foundation.core.pdf import NoPaper
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Attachment
from amparo.pillars.assistance.cases.views.case_actions import ASKS
from amparo.pillars.assistance.planning.forms.plans import ReasonForm
from amparo.ui.action_views import action_page, posted_data
from amparo.ui.responses import action_done

from ..forms.grants import AcknowledgeForm, PayForm
from ..models import Payment
from ..pdf import payment_receipt
from .grants import grant_page, opened

RELATED = ("grant__case__team__office__organization", "grant__line__fund", "by")


@require_http_methods(ASKS)
def pay(request, ref, grant):
    grant = opened(request, ref, grant, to="pay")
    form = PayForm(posted_data(request), grant=grant)
    if is_valid_post(request, form):
        payment = attempt(form, grant.pay, by=request.user, **form.cleaned_data)
        if payment:
            said = _("The payment is recorded. Receipt %(number)s.") % {"number": payment.receipt}
            return action_done(request, next_url=grant.get_absolute_url(), message=said)
    return action_page(
        request, form, title=_("Record payment"), submit_label=_("Record payment"),
        **grant_page(grant),
    )  # fmt: skip


@require_http_methods(ASKS)
def acknowledge(request, ref, payment):
    payment = _opened(request, ref, payment, to="acknowledge")
    papers = _papers(payment, request.user)
    form = AcknowledgeForm(posted_data(request), payment=payment, papers=papers)
    if is_valid_post(request, form) and attempt(
        form, payment.acknowledge, by=request.user, **form.cleaned_data
    ):
        said = _("It is noted that they have it.")
        return action_done(request, next_url=payment.grant.get_absolute_url(), message=said)
    return _about(
        request,
        payment,
        form,
        title=pgettext("payment", "Confirm receipt"),
        submit_label=pgettext("button", "Save"),
    )


@require_http_methods(ASKS)
def cancel(request, ref, payment):
    payment = _opened(request, ref, payment, to="void")
    form = ReasonForm(posted_data(request))
    if is_valid_post(request, form) and attempt(
        form, payment.void, by=request.user, **form.cleaned_data
    ):
        said = _("The payment is cancelled. It no longer counts, and the file keeps why.")
        return action_done(request, next_url=payment.grant.get_absolute_url(), message=said)
    return _about(
        request, payment, form, title=_("Cancel this payment?"),
        submit_label=_("Cancel the payment"), tone="danger",
    )  # fmt: skip


@require_safe
def receipt(request, ref, payment):
    """On paper, in the language asked for or one's own: with a place to sign, and no name."""
    payment = _opened(request, ref, payment, to="see")
    asked_for, mine = request.GET.get("language", ""), translation.get_language()
    language = asked_for if asked_for in dict(settings.LANGUAGES) else mine
    try:
        with translation.override(language):
            made = payment_receipt(payment)
    except NoPaper:
        raise Refusal(_("No PDF can be made on this machine. Print the page instead.")) from None
    log.log_event(request.user, "payment.printed", payment, format="pdf", language=language)
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = disposition(f"{payment.receipt}.pdf")
    return response


def _papers(payment: Payment, user) -> list[Attachment]:
    """Papers of the case, for who may read it."""
    if "see" not in permissions_on(payment.file, user):
        return []
    return list(payment.file.attachments.filter(removed_at=None).order_by("-pk")[:50])


def _opened(request, ref, payment, *, to: str) -> Payment:
    return get_permitted_or_404(
        request, Payment, to=to, related=RELATED, ref=payment, grant__case__ref=ref
    )


def _about(request, payment: Payment, form, **more):
    return action_page(request, form, payment=payment, **grant_page(payment.grant), **more)
