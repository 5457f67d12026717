"""Pages of the survey of a campaign: its items, its rounds and their answers."""

from django.utils.translation import gettext_lazy as _

from ..forms.surveys import AnswersForm, ItemForm, RoundForm
from ..models import SurveyItem, SurveyRound
from .placements import PartAction


class AddItem(PartAction):
    title = _("Add survey item")
    submit_label = _("Add survey item")
    lede = _("Asked in the same words in every round. Answers are yes or no.")
    success_message = _("Survey item added.")
    form_class = ItemForm
    anchor = "#survey"

    def perform(self, campaign, *, by, **fields):
        SurveyItem.add(campaign, by=by, **fields)


class PlanRound(PartAction):
    title = _("Plan survey round")
    submit_label = _("Plan survey round")
    success_message = _("Survey round planned.")
    form_class = RoundForm
    anchor = "#survey"

    def perform(self, campaign, *, by, **fields):
        SurveyRound.plan(campaign, by=by, **fields)


class RecordAnswers(PartAction):
    queryset = SurveyRound.objects.prefetch_related("answers")
    title = _("Record answers of the round")
    submit_label = _("Save")
    lede = _("Counts alone: no answer of one person is kept here.")
    success_message = _("Survey round recorded.")
    form_class = AnswersForm
    anchor = "#survey"

    def get_form_kwargs(self, survey_round):
        return {"survey_round": survey_round}

    def perform(self, survey_round, *, by, **fields):
        survey_round.record_answers(by=by, today=survey_round.campaign.office.today(), **fields)


add_item, plan_round = AddItem.as_view(), PlanRound.as_view()
record_answers = RecordAnswers.as_view()
remove_item = PartAction.as_view(
    queryset=SurveyItem.objects.prefetch_related("texts"), anchor="#survey", tone="danger",
    title=_("Remove survey item"), submit_label=_("Remove survey item"),
    success_message=_("Survey item removed."), perform=SurveyItem.remove,
)  # fmt: skip
