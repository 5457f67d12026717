"""The report of a campaign: as page, PDF, CSV and XLSX."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.files.downloads import SEALED_OFF, disposition
from amparo.foundation.core.pdf import NoPaper
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal

from ..exports import MEDIA_TYPES, WRITERS
from ..models import Campaign
from ..presenters.campaigns import CampaignPage
from ..report_pdf import report_pdf
from .campaigns import WHOLE, crumbs_of


def _begun(request, ref) -> Campaign:
    campaign = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    if not campaign.has_begun:
        raise Refusal(gettext("This campaign has not begun: there is nothing to report."))
    return campaign


@require_safe
def show(request, ref):
    """What was reached, changed, spent and learned. Of few people asked, nothing is shown."""
    campaign = _begun(request, ref)
    log.log_read(request.user, campaign)
    page = CampaignPage(campaign, campaign.office.today(), is_report=True)
    context = {"campaign": campaign, "page": page, "crumbs": crumbs_of(campaign)}
    return render(request, "campaigns/report.html", context)


@require_safe
def pdf(request, ref):
    """The report as a paper, in the reader's language or the one that is asked for."""
    campaign = _begun(request, ref)
    asked = request.GET.get("language", "")
    language = asked if translation.check_for_language(asked) else translation.get_language()
    with translation.override(language):
        try:
            paper = report_pdf(campaign, campaign.office.today())
        except NoPaper:
            raise Refusal(
                gettext("No PDF can be made here. Print the page of the report instead.")
            ) from None
    log.log_event(request.user, "campaign.exported", campaign, format="pdf")
    return _file(paper, "application/pdf", f"{campaign.number}.pdf")


@require_safe
def table(request, ref, format):
    """Its figures as a table: one line for each, with its method, period and source."""
    campaign = _begun(request, ref)
    page = CampaignPage(campaign, campaign.office.today(), is_report=True)
    body = WRITERS[format](page)
    log.log_event(request.user, "campaign.exported", campaign, format=format)
    return _file(body, MEDIA_TYPES[format], f"{campaign.number}.{format}")


def _file(body: bytes, media_type: str, name: str) -> HttpResponse:
    stem, _dot, ending = name.rpartition(".")
    response = HttpResponse(body, content_type=media_type, headers=SEALED_OFF)
    response.headers["Content-Disposition"] = disposition(stem, f".{ending}")
    return response
