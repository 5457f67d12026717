"""Many people at once: a register brought in, or a large made-up world.

Writes the very rows that `Person.register` and `Case.open` write (a test compares them), in a few
statements for hundreds of people. The caller's transaction holds: all of them, or none.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from django.db import models, transaction

from amparo.foundation.core.audit import neutral_entries
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.values import cached_keys, create_keys
from amparo.foundation.core.models import AuditEntry, Team, User
from amparo.foundation.people.household_suggestions import write_household_tokens
from amparo.foundation.people.models import (
    Contact,
    IdentityDocument,
    Person,
    PersonAccessGrant,
    RegisterBasis,
    SearchToken,
    StoredFeatures,
)
from amparo.foundation.people.search.index import features_of, index_rows
from amparo.pillars.assistance.cases import audit_comparison
from amparo.pillars.assistance.cases.access_grants import (
    expected_case_grants,
    expected_person_grants,
)
from amparo.pillars.assistance.cases.models import Case, CaseAccessGrant, CaseSettings, Task
from amparo.pillars.assistance.cases.models.reserved_numbers import reserve_case_numbers
from amparo.pillars.assistance.cases.risk_levels import NO_DUE_DATE

BATCH = 1000


@dataclass
class NewRecord:
    """One person as a register tells of them, and the case to open for them if there is one."""

    person: dict
    documents: list[dict] = field(default_factory=list)
    contacts: list[dict] = field(default_factory=list)
    case: dict | None = None


@transaction.atomic
@cached_keys()
def create_records(
    files: list[NewRecord], *, by: User, team: Team, basis: RegisterBasis | None
) -> list[tuple[Person, Case | None]]:
    """Register these people and open their cases; the same rows as one by one, much faster."""
    people = [_person(file, basis, team) for file in files]
    create_keys(people)
    Person.objects.bulk_create(people, batch_size=BATCH)
    _particulars(files, people)
    _hold(people, team)
    _note(by, "person.registered", people)
    cases = _open_cases(files, people, by=by, team=team)
    return [(person, cases.get(person.pk)) for person in people]


def _person(file: NewRecord, basis: RegisterBasis | None, team: Team) -> Person:
    person = Person(basis=basis, is_practice=team.office.is_practice, **file.person)
    person._set_birth_year()
    return person


def _particulars(files: list[NewRecord], people: list[Person]) -> None:
    keys: list[tuple] = []
    kept: list[StoredFeatures] = []
    documents: list[IdentityDocument] = []
    contacts: list[Contact] = []
    for file, person in zip(files, people, strict=True):
        own_documents = [IdentityDocument(person=person, **each) for each in file.documents]
        own_contacts = [Contact(person=person, **each) for each in file.contacts]
        documents += own_documents
        contacts += own_contacts
        own_keys, own_traits = index_rows(person, features_of(person, own_documents, own_contacts))
        keys += own_keys
        kept.append(own_traits)
    _create(IdentityDocument, documents)
    _create(Contact, contacts)
    SearchToken.objects.put(keys)
    _create(StoredFeatures, kept)
    write_household_tokens(people)


def _hold(people: list[Person], team: Team) -> None:
    holders = (f"team:{team.pk}", f"office:{team.office_id}")
    _create(
        PersonAccessGrant,
        [
            PersonAccessGrant(record=person, grantee=holder, why="registered")
            for person in people
            for holder in holders
        ],
    )


def _open_cases(
    files: list[NewRecord], people: list[Person], *, by: User, team: Team
) -> dict[int, Case]:
    """The cases of those who have one, by person."""
    frozen = now()
    today = frozen.astimezone(team.office.zone).date()
    rules = CaseSettings.of(team.office)
    cases = [
        Case(
            **{"identified_on": today, "updated_at": frozen, "opened_at": frozen, **file.case},
            person=person,
            team=team,
            opened_by=by,
        )
        for file, person in zip(files, people, strict=True)
        if file.case is not None
    ]
    if not cases:
        return {}
    numbers = reserve_case_numbers(frozen.year, len(cases))
    for case, number in zip(cases, numbers, strict=True):
        case.number = number
        if not case.is_ended:
            first = rules.due("first_meeting", case.identified_on)
            case.next_due_on = first or NO_DUE_DATE
    create_keys(cases)
    _create(Case, cases)
    _create(
        CaseAccessGrant,
        chain.from_iterable(expected_case_grants(case, "opened") for case in cases),
    )
    held = (expected_person_grants(case, [case.person_id]) for case in cases if case.person_id)
    _create(PersonAccessGrant, chain.from_iterable(held))
    restricted = [case.person_id for case in cases if case.is_restricted]
    PersonAccessGrant.objects.filter(record__in=restricted, why="registered").delete()
    _create(Task, [_first_step(case, by) for case in cases if case.next_due_on != NO_DUE_DATE])
    _note(by, "case.opened", cases)
    return {case.person.pk: case for case in cases if case.person}


def _first_step(case: Case, by: User) -> Task:
    return Task(
        case=case, what=Task.What.SCREEN, due_on=case.next_due_on, assigned_to=case.owner, by=by
    )


def _note(by: User, event: str, records: list) -> None:
    """The ledger's lines, as `log.log_event` writes them."""
    _create(AuditEntry, [_line(by, event, record) for record in records])


def _line(by: User, event: str, record: Person | Case) -> AuditEntry:
    line = AuditEntry(
        by=by, event=event, record_type=record.audit_name, record_ref=record.ref,
        file_ref=record.ref, details=_said_of(record),
    )  # fmt: skip
    neutral_entries.seal_if_restricted(line, [record])
    return line


def _said_of(record: models.Model) -> dict:
    if not isinstance(record, Case):
        return {}
    return {"kind": record.kind, "code": audit_comparison.fingerprint(record)}


def _create(model: type[models.Model], rows: Iterable) -> None:
    model._default_manager.bulk_create(rows, batch_size=BATCH)
