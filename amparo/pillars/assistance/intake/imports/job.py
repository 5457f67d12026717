"""The jobs of beneficiary lists: checking a list, then importing it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.imports.pipeline import resume
from amparo.foundation.core.jobs import background_task
from amparo.foundation.core.models import User
from amparo.foundation.core.spreadsheets.reader import Spreadsheet
from amparo.foundation.core.spreadsheets.validation import ImportProblem
from amparo.foundation.people.models import Family, FamilyMember, Person
from amparo.pillars.assistance.cases.models import Case

from ..bulk_create import NewRecord
from ..models.imports import ImportedRow, ImportFile, ImportIssue
from .case_records import build_record
from .duplicates import DuplicateCounter
from .people_import import PeopleImport
from .reader import analyze_columns, keyed_hash, open_import_file, parsed_rows
from .rows import ParsedRow
from .unclear_values import ImportContext, Values


class ReadableList(NamedTuple):
    """A list that can be read: its table, and what whole columns say of dates and letters."""

    table: Spreadsheet
    context: ImportContext


class ListImport(PeopleImport[ImportFile, ReadableList, ParsedRow]):
    """People of a list that another organization kept, and the families that it puts them in."""

    files = ImportFile
    issues = ImportIssue

    def find(self, ref: str) -> ImportFile:
        return ImportFile.objects.select_related("register__team__office", "by").get(ref=ref)

    @contextmanager
    def open(self, file: ImportFile) -> Iterator[ReadableList]:
        with open_import_file(file) as table:
            yield ReadableList(table, analyze_columns(file, table))

    def items(self, file: ImportFile, source: ReadableList) -> Iterator[tuple[str, ParsedRow]]:
        for _row, parsed, key in parsed_rows(file, *source):
            yield key, parsed

    def problems_of_file(self, source: ReadableList) -> list[ImportProblem]:
        return list(source.table.remarks())

    def known_keys(self, file: ImportFile, keys) -> set[str]:
        rows = ImportedRow.objects.filter(kind=ImportedRow.Kind.PERSON, register=file.register)
        return set(rows.filter(key__in=keys).values_list("key", flat=True))

    def comparison(self, file: ImportFile) -> Callable[[Iterable[ParsedRow]], dict[str, int]]:
        counter = DuplicateCounter(file)

        def compare(rows: Iterable[ParsedRow]) -> dict[str, int]:
            counter.look_at([each.values for each in rows])
            return {"alike": counter.known, "alike_within": counter.within}

        return compare

    def build(self, file: ImportFile, item: ParsedRow) -> NewRecord:
        return build_record(item.values, opens_case=file.opens_cases)

    def store(
        self, file: ImportFile, items: dict[str, ParsedRow],
        people: list[tuple[Person, Case | None]],
    ) -> None:  # fmt: skip
        register, kind = file.register, ImportedRow.Kind.PERSON
        ImportedRow.objects.bulk_create(
            ImportedRow(
                register=register, kind=kind, key=key, person=person, case=case, of_file=file
            )
            for key, (person, case) in zip(items, people, strict=True)
        )
        for parsed, (person, _case) in zip(items.values(), people, strict=True):
            _join_family(file, parsed.values, person)

    def finish(self, file: ImportFile) -> None:
        log.log_event(file.by, "register.imported", file, rows=file.entered)
        super().finish(file)


LIST_IMPORT = ListImport()


@background_task(name="check-register-file", title=_("Check list before import"), in_slices=True)
def check_file(ref: str) -> None:
    """Reads every row and keeps what is wrong with it; nobody is registered."""
    LIST_IMPORT.check(ref)


@background_task(name="import-register-file", title=_("Import beneficiary list"), in_slices=True)
def import_file(ref: str) -> None:
    """Registers the people of every sound row that was not imported before."""
    LIST_IMPORT.import_file(ref)


@transaction.atomic
def resume_job(file: ImportFile, *, by: User) -> None:
    """Continues a check or an import whose job gave up; does nothing where one goes on."""
    if resume(file, by=by, check=check_file, import_file=import_file):
        log.log_event(by, "register.taken_up", file)


def _join_family(file: ImportFile, values: Values, person: Person) -> None:
    """People whom the list counts to one family belong to one family here."""
    number = str(values.get("family_id") or "").strip().casefold()
    if not number:
        return
    key = keyed_hash(file.register, "family", number)
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
