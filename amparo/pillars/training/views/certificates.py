"""Pages of certificates: the list, one of them, those of an event, and reports of false ones."""

import json

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.action_views import ActionView, NestedActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.files.downloads import SEALED_OFF, disposition
from amparo.foundation.core.pdf import NoPaper
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.foundation.core.refusals import Refusal
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done, redirect_to

from ..certificate_queries import filter_bar, filtered, open_reports, order_of
from ..certificates_pdf import MOST, certificates_pdf, is_printable
from ..forms.certificates import (
    ExceptionForm,
    NameForm,
    RenewalForm,
    ReportOutcomeForm,
    WithdrawalForm,
)
from ..issuing import Known, candidates, is_over, standings
from ..models import Certificate, CertificateReport, Enrolment, TrainingEvent
from ..open_badges import badge_json, badge_jwt
from ..presenters.certificates import ToIssue, state_of
from ..tasks import issue_certificates

PAGE, FEW = 50, 20
CERTIFICATES = pgettext_lazy("list", "Certificates")
WHOLE = Certificate.objects.select_related(
    "office", "event", "version__course", "key", "status_list", "participant", "supersedes", "by"
).prefetch_related("version__texts")
EVENTS = TrainingEvent.objects.select_related("office", "version__course").prefetch_related(
    "version__texts", "sessions"
)


@require_http_methods(["GET", "HEAD", "POST"])
def index(request):
    """Certificates that the user may see. The number that one looks for is sent and never stands
    in an address.
    """
    require_permission(request, "training.certify")
    text = request.POST.get("q", "").strip()[:40]
    if request.method == "POST" and not text:
        return redirect_to(request, request.get_full_path())
    today, bar = localdate(), filter_bar(request.GET)
    rows = filtered(Certificate.objects.accessible_to(request.user), bar, text, today)
    rows = rows.select_related("version__course", "participant", "event")
    pages = paginate(rows, request, *order_of(bar), size=PAGE)
    log.log_list(request.user, "certificate.listed", pages)
    context = {
        "pages": pages, "bar": bar, "text": text,
        "rows": [(each, state_of(each, today)) for each in pages],
        "reports": open_reports(request.user)[:FEW],
    }  # fmt: skip
    return render(request, "training/certificate_list.html", context)


@require_safe
def show(request, ref):
    certificate = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    context = {
        "certificate": certificate, "state": state_of(certificate, localdate()),
        "may": permissions_on(certificate, request.user),
        "holds": certificate.state == Certificate.State.ISSUED,
        "replaced_by": Certificate.objects.filter(supersedes=certificate).first(),
    }  # fmt: skip
    return render(request, "training/certificate_detail.html", context)


@require_safe
def pdf(request, ref):
    """The paper."""
    certificate = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    return pdf_response(request.user, [certificate], certificate.number)


@require_safe
def badge(request, ref, extension):
    """The badge file (Open Badges 3.0): signed as JWT, or as JSON with a proof."""
    certificate = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    return badge_response(certificate, extension)


def badge_response(certificate: Certificate, extension: str) -> HttpResponse:
    """Returns the file of a badge. Raises Http404 for a kind that there is not."""
    makers = {
        "jwt": (badge_jwt, "application/vc+jwt"),
        "json": (lambda each: json.dumps(badge_json(each), ensure_ascii=False), "application/vc"),
    }
    if extension not in makers:
        raise Http404
    make, media_type = makers[extension]
    response = HttpResponse(make(certificate), content_type=media_type, headers=SEALED_OFF)
    response["Content-Disposition"] = disposition(certificate.number, f".{extension}")
    return response


def pdf_response(user, certificates: list[Certificate], name: str) -> HttpResponse:
    """Returns the papers as a file. Raises Refusal with what to do where none can be made."""
    if not certificates:
        raise Http404
    if any(not each.holder for each in certificates):
        raise Refusal(gettext("The name on this certificate was erased: there is no paper."))
    if strange := [each.number for each in certificates if not is_printable(each.holder)]:
        raise Refusal(
            gettext(
                "A name is in letters that this paper lacks. Issue it with another name:"
                " %(numbers)s"
            )
            % {"numbers": ", ".join(strange)}
        )
    try:
        content = certificates_pdf(certificates)
    except NoPaper:
        raise Refusal(gettext("No PDF can be made here. Use the badge file instead.")) from None
    if user is not None:
        log.log_list(user, "certificate.downloaded", certificates)
    response = HttpResponse(content, content_type="application/pdf", headers=SEALED_OFF)
    response["Content-Disposition"] = disposition(name, ".pdf")
    return response


# The certificates of an event.


