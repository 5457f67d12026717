"""What of a search waits for whom, and how it stands on the page of a case."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.models import User

from ..gates.models import Gate
from ..models import Case
from ..undertakings import Figure, Programme, Standing, Undertaking, undertakes
from .models import Match, Reunification, TracingRequest


def requests_of(case: Case, user: User) -> list[Standing]:
    """Searches that were begun in this case."""
    found = TracingRequest.objects.filter(case=case).accessible_to(user)
    return [
        Standing(
            _("Family tracing"),
            request.state_for(user),
            request.get_absolute_url(),
            waits_for=() if request.has_consent else (_("Consent to tracing"),),
        )
        for request in found.select_related("office__organization", "inquirer").order_by("pk")
    ]


def reunifications_of(case: Case, user: User) -> list[Standing]:
    today = case.office.today()
    found = Reunification.objects.filter(case=case).exclude(state="called_off").order_by("pk")
    return [
        Standing(
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
    return tuple(gate.called for gate in Gate.objects.of(reunion.ref).shut(today))


def figures(user: User) -> list[Figure]:
    """For those who trace: what nobody has begun, and what has to be verified."""
    url = reverse("tracing:requests")
    mine = TracingRequest.objects.accessible_to(user, "match") if user.groups else None
    if mine is None:
        return []
    new = mine.filter(state=TracingRequest.State.OPEN).count()
    asked = Match.objects.accessible_to(user).filter(
        state=Match.State.PROPOSED,
        sought__request__in=mine.exclude(state=TracingRequest.State.CLOSED),
    )
    return [
        Figure(_("Tracing requests not started"), new, f"{url}?which=new"),
        Figure(_("Possible matches to verify"), asked.count(), f"{url}?which=verify"),
        *_late(user),
    ]


def _late(user: User) -> list[Figure]:
    ahead = Reunification.objects.filter(state="planned", case__owner=user.pk)
    today = user.office.today() if user.office else None
    late = ahead.filter(planned_on__lt=today).order_by("planned_on") if today else ahead.none()
    first = late.first()
    if first is None:
        return []
    name = _("Reunifications whose day has passed")
    return [Figure(name, late.count(), first.get_absolute_url(), is_late=True)]


def watched(user: User) -> list[Figure]:
    """For who answers for a team: reunifications that wait for a decision of theirs."""
    gates = Gate.objects.accessible_to(user, "approve").filter(
        kind="best_interests_reunification", state=Gate.State.SHUT
    )
    ahead = Reunification.objects.ahead().filter(ref=OuterRef("way"))
    waiting = gates.filter(Exists(ahead))
    first = waiting.order_by("pk").first()
    if first is None:
        return figures(user)
    reunion = Reunification.objects.get(ref=first.way)
    name = _("Best interests to decide before a reunification")
    return [*figures(user), Figure(name, waiting.count(), reunion.get_absolute_url())]


def about_somebody(case: Case) -> bool:
    return not case.is_ended and bool(case.person_id or case.family_id)


def begin() -> None:
    undertakes(
        Undertaking(
            "tracing", "search", "tracing:case-request-new",
            gettext_lazy("Look for their family"),
            exists=lambda: Exists(TracingRequest.objects.filter(case=OuterRef("pk"))),
            standings=requests_of, may_begin=about_somebody, mine=figures, watched=watched,
            programme=Programme.CHILDREN,
            filter_name=gettext_lazy("Family tracing"),
        )
    )  # fmt: skip
    undertakes(
        Undertaking(
            "reunification", "users", "tracing:case-request-new",
            gettext_lazy("Family reunification"),
            exists=lambda: Exists(Reunification.objects.filter(case=OuterRef("pk"))),
            standings=reunifications_of, may_begin=lambda case: False,
        )
    )  # fmt: skip
