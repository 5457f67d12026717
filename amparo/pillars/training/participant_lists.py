"""Lists of participants: reads the stored file, compares it with what is recorded, applies it.

What is applied is read and compared again in the same transaction, and refused where it is no
longer what was shown. People are matched by their name and one thing beside it: institution,
phone or address. An address alone matches nobody: institutions share mailboxes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched, islice
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.jobs import find_task
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.rls.records import lock_and_refresh, lock_for_update
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.cells import as_text
from amparo.foundation.core.spreadsheets.reader import Spreadsheet, open_spreadsheet
from amparo.foundation.core.spreadsheets.validation import FORMULAS_USED, UnreadableFile
from amparo.foundation.law.countries import find_country

from .completion_tables import is_known_heading as is_heading_of_export
from .list_encodings import guess_encoding
from .models import Enrolment, ImportedEvent, Participant, ParticipantImport, ParticipantToken
from .models.participant_imports import COUNTS
from .models.participants import email_key_of, keyed_hash
from .participant_enrolling import TAKES_PART
from .participant_names import fold, name_key, phone_key
from .participant_tables import (
    FIELDS,
    OF_EVENT,
    Line,
    Problem,
    Reading,
    TableReader,
    day_order,
    guess_mapping,
    is_known_heading,
)

MOST_ROWS = 20_000
# So many rows are imported while somebody waits; more are a job.
AT_ONCE = 300
SAMPLE_ROWS, SAMPLE_LENGTH = 3, 60
BATCH = 500
TASK = "apply-participant-import"
type Person = tuple[str, int]


@dataclass(frozen=True)
class TableHead:
    """The columns of a table, how it was read, and its first rows as they would be taken."""

    header: tuple[str, ...]
    encoding: str
    rows: tuple[tuple[str, ...], ...]

    def sample(self, index: int) -> str:
        return next((row[index] for row in self.rows if row[index]), "")


@dataclass
class Plan:
    """What a list would change. `people` leads from a person of the list to who is recorded."""

    reading: Reading
    people: dict[Person, Participant | None] = field(default_factory=dict)
    new: list[tuple[Person, Line]] = field(default_factory=list)
    known: list[tuple[Person, Line]] = field(default_factory=list)
    same: list[Line] = field(default_factory=list)
    # By key, of past trainings alone.
    events: dict[str, ImportedEvent | None] = field(default_factory=dict)
    will_wait: int = 0

    @property
    def counts(self) -> dict[str, int]:
        people = list(self.people.values())
        return {
            "rows_found": self.reading.rows,
            "new": sum(each is None for each in people), "known": len(self.known),
            "same": len(self.same),
            "problems": len({each.row for each in self.reading.problems if each.keeps_out}),
            "new_events": sum(each is None for each in self.events.values()),
        }  # fmt: skip


# Reading.


def fields_of(importing: ParticipantImport) -> tuple[str, ...]:
    return tuple(FIELDS) if importing.is_past else OF_EVENT


def read_head(importing: ParticipantImport) -> TableHead:
    """Raises Refusal where the file is no table."""
    with EncryptedFile.open(importing.storage_key) as file:
        sheet = open_list(file, importing)
        rows: list[tuple[str, ...]] = []
        for row in sheet.rows():
            cells = tuple(as_text(cell)[:SAMPLE_LENGTH] for cell in row.cells)
            # Names with letters beyond the alphabet show whether they were read rightly.
            if len(rows) < SAMPLE_ROWS or not all(map(str.isascii, cells)):
                rows.append(cells)
            if len(rows) >= 2 * SAMPLE_ROWS:
                break
    foreign = [row for row in rows if not all(map(str.isascii, row))]
    plain = [row for row in rows if row not in foreign]
    return TableHead(sheet.header, sheet.encoding, tuple([*foreign, *plain][:SAMPLE_ROWS]))


def guessed_mapping(importing: ParticipantImport, head: TableHead) -> dict[str, int]:
    return guess_mapping(head.header, fields_of(importing))


def read_list(importing: ParticipantImport) -> Reading:
    """Reads the stored file row by row. Raises Refusal where it cannot be read, or where a
    workbook has formulas: what they say may change with the program that opens them.
    """
    with EncryptedFile.open(importing.storage_key) as file:
        sheet = open_list(file, importing)
        width = len(sheet.header)
        broken: list[Problem] = []
        reader = TableReader(
            {name: at for name, at in importing.mapping.items() if at < width}, find_country,
            today=importing.office.today(), is_past=importing.is_past,
            uses_codes=bool(importing.event and importing.event.uses_codes),
            keeps_apart=importing.keeps_apart, order=_day_order(sheet, importing),
        )  # fmt: skip
        reading = reader.read(sound_rows(sheet, width, broken))
        for remark in sheet.remarks():
            if remark.code == FORMULAS_USED.code:
                raise Refusal(
                    _("The column “%(name)s” holds formulas. Paste it as values, and import the"
                      " list again.") % {"name": remark.column}
                )  # fmt: skip
    reading.problems = sorted([*reading.problems, *broken], key=lambda each: each.row)
    return reading


def _day_order(sheet: Spreadsheet, importing: ParticipantImport) -> str:
    """How the list writes its days; of a list of one event it does not matter."""
    columns = [at for name, at in importing.mapping.items() if name in ("starts_on", "ends_on")]
    if not importing.is_past:
        return ""
    rows = islice(sheet.rows(), MOST_ROWS)
    return day_order(as_text(row.cells[at]) for row in rows for at in columns)


def sound_rows(
    sheet: Spreadsheet, width: int, broken: list[Problem]
) -> Iterator[tuple[int, list[str]]]:
    """Yields number and cells of each row that can be read; what is wrong with the others is added
    to `broken`. Raises Refusal where there are too many.
    """
    for count, row in enumerate(sheet.rows(), 1):
        if count > MOST_ROWS:
            raise Refusal(
                _("These are too many rows. Import at most %(count)s at once.")
                % {"count": MOST_ROWS}
            )
        if row.is_sound:
            yield row.number, [as_text(cell) for cell in row.cells[:width]]
            continue
        broken += [
            Problem(f"{each.message} {each.what_to_do}", row.number, each.value)
            for each in row.problems if each.keeps_out
        ]  # fmt: skip


def open_list(file: BinaryIO, importing: ParticipantImport) -> Spreadsheet:
    """Opens a table in its encoding, or in the one that its letters show. Raises Refusal."""
    is_export = importing.is_of_completions
    try:
        return open_spreadsheet(
            file, encoding=importing.encoding or guess_encoding(file), is_export=is_export,
            knows=is_heading_of_export if is_export else is_known_heading,
        )  # fmt: skip
    except UnreadableFile as reason:
        raise Refusal(str(reason)) from None


# Comparing.


def check_list(
    importing: ParticipantImport, *, by: User, mapping: dict[str, int] | None = None,
    encoding: str | None = None, keeps_apart: bool | None = None,
) -> Plan:  # fmt: skip
    """Reads the file, compares it with what is recorded, and keeps the counts. Records nobody."""
    if mapping is not None:
        importing.mapping = mapping
    if encoding is not None:
        importing.encoding = encoding
    if keeps_apart is not None:
        importing.keeps_apart = keeps_apart
    plan = make_plan(importing)
    importing.note_counts(plan.counts, by=by)
    return plan


def make_plan(importing: ParticipantImport) -> Plan:
    """What the list would change now. Writes nothing."""
    plan = Plan(read_list(importing))
    persons = list(_persons(plan.reading.lines))
    found = _Known(importing).find(line for _person, line in persons)
    for person, _line in persons:
        who, number = person
        same_people = found.get(who, [])
        plan.people.setdefault(person, same_people[number] if number < len(same_people) else None)
    if importing.is_past:
        keys = {event_key(line) for _person, line in persons}
        recorded = ImportedEvent.objects.filter(office=importing.office_id, key__in=keys)
        plan.events = dict.fromkeys(sorted(keys)) | {each.key: each for each in recorded}
    there = _enrolled(importing, plan)
    for person, line in persons:
        known = plan.people[person]
        if known is None:
            plan.new.append((person, line))
        elif (_event_pk(importing, plan, line), known.pk) in there:
            plan.same.append(line)
        else:
            plan.known.append((person, line))
    plan.will_wait = _waiting(importing, plan)
    return plan


def _persons(lines: Iterable[Line]) -> Iterator[tuple[Person, Line]]:
    """Each row with its person: the same name and institution in two events is one person; twice
    in one event, where somebody said so, two.
    """
    times: Counter[tuple] = Counter()
    for line in lines:
        key = (line.who, line.event)
        yield (line.who, times[key]), line
        times[key] += 1


def event_key(line: Line) -> str:
    """The digest of a past training: the same in a later list."""
    course, first, last = line.event
    return keyed_hash("past event", f"{course}|{first}|{last}")


def _enrolled(importing: ParticipantImport, plan: Plan) -> set[tuple[int, int]]:
    events = [each.event_id for each in plan.events.values() if each]
    if importing.event_id:
        events = [importing.event_id]
    rows = Enrolment.objects.filter(event__in=events, state__in=TAKES_PART)
    return set(rows.values_list("event", "participant"))


def _event_pk(importing: ParticipantImport, plan: Plan, line: Line) -> int | None:
    if not importing.is_past:
        return importing.event_id
    recorded = plan.events[event_key(line)]
    return recorded.event_id if recorded else None


def _waiting(importing: ParticipantImport, plan: Plan) -> int:
    """How many would find no seat."""
    event = importing.event
    if event is None:
        return 0
    free = max(event.seats - event.seats_taken, 0)
    return max(len(plan.new) + len(plan.known) - free, 0)


class _Known:
    """Finds who of a list is recorded in the office already."""

    def __init__(self, importing: ParticipantImport) -> None:
        self.importing = importing
        self.rows = Participant.objects.filter(office=importing.office_id, erased_at=None)

    def find(self, lines: Iterable[Line]) -> dict[str, list[Participant]]:
        """Returns those of each person of the list, the longest recorded first."""
        found: dict[str, list[Participant]] = defaultdict(list)
        for batch in batched(lines, BATCH, strict=False):
            who = {line.who: line for line in batch}
            candidates = self._candidates(batch)
            by_name: dict[str, list[Participant]] = defaultdict(list)
            for each in candidates:
                by_name[_name_or_code(each)].append(each)
            for key, line in who.items():
                if key not in found:
                    same = by_name.get(fold(line.code) or name_key(line.name), [])
                    found[key] = [each for each in same if _is_same(each, line)]
        return found

    def _candidates(self, lines: Iterable[Line]) -> list[Participant]:
        lines = list(lines)
        codes = {line.code.upper() for line in lines if line.code}
        if codes:
            event = self.importing.event_id
            rows = self.rows.filter(code__in=codes, enrolments__event=event)
            return list(rows.distinct().order_by("pk"))
        kinds = ParticipantToken.Kind
        keys = [
            ParticipantToken.key_of(kinds.SAME, f"{name_key(each.name)}|{place}")
            for each in lines if (place := name_key(each.institution))
        ] + [
            ParticipantToken.key_of(kinds.PHONE, phone)
            for each in lines if (phone := phone_key(each.phone))
        ]  # fmt: skip
        tokens = ParticipantToken.objects.filter(
            kind__in=(kinds.SAME, kinds.PHONE), key__in=keys
        ).values("participant")
        emails = {email_key_of(each) for line in lines for each in line.emails}
        rows = self.rows.filter(pk__in=tokens) | self.rows.filter(email_key__in=emails - {""})
        return list(rows.select_related("organization").distinct().order_by("pk"))


def _name_or_code(participant: Participant) -> str:
    return fold(participant.code) or name_key(participant.name)


def _is_same(participant: Participant, line: Line) -> bool:
    """Of the same name: whether something beside it is the same too."""
    if line.code:
        return True
    place, phone = name_key(line.institution), phone_key(line.phone)
    if place and place == name_key(participant.institution_label):
        return True
    if phone and phone == phone_key(participant.phone):
        return True
    emails = {email_key_of(each) for each in line.emails}
    return bool(participant.email_key) and participant.email_key in emails


# Applying.


def apply_list(importing: ParticipantImport, *, by: User) -> bool:
    """Imports it: at once, or by a job where it is long; returns whether at once."""
    if importing.rows_found <= AT_ONCE:
        carry_out(importing, by=by)
        return True
    with transaction.atomic():
        importing.start(by=by)
        find_task(TASK).asked(by=by).enqueue(str(importing.ref))
    return False


@transaction.atomic
def carry_out(importing: ParticipantImport, *, by: User) -> None:
    """Writes all of it, or nothing. Refused where it is no longer what the check showed."""
    # They need what is planned here.
    from .completion_writing import record_completions
    from .participant_list_writing import write

    lock_and_refresh(importing, "state")
    if importing.state != ParticipantImport.State.APPLYING:
        importing.must_be_ready()
    if importing.is_of_completions:
        record_completions(importing, by=by)
        return
    # Of two imports the second sees what the first wrote.
    if importing.event is not None:
        lock_for_update(importing.event)
    else:
        Office.objects.select_for_update().get(pk=importing.office_id)
    plan = make_plan(importing)
    must_be_as_checked(importing, plan.counts)
    write(importing, plan, by=by)
    importing.finish(by=by)


def must_be_as_checked(importing: ParticipantImport, counts: dict[str, int]) -> None:
    """Raises Refusal where what is recorded is no longer as it was when the list was checked."""
    if any(counts[name] != getattr(importing, name) for name in COUNTS):
        raise Refusal(_("Participants changed since the check. Check the list again."))
