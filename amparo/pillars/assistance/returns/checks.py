"""The checks of a return: what each asks, who decides it, and what it takes from elsewhere."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
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
from amparo.pillars.assistance.assessment.protection_questions import ASYLUM_WISH
from amparo.pillars.assistance.pathways.checks import (
    CheckKind,
    EvidenceType,
    register_check_kind,
    register_requirement,
)
from amparo.pillars.assistance.pathways.evidence import Source, offers

from . import rules
from .fitness_rules import SOURCE
from .travel_papers import document_lack, exit_permission_lack

if TYPE_CHECKING:
    from amparo.pillars.assistance.pathways.models import Check

    from .models import ReturnJourney


def _counsellors(check: "Check") -> set[int]:
    """Who counselled those who travel: what they alone recorded is no proof at a check."""
    from .models.counselling import counsellors_of

    if lent := _lent(check):
        return lent.counsellors
    journey = _journey(check)
    return counsellors_of(journey) if journey else set()


KINDS = (
    CheckKind(
        rules.VOLUNTARINESS, gettext_lazy("Voluntariness"),
        gettext_lazy("Did this person decide freely, and informed in a language they understand?"),
        EvidenceType.INTERVIEW,
        rests_on=("voluntarinessinterview",), not_by=_counsellors,
        to_do=gettext_lazy(
            "Somebody other than the counsellor interviews this person alone, in their language, "
            "a day after the counselling."
        ),
    ),
    CheckKind(
        rules.ASYLUM, gettext_lazy("Intention to seek asylum"),
        gettext_lazy("Is it sure that this person wishes no asylum, and no claim is pending?"),
        EvidenceType.INTERVIEW,
        rests_on=("asylumdeclaration",), not_by=_counsellors,
        document=gettext_lazy("Decision of the asylum authority"),
        to_do=gettext_lazy(
            "Somebody qualified, other than the counsellor, informs this person and hears their "
            "own declaration; or add the decision of the asylum authority to the case."
        ),
    ),
    CheckKind(
        rules.SAFETY, gettext_lazy("Safety of the place of return"),
        gettext_lazy("Is it sure that nobody is sent back to persecution, torture or other harm?"),
        EvidenceType.DOCUMENT,
        decides="approve", not_by=_counsellors,
        document=gettext_lazy("Report about the place of return"),
        to_do=gettext_lazy("Add a report about the place of return to the case."),
    ),
    CheckKind(
        rules.SHARING, gettext_lazy("Consent to share with the receiving office"),
        gettext_lazy("Did everybody agree that the receiving office reads their file?"),
        EvidenceType.RECORDS,
        rests_on=("consent_to_transfer",), not_by=_counsellors,
        document=gettext_lazy("Signed consent"),
        to_do=gettext_lazy(
            "Add the signed consent to the case, or a colleague other than the counsellor records "
            "it."
        ),
    ),
    CheckKind(
        rules.BEST_INTERESTS, gettext_lazy("Best interests of the child"),
        gettext_lazy("Was it determined that going is in the best interests of this child?"),
        EvidenceType.BODY,
        decides="approve",
        rests_on=("best_interests_decision", "authority_decision"), not_by=_counsellors,
        document=gettext_lazy("Decision about the best interests of the child"),
        to_do=gettext_lazy(
            "Add the decision about the best interests of the child to the case, or record it."
        ),
    ),
    CheckKind(
        rules.FITNESS, gettext_lazy("Fitness to travel"),
        gettext_lazy("Does a clinician say that they can travel, and how?"),
        EvidenceType.CLINICIAN,
        rests_on=(SOURCE,), not_by=_counsellors, follows=SOURCE,
        to_do=gettext_lazy("Ask a clinician."),
    ),
    CheckKind(
        rules.TRAFFICKING, gettext_lazy("Safety of a trafficked person"),
        gettext_lazy("Does a safety plan hold here, on the way and at home?"),
        EvidenceType.RECORDS,
        may_be_overridden=True,
    ),
    CheckKind(
        rules.DOCUMENTS, gettext_lazy("Travel documents"),
        gettext_lazy("Have they papers with which they may leave and enter?"),
        EvidenceType.RECORDS,
        may_be_overridden=True,
    ),
    CheckKind(
        rules.EXIT_PERMISSION, gettext_lazy("Exit permission of a child"),
        gettext_lazy(
            "Does the parent or guardian who stays permit it, or does nobody have to?"
        ),
        EvidenceType.RECORDS, not_by=_counsellors,
    ),
)  # fmt: skip


def register_check_kinds() -> None:
    """Once, when the house begins."""
    for kind in KINDS:
        register_check_kind(kind)
    register_requirement(rules.VOLUNTARINESS, _decision)
    register_requirement(rules.SHARING, _agreement)
    register_requirement(rules.DOCUMENTS, _papers)
    register_requirement(rules.EXIT_PERMISSION, _exit_permission)
    for source in _SOURCES:
        offers(source)


def has_shared_with_receiving_office(person: Person, journey: "ReturnJourney") -> bool:
    """Whether this person lets the receiving office read their file, now."""
    return journey.to_team is not None and agrees_to(
        person, journey.case.organization, journey.to_team
    )


def agrees_to(person: Person, organization: object, team: Team) -> bool:
    there = team.office.organization
    if controller_of(there) != organization:
        return legal_basis_for_transfer(person, there) is not None
    word = latest_consent(person, TRANSFER, OWN_OFFICE)
    return word.is_in_force if word else person.may_be_assisted_by(controller_of(there))


def _agreement(check: "Check") -> str:
    journey = _journey(check)
    if journey is None or all(
        has_shared_with_receiving_office(each.person, journey) for each in journey.going()
    ):
        return ""
    return _(
        "Somebody who travels has not agreed that the receiving office reads their file. "
        "Ask each, and record the answers."
    )


def _decision(check: "Check") -> str:
    from .models import Traveller

    words = _("This person has not decided yet, or the decision lacks something. Record it.")
    if lent := _lent(check):
        return "" if check.person_id in lent.decided else words
    going = Traveller.objects.filter(journey__ref=check.way, is_going=True)
    traveller = going.filter(person=check.person_id).select_related("person", "journey").first()
    if traveller is None or traveller.has_decided:
        return ""
    return words


def _papers(check: "Check") -> str:
    journey = _journey(check)
    return document_lack(journey, check.person_id) if journey and check.person_id else ""


def _exit_permission(check: "Check") -> str:
    journey = _journey(check)
    if journey is None or check.person is None:
        return ""
    return exit_permission_lack(journey, check.person, _counsellors(check))


# On which records a check may rest.


def _interviews(check: "Check") -> PermissionQuerySet[Any]:
    """The last voluntariness interview of the person, where they went freely and took nothing back
    since.
    """
    from .models import ReturnDecision, VoluntarinessInterview

    theirs = {"traveller__journey__ref": check.way, "traveller__person": check.person_id}
    last = _last(VoluntarinessInterview.objects.filter(**theirs))
    if last is None or not last.is_voluntary:
        return VoluntarinessInterview.objects.none()
    since = Q(withdrawn_at__gt=last.at) | Q(goes=False, at__gt=last.at)
    if ReturnDecision.objects.filter(since, **theirs).exists():
        return VoluntarinessInterview.objects.none()
    return VoluntarinessInterview.objects.filter(pk=last.pk).select_related("by")


def _declarations(check: "Check") -> PermissionQuerySet[Any]:
    """The last declaration of the person, where they wish no asylum, and nobody heard a wish of
    theirs since.
    """
    from .models import AsylumDeclaration
    from .protection_check import last_yes_of

    theirs = {"traveller__journey__ref": check.way, "traveller__person": check.person_id}
    last = _last(AsylumDeclaration.objects.filter(**theirs))
    if last is None or last.wishes_asylum or check.person_id is None:
        return AsylumDeclaration.objects.none()
    lent = _lent(check)
    wishes = lent.wishes if lent else last_yes_of([check.person_id], ASYLUM_WISH)
    if check.person_id in wishes and wishes[check.person_id] > last.held_at:
        return AsylumDeclaration.objects.none()
    return AsylumDeclaration.objects.filter(pk=last.pk).select_related("by")


def _last(interviews: PermissionQuerySet[Any]) -> Any:
    return interviews.order_by("held_at", "pk").last()


def _consents(check: "Check") -> PermissionQuerySet[Any]:
    """That each who travels lets the receiving office read their file, recorded by others."""
    journey = _journey(check)
    people = {each.person_id for each in journey.going()} if journey else set()
    agreed = Consent.objects.in_force().filter(person__in=people, purpose=TRANSFER)
    agreed = agreed.exclude(by__in=_counsellors(check))
    is_of_all = set(agreed.values_list("person", flat=True)) == people
    return agreed.select_related("by") if is_of_all else agreed.none()


_SOURCES = (
    Source("voluntarinessinterview", gettext_lazy("Voluntariness interview"), _interviews),
    Source("asylumdeclaration", gettext_lazy("Declaration about asylum"), _declarations),
    Source("consent_to_transfer", gettext_lazy("Consent"), _consents),
)


@dataclass(frozen=True)
class Facts:
    """What a page has read of a journey, lent to its checks: by the keys of people and users."""

    counsellors: set[int]
    decided: set[int]
    wishes: dict[int, datetime]


def lend(check: "Check", journey: "ReturnJourney", facts: Facts) -> None:
    check.__dict__["journey"], check.__dict__["facts"] = journey, facts


def journey_at_hand(check: "Check") -> "ReturnJourney | None":
    """The journey that a page lent, with what it has fetched."""
    return check.__dict__.get("journey")


def _lent(check: "Check") -> Facts | None:
    return check.__dict__.get("facts")


def _journey(check: "Check") -> "ReturnJourney | None":
    """The journey before which it stands; a page that has it at hand lends it."""
    from .models import ReturnJourney

    if (lent := check.__dict__.get("journey")) is not None:
        return lent
    return ReturnJourney.objects.filter(ref=check.way).first()
