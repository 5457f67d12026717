"""The panel of a determination: who is on it, what each says, what is decided."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.pillars.assistance.cases.access_grants import users_with_verb_or_owner

from ..forms.interests import (
    BestInterestsDecisionForm,
    ChildInformedForm,
    ExcuseForm,
    InviteForm,
    OpinionForm,
    ReopenForm,
)
from ..models import (
    BestInterestsDecision,
    BestInterestsDetermination,
    PanelMember,
    PanelOpinion,
)
from .child_actions import ChildAction, DeterminationAction, with_case


def _colleagues(determination: BestInterestsDetermination) -> list:
    found = users_with_verb_or_owner(determination.child.case, "case.see")
    return sorted(found, key=lambda each: each.name)


invite = DeterminationAction.as_view(
    title=_("Panel members"), submit_label=_("Invite"), success_message=_("Invited."),
    form_class=InviteForm, perform=PanelMember.invite,
    get_form_kwargs=lambda determination: {"colleagues": _colleagues(determination)},
)  # fmt: skip


class MemberAction(ChildAction):
    """An action on a member of the panel."""

    queryset = with_case(PanelMember.objects.select_related("user"), "determination__child__")

    def child_of(self, member):
        return member.determination.child

    def get_page(self, member):
        return super().get_page(member) | {"subject": member.called}

    def get_back_url(self, member):
        return member.determination.get_absolute_url()


excuse = MemberAction.as_view(
    title=_("Proceed without this member"), submit_label=_("Excuse them"), form_class=ExcuseForm,
    success_message=_("Panel member removed."), perform=PanelMember.excuse,
)  # fmt: skip

# Each colleague says their own; for somebody from elsewhere, who works here writes it.
opinion = MemberAction.as_view(
    permission="speak", title=_("Opinion of the panel member"), submit_label=_("Save"),
    success_message=_("Saved."), form_class=OpinionForm, perform=PanelOpinion.give,
    get_form_kwargs=lambda member: {"options": member.determination.weighed},
)  # fmt: skip

decide = DeterminationAction.as_view(
    permission="approve",
    title=pgettext_lazy("field", "Decision"),
    submit_label=pgettext_lazy("button", "Decide"),
    success_message=_("Decision recorded. Inform the child now."),
    form_class=BestInterestsDecisionForm,
    perform=BestInterestsDecision.take,
    guidance_step="child.determination",
)


class DecisionAction(DeterminationAction):
    """An action on what was decided; before, there is nothing to tell and nothing to reopen."""

    def get_record(self, **refs):
        determination = super().get_record(**refs)
        if not hasattr(determination, "decision"):
            raise Http404
        determination.decision.determination = determination
        return determination.decision

    def child_of(self, decision):
        return decision.determination.child

    def get_back_url(self, decision):
        return decision.determination.get_absolute_url()


child_informed = DecisionAction.as_view(
    title=_("Record child informed"), submit_label=_("Save"), success_message=_("Saved."),
    form_class=ChildInformedForm, perform=BestInterestsDecision.record_child_informed,
    get_form_kwargs=lambda decision: {"today": decision.determination.child.case.office.today()},
)  # fmt: skip

reopen = DecisionAction.as_view(
    permission="approve", title=_("Reopen determination"),
    submit_label=pgettext_lazy("case", "Reopen"), form_class=ReopenForm,
    success_message=_("Determination reopened. Invite the panel again."),
    perform=BestInterestsDecision.reopen,
    lede=_("What was decided is then no longer in force."),
    get_success_url=lambda decision, anew: anew.get_absolute_url(),
)  # fmt: skip
