"""Pages on which something is placed, done or cancelled, and reach is recorded."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.action_views import NestedActionView

from ..forms.campaigns import ReasonForm
from ..forms.placements import ExposureForm, FinishForm, PlacementForm
from ..models import Exposure, Placement
from .campaigns import WHOLE, crumbs_of


class PartAction(NestedActionView):
    """An action on a campaign or a part of it, by whoever keeps the campaign."""

    permission = "keep"
    parent_name = "campaign"
    anchor = ""

    def get_parent(self, ref):
        return self.find(WHOLE, ref=ref)

    def get_page(self, record):
        return {"crumbs": crumbs_of(self.parent_of(record))}

    def get_back_url(self, record):
        return f"{self.parent_of(record).get_absolute_url()}{self.anchor}"

    def get_success_url(self, record, result):
        return self.get_back_url(record)


class PlacementAction(PartAction):
    queryset = Placement.objects.select_related("message", "place")
    anchor = "#placements"


class NewPlacement(PlacementAction):
    title = _("Add placement")
    submit_label = _("Add placement")
    success_message = _("Placement planned.")
    form_class = PlacementForm

    def get_form_kwargs(self, campaign):
        return {"campaign": campaign, "user": self.request.user}

    def perform(self, campaign, *, by, **fields):
        Placement.plan(campaign, by=by, **fields)


class EditPlacement(PlacementAction):
    title = _("Edit placement")
    submit_label = _("Save")
    success_message = _("Placement updated.")
    form_class = PlacementForm

    def get_form_kwargs(self, placement):
        return {
            "campaign": placement.campaign, "user": self.request.user, "placement": placement,
        }  # fmt: skip

    def perform(self, placement, *, by, **fields):
        placement.change(by=by, **fields)


class FinishPlacement(PlacementAction):
    title = _("Record placement as done")
    submit_label = _("Record as done")
    success_message = _("Placement recorded. Record next whom it reached.")
    form_class = FinishForm

    def get_form_kwargs(self, placement):
        return {"placement": placement}

    def perform(self, placement, *, by, **fields):
        placement.finish(by=by, today=placement.campaign.office.today(), **fields)


class RecordExposure(PartAction):
    title = _("Record reach")
    submit_label = _("Record reach")
    lede = _("Each figure stands with the method by which it was counted. Figures of different "
             "methods are never added.")  # fmt: skip
    success_message = _("Reach recorded.")
    form_class = ExposureForm
    anchor = "#reach"

    def get_form_kwargs(self, campaign):
        return {"campaign": campaign, "placement": self.request.GET.get("placement", "")}

    def perform(self, campaign, *, by, **fields):
        Exposure.record(campaign, by=by, today=campaign.office.today(), **fields)


new, edit, finish = NewPlacement.as_view(), EditPlacement.as_view(), FinishPlacement.as_view()
cancel = PlacementAction.as_view(
    title=_("Cancel placement"), submit_label=_("Cancel placement"), form_class=ReasonForm,
    tone="danger", success_message=_("Placement cancelled."), perform=Placement.cancel,
)  # fmt: skip
record_exposure = RecordExposure.as_view()
remove_exposure = PartAction.as_view(
    queryset=Exposure.objects.filter(removed_at=None), anchor="#reach", tone="danger",
    title=_("Remove figure"), submit_label=_("Remove figure"),
    lede=_("It counts no more. That it was recorded stays in the audit log."),
    success_message=_("Figure removed."), perform=Exposure.remove,
)  # fmt: skip
