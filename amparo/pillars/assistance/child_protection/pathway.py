"""What child protection adds to the page of a case, to work lists and to checks."""

from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.field_values import register_code_lists
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.pathways.base import Pathway, PathwayStatus, Programme, add_pathway
from amparo.pillars.assistance.pathways.checks import register_requirement

from . import worklists
from .approval_context import CHECKS, missing_for_check
from .models import MinorWithoutAdult, UnaccompaniedChild


def _exists() -> Exists:
    return Exists(UnaccompaniedChild.objects.filter(case=OuterRef("pk")))


def _standings(case: Case, user: User) -> list[PathwayStatus]:
    found = []
    child: Any  # with what is missing, asked along
    for child in worklists.with_what_is_missing(
        UnaccompaniedChild.objects.filter(case=case), case.office
    ):
        child.case = case
        state = _("History") if child.is_over else child.get_status_display()
        found.append(
            PathwayStatus(
                title=_("UASC: %(name)s") % {"name": child.person.shown_name},
                state=state,
                url=child.get_absolute_url(),
                waits_for=tuple(worklists.words_of(child)),
                is_late=child.visit_is_late,
            )
        )
    return found


def _minor_exists() -> Exists:
    return Exists(MinorWithoutAdult.objects.filter(case=OuterRef("pk"), looked_at=None))


def _minors(case: Case, user: User) -> list[PathwayStatus]:
    """Only to look at: what follows is registered as a child alone, or written down."""
    found = MinorWithoutAdult.objects.filter(case=case).waiting(case.office.today())
    return [
        PathwayStatus(
            title=_("Minor without an adult: %(name)s") % {"name": minor.person.shown_name},
            state=minor.proposal,
            url=reverse("child_protection:minor", args=[minor.ref]),
            waits_for=(minor.get_reason_display(),),
            is_late=True,
        )
        for minor in found.accessible_to(user).select_related("person")
    ]


def _may_begin(case: Case) -> bool:
    """Where the person is a child, or children may be among those who came together."""
    person = case.person
    return bool(person and person.is_child(case.office.today())) or bool(case.family_id)


# Fields that hold codes of a list.
ON_LISTS = {
    "unaccompaniedchild.cause": "separation_cause",
    "carearrangement.kind": "care_arrangement",
    "carearrangement.why_ended": "care_change",
    "guardian.basis": "guardian_basis",
    "bestinterestsoption.code": "best_interests_option",
    "panelmember.role": "panel_role",
    "authoritydecision.code": "best_interests_option",
}


def register_pathway() -> None:
    register_code_lists(ON_LISTS)
    add_pathway(
        Pathway(
            name="child_alone",
            icon="lifebuoy",
            begins="child_protection:child-new",
            offer=gettext_lazy("Register UASC"),
            exists=_exists,
            standings=_standings,
            may_begin=_may_begin,
            mine=worklists.caseworker_counts,
            filter_name=gettext_lazy("Child protection"),
            watched=worklists.supervisor_counts,
            programme=Programme.CHILDREN,
        )
    )
    add_pathway(
        Pathway(
            name="minor_without_adult",
            icon="lifebuoy",
            begins="child_protection:child-new",
            offer=gettext_lazy("Register UASC"),
            exists=_minor_exists,
            standings=_minors,
            may_begin=lambda case: False,  # it begins with the registration alone
        )
    )
    for kind, way in CHECKS.items():
        register_requirement(kind, partial(missing_for_check, way=way))
