"""The page of a way, its beginning, the list of all of them, and the figures."""

from django.db.models import Prefetch, prefetch_related_objects
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import require_permission
from amparo.foundation.people.models import Person
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.access_grants import users_with_group_permission
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.views.case_actions import case_crumbs
from amparo.ui.pagination import paginate
from amparo.ui.responses import fetches_rest_later, render_page

from ..figures import figures_for
from ..forms.identification import IndicatorsForm
from ..models import IndicatorObservation, TraffickingRecord
from ..presenters import TraffickingRecordPage
from ..screening_signs import signs_heard
from ..status import WAITS, pending_steps, record_state, waiting_records
from .pathway_actions import WayAction, open_way, open_way_case, way_response


@require_safe
def show(request, ref, way):
    way = open_way(request, ref, way, to="see")
    # Only for looking: after an action that adds indicators they are read anew.
    seen = IndicatorObservation.objects.select_related("by")
    prefetch_related_objects([way], Prefetch("indicatorobservations", seen))
    context = {
        "way": way, "case": way.case, "file": TraffickingRecordPage(way, request.user),
        "safe_talk": code_lists.terms("interview_safety"),
        "is_deferred": fetches_rest_later(request),
    }  # fmt: skip
    return render_page(request, "counter_trafficking/show.html", context, part="told")


class NoteSigns(WayAction):
    """Notes signs of trafficking of somebody who has a way already."""

    title = _("Trafficking indicators")
    submit_label = _("Record indicators")
    success_message = _("Indicators recorded. They decide nothing: a person does.")
    guidance_step = "trafficking.screening"
    form_class = IndicatorsForm
    fields_template = "counter_trafficking/signs.html"

    def people_of(self, way):
        return [way.person]

    def get_form_kwargs(self, record):
        return {"case": self.case_of(record), "people": self.people_of(record)}

    def case_of(self, way) -> Case:
        return way.case

    def get_context(self, record):
        return {
            "safe_talk": code_lists.terms("interview_safety"),
            "have_leave": _have_leave(self.case_of(record)),
            "heard": signs_heard(self.case_of(record), self.people_of(record), self.request.user),
        }

    def perform(self, record, *, by, person, **told):
        way = TraffickingRecord.begin(self.case_of(record), person, by=by)
        IndicatorObservation.note(way, by=by, **told)
        return way

    def get_response(self, record, way):
        return way_response(self.request, way, self.get_success_message(record, way))


class Begin(NoteSigns):
    """The first signs; with them the case is kept close, unless whoever notes them says no."""

    def get_record(self, ref):
        return open_way_case(self.request, ref, to="work")

    def case_of(self, case):
        return case

    def people_of(self, case):
        """Its people, but for those whom another group keeps from whoever asks."""
        people = Person.objects.accessible_to(self.request.user)
        keys = [person.pk for person in case.persons()]
        return list(people.filter(pk__in=keys).order_by("pk"))

    def get_page(self, case):
        return {"case": case, "crumbs": case_crumbs(case)}

    def get_back_url(self, case):
        return case.get_absolute_url()


begin = Begin.as_view()
signs = NoteSigns.as_view()


def _have_leave(case) -> list[str]:
    """Who would still open the case, beside whoever accompanies it."""
    before, case.confidentiality = case.confidentiality, case.Confidentiality.TRAFFICKING
    try:
        return [user.name for user in users_with_group_permission(case)]
    finally:
        case.confidentiality = before


@require_safe
def index(request):
    """Who waits for what, and since when: the longest first."""
    require_permission(request, "case.see")
    asked = request.GET.get("waits", "")
    ways = waiting_records(TraffickingRecord.objects.going_on().accessible_to(request.user), asked)
    ways = ways.select_related("person", "case__team__office", "case__owner")
    pages = paginate(ways, request, "at", "pk", size=25)
    log.log_list(request.user, "ways_out.listed", pages)
    return render(request, "counter_trafficking/index.html", {
        "title": WAITS.get(asked, _("Victims of trafficking")),
        "lines": [(way, record_state(way), pending_steps(way)) for way in pages],
        "pages": pages,
        "choices": [("", pgettext_lazy("children, victims, filter", "All")), *WAITS.items()],
        "asked": asked if asked in WAITS else "",
        "sees_figures": "team.see" in request.user.permissions,
    })  # fmt: skip


@require_safe
def figures(request):
    """Counts alone: also for who may open none of these files."""
    require_permission(request, "team.see")
    log.log_list(request.user, "ways_out.counted", [])
    return render(
        request, "counter_trafficking/figures.html", {"figures": figures_for(request.user)}
    )
