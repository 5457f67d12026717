"""The jobs of HTCDS files: checking a file, then importing it."""

import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.imports.pipeline import resume
from amparo.foundation.core.jobs import background_task
from amparo.foundation.core.models import User
from amparo.foundation.core.spreadsheets.validation import ImportProblem
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.intake.bulk_create import NewRecord
from amparo.pillars.assistance.intake.imports.people_import import PeopleImport

from ..models import HtcdsImportedRecord, HtcdsImportFile, HtcdsImportIssue, TraffickingRecord
from . import to_case
from .case_records import record_from_case
from .file_reader import RecordSource, opened
from .records import as_json
from .table_reader import ParsedRecord


class HtcdsImport(PeopleImport[HtcdsImportFile, RecordSource, ParsedRecord]):
    """Records of the trafficking data standard: a case each, with its trafficking record."""

    files = HtcdsImportFile
    issues = HtcdsImportIssue
    slice_size = 10

    def find(self, ref: str) -> HtcdsImportFile:
        related = HtcdsImportFile.objects.select_related(
            "team__office__organization", "basis", "by"
        )
        return related.get(ref=ref)

    @contextmanager
    def open(self, file: HtcdsImportFile) -> Iterator[RecordSource]:
        with file.opened() as stream:
            yield opened(stream, today=file.team.office.today())

    def items(
        self, file: HtcdsImportFile, source: RecordSource
    ) -> Iterator[tuple[str, ParsedRecord]]:
        for each in source.readings():
            yield key_of(file, each), each

    def problems_of_file(self, source: RecordSource) -> list[ImportProblem]:
        return source.problems

    def known_keys(self, file: HtcdsImportFile, keys) -> set[str]:
        found = HtcdsImportedRecord.objects.filter(team=file.team, key__in=keys)
        return set(found.values_list("key", flat=True))

    def build(self, file: HtcdsImportFile, item: ParsedRecord) -> NewRecord:
        return to_case.new_file(item.record)

    def store(
        self, file: HtcdsImportFile, items: dict[str, ParsedRecord],
        people: list[tuple[Person, Case | None]],
    ) -> None:  # fmt: skip
        for (key, parsed), (person, case) in zip(items.items(), people, strict=True):
            if case is not None:
                _store_record(file, key, parsed, person, case)

    def finish(self, file: HtcdsImportFile) -> None:
        log.log_event(file.by, "htcds.imported", file, rows=file.entered)
        super().finish(file)


HTCDS_IMPORT = HtcdsImport()


def key_of(file: HtcdsImportFile, parsed: ParsedRecord) -> str:
    """Returns who a record is for this team: by its key in the file, else by all that it says."""
    record = parsed.record
    told = record.id or json.dumps(list(record.values()), ensure_ascii=False)
    words = f"{file.team.ref}|{file.basis.title}|{bool(record.id)}|{told}".encode()
    return hmac.new(key_ring.derive("htcds"), words, sha256).hexdigest()[:32]


@background_task(name="check-htcds-file", title=_("Check HTCDS file"), in_slices=True)
def check_file(ref: str) -> None:
    """Reads every record and keeps what could not be mapped; nobody is registered."""
    HTCDS_IMPORT.check(ref)


@background_task(name="import-htcds-file", title=_("Import HTCDS file"), in_slices=True)
def import_file(ref: str) -> None:
    """Registers the people of every sound record that was not imported before."""
    HTCDS_IMPORT.import_file(ref)


@transaction.atomic
def resume_job(file: HtcdsImportFile, *, by: User) -> None:
    """Continues a check or an import whose job gave up; does nothing where one goes on."""
    if resume(file, by=by, check=check_file, import_file=import_file):
        log.log_event(by, "htcds.taken_up", file)


def _store_record(
    file: HtcdsImportFile, key: str, parsed: ParsedRecord, person: Person, case: Case
) -> None:
    way = TraffickingRecord.begin(case, person, by=file.by)
    to_case.tell(way, parsed.record, by=file.by)
    HtcdsImportedRecord.objects.create(
        team=file.team, key=key, of_file=file, person=person, case=case,
        original=as_json(parsed.record), then=as_json(record_from_case(way)),
        rest=parsed.record.rest,
    )  # fmt: skip
