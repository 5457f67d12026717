"""Erasing a case: it goes with the people whom nothing else holds; codes and years are kept."""

from amparo.foundation.core import erasure
from amparo.foundation.core.erasure import Erasure, erase_with_owner
from amparo.foundation.core.models import ErasureRecord, ErasureStatistic, User
from amparo.foundation.core.permissions.rls.bypass import rls_bypass
from amparo.foundation.people.legal_basis import legal_basis_for
from amparo.foundation.people.models import Person, PersonAccessGrant
from amparo.foundation.people.models.persons import age_at
from amparo.foundation.people.protection_needs import protection_needs
from amparo.pillars.assistance.cases.access_grants import case_grantees, update_other_cases
from amparo.pillars.assistance.cases.models import Case

from .models import DeletionRequest

AGES = ((0, 4), (5, 11), (12, 17), (18, 24), (25, 59), (60, 200))


def erase_case(case: Case, erasing: Erasure, *, but: Person | None = None) -> ErasureRecord | None:
    """The case goes, then each of its people and its family, unless something else holds them.

    Runs while another erasure is under way, or inside `erase_file`. Communities and institutions
    are shared: they stay.
    """
    if case.ref in erasing.erased:
        return None
    erasing.office = erasing.office or case.office
    people, family, holders = case.persons(), case.family, case_grantees(case)
    if not case.office.is_practice:  # nothing of it happened
        count(case)
    tombstone = erase_with_owner(case, erasing)
    update_other_cases([person.pk for person in people])
    for person in people:
        if person == but or person.ref in erasing.erased:
            continue
        if erasure.is_on_hold(person) or is_still_needed(person, erasing):
            _keep_access(person, holders)
        else:
            erase_with_owner(person, erasing)
    if family and family.ref not in erasing.erased and not erasure.is_on_hold(family):
        erase_with_owner(family, erasing)
    return tombstone


def is_still_needed(person: Person, erasing: Erasure) -> bool:
    """Who came with somebody that may not be kept goes too, unless kept in their own right, or
    somebody must still answer for their protection.
    """
    if erasing.reason != "exception_refused":
        return False
    if protection_needs(person):
        return True
    ground = legal_basis_for(person, "case_management")
    return ground is not None and not ground.waits


def _keep_access(person: Person, holders: list[str]) -> None:
    """Somebody who stays stays with those who accompanied them: no file is held by nobody."""
    if not person.access_grants.exists():
        PersonAccessGrant.objects.bulk_create(
            PersonAccessGrant(record=person, grantee=holder, why="registered")
            for holder in holders
        )


def count(case: Case) -> None:
    """What statistics need later: codes and years, and nothing that leads back."""
    closure = case.closures.exclude(in_effect_at=None).order_by("pk").last()
    person = case.main_person
    ErasureStatistic.add(
        office=case.office, kind=case.kind, reason=closure.reason if closure else "",
        sex=person.sex if person else "", ages=ages_of(case, person),
        nationality=person.nationality if person else "", opened=case.opened_at.year,
        closed=closure.in_effect_at.year if closure and closure.in_effect_at else 0,
    )  # fmt: skip


def ages_of(case: Case, person: Person | None) -> str:
    """The age at which they came, as a band: `18-24`; empty where it is not known."""
    if person is None:
        return ""
    age = age_at(case.identified_on, person.birth_date, person.birth_year)
    if age is None:
        return ""
    return next(f"{low}-{high}" for low, high in AGES if low <= age <= high)


@rls_bypass(reason="who confirms an erasure reads nothing of the case and its people")
def erase_requested(asked: DeletionRequest, *, by: User) -> ErasureRecord | None:
    """What two people agreed on."""
    erasing = Erasure(
        reason=asked.why, by=by, asked_by=asked.by, asked_at=asked.at, office=asked.office
    )
    if asked.case:
        return erase_case(asked.case, erasing)
    return erase_with_owner(asked.person, erasing)
