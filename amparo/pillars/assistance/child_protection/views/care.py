"""Who cares for a child, who goes to see them, who stands for them, what an authority decided."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.refusals import Refusal

from ..forms.care import AuthorityForm, CareForm, GuardianEndForm, GuardianForm, VisitForm
from ..models import AuthorityDecision, CareArrangement, CareVisit, Guardian, UnaccompaniedChild
from .child_actions import ChildAction

new = ChildAction.as_view(
    title=_("Record care arrangement"), submit_label=_("Save"), success_message=_("Saved."),
    form_class=CareForm, perform=CareArrangement.begin,
    get_form_kwargs=lambda child: {
        "is_first": not child.cares.standing().exists(), "today": child.case.office.today(),
        "has_guardian": child.guardians.lasting().exists(),
    },
)  # fmt: skip


def _hold(child: UnaccompaniedChild, **told) -> CareVisit:
    care = child.cares.standing().first()
    if care is None:
        raise Refusal(_("Record a care arrangement first."))
    care.child = child
    return CareVisit.hold(care, **told)


visit = ChildAction.as_view(
    title=pgettext_lazy("child", "Home visit"), submit_label=_("Save the visit"),
    form_class=VisitForm,
    perform=_hold, get_form_kwargs=lambda child: {"today": child.case.office.today()},
    get_success_message=lambda child, held: (
        _("Saved. Safety alert raised.") if held.alert_id else _("Saved.")
    ),
)  # fmt: skip

guardian = ChildAction.as_view(
    title=_("Appoint guardian or representative"), submit_label=_("Save"),
    success_message=_("Saved."),
    form_class=GuardianForm, perform=Guardian.name_one,
    get_form_kwargs=lambda child: {
        "case": child.case, "today": child.case.office.today(),
        "has_care": child.cares.standing().exists(),
    },
)  # fmt: skip


def _end(child: UnaccompaniedChild, **told) -> None:
    standing = child.guardians.standing().first()
    if standing is None:
        raise Refusal(_("No guardian or representative."))
    standing.child = child
    standing.end(**told)


guardian_end = ChildAction.as_view(
    title=_("End guardianship"), submit_label=_("Save"), form_class=GuardianEndForm,
    success_message=_("The guardianship has ended."), perform=_end,
    get_form_kwargs=lambda child: {"today": child.case.office.today()},
)  # fmt: skip

authority = ChildAction.as_view(
    title=_("Record decision of an authority"), submit_label=_("Save"),
    success_message=_("Saved."),
    form_class=AuthorityForm, perform=AuthorityDecision.note,
    get_form_kwargs=lambda child: {"case": child.case, "today": child.case.office.today()},
)  # fmt: skip
