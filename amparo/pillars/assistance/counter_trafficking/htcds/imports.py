"""Looking a file of HTCDS through, then letting it in: every record whole or absent, none twice.

Both can be stopped at any moment and begun again: what has entered is known by its key.
"""

import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import batched

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.jobs import background_task, checkpoint
from amparo.foundation.core.models import Job, User
from amparo.foundation.core.spreadsheets.validation import ImportProblem, UnreadableFile
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.extension_points import list_imported, people_registered
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.intake.bulk_create import create_records

from ..models import HtcdsImportedRecord, HtcdsImportFile, HtcdsImportIssue, TraffickingRecord
from . import to_case
from .case_records import record_from_case
from .file_reader import RecordSource, opened
from .records import as_json
from .table_reader import ParsedRecord

CHUNK = 500
# Records that enter together: while they are written, nobody else writes to SQLite.
SLICE = 10
WARNINGS_KEPT = 2000


@contextmanager
def opened_file(file: HtcdsImportFile) -> Iterator[RecordSource]:
    file.must_be_here()
    stream = EncryptedFile.open(file.storage_key)
    try:
        yield opened(stream, today=file.team.office.today())
    finally:
        stream.close()


def key_of(file: HtcdsImportFile, reading: ParsedRecord) -> str:
    """Who a record is for this team: by its key in the file, else by all that it tells."""
    record = reading.record
    told = record.id or json.dumps(list(record.values()), ensure_ascii=False)
    words = f"{file.team.ref}|{file.basis.title}|{bool(record.id)}|{told}".encode()
    return hmac.new(key_ring.derive("htcds"), words, sha256).hexdigest()[:32]


@background_task(name="check-htcds-file", title=_("Check HTCDS file"), in_slices=True)
def check_file(ref: str) -> None:
    """Read every record and keep what could not be mapped; nobody enters."""
    file = _file(ref)
    if file.state != HtcdsImportFile.State.LOOKING:
        return
    _begin_anew(file)
    counts = dict.fromkeys(("rows", "ready", "to_correct", "known", "doubtful"), 0)
    try:
        with opened_file(file) as source:
            for chunk in batched(source.readings(), CHUNK, strict=False):
                _look_at(file, chunk, counts)
            told = source.problems
    except UnreadableFile as reason:
        _give_up(file, reason)
        return
    with transaction.atomic():
        _keep(file, told, counts)
        file.state = HtcdsImportFile.State.LOOKED
        file.save()
        checkpoint(counts["rows"], of=counts["rows"])


@transaction.atomic
def _begin_anew(file: HtcdsImportFile) -> None:
    file.issues.all().delete()
    checkpoint()


@transaction.atomic
def _give_up(file: HtcdsImportFile, reason: UnreadableFile) -> None:
    """The file breaks off, or is none: nothing of it enters."""
    file.issues.all().delete()
    _keep(file, [ImportProblem(0, "", "", reason.code, reason.details)], {"doubtful": 0})
    file.state = HtcdsImportFile.State.UNREADABLE
    file.count(ready=0, to_correct=0, known=0, doubtful=0)
    file.save()
    checkpoint()


@transaction.atomic
def _look_at(
    file: HtcdsImportFile, chunk: tuple[ParsedRecord, ...], counts: dict[str, int]
) -> None:
    known = _known(file, chunk)
    issues: list[ImportProblem] = []
    for reading in chunk:
        is_known = reading.enters and key_of(file, reading) in known
        counts["rows"] += 1
        counts["known"] += is_known
        counts["ready"] += reading.enters and not is_known
        counts["to_correct"] += not reading.enters
        counts["doubtful"] += reading.enters and bool(reading.problems)
        issues += reading.problems
    _keep(file, issues, counts)
    file.count(**counts, row_now=counts["rows"])
    checkpoint(counts["rows"])


