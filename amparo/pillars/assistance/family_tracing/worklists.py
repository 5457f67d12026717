"""What of a search waits for whom, and how it stands on the page of a case."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.pathways.base import (
    Pathway,
    PathwayStatus,
    Pending,
    Programme,
    add_pathway,
)
from amparo.pillars.assistance.pathways.models import Check

from .models import Reunification, TracingMatch, TracingRequest


def requests_of(case: Case, user: User) -> list[PathwayStatus]:
    """Searches that were begun in this case."""
    found = TracingRequest.objects.filter(case=case).accessible_to(user)
    return [
        PathwayStatus(
            _("Family tracing"),
            request.state_for(user),
            request.get_absolute_url(),
            waits_for=() if request.has_consent else (_("Consent to tracing"),),
        )
        for request in found.select_related("office__organization", "inquirer").order_by("pk")
    ]


def reunifications_of(case: Case, user: User) -> list[PathwayStatus]:
    today = case.office.today()
    found = Reunification.objects.filter(case=case).exclude(state="called_off").order_by("pk")
    for reunion in found:
        reunion.case = case
    return [
        PathwayStatus(
            _("Family reunification"),
            reunion.get_state_display(),
            reunion.get_absolute_url(),
            waits_for=_shut(reunion, today) if reunion.is_ahead else (),
            is_late=_is_late(reunion, today),
        )
        for reunion in found
    ]


def _is_late(reunion: Reunification, today: date) -> bool:
    day = reunion.planned_on
    return reunion.state == "planned" and day is not None and day < today


def _shut(reunion: Reunification, today: date) -> tuple[str, ...]:
    return tuple(check.called for check in Check.objects.of(reunion.ref).shut(today))


def figures(user: User) -> list[Pending]:
    """For those who trace: what nobody has begun, and what has to be verified."""
    url = reverse("family_tracing:requests")
    mine = TracingRequest.objects.accessible_to(user, "match") if user.groups else None
    if mine is None:
        return []
    new = mine.filter(state=TracingRequest.State.OPEN)
    asked = TracingMatch.objects.accessible_to(user).filter(
        state=TracingMatch.State.PROPOSED,
        sought__request__in=mine.exclude(state=TracingRequest.State.CLOSED),
    )
    return [
        Pending(_("Tracing requests not started"), new, f"{url}?which=new"),
        Pending(_("Possible matches to verify"), asked, f"{url}?which=verify"),
        *_late(user),
    ]


def _late(user: User) -> list[Pending]:
    if user.office is None:
        return []
    late = Reunification.objects.filter(
        state="planned", case__owner=user.pk, planned_on__lt=user.office.today()
    ).order_by("planned_on")
    name = _("Reunifications whose day has passed")
    return [Pending(name, late, lambda: _url_of(late), is_late=True)]


def supervisor_counts(user: User) -> list[Pending]:
    """For who answers for a team: reunifications that wait for a decision of theirs."""
    checks = Check.objects.accessible_to(user, "approve").filter(
        kind="best_interests_reunification", state=Check.State.SHUT
    )
    ahead = Reunification.objects.ahead().filter(ref=OuterRef("way"))
    waiting = checks.filter(Exists(ahead))
    name = _("Best interests to decide before a reunification")
    first = Reunification.objects.filter(ref=Subquery(waiting.order_by("pk").values("way")[:1]))
    return [*figures(user), Pending(name, waiting, lambda: _url_of(first))]


def _url_of(reunions: QuerySet[Reunification]) -> str:
    """The page of the first; of all searches, where it is gone meanwhile."""
    first = reunions.select_related("case").first()
    return first.get_absolute_url() if first else reverse("family_tracing:requests")


def about_somebody(case: Case) -> bool:
    return not case.is_ended and bool(case.person_id or case.family_id)


def begin() -> None:
    add_pathway(
        Pathway(
            "tracing",
            "search",
            "family_tracing:case-request-new",
            gettext_lazy("Look for their family"),
            exists=lambda: Exists(TracingRequest.objects.filter(case=OuterRef("pk"))),
            standings=requests_of,
            may_begin=about_somebody,
            mine=figures,
            watched=supervisor_counts,
            programme=Programme.CHILDREN,
            filter_name=gettext_lazy("Family tracing"),
        )
    )
    add_pathway(
        Pathway(
            "reunification", "users", "family_tracing:case-request-new",
            gettext_lazy("Family reunification"),
            exists=lambda: Exists(Reunification.objects.filter(case=OuterRef("pk"))),
            standings=reunifications_of, may_begin=lambda case: False,
        )
    )  # fmt: skip