@require_safe
def to_issue(request, ref):
    """Who gets one, who is short of what, and who has one."""
    event = get_permitted_or_404(request, EVENTS, to="certify", ref=ref)
    page = ToIssue.of(event, request.GET)
    log.log_list(request.user, "participant.listed", page.participants)
    parts = range(1, -(-page.issued_count // MOST) + 1)
    context = {"event": event, "page": page, "parts": parts}
    return render(request, "training/certificates_to_issue.html", context)


@require_POST
def issue(request, ref):
    """All that are due, in the background; nobody gets a second one."""
    event = get_permitted_or_404(request, EVENTS, to="certify", ref=ref)
    if not is_over(event):
        raise Refusal(gettext("The last session has not ended: nobody can be certified yet."))
    if not any(each.is_ready for each in candidates(event, Known.of(event))):
        raise Refusal(gettext("Nobody is due a certificate."))
    issue_certificates.asked(by=request.user).enqueue(str(event.ref), str(request.user.ref))
    return action_done(
        request, next_url=reverse("training:certificates-to-issue", args=[ref]),
        message=_("The certificates are being issued. Look at this page again in a minute."),
    )  # fmt: skip


@require_safe
def event_pdf(request, ref, part):
    """The papers of an event, some in each file."""
    event = get_permitted_or_404(request, EVENTS, to="certify", ref=ref)
    rows = WHOLE.filter(event=event, state=Certificate.State.ISSUED).exclude(participant=None)
    first = (part - 1) * MOST
    found = list(rows.order_by("enrolment__number", "pk")[first : first + MOST])
    # One name that cannot be printed keeps nobody waiting: it is refused on its own page.
    found = [each for each in found if is_printable(each.holder)] or found
    return pdf_response(request.user, found, f"{event.number} {part}")


class IssueByException(NestedActionView):
    """Issues one to somebody who is short of something, with the reason."""

    queryset = Enrolment.objects.select_related("participant")
    parent_name = "event"
    permission = "certify"
    title = _("Issue as an exception")
    submit_label = _("Issue certificate")
    success_message = _("Certificate issued.")
    form_class = ExceptionForm

    def get_parent(self, ref):
        return get_permitted_or_404(self.request, EVENTS, to="certify", ref=ref)

    def get_page(self, enrolment):
        event = self.parent_of(enrolment)
        return {
            "crumbs": [(event.get_absolute_url(), event.number)],
            "subject": enrolment.participant.label,
        }  # fmt: skip

    def get_back_url(self, enrolment):
        return reverse("training:certificates-to-issue", args=[self.parent_of(enrolment).ref])

    def perform(self, enrolment, *, by, exception):
        event = self.parent_of(enrolment)
        if not is_over(event):
            raise Refusal(gettext("The last session has not ended: nobody can be certified yet."))
        standing = standings(event, [enrolment], Known.of(event))[enrolment.pk]
        return Certificate.issue(enrolment, by=by, standing=standing, exception=exception)


# What is done with one.


class CertificateAction(ActionView):
    """An action on a certificate, by whoever issues those of its office."""

    queryset = WHOLE
    permission = "certify"

    def get_page(self, certificate):
        return {"crumbs": [
            (reverse("training:certificates"), CERTIFICATES),
            (certificate.get_absolute_url(), certificate.number),
        ], "subject": certificate.holder or certificate.number}  # fmt: skip

    def get_success_url(self, certificate, result):
        return (result or certificate).get_absolute_url()


class Reissue(CertificateAction):
    """With another name; the number stays."""

    title = _("Issue with another name")
    submit_label = _("Issue certificate")
    success_message = _("Issued with this name. The former paper no longer holds.")
    lede = _("The number stays. Who checks the former paper reads that it was replaced.")
    form_class = NameForm

    def get_form_kwargs(self, certificate):
        return {"initial": {"name": certificate.holder}}

    def perform(self, certificate, *, by, name):
        return certificate.reissue(by=by, name=name)


class Renew(CertificateAction):
    title = _("Renew certificate")
    submit_label = pgettext_lazy("certificate", "Renew")
    success_message = _("Certificate renewed.")
    form_class = RenewalForm

    def perform(self, certificate, *, by, exception):
        return certificate.renew(by=by, exception=exception)


class Withdraw(CertificateAction):
    title = _("Withdraw certificate")
    submit_label = _("Withdraw certificate")
    success_message = _("Certificate withdrawn. Who checks it is told so.")
    lede = _("A telephone without network learns it when it next gets the list of today.")
    form_class = WithdrawalForm
    tone = "danger"

    def perform(self, certificate, *, by, reason, note):
        certificate.withdraw(by=by, reason=reason, note=note)


class CloseReport(ActionView):
    """Reads what somebody told of a false certificate, and says what was found out."""

    queryset = CertificateReport.objects.select_related("certificate")
    permission = "close"
    title = _("Report of a false certificate")
    submit_label = pgettext_lazy("false certificate", "Close report")
    success_message = pgettext_lazy("false certificate", "Report closed.")
    form_class = ReportOutcomeForm
    above_template = "training/certificate_report.html"

    def get_page(self, report):
        return {"crumbs": [(self.get_back_url(report), CERTIFICATES)]}

    def get_context(self, report):
        return {"report": report}

    def get_back_url(self, report):
        return reverse("training:certificates")

    def perform(self, report, *, by, outcome):
        report.close(by=by, outcome=outcome)


exception_new = IssueByException.as_view()
reissue, renew, withdraw = Reissue.as_view(), Renew.as_view(), Withdraw.as_view()
report_close = CloseReport.as_view()
