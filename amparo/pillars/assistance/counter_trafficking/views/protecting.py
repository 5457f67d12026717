"""Time to recover and reflect, and the safety plan."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.encryption.fields import personal_fields
from amparo.ui.pagination import paginate

from ..forms.protecting import (
    EarlyEndForm,
    ExtensionForm,
    LookForm,
    ReflectionForm,
    RetraffickingReviewForm,
    SafetyForm,
)
from ..models import ReflectionPeriod, RetraffickingReview, SafetyPlan, TraffickingRecord
from ..presenters import TraffickingRecordPage
from .pathway_actions import WayAction, open_way

reflection = WayAction.as_view(
    title=_("Recovery and reflection period"), submit_label=pgettext_lazy("button", "Record"),
    success_message=_("Recovery and reflection period saved."), form_class=ReflectionForm,
    guidance_step="trafficking.reflection", perform=ReflectionPeriod.grant,
    get_form_kwargs=lambda way: {"way": way},
    lede=_("The least number of days is a setting of your office: check it against the law."),
)  # fmt: skip

extend = WayAction.as_view(
    queryset=ReflectionPeriod, title=pgettext_lazy("title", "Extend period"), submit_label=_(
                                                                                  "Extend period"),
    success_message=_("Recovery and reflection period extended."), form_class=ExtensionForm,
    perform=ReflectionPeriod.extend, get_form_kwargs=lambda period: {"period": period},
)  # fmt: skip

end_early = WayAction.as_view(
    queryset=ReflectionPeriod, title=_("Does the person wish it to end?"),
    submit_label=_("End it at their wish"), form_class=EarlyEndForm,
    success_message=_("Ended at the person’s wish. All assistance continues."),
    perform=ReflectionPeriod.end_early,
    lede=_("Nobody else can end it, and no help depends on it."),
    get_form_kwargs=lambda period: {
        "period": period, "initial": {"on": period.way.case.office.today()}
    },
)  # fmt: skip


@require_safe
def safety(request, ref, way):
    """The version in force, and those before it."""
    way = open_way(request, ref, way, to="see")
    pages = paginate(way.safetyplans.select_related("by"), request, "-pk", size=10)
    context = {
        "way": way,
        "case": way.case,
        "file": TraffickingRecordPage(way, request.user),
        "pages": pages,
    }
    return render(request, "counter_trafficking/safety.html", context)


def _as_before(way: TraffickingRecord) -> dict:
    """A new version begins with what the one before says."""
    before = way.safety
    return {name: getattr(before, name) for name in personal_fields(SafetyPlan)} if before else {}


new_safety = WayAction.as_view(
    title=pgettext_lazy("title", "Safety plan"), submit_label=_("Agree this plan"),
    form_class=SafetyForm,
    success_message=_("The safety plan is in force."), perform=SafetyPlan.agree,
    lede=_("Made with the person: they know best what is safe."),
    get_form_kwargs=lambda way: {"initial": _as_before(way)},
)  # fmt: skip


def _look(plan: SafetyPlan, *, by, **fields) -> bool:
    plan.look_at(by=by, **fields)
    return fields["still_holds"]


look = WayAction.as_view(
    queryset=SafetyPlan, title=_("Review safety plan together"),
    submit_label=pgettext_lazy("button", "Save"), form_class=LookForm, perform=_look,
    get_success_message=lambda plan, still_holds: (
        _("It holds on.") if still_holds else _("Make a new version.")
    ),
)  # fmt: skip

review = WayAction.as_view(
    title=_("Review the risk of re-trafficking"), submit_label=_("Save the review"),
    success_message=_("The review is saved, and the next one is a task of the case."),
    form_class=RetraffickingReviewForm, perform=RetraffickingReview.hold,
    get_form_kwargs=lambda way: {"way": way},
    lede=_("Done with the person. What cannot be said yet is no low risk."),
)  # fmt: skip
