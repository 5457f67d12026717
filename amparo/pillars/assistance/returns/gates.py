"""The gates of a return: what each asks, who decides it, and what it takes from elsewhere."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.models import Team
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.people.legal_basis import (
    OWN_OFFICE,
    TRANSFER,
    controller_of,
    latest_consent,
    legal_basis_for_transfer,
)
from amparo.foundation.people.models import Consent, Person

from ..gates.evidence import Source, offers
from ..gates.kinds import Kind, stands, takes
from ..models import Screening
from . import rules

if TYPE_CHECKING:
    from ..gates.models import Gate
    from .models import ReturnJourney

# What a physician says is good for so many days: to be checked with the carrier.
FIT_FOR_DAYS = 30


def _counsellors(gate: "Gate") -> set[int]:
    """Who counselled those who travel: what they alone recorded is no proof at a gate."""
    journey = _journey(gate)
    return set(journey.counsellings.values_list("by", flat=True)) if journey else set()


KINDS = (
    Kind(
        rules.VOLUNTARINESS, gettext_lazy("Voluntariness"),
        gettext_lazy("Did everybody decide freely, and informed in a language they understand?"),
        rests_on=("return_decision",), not_by=_counsellors,
    ),
    Kind(
        rules.ASYLUM, gettext_lazy("Wish for asylum"),
        gettext_lazy("Is it sure that nobody wishes asylum, and no claim waits for an answer?"),
        rests_on=("screening_without_fear",), not_by=_counsellors,
    ),
    Kind(
        rules.SAFETY, gettext_lazy("Safety of the place of return"),
        gettext_lazy("Is it sure that nobody is sent back to persecution, torture or other harm?"),
        decides="approve",
        rests_on=("screening_without_fear",), not_by=_counsellors,
    ),
    Kind(
        rules.SHARING, gettext_lazy("Consent to share with the receiving office"),
        gettext_lazy("Did everybody agree that the receiving office reads their file?"),
        rests_on=("consent_to_transfer",), not_by=_counsellors,
    ),
    Kind(
        rules.BEST_INTERESTS, gettext_lazy("Best interests of the child"),
        gettext_lazy("Was it determined that going is in the best interests of this child?"),
        decides="approve",
        rests_on=("best_interests_decision", "authority_decision"), not_by=_counsellors,
    ),
    Kind(
        rules.FITNESS, gettext_lazy("Fitness to travel"),
        gettext_lazy("Does somebody qualified say that they can travel, and how?"),
        may_be_overridden=True, good_for=FIT_FOR_DAYS,
        rests_on=(), not_by=_counsellors,
    ),
    Kind(
        rules.TRAFFICKING, gettext_lazy("Safety of a trafficked person"),
        gettext_lazy("Does a safety plan hold here, on the way and at home?"),
        may_be_overridden=True,
    ),
    Kind(
        rules.DOCUMENTS, gettext_lazy("Travel documents"),
        gettext_lazy("Have they papers with which they may leave and enter?"),
        may_be_overridden=True,
    ),
)  # fmt: skip


def stand() -> None:
    """Once, when the house begins."""
    for kind in KINDS:
        stands(kind)
    takes(rules.VOLUNTARINESS, _decisions)
    takes(rules.SHARING, _agreement)
    takes(rules.DOCUMENTS, _papers)
    for source in _SOURCES:
        offers(source)


def has_agreed(person: Person, journey: "ReturnJourney") -> bool:
    """Whether this person lets the receiving office read their file, now."""
    return journey.to_team is not None and agrees_to(person, journey.case.house, journey.to_team)


def agrees_to(person: Person, house: object, team: Team) -> bool:
    there = team.office.organization
    if controller_of(there) != house:
        return legal_basis_for_transfer(person, there) is not None
    word = latest_consent(person, TRANSFER, OWN_OFFICE)
    return word.is_in_force if word else person.may_be_assisted_by(controller_of(there))


def _agreement(gate: "Gate") -> str:
    journey = _journey(gate)
    if journey is None or all(has_agreed(each.person, journey) for each in journey.going()):
        return ""
    return _(
        "Somebody who travels has not agreed that the receiving office reads their file. "
        "Ask each, and record the answers."
    )


def _decisions(gate: "Gate") -> str:
    journey = _journey(gate)
    if journey is None or journey.all_decided():
        return ""
    return _("Somebody has not decided yet, or their decision lacks something. Record each.")


def _papers(gate: "Gate") -> str:
    from .models import TravelDocument

    journey = _journey(gate)
    if journey is None or gate.person_id is None:
        return ""
    day = journey.leaves_on or journey.case.office.today()
    held = TravelDocument.objects.latest_of(journey).filter(traveller__person=gate.person_id)
    if any(document.is_good_on(day) for document in held):
        return ""
    return _("No travel document is issued that holds on the day of departure.")


# On which records a gate may rest instead of a document.


def _without_fear(gate: "Gate") -> PermissionQuerySet[Any]:
    return Screening.objects.filter(case=gate.case_id, asylum_wish=False).select_related("by")


def _last_decisions(gate: "Gate") -> PermissionQuerySet[Any]:
    """What each who travels decided last, where the counsellor recorded none of it."""
    from .models import ReturnDecision

    said = ReturnDecision.objects.filter(
        traveller__journey__ref=gate.way, traveller__is_going=True
    )
    last = {each.traveller_id: each for each in said.order_by("pk")}
    if {each.by_id for each in last.values()} & _counsellors(gate):
        return said.none()
    return said.filter(pk__in=[each.pk for each in last.values()]).select_related("by")


def _consents(gate: "Gate") -> PermissionQuerySet[Any]:
    """That each who travels lets the receiving office read their file, recorded by others."""
    journey = _journey(gate)
    people = {each.person_id for each in journey.going()} if journey else set()
    agreed = Consent.objects.in_force().filter(person__in=people, purpose=TRANSFER)
    agreed = agreed.exclude(by__in=_counsellors(gate))
    is_of_all = set(agreed.values_list("person", flat=True)) == people
    return agreed.select_related("by") if is_of_all else agreed.none()


_SOURCES = (
    Source(
        "screening_without_fear", gettext_lazy("Screening: no wish for asylum, no fear of return"),
        _without_fear,
    ),
    Source("return_decision", gettext_lazy("Decision about the return"), _last_decisions),
    Source("consent_to_transfer", gettext_lazy("Consent"), _consents),
)  # fmt: skip


def _journey(gate: "Gate") -> "ReturnJourney | None":
    """The journey before which it stands; a page that has it at hand lends it."""
    from .models import ReturnJourney

    if (lent := gate.__dict__.get("journey")) is not None:
        return lent
    return ReturnJourney.objects.filter(ref=gate.way).first()
