"""Looking a register through, then bringing it in: every row whole or absent, none twice.

Both can be stopped at any moment and begun again: what has entered is known by its key.
"""

from collections.abc import Iterator
from itertools import batched

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task, checkpoint
from amparo.foundation.core.models import Job, User
from amparo.foundation.core.spreadsheets.validation import ImportProblem
from amparo.foundation.people.models import Family, FamilyMember, Person
from amparo.pillars.assistance.cases.extension_points import list_imported, people_registered

from ..bulk_create import create_records
from ..models.imports import ImportedRow, ImportFile, ImportIssue
from .case_records import build_record
from .duplicates import DuplicateCounter
from .reader import analyze_columns, keyed_hash, open_import_file, parsed_rows
from .rows import ParsedRow
from .unclear_values import Values

CHUNK = 500
# Rows that enter together: while they are written, nobody else writes to SQLite.
SLICE = 40
COUNTED = ("rows", "ready", "to_correct", "known", "doubtful", "alike", "alike_within")
# Warnings beyond so many say nothing new; what keeps a row out is always kept.
WARNINGS_KEPT = 2000


@background_task(name="check-register-file", title=_("Check list before import"), in_slices=True)
def check_file(ref: str) -> None:
    """Read every row and keep what is wrong with it; nobody enters."""
    file = _file(ref)
    if file.state != ImportFile.State.LOOKING:
        return
    _begin_anew(file)
    counts = dict.fromkeys(COUNTED, 0)
    likeness = DuplicateCounter(file)
    with open_import_file(file) as table:
        setting = analyze_columns(file, table)
        for chunk in batched(parsed_rows(file, table, setting), CHUNK, strict=False):
            _look_at(file, chunk, counts, likeness)
        with transaction.atomic():
            _store_issues(file, table.remarks(), counts)
            file.state = ImportFile.State.LOOKED
            file.save()
            checkpoint(counts["rows"], of=counts["rows"])


@transaction.atomic
def _begin_anew(file: ImportFile) -> None:
    """What an attempt before this one found is found again."""
    file.issues.all().delete()
    checkpoint()


@transaction.atomic
def _look_at(file: ImportFile, chunk, counts: dict[str, int], likeness: DuplicateCounter) -> None:
    known = _known(file, [key for _row, _reading, key in chunk])
    issues: list[ImportProblem] = []
    for _row, reading, key in chunk:
        counts["rows"] += 1
        counts["known"] += reading.enters and key in known
        counts["ready"] += reading.enters and key not in known
        counts["to_correct"] += not reading.enters
        counts["doubtful"] += reading.enters and bool(reading.problems)
        issues += reading.problems
    likeness.look_at([r.values for _row, r, key in chunk if r.enters and key not in known])
    counts |= {"alike": likeness.known, "alike_within": likeness.within}
    _store_issues(file, issues, counts)
    file.count(**counts, row_now=counts["rows"])
    checkpoint(counts["rows"])


def _store_issues(file: ImportFile, issues: list[ImportProblem], counts: dict[str, int]) -> None:
    few = counts["doubtful"] <= WARNINGS_KEPT
    ImportIssue.objects.bulk_create(
        ImportIssue(
            of_file=file,
            row=each.row,
            code=each.code,
            keeps_out=each.keeps_out,
            message_data=each.as_json(),
        )
        for each in issues
        if each.keeps_out or few
    )


@background_task(name="import-register-file", title=_("Import beneficiary list"), in_slices=True)
def import_file(ref: str) -> None:
    """Bring in every sound row that has not entered before."""
    file = _file(ref)
    if file.state != ImportFile.State.BRINGING:
        return
    for _rows in import_slices(file):
        pass


