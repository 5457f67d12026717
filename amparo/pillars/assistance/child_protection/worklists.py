"""What children alone still wait for: care, a guardian, a visit, somebody to say what is best."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.models import Office, User
from amparo.foundation.people.models import Consent
from amparo.pillars.assistance.pathways.base import Pending
from amparo.ui.pagination import up_to

from .models import (
    BestInterestsAssessment,
    BestInterestsDetermination,
    CareArrangement,
    FamilyContactRestriction,
    Guardian,
    MinorWithoutAdult,
    PanelMember,
    UnaccompaniedChild,
)

# What may be missing: its words, as a list calls it and as a page warns of it.
MISSING_LABELS = {
    "care": gettext_lazy("No care arrangement recorded"),
    "visit": gettext_lazy("Home visit overdue"),
    "guardian": gettext_lazy("No guardian yet"),
    "assessment": gettext_lazy("BIA not done yet"),
    "answer": gettext_lazy("A supervisor reads the assessment"),
    "opinion": gettext_lazy("The panel has not decided yet"),
}


def _own(**more: Any) -> dict[str, Any]:
    return {"child": OuterRef("pk"), **more}


def with_what_is_missing(
    children: QuerySet[UnaccompaniedChild], office: Office | None = None
) -> QuerySet[UnaccompaniedChild]:
    """Each child with what they wait for, asked in the same query."""
    today = office.today() if office else localdate()
    assessments, determinations = (
        BestInterestsAssessment.objects,
        BestInterestsDetermination.objects,
    )
    approved = BestInterestsAssessment.State.APPROVED
    cares = CareArrangement.objects.standing().filter(**_own())
    return children.select_related("person").annotate(
        care_kind=Subquery(cares.values("kind")[:1]),
        visit_is_late=Exists(cares.filter(next_visit_on__lt=today)),
        has_guardian=Exists(Guardian.objects.standing().filter(**_own())),
        is_assessed=Exists(assessments.filter(**_own(state=approved))),
        assessment_waits=Exists(assessments.waiting().filter(**_own())),
        is_weighed=Exists(determinations.under_way().filter(**_own())),
        family_is_not_told=Exists(FamilyContactRestriction.objects.in_force().filter(**_own())),
    )


def missing_of(child: Any) -> Iterator[str]:
    """What this child waits for; `child` comes from `with_what_is_missing`."""
    if child.is_over:
        return
    if child.care_kind in (None, "none"):
        yield "care"
    if child.visit_is_late:
        yield "visit"
    if not child.has_guardian:
        yield "guardian"
    if child.assessment_waits:
        yield "answer"
    elif not child.is_assessed:
        yield "assessment"
    if child.is_weighed:
        yield "opinion"


def words_of(child: Any) -> list[str]:
    return [str(MISSING_LABELS[name]) for name in missing_of(child)]


# Which of them a list shows.

SHOWS: dict[str, Q] = {
    "care": Q(care_kind=None) | Q(care_kind="none"),
    "visit": Q(visit_is_late=True),
    "guardian": Q(has_guardian=False),
    "assessment": Q(is_assessed=False, assessment_waits=False),
    "answer": Q(assessment_waits=True),
    "opinion": Q(is_weighed=True),
}


def children_of(user: User, *, verb: str = "see", show: str = "") -> QuerySet[UnaccompaniedChild]:
    """The children alone whose files this person reads."""
    children = with_what_is_missing(
        UnaccompaniedChild.objects.standing().accessible_to(user, to=verb)
    )
    return children.filter(SHOWS[show]) if show in SHOWS else children


def minors_of(user: User, *, verb: str = "see") -> QuerySet[MinorWithoutAdult]:
    """Minors registered without an adult whom nobody has looked at, of files this person opens."""
    return MinorWithoutAdult.objects.waiting().accessible_to(user, to=verb)


def _own_cases(user: User, show: str) -> QuerySet:
    return up_to(children_of(user, show=show).filter(case__owner=user))


def _list(show: str, whose: str = "") -> str:
    more = f"&whose={whose}" if whose else ""
    return f"{reverse('child_protection:children')}?show={show}{more}"


def opinions_of(user: User) -> QuerySet[PanelMember]:
    """On which panels this person has not spoken yet."""
    weighing = BestInterestsDetermination.State.WEIGHING
    return PanelMember.objects.accessible_to(user).filter(
        user=user, opinions=None, excused_at=None, determination__state=weighing
    )


def caseworker_counts(user: User) -> list[Pending]:
    """What waits for a caseworker, in the cases that they accompany or of whom they registered."""
    theirs = minors_of(user).filter(Q(by=user) | Q(case__owner=user))
    return [
        Pending(
            _("Minors registered without an adult"), up_to(theirs),
            reverse("child_protection:minors"), is_late=True,
        ),
        Pending(
            _("Children with no care arrangement recorded"), _own_cases(user, "care"),
            _list("care", "mine"), is_late=True,
        ),
        Pending(
            _("Overdue home visits"), _own_cases(user, "visit"), _list("visit", "mine"),
            is_late=True,
        ),
        Pending(
            _("Children without a guardian"), _own_cases(user, "guardian"),
            _list("guardian", "mine"),
        ),
        Pending(
            _("Consents without their document"),
            up_to(_without_document(user).filter(by=user)),
            reverse("people:consents-without-document"), is_late=True,
        ),
        Pending(
            _("BID panels pending your opinion"), up_to(opinions_of(user)),
            _list("opinion"),
        ),
    ]  # fmt: skip


def _without_document(user: User) -> QuerySet:
    """People for whom somebody consented by a document that nobody attached."""
    lacking = Consent.objects.without_document().accessible_to(user, to="work")
    return lacking.order_by().values("person").distinct()


def supervisor_counts(user: User) -> list[Pending]:
    """What waits for who answers for a team."""
    if "case.approve" not in user.permissions:
        return []
    asked = (
        BestInterestsAssessment.objects.waiting().accessible_to(user, to="decide").exclude(by=user)
    )
    late = children_of(user, verb="approve", show="visit")
    return [
        Pending(
            _("Minors registered without an adult"), up_to(minors_of(user, verb="approve")),
            reverse("child_protection:minors"), is_late=True,
        ),
        Pending(
            _("Consents without their document"), up_to(_without_document(user)),
            reverse("people:consents-without-document"), is_late=True,
        ),
        Pending(
            _("BIA to review"), up_to(asked), _list("answer"),
        ),
        Pending(_("Overdue home visits"), up_to(late), _list("visit"), is_late=True),
        Pending(
            _("BID panels pending your opinion"), up_to(opinions_of(user)),
            _list("opinion"),
        ),
    ]  # fmt: skip