def _keep(file: HtcdsImportFile, issues: list[ImportProblem], counts: dict[str, int]) -> None:
    few = counts["doubtful"] <= WARNINGS_KEPT
    HtcdsImportIssue.objects.bulk_create(
        HtcdsImportIssue(
            of_file=file, row=each.row, code=each.code, keeps_out=each.keeps_out,
            message_data=each.as_json(),
        )
        for each in issues
        if each.keeps_out or few
    )  # fmt: skip


@background_task(name="import-htcds-file", title=_("Import HTCDS file"), in_slices=True)
def import_file(ref: str) -> None:
    """Bring in every sound record that has not entered before."""
    file = _file(ref)
    if file.state != HtcdsImportFile.State.BRINGING:
        return
    for _passed in import_slices(file):
        pass


def import_slices(file: HtcdsImportFile) -> Iterator[int]:
    """Bring the file in, slice by slice, saying after each how many records were passed."""
    passed = 0
    with opened_file(file) as source:
        for chunk in batched(source.readings(), SLICE, strict=False):
            passed += len(chunk)
            _enter(file, chunk, passed)
            yield passed
    with transaction.atomic():
        file.state, file.done_at = HtcdsImportFile.State.DONE, now()
        file.save()
        log.log_event(file.by, "htcds.imported", file, rows=file.entered)
        list_imported.send(HtcdsImportFile, import_ref=file.ref, team=file.team)
        checkpoint(file.rows, of=file.rows)


@transaction.atomic
def _enter(file: HtcdsImportFile, chunk: tuple[ParsedRecord, ...], passed: int) -> None:
    """One slice, all of it or nothing, with its ledger lines and the count of what has entered."""
    known = _known(file, chunk)
    sound = {key_of(file, each): each for each in chunk if each.enters}
    fresh = {key: each for key, each in sound.items() if key not in known}
    files = [to_case.new_file(each.record) for each in fresh.values()]
    entered = create_records(files, by=file.by, team=file.team, basis=file.basis)
    for (key, reading), (person, case) in zip(fresh.items(), entered, strict=True):
        if case is not None:
            _write(file, key, reading, person, case)
    people_registered.send(
        Person, people=[person for person, _case in entered],
        cases={person.pk: case for person, case in entered if case}, team=file.team, by=file.by,
        import_ref=file.ref,
    )  # fmt: skip
    file.count(row_now=passed, entered=file.entered + len(fresh))
    checkpoint(passed, of=file.rows)


def _write(
    file: HtcdsImportFile, key: str, reading: ParsedRecord, person: Person, case: Case
) -> None:
    way = TraffickingRecord.begin(case, person, by=file.by)
    to_case.tell(way, reading.record, by=file.by)
    HtcdsImportedRecord.objects.create(
        team=file.team,
        key=key,
        of_file=file,
        person=person,
        case=case,
        original=as_json(reading.record),
        then=as_json(record_from_case(way)),
        rest=reading.record.rest,
    )


def _known(file: HtcdsImportFile, chunk: tuple[ParsedRecord, ...]) -> set[str]:
    keys = [key_of(file, each) for each in chunk if each.enters]
    found = HtcdsImportedRecord.objects.filter(team=file.team, key__in=keys)
    return set(found.values_list("key", flat=True))


def _file(ref: str) -> HtcdsImportFile:
    return HtcdsImportFile.objects.select_related("team__office__organization", "basis", "by").get(
        ref=ref
    )


def current_job(file: HtcdsImportFile) -> Job | None:
    """The work that was last asked for on this file."""
    return Job.objects.about(file.ref).first()


@transaction.atomic
def resume_job(file: HtcdsImportFile, *, by: User) -> None:
    """Go on where work that gave up has left it; what only lost its worker goes on by itself."""
    work = current_job(file)
    if not file.is_at_work or (work and work.is_unfinished):
        return
    log.log_event(by, "htcds.taken_up", file)
    if work and work.is_dead:
        work.retry(by=by)
    else:
        looking = file.state == HtcdsImportFile.State.LOOKING
        (check_file if looking else import_file).asked(by=by).enqueue(str(file.ref))
