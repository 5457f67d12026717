"""The report of an event: read, taken along as PDF or workbook, and its sentences looked at."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.files.downloads import SEALED_OFF, disposition
from amparo.foundation.core.pdf import NoPaper
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats
from amparo.ui.responses import action_done

from ..forms.report import WithholdForm
from ..models import Reaction, TrainingEvent
from ..presenters.report import EventReport, ready_to_clear
from ..presenters.report_parts import REPORT
from ..report_papers import XLSX, report_pdf, report_xlsx
from .follow_up import WHOLE, crumbs_of


@require_safe
def show(request: HttpRequest, ref) -> HttpResponse:
    """The report as it is now, for who reads the figures of the event."""
    event = get_permitted_or_404(request, WHOLE, to="report", ref=ref)
    context = {
        "event": event, "report": EventReport(event, request.user), "crumbs": crumbs_of(event),
        "here": REPORT,
    }  # fmt: skip
    return render(request, "training/report.html", context)


@require_safe
def pdf(request: HttpRequest, ref) -> HttpResponse:
    """Two pages A4 at most, in the reader's language or the one that the address asks for."""
    try:
        return _file(request, ref, report_pdf, "application/pdf", ".pdf")
    except NoPaper:
        raise Refusal(
            gettext("No PDF can be made here. Download the report as XLSX instead.")
        ) from None


@require_safe
def xlsx(request: HttpRequest, ref) -> HttpResponse:
    return _file(request, ref, report_xlsx, XLSX, ".xlsx")


def _file(
    request: HttpRequest, ref, make: Callable[[EventReport], bytes], kind: str, ending: str
) -> HttpResponse:
    """A report leaves with the sentences that were cleared, and the ledger says so."""
    event = get_permitted_or_404(request, WHOLE, to="report", ref=ref)
    asked = request.GET.get("language", "")
    language = asked if translation.check_for_language(asked) else translation.get_language()
    with translation.override(language):
        report = EventReport(event, request.user)
        content = make(report)
        name = f"{REPORT} {event.number}"
    log.log_event(
        request.user, "trainingevent.reported", event, format=ending[1:],
        count=len(report.after.verbatims),
    )  # fmt: skip
    response = HttpResponse(content, content_type=kind, headers=SEALED_OFF)
    response.headers["Content-Disposition"] = disposition(name, ending)
    return response


@require_POST
def clear(request: HttpRequest, ref) -> HttpResponse:
    """An organizer has read the chosen sentences: those that name nobody may leave."""
    event = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    ready = ready_to_clear(EventReport(event, request.user).sentences)
    count = Reaction.allow_quotation(event, ready, by=request.user)
    said = ngettext(
        "%(count)s sentence may leave with the report.",
        "%(count)s sentences may leave with the report.", count,
    ) % {"count": formats.number(count)}  # fmt: skip
    return action_done(request, next_url=_page_of(event), message=said)


class Withhold(ActionView):
    """Leaves a sentence out of everything that is quoted, and says why."""

    queryset = Reaction.objects.select_related(
        "event__office", "event__version__course"
    ).prefetch_related("event__sessions", "event__version__texts")
    permission = "keep"
    title = _("Leave sentence out")
    lede = _(
        "It is quoted nowhere, and the report says that one was left out. That it is critical is"
        " no reason."
    )
    submit_label = pgettext_lazy("sentence", "Leave out")
    success_message = _("This sentence is quoted no more.")
    form_class = WithholdForm

    def get_page(self, reaction):
        event = reaction.event
        crumbs = [*crumbs_of(event), (_page_of(event), REPORT)]
        return {"crumbs": crumbs, "subject": reaction.text}

    def get_back_url(self, reaction):
        return _page_of(reaction.event)

    def perform(self, reaction, *, by, because):
        reaction.withhold(by=by, because=because)


withhold = Withhold.as_view()


def _page_of(event: TrainingEvent) -> str:
    return f"{reverse('training:report', args=[event.ref])}#sentences"
