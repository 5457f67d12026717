"""Pages of campaigns: the list, one campaign, and what is done with it."""

from typing import Any

from django.db.models import Case, IntegerField, Model, QuerySet, Value, When
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.ui.pagination import paginate
from amparo.ui.responses import fetches_rest_later, render_page

from ..forms.campaigns import CampaignForm, CapacityForm, CloseForm, ReasonForm
from ..models import Campaign
from ..presenters.campaigns import CampaignPage

PAGE = 50
CAMPAIGNS = pgettext_lazy("list", "Campaigns")
WHOLE = Campaign.objects.select_related(
    "office", "budget_line__fund", "by", "capacity_by"
).prefetch_related("places", "partners")
_STATE = Campaign.State
# Those that run first, then planned ones, then those to be measured.
_RANK = Case(
    When(state__in=(_STATE.RUNNING, _STATE.PAUSED), then=Value(0)),
    When(state=_STATE.PLANNED, then=Value(1)),
    When(state=_STATE.ENDED, then=Value(2)),
    default=Value(3), output_field=IntegerField(),
)  # fmt: skip


@require_safe
def index(request):
    """All campaigns that the user may see: those on air first."""
    require_permission(request, "campaign.see")
    rows = Campaign.objects.accessible_to(request.user).annotate(rank=_RANK)
    rows = rows.select_related("office").prefetch_related("places")
    pages = paginate(rows, request, "rank", "-year", "-serial", "pk", size=PAGE)
    for each in pages:
        each.week = each.week_of(each.office.today()) if each.is_on_air else None
    log.log_list(request.user, "campaign.listed", pages)
    context = {"pages": pages, "may_keep": "campaign.keep" in request.user.permissions}
    return render(request, "campaigns/campaign_list.html", context)


@require_safe
def show(request, ref):
    """Where it stands and whom it reached; surveys, requests and pretests are fetched after it."""
    campaign = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    log.log_read(request.user, campaign)
    today = campaign.office.today()
    context = {
        "campaign": campaign, "page": CampaignPage(campaign, today), "today": today,
        "may_keep": "keep" in permissions_on(campaign, request.user),
        "is_deferred": fetches_rest_later(request),
    }  # fmt: skip
    return render_page(request, "campaigns/campaign_detail.html", context, part="later")


def crumbs_of(campaign: Campaign) -> list[tuple[str, Any]]:
    return [
        (reverse("campaigns:campaigns"), CAMPAIGNS),
        (campaign.get_absolute_url(), campaign.number),
    ]


class CampaignAction(ActionView):
    """An action on a campaign, by whoever keeps it."""

    queryset: QuerySet | type[Model] | None = WHOLE
    permission = "keep"

    def get_page(self, campaign):
        return {"crumbs": crumbs_of(campaign)}


class NewCampaign(CampaignAction):
    """Plans a campaign of an office for which the user keeps them."""

    title = _("Plan campaign")
    submit_label = _("Plan campaign")
    success_message = _("Campaign planned. Say next what its contact line can take.")
    form_class = CampaignForm

    def get_record(self):
        require_permission(self.request, "campaign.keep")

    def get_form_kwargs(self, record):
        return {"user": self.request.user}

    def get_page(self, record):
        return {"crumbs": [(self.get_back_url(record), CAMPAIGNS)]}

    def get_back_url(self, record):
        return reverse("campaigns:campaigns")

    def perform(self, record, *, by, **fields):
        return Campaign.plan(by=by, **fields)

    def get_success_url(self, record, result):
        return result.get_absolute_url()


class EditCampaign(CampaignAction):
    title = _("Edit campaign")
    submit_label = _("Save")
    success_message = _("Campaign updated.")
    form_class = CampaignForm

    def get_form_kwargs(self, campaign):
        return {"user": self.request.user, "campaign": campaign}

    def perform(self, campaign, *, by, **fields):
        campaign.change(by=by, **fields)


class RecordCapacity(CampaignAction):
    title = _("Say what the contact line can take")
    submit_label = _("Save")
    success_message = _("Capacity recorded, with your name and the day.")
    lede = _("A campaign that calls more people than the line can answer harms them.")
    form_class = CapacityForm

    def get_form_kwargs(self, campaign):
        names = ("contact_line", "contact_hours", "contact_capacity")
        return {"initial": {name: getattr(campaign, name) for name in names}}

    def perform(self, campaign, *, by, **fields):
        campaign.record_capacity(by=by, **fields)


class EndCampaign(CampaignAction):
    title = _("End campaign")
    submit_label = _("End campaign")
    lede = _("On its last day or later. Before it, stop the campaign and say why.")
    success_message = _("Campaign ended. Measure next what it changed.")

    def perform(self, campaign, *, by, **fields):
        campaign.end(by=by, today=campaign.office.today())


class CloseWithReport(CampaignAction):
    title = _("Close with report")
    submit_label = _("Close with report")
    lede = _("From then on its figures stay as they are. The report can be printed and sent.")
    success_message = _("Campaign measured. Its report is ready.")
    form_class = CloseForm

    def perform(self, campaign, *, by, **fields):
        campaign.close_with_report(by=by, **fields)

    def get_success_url(self, campaign, result):
        return reverse("campaigns:report", args=[campaign.ref])


new, edit, capacity = NewCampaign.as_view(), EditCampaign.as_view(), RecordCapacity.as_view()
end, close = EndCampaign.as_view(), CloseWithReport.as_view()
start = CampaignAction.as_view(
    title=_("Start campaign"), submit_label=_("Start campaign"),
    lede=_("From then on its placements may be made, and people call the line."),
    success_message=_("Campaign started."), perform=Campaign.start,
)  # fmt: skip
pause = CampaignAction.as_view(
    title=_("Pause campaign"), submit_label=_("Pause campaign"), form_class=ReasonForm,
    lede=_("For instance because the line is full. Stations and posters are told by you."),
    success_message=_("Campaign paused."), perform=Campaign.pause,
)  # fmt: skip
resume = CampaignAction.as_view(
    title=_("Resume campaign"), submit_label=_("Resume campaign"),
    success_message=_("Campaign resumed."), perform=Campaign.resume,
)  # fmt: skip
stop = CampaignAction.as_view(
    title=_("Stop campaign"), submit_label=_("Stop campaign"), form_class=ReasonForm,
    tone="danger",
    lede=_("It ends at once and planned placements are cancelled. What hangs or runs outside, "
           "you remove yourself."),
    success_message=_("Campaign stopped."), perform=Campaign.stop,
)  # fmt: skip
