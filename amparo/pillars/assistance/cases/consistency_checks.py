"""What the records say, against what lists show: who holds each case, and how it stands.

Lists live from Reach and from the shadow on each case. Both are written by the deed itself; this
module reads the records again, batch by batch, tells every difference and can put it right.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Min

from amparo.foundation.core.audit import log
from amparo.foundation.people.models import PersonAccessGrant
from amparo.foundation.protection.models import RiskAssessment

from .access_grants import (
    expected_case_grants,
    expected_person_grants,
    opens_person_record,
    restricted_groups_of,
    update_grants,
)
from .models import Case, CaseAccessGrant, Closure, Task
from .queries import ACTIVE_STATUSES
from .risk_levels import BANDS, NO_DUE_DATE

BATCH = 500
SHADOW = ("status", "risk", "next_due_on")
_SHOWN = ("grantee", "status", "urgency", "next_due_on", "quiet_since", "updated_at")


@dataclass(frozen=True)
class GrantDifference:
    """One thing that a list would show wrongly."""

    case: Case
    what: str
    found: object
    expected: object

    def __str__(self) -> str:
        return f"{self.case.number} {self.what}: {self.found} instead of {self.expected}"


def batches() -> Iterator[list[Case]]:
    """Every case, in the order in which they were opened, never all at once."""
    last = 0
    while True:
        cases = Case.objects.filter(pk__gt=last).order_by("pk").select_related("team")
        cases = cases.prefetch_related("dependants", "family__members")
        found = list(cases[:BATCH])
        if not found:
            return
        yield found
        last = found[-1].pk


def find_differences(cases: list[Case]) -> list[GrantDifference]:
    """What differs in these cases; a constant number of queries, however many they are."""
    return [*_shadows(cases), *_case_grants(cases), *_person_grants(cases)]


@transaction.atomic
def repair(differences: Iterable[GrantDifference]) -> int:
    """Write what the records say; one line in the ledger for each case that was wrong."""
    by_case: dict[int, list[GrantDifference]] = defaultdict(list)
    for difference in differences:
        by_case[difference.case.pk].append(difference)
    for found in by_case.values():
        case = found[0].case
        fixes = {each.what: each.expected for each in found if each.what in SHADOW}
        for name, value in fixes.items():
            setattr(case, name, value)
        case.save(update_fields=[*SHADOW])
        update_grants(case, why="rebuilt")
        log.log_event(None, "reach.rebuilt", case, count=len(found))
    return len(by_case)


def _shadows(cases: list[Case]) -> Iterator[GrantDifference]:
    due = _due_of(cases)
    risks = _risks_of(cases)
    ended = set(_in_effect().filter(case__in=cases).values_list("case", flat=True))
    for case in cases:
        expected = {
            "status": _status(case, case.pk in ended),
            "risk": risks.get(case.ref, case.risk),
            "next_due_on": due.get(case.pk, NO_DUE_DATE),
        }
        for name, value in expected.items():
            if getattr(case, name) != value:
                yield GrantDifference(case, name, getattr(case, name), value)


def _status(case: Case, is_ended: bool) -> str:
    """A closure in effect closes a case; what a register brought in closed stays closed."""
    if is_ended and case.status in ACTIVE_STATUSES:
        return Case.Status.CLOSED
    if case.status == Case.Status.CLOSED and not is_ended and case.closures.exists():
        return Case.Status.OPEN
    return case.status


def _in_effect():
    return Closure.objects.exclude(in_effect_at=None).filter(reopened_at=None)


def _due_of(cases: list[Case]) -> dict:
    tasks = Task.objects.pending().filter(case__in=cases).order_by()
    return dict(tasks.values_list("case").annotate(Min("due_on")))


def _risks_of(cases: list[Case]) -> dict:
    """The band that a person decided last, or the one that a reviewer set instead."""
    decided = RiskAssessment.objects.filter(case_ref__in=[case.ref for case in cases])
    decided = decided.select_related("review").order_by("decided_at", "pk")
    return {each.case_ref: BANDS.index(each.band.code) for each in decided}


def _case_grants(cases: list[Case]) -> Iterator[GrantDifference]:
    there: dict[int, set] = defaultdict(set)
    rows = CaseAccessGrant.objects.filter(record__in=cases, until=None)
    for pk, *shown in rows.values_list("record", *_SHOWN):
        there[pk].add(tuple(shown))
    for case in cases:
        expected = {
            tuple(getattr(row, name) for name in _SHOWN)
            for row in expected_case_grants(case, "rebuilt")
        }
        if there[case.pk] != expected:
            yield GrantDifference(
                case, "access_grants", _holders(there[case.pk]), _holders(expected)
            )


def _person_grants(cases: list[Case]) -> Iterator[GrantDifference]:
    there: dict[str, set] = defaultdict(set)
    whys = [f"case:{case.ref.hex}" for case in cases]
    rows = PersonAccessGrant.objects.filter(why__in=whys, until=None)
    for why, person, holder in rows.values_list("why", "record", "grantee"):
        there[why].add((person, holder))
    open_still = _still_registered(cases)
    kept = restricted_groups_of(person for case in cases for person in _people_of(case))
    for case in cases:
        people = _people_of(case)
        opened = [person for person in people if opens_person_record(case, person, kept)]
        expected = {(row.record_id, row.grantee) for row in expected_person_grants(case, opened)}
        found = there[f"case:{case.ref.hex}"]
        if found != expected:
            yield GrantDifference(case, "people", _pairs(found), _pairs(expected))
        if case.is_restricted and open_still & set(people):
            yield GrantDifference(case, "registered", "open to the team", "restricted")


def _people_of(case: Case) -> list[int]:
    """As `people_of`, from what was fetched for the whole batch."""
    found = [case.person_id] if case.person_id else []
    if case.family:
        found += [member.person_id for member in case.family.members.all()]
    return found + [each.person_id for each in case.dependants.all()]


def _still_registered(cases: list[Case]) -> set[int]:
    """People of restricted cases whose file the team that registered them could still find."""
    people = [person for case in cases if case.is_restricted for person in _people_of(case)]
    rows = PersonAccessGrant.objects.filter(record__in=people, why="registered")
    return set(rows.values_list("record", flat=True))


def _holders(rows: Iterable[tuple]) -> str:
    return ", ".join(" ".join(str(value) for value in row) for row in sorted(rows, key=str))


def _pairs(rows: Iterable[tuple]) -> str:
    return ", ".join(f"{person} to {holder}" for person, holder in sorted(rows))
