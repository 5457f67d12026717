"""Unmet needs: the list of a caseworker or supervisor, and the reason or the end of one."""

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import require_permission
from amparo.foundation.people.models import Place
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.views.case_actions import CasePartAction
from amparo.ui.pagination import paginate

from ..forms.protection_flags import UnmetNeedFilterForm, UnmetNeedForm
from ..models import Need, UnmetNeed
from ..worklists import unmet_needs_for, unmet_needs_of, with_their_cases

LIST, PAGE = "assessment/unmet_needs.html", 30


@require_safe
def index(request):
    """Of one's own cases, or of those one answers for; unmet for longest comes first."""
    require_permission(request, "case.see")
    form = UnmetNeedFilterForm(request.GET)
    answers = "case.approve" in request.user.permissions
    rows = unmet_needs_for(request.user) if answers else unmet_needs_of(request.user)
    if state := form.said("state"):
        rows = rows.filter(confirmed_at__isnull=state == "unconfirmed")
    place = Place.objects.filter(ref=form.said("place")).first() if form.said("place") else None
    if place:
        inside = Q(place=place) | Q(place__within=place) | Q(place__within__within=place)
        rows = rows.filter(inside)
    pages = paginate(rows.select_related("place", "need"), request, "since", "pk", size=PAGE)
    unmet = with_their_cases(pages)
    log.log_list(request.user, "unmetneed.listed", {each.case for each in unmet})
    first = reverse("cases:waiting" if answers else "cases:today")
    context = {
        "form": form, "pages": pages, "unmet": unmet, "place": place, "first_url": first,
        "answers": answers,
    }  # fmt: skip
    return render(request, LIST, context)


class StateReason(CasePartAction):
    """Says in one tap why a need is not met, or that it is met or no longer needed."""

    queryset = Need
    part = "needs"
    form_class = UnmetNeedForm
    body_template = "assessment/unmet_need_form.html"

    def get_title(self, need):
        return _("Unmet need")

    def get_form_kwargs(self, need):
        return {"need": need, "unmet": _open(need)}

    def get_context(self, need):
        return {"need": need, "unmet": _open(need)}

    def perform(self, need, *, by, said, right):
        if said not in UnmetNeed.ENDS:
            return UnmetNeed.state(need, by=by, reason=said, right=right)
        if unmet := _open(need):
            unmet.end(by=by, how=said)
        return None

    def get_success_message(self, need, unmet):
        return _("Reason recorded.") if unmet else _("Unmet need ended.")


state_reason = StateReason.as_view()


def _open(need: Need) -> UnmetNeed | None:
    case: Case = need.case
    unmet = UnmetNeed.objects.open().filter(case=case, service_type=need.service_type).first()
    if unmet:
        unmet.case = case
    return unmet