def import_slices(file: ImportFile) -> Iterator[int]:
    """Bring the file in, slice by slice, saying after each how many rows were passed."""
    passed = 0
    with open_import_file(file) as table:
        setting = analyze_columns(file, table)
        for chunk in batched(parsed_rows(file, table, setting), SLICE, strict=False):
            passed += len(chunk)
            _enter(file, chunk, passed)
            yield passed
    with transaction.atomic():
        file.state, file.done_at = ImportFile.State.DONE, now()
        file.save()
        log.log_event(file.by, "register.imported", file, rows=file.entered)
        list_imported.send(ImportFile, import_ref=file.ref, team=file.register.team)
        checkpoint(file.rows, of=file.rows)


@transaction.atomic
def _enter(file: ImportFile, chunk, passed: int) -> None:
    """One slice, all of it or nothing, with its ledger lines and the count of what has entered."""
    known = _known(file, [key for _row, _reading, key in chunk])
    fresh = {key: reading for _row, reading, key in chunk if reading.enters and key not in known}
    register, person_row = file.register, ImportedRow.Kind.PERSON
    files = [build_record(each.values, opens_case=file.opens_cases) for each in fresh.values()]
    entered = create_records(files, by=file.by, team=register.team, basis=register.basis)
    ImportedRow.objects.bulk_create(
        ImportedRow(
            register=register, kind=person_row, key=key, person=person, case=case, of_file=file
        )
        for key, (person, case) in zip(fresh, entered, strict=True)
    )
    _gather_families(file, list(fresh.values()), [person for person, _case in entered])
    people_registered.send(
        Person, people=[person for person, _case in entered],
        cases={person.pk: case for person, case in entered if case}, team=register.team,
        by=file.by, import_ref=file.ref,
    )  # fmt: skip
    file.count(row_now=passed, entered=file.entered + len(fresh))
    checkpoint(passed, of=file.rows)


def _known(file: ImportFile, keys: list[str]) -> set[str]:
    rows = ImportedRow.objects.filter(kind=ImportedRow.Kind.PERSON, register=file.register)
    found = rows.filter(key__in=[key for key in keys if key])
    return set(found.values_list("key", flat=True))


def _gather_families(file: ImportFile, told: list[ParsedRow], people: list[Person]) -> None:
    """People whom the register counts to one family belong to one family here."""
    for reading, person in zip(told, people, strict=True):
        if number := str(reading.values.get("family_id") or "").strip().casefold():
            _join_family(file, keyed_hash(file.register, "family", number), reading.values, person)


def _join_family(file: ImportFile, key: str, values: Values, person: Person) -> None:
    rows = ImportedRow.objects.filter(kind=ImportedRow.Kind.FAMILY, register=file.register)
    known = rows.filter(key=key).first()
    family = (known and known.family) or _begin_family(file, key, person)
    relation = str(values.get("family_relation") or "relative")
    is_head = bool(values.get("family_head")) or relation == "head"
    FamilyMember.objects.create(
        family=family, person=person, relation="head" if is_head else relation
    )
    if is_head or not family.head_id:
        family.head = person
        family.save()


def _begin_family(file: ImportFile, key: str, person: Person) -> Family:
    family = Family.objects.create(name=person.family_names or person.name)
    ImportedRow.objects.create(
        register=file.register, kind=ImportedRow.Kind.FAMILY, key=key, family=family, of_file=file
    )
    log.log_event(file.by, "family.registered", family)
    return family


def _file(ref: str) -> ImportFile:
    return ImportFile.objects.select_related("register__team__office", "by").get(ref=ref)


def current_job(file: ImportFile) -> Job | None:
    """The work that was last asked for on this file."""
    return Job.objects.about(file.ref).first()


@transaction.atomic
def resume_job(file: ImportFile, *, by: User) -> None:
    """Go on where work that gave up has left it; what only lost its worker goes on by itself."""
    work = current_job(file)
    if not file.is_at_work or (work and work.is_unfinished):
        return
    log.log_event(by, "register.taken_up", file)
    if work and work.is_dead:
        work.retry(by=by)
    else:
        looking = file.state == ImportFile.State.LOOKING
        (check_file if looking else import_file).asked(by=by).enqueue(str(file.ref))
