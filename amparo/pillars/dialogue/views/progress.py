"""Pages of progress: reports of institutions, by account or by link, reviews and disputes."""

from datetime import date, datetime, time

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from amparo.foundation.core.action_views import ActionView, attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Organization
from amparo.foundation.core.permissions.rls.records import find_by_secret
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui.action_views import posted_data
from amparo.ui.responses import action_done

from ..forms.commitments import AnswerForm, DisputeForm, LeakForm, ReviewForm
from ..forms.progress import QuarterForm
from ..models import Commitment, Dispute, ProgressReport, ReportLink, Review
from ..progress_reports import Quarter, commitments_to_report
from .commitments import CommitmentAction


class ReviewCommitment(CommitmentAction):
    """Says what was found of a commitment, beside what its bearer reports."""

    permission = "review"
    title = _("Review progress")
    submit_label = _("Record review")
    success_message = _("Review recorded.")
    form_class = ReviewForm
    above_template = "dialogue/review_note.html"

    def get_form_kwargs(self, commitment):
        return {"commitment": commitment}

    def get_context(self, commitment):
        return {"line": _last_line(commitment), "commitment": commitment}

    def perform(self, commitment, *, by, **fields):
        Review.record(commitment, by=by, line=_last_line(commitment), **fields)


def _last_line(commitment: Commitment):
    lines = commitment.progress.filter(report__is_apart=False)
    return lines.select_related("report__organization").first()


class OpenDispute(CommitmentAction):
    permission = "dispute"
    title = _("Dispute how it is shown")
    submit_label = _("Send")
    success_message = _("Sent. Whoever keeps the commitment answers.")
    form_class = DisputeForm

    def perform(self, commitment, *, by, text):
        own = commitment.bearers.filter(until=None, organization__in=by.partner_organizations)
        bearer = own.select_related("organization").first()
        Dispute.open(
            commitment, by=by, text=text, organization=bearer.organization if bearer else None
        )


class AnswerDispute(ActionView):
    queryset = Dispute.objects.select_related("commitment")
    permission = "answer"
    title = _("Answer dispute")
    submit_label = pgettext_lazy("button, dispute", "Answer")
    success_message = _("Answered.")
    form_class = AnswerForm
    above_template = "dialogue/dispute_note.html"

    def get_page(self, dispute):
        commitment = dispute.commitment
        return {"crumbs": [(commitment.get_absolute_url(), commitment.number)]}

    def get_context(self, dispute):
        return {"dispute": dispute}

    def get_back_url(self, dispute):
        return dispute.commitment.get_absolute_url()

    def perform(self, dispute, *, by, answer):
        dispute.resolve(by=by, answer=answer)


review = ReviewCommitment.as_view()
dispute = OpenDispute.as_view()
answer_dispute = AnswerDispute.as_view()


# What an institution reports, once a quarter.


@require_http_methods(["GET", "HEAD", "POST"])
def report(request):
    """The report of the quarter of one's own institution, on all its commitments in one form."""
    require_permission(request, "commitment.report")
    organization = Organization.objects.filter(pk__in=request.user.partner_organizations).first()
    return _report(request, organization, reverse("dialogue:report"), by=request.user)


def _report(request, organization, url, *, by=None, link=None):
    quarter = Quarter.of(localdate())
    rows = commitments_to_report(organization, quarter) if organization else []
    form = QuarterForm(posted_data(request), rows=rows, is_by_link=link is not None)
    if is_valid_post(request, form):
        sent = attempt(
            form, ProgressReport.send, organization, lines=form.lines, since=quarter.since,
            until=quarter.until, by=by, link=link, reporter=form.cleaned_data.get("reporter", ""),
        )  # fmt: skip
        if sent is not None:
            if link is not None:
                return render(request, "dialogue/report_sent.html", {"report": sent})
            next_url = reverse("dialogue:desk")
            return action_done(request, next_url=next_url, message=_("Report sent."))
    context = {
        "organization": organization, "quarter": quarter, "form": form, "rows": rows, "url": url,
    }  # fmt: skip
    page = "report_link" if link is not None else "report"
    status = 422 if form.is_bound else 200
    return render(request, f"dialogue/{page}.html", context, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_by_link(request, token):
    """The same form for an institution without an account; an unknown link is not there."""
    link = find_by_secret(ReportLink, token, "organization__commitments_borne__commitment")
    if link is None:
        return render(request, "dialogue/report_link_ended.html", status=404)
    if request.method == "GET":
        log.log_read(None, link)
    url = reverse("dialogue:report-link", args=[token])
    return _report(request, link.organization, url, link=link)


# Links.


@require_POST
def make_link(request, ref):
    """Makes a link for an institution and shows it, this once."""
    require_permission(request, "commitment.keep")
    organization = get_permitted_or_404(request, Organization, to="see", ref=ref)
    _link, token = ReportLink.make(organization, by=request.user)
    address = request.build_absolute_uri(reverse("dialogue:report-link", args=[token]))
    context = {"organization": organization, "address": address}
    return render(request, "dialogue/report_invitation.html", context)


class EndLink(ActionView):
    """Ends a link; where it leaked, what was sent with it since is kept apart."""

    queryset = ReportLink.objects.select_related("organization")
    permission = "end"
    title = _("End the link")
    submit_label = _("End the link")
    success_message = _("The link opens nothing now.")
    form_class = LeakForm

    def get_back_url(self, link):
        return reverse("dialogue:institution", args=[link.organization.ref])

    def perform(self, link, *, by, leaked_on: date | None):
        leaked_at = make_aware(datetime.combine(leaked_on, time.min)) if leaked_on else None
        link.end(by=by, leaked_at=leaked_at)


end_link = EndLink.as_view()

REPORT = pgettext_lazy("commitments of an institution", "Report progress of the quarter")
