"""Who cares for a child, who goes to see them, who stands for them, what an authority decided."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.refusals import Refusal

from ..forms.care import AuthorityForm, CareForm, GuardianEndForm, GuardianForm, VisitForm
from ..models import AuthorityDecision, CareArrangement, CareVisit, ChildAlone, Guardian
from .child_actions import ChildAction

new = ChildAction.as_view(
    title=_("Who cares for the child?"), submit_label=_("Save"), success_message=_("Saved."),
    form_class=CareForm, perform=CareArrangement.begin,
    get_form_kwargs=lambda child: {
        "is_first": not child.cares.standing().exists(), "today": child.case.office.today(),
        "has_guardian": child.guardians.lasting().exists(),
    },
)  # fmt: skip


def _hold(child: ChildAlone, **told) -> CareVisit:
    care = child.cares.standing().first()
    if care is None:
        raise Refusal(_("First write down who cares for the child."))
    care.child = child
    return CareVisit.hold(care, **told)


visit = ChildAction.as_view(
    title=_("Visit to the child"), submit_label=_("Save the visit"), form_class=VisitForm,
    perform=_hold, get_form_kwargs=lambda child: {"today": child.case.office.today()},
    get_success_message=lambda child, held: (
        _("Saved. An alert was sounded.") if held.alert_id else _("Saved.")
    ),
)  # fmt: skip

guardian = ChildAction.as_view(
    title=_("Who stands for the child?"), submit_label=_("Save"), success_message=_("Saved."),
    form_class=GuardianForm, perform=Guardian.name_one,
    get_form_kwargs=lambda child: {
        "case": child.case, "today": child.case.office.today(),
        "has_care": child.cares.standing().exists(),
    },
)  # fmt: skip


def _end(child: ChildAlone, **told) -> None:
    standing = child.guardians.standing().first()
    if standing is None:
        raise Refusal(_("Nobody stands for the child now."))
    standing.child = child
    standing.end(**told)


guardian_end = ChildAction.as_view(
    title=_("The guardianship ends"), submit_label=_("Save"), form_class=GuardianEndForm,
    success_message=_("The guardianship has ended."), perform=_end,
    get_form_kwargs=lambda child: {"today": child.case.office.today()},
)  # fmt: skip

authority = ChildAction.as_view(
    title=_("An authority decided"), submit_label=_("Save"), success_message=_("Saved."),
    form_class=AuthorityForm, perform=AuthorityDecision.note,
    get_form_kwargs=lambda child: {"case": child.case, "today": child.case.office.today()},
)  # fmt: skip
