"""What raises protection flags: screenings, registrations, incidents, observations."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.records import lock_rows
from amparo.foundation.people.extension_points import (
    ProtectionNeed,
    person_changed,
    protection_need_lookups,
)
from amparo.foundation.people.models import Person
from amparo.foundation.protection.extension_points import incident_reported, observation_recorded
from amparo.foundation.protection.models import Incident, Observation
from amparo.foundation.protection.risk import Polarity
from amparo.pillars.assistance.assessment.urgent_needs import URGENT_NEEDS
from amparo.pillars.assistance.cases.access_grants import people_of
from amparo.pillars.assistance.cases.extension_points import people_registered, screening_held
from amparo.pillars.assistance.cases.models import Case

from .flag_kinds import Heard, flag_kinds, in_order, kinds_raised_by
from .flags import has_open_flag
from .models import ProtectionFlag
from .protection_questions import QUESTIONS

if TYPE_CHECKING:
    from amparo.foundation.core.models import Team

DETAILS = frozenset(
    name for kind in flag_kinds().values() for name, _values in kind.raised_by.details
)
Source = ProtectionFlag.Source


def connect() -> None:
    screening_held.connect(hear_screening, dispatch_uid="assessment.screening")
    people_registered.connect(hear_registration, dispatch_uid="assessment.registration")
    protection_need_lookups.register(needs_of)
    person_changed.connect(hear_details, dispatch_uid="assessment.details")
    incident_reported.connect(hear_incident, dispatch_uid="assessment.incident")
    observation_recorded.connect(hear_observation, dispatch_uid="assessment.observation")


def hear_screening(sender, *, screening: Any, by: User, **_kwargs) -> None:
    """It was asked of everybody of the case: where they are several, the flags name nobody.
    Supervisors were told already of what cannot wait. What was known before the screening, and
    raised a flag then, raises none again.
    """
    case = screening.case
    heard = Heard(
        answers=frozenset(name for name in QUESTIONS if getattr(screening, name)),
        urgent=frozenset(code for code in URGENT_NEEDS if code in screening.needs),
    )
    known = Heard(case_kind=case.kind, details=_details(case.person) if case.person else ())
    kinds = {*kinds_raised_by(heard), *_not_raised_yet(case, kinds_raised_by(known))}
    if not kinds:
        return
    ProtectionFlag.raise_flags(
        case, in_order(kinds), by=by, source=Source.SCREENING, source_ref=screening.ref,
        at=screening.at, person=case.person if len(people_of(case)) == 1 else None,
        clock_from=screening.violence_at, quietly=screening.triage.is_urgent,
    )  # fmt: skip


def _not_raised_yet(case: Case, kinds: tuple[str, ...]) -> list[str]:
    """Those that were never raised on this case, answered or not."""
    if not kinds:
        return []
    raised = ProtectionFlag.objects.filter(case=case, kind__in=kinds)
    return sorted(set(kinds).difference(raised.values_list("kind", flat=True)))


def hear_registration(
    sender, *, people: list[Person], cases: dict[int, Case], team: "Team", by: User,
    import_ref: UUID | None, **_kwargs,
) -> None:  # fmt: skip
    """What their details say, and why their case was opened. Whoever has no case yet is heard at
    their screening.
    """
    source = Source.IMPORT if import_ref else Source.REGISTRATION
    for person in people:
        if case := cases.get(person.pk):
            heard = Heard(case_kind=case.kind, details=_details(person))
            ProtectionFlag.raise_flags(
                case, kinds_raised_by(heard), by=by, source=source, source_ref=import_ref,
                person=person,
            )  # fmt: skip


def needs_of(person: Person) -> list[ProtectionNeed]:
    """An open flag about them; not of which kind, which not everybody may know."""
    if not has_open_flag(person):
        return []
    return [
        ProtectionNeed(
            title=_("A protection flag is open"),
            refusal=_(
                "A protection flag of this person is open. Nothing is erased. Approve the "
                "registration, or have the flag answered first."
            ),
            url="",
        )
    ]


def hear_details(sender, *, person: Person, fields: frozenset, by: User, **_kwargs) -> None:
    """Details that are noted or corrected later count like those of a registration."""
    kinds = kinds_raised_by(Heard(details=_details(person)))
    if not kinds or DETAILS.isdisjoint(fields):
        return
    for case in lock_rows(Case.objects.active().filter(person=person).order_by("pk")[:1]):
        ProtectionFlag.raise_flags(case, kinds, by=by, source=Source.REGISTRATION, person=person)


def _details(person: Person) -> tuple[tuple[str, str], ...]:
    return tuple((name, getattr(person, name)) for name in sorted(DETAILS))


def hear_incident(
    sender, *, incident: Incident, victims: list[Person], by: User, **_kwargs
) -> None:
    """What happened to people of a case, and may happen again."""
    heard = Heard(
        harms=frozenset((incident.harm_subtype,)), immediate_danger=incident.immediate_danger
    )
    if (kinds := kinds_raised_by(heard)) and (case := _case(incident.case_ref)):
        of_whom: list[Person | None] = [*victims] or [None]
        for person in of_whom:
            ProtectionFlag.raise_flags(
                case, kinds, by=by, source=Source.INCIDENT, source_ref=incident.ref, person=person
            )


def hear_observation(sender, *, observation: Observation, by: User, **_kwargs) -> None:
    """What adds risk to the people of a case; what is known of a place is no flag of theirs."""
    if observation.polarity != Polarity.RISK or observation.place_id:
        return
    is_so = observation.severity > 0
    heard = Heard(
        factors=frozenset((observation.factor,)) if is_so else frozenset(),
        immediate_danger=observation.immediate_danger,
    )
    if (kinds := kinds_raised_by(heard)) and (case := _case(observation.case_ref)):
        ProtectionFlag.raise_flags(
            case, kinds, by=by, source=Source.OBSERVATION, source_ref=observation.ref,
            person=observation.person,
        )  # fmt: skip


def _case(ref: UUID | None) -> Case | None:
    """The case of a record that its user just wrote there; nothing of one that has ended."""
    found = lock_rows(Case.objects.active().filter(ref=ref)) if ref else []
    return found[0] if found else None
