"""Imports of completions from outside: reads the stored export, compares it with what is recorded,
applies it whole or not at all.

The same export again changes nothing, and of a later one only what is new: a completion is known
by the participant, the course and the platform.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.cells import as_text

from .completion_days import platform_day_order
from .completion_matching import Likeness, find_proposed, find_sure
from .completion_tables import FIELDS, CompletionLine, CompletionReader, CompletionReading
from .models import (
    CompletionChoice,
    CompletionExport,
    OutsideCompletion,
    Participant,
    ParticipantToken,
)
from .models.completions import identity_key
from .models.participants import email_key_of
from .participant_lists import (
    BATCH,
    MOST_ROWS,
    open_list,
    sound_rows,
)
from .participant_names import fold, name_key, query_tokens
from .participant_tables import Problem, guess_columns

FIELD_NAMES = tuple(FIELDS)
MOST_COURSES = 50


@dataclass(frozen=True)
class Match:
    """A line, who it is, and the completion that is recorded of them."""

    line: CompletionLine
    identity: str
    participant: Participant | None
    known: OutsideCompletion | None = None


@dataclass(frozen=True)
class OpenMatch:
    """A line of which a person says who it is, and who is proposed."""

    line: CompletionLine
    identity: str
    proposed: list[tuple[Participant, Likeness]]


@dataclass
class CompletionPlan:
    """What an export would change."""

    reading: CompletionReading
    new: list[Match] = field(default_factory=list)
    changed: list[Match] = field(default_factory=list)
    same: list[Match] = field(default_factory=list)
    to_choose: list[OpenMatch] = field(default_factory=list)
    # Of nobody who is recorded, and left out.
    unknown: list[CompletionLine] = field(default_factory=list)
    # Recorded as completed, and listed now as not completed.
    no_longer: list[int] = field(default_factory=list)

    @property
    def new_people(self) -> list[Match]:
        return [each for each in self.new if each.participant is None]

    @property
    def counts(self) -> dict[str, int]:
        return {
            "rows_found": self.reading.rows, "new": len(self.new), "known": len(self.changed),
            "same": len(self.same), "new_events": 0,
            "problems": len({each.row for each in self.reading.problems}),
        }  # fmt: skip


# Reading.


def guessed_columns(header: tuple[str, ...]) -> dict[str, int]:
    """Returns which column is probably which."""
    return guess_columns(header, FIELDS)


def read_export(export: CompletionExport) -> CompletionReading:
    """Reads the stored file row by row. Raises Refusal where it cannot be read."""
    importing = export.importing
    with EncryptedFile.open(importing.storage_key) as file:
        sheet = open_list(file, importing)
        width = len(sheet.header)
        mapping = {name: at for name, at in importing.mapping.items() if at < width}
        broken: list[Problem] = []
        reader = CompletionReader(
            mapping, today=importing.office.today(), is_course=_course_test(export),
            order=export.day_order or _shown_order(sheet, mapping.get("completed_on")),
        )  # fmt: skip
        reading = reader.read(sound_rows(sheet, width, broken))
    reading.problems = sorted([*reading.problems, *broken], key=lambda each: each.row)
    return reading


def _shown_order(sheet, column: int | None) -> str:
    if column is None:
        return ""
    rows = (row for count, row in enumerate(sheet.rows()) if count < MOST_ROWS)
    return platform_day_order(as_text(row.cells[column]) for row in rows)


def _course_test(export: CompletionExport):
    """Whether a cell names the course of this import: as their platform calls it, or by our code
    or title.
    """
    if export.their_course:
        wanted = {fold(export.their_course)}
    else:
        titles = export.version.texts_in("title").values()
        wanted = {fold(each) for each in (export.version.course.code, *titles)}
    return lambda text: fold(text) in wanted


def courses_named(export: CompletionExport, column: int | None) -> list[str]:
    """Returns how the export calls its courses, each once, in the order of the file."""
    if column is None:
        return []
    found: dict[str, None] = {}
    with EncryptedFile.open(export.importing.storage_key) as file:
        sheet = open_list(file, export.importing)
        for count, row in enumerate(sheet.rows()):
            if count >= MOST_ROWS or len(found) >= MOST_COURSES or column >= len(row.cells):
                break
            found[as_text(row.cells[column]).strip()] = None
    return [each for each in found if each]


# Checking.


@transaction.atomic
def check_export(
    export: CompletionExport, *, by: User, mapping: dict[str, int], encoding: str,
    **said,
) -> CompletionPlan:  # fmt: skip
    """Keeps how the file is read, compares it, and keeps the counts. Records nobody."""
    importing = export.importing
    importing.mapping, importing.encoding = mapping, encoding
    for name, value in said.items():
        setattr(export, name, value)
    must_be_of_this_course(export)
    plan = make_plan(export)
    if plan.reading.courses and not _names_course(plan):
        raise Refusal(_another_course(plan))
    importing.note_counts(plan.counts, by=by)
    export.save()
    return plan


def check_again(export: CompletionExport, *, by: User) -> CompletionPlan:
    """Compares it anew, after choices."""
    plan = make_plan(export)
    export.importing.note_counts(plan.counts, by=by)
    return plan


def must_be_of_this_course(export: CompletionExport) -> None:
    """Raises Refusal where the file, or what its platform calls the course, was recorded as
    another course before.
    """
    if export.is_of_another_course:
        raise Refusal(_("This very file was recorded as another course. Choose the right export."))
    if other := export.known_as():
        raise Refusal(
            _("“%(theirs)s” was recorded as the course %(code)s before. Choose the course to which"
              " it belongs.") % {"theirs": export.their_course, "code": other.version.course.code}
        )  # fmt: skip


def _names_course(plan: CompletionPlan) -> bool:
    others = sum(each.code == "other-course" for each in plan.reading.problems)
    return others < sum(plan.reading.courses.values())


def _another_course(plan: CompletionPlan) -> str:
    most = max(plan.reading.courses, key=lambda each: plan.reading.courses[each])
    return _(
        "This export is of another course: “%(theirs)s”. Choose its name under “Course in the"
        " export” if it is the same, else open the course to which it belongs."
    ) % {"theirs": most}


def make_plan(export: CompletionExport) -> CompletionPlan:
    """What the export would change now. Writes nothing."""
    plan = CompletionPlan(read_export(export))
    sorter = _Sorter(export, plan)
    for batch in batched(plan.reading.lines, BATCH, strict=False):
        sorter.sort(batch)
    plan.no_longer = sorter.recorded_though_open()
    return plan


class _Sorter:
    """Says of each line who it is and what it changes."""

    def __init__(self, export: CompletionExport, plan: CompletionPlan) -> None:
        self.export, self.plan = export, plan
        self.choices = {each.identity: each for each in export.choices.all()}
        self.taken: set[int] = set()

    def sort(self, lines: tuple[CompletionLine, ...]) -> None:
        keys = {each.row: self._key(each.identity) for each in lines}
        people = KnownPeople(self.export, lines, keys)
        for line in lines:
            identity = keys[line.row]
            choice = self.choices.get(identity)
            likenesses = people.likenesses(line, identity)
            chosen = choice.participant_id if choice else find_sure(likenesses)
            if chosen is not None and (known := people.by_key.get(chosen)):
                self._place(Match(line, identity, known, people.recorded(chosen)), known)
            elif choice is not None:
                self._leave_or_record(line, identity, choice.is_new)
            elif proposed := find_proposed(likenesses):
                told = [(people.by_key[each.participant], each) for each in proposed]
                self.plan.to_choose.append(OpenMatch(line, identity, told))
            else:
                self._leave_or_record(line, identity, self.export.records_new)

    def _place(self, match: Match, participant: Participant) -> None:
        if participant.pk in self.taken:
            # Two of their accounts are one participant of ours.
            self.plan.reading.problems.append(Problem("second-account", match.line.row, ""))
            return
        self.taken.add(participant.pk)
        if match.known is None:
            self.plan.new.append(match)
        elif match.known.completed_on == match.line.day:
            self.plan.same.append(match)
        else:
            self.plan.changed.append(match)

    def _leave_or_record(self, line: CompletionLine, identity: str, is_new: bool) -> None:
        if is_new:
            self.plan.new.append(Match(line, identity, None))
        else:
            self.plan.unknown.append(line)

    def _key(self, identity: str) -> str:
        return identity_key(self.export.version, self.export.system, identity)

    def recorded_though_open(self) -> list[int]:
        """Rows that say "not completed" of somebody whose completion is recorded."""
        rows = {self._key(identity): row for row, identity in self.plan.reading.open}
        found: list[int] = []
        for batch in batched(rows, BATCH, strict=False):
            held = OutsideCompletion.objects.filter(identity__in=batch, withdrawn_at=None)
            found += [rows[key] for key in held.values_list("identity", flat=True)]
        return sorted(found)


class KnownPeople:
    """Participants of the office who may be those of some lines; five queries for a batch."""

    def __init__(
        self, export: CompletionExport, lines: Iterable[CompletionLine], keys: dict[int, str]
    ) -> None:
        self.office, self.lines = export.importing.office_id, list(lines)
        rows = OutsideCompletion.objects.filter(version=export.version_id, system=export.system)
        rows = rows.filter(withdrawn_at=None)
        self.recognized = dict(
            rows.filter(identity__in=keys.values()).values_list("identity", "participant")
        )
        chosen = CompletionChoice.objects.filter(export=export, identity__in=keys.values())
        found = {*self.recognized.values(), *chosen.values_list("participant", flat=True)}
        people = Participant.objects.filter(office=self.office, erased_at=None)
        emails = {email_key_of(each) for line in self.lines for each in line.emails} - {""}
        wanted = Q(pk__in=found - {None}) | Q(email_key__in=emails) | Q(pk__in=self._named())
        kept = people.filter(wanted).select_related("organization").order_by("pk")
        self.by_key = {each.pk: each for each in kept}
        self._recorded = {each.participant_id: each for each in rows.filter(
            participant__in=self.by_key
        )}  # fmt: skip
        self._index()

    def _named(self) -> set[int]:
        """Keys of participants who have all words of the name of one line."""
        kinds = ParticipantToken.Kind
        wanted: dict[frozenset[int], None] = {}
        for line in self.lines:
            tokens = (
                ParticipantToken.key_of(kinds.NAME, each) for each in query_tokens(line.name)
            )
            wanted[frozenset(tokens)] = None
        keys = {key for tokens in wanted for key in tokens}
        rows = ParticipantToken.objects.filter(
            kind=kinds.NAME, key__in=keys, participant__office=self.office
        )
        held: dict[int, set[int]] = defaultdict(set)
        for participant, key in rows.values_list("participant", "key"):
            held[participant].add(key)
        return {
            participant for participant, tokens in held.items()
            if any(each and each <= tokens for each in wanted)
        }  # fmt: skip

    def _index(self) -> None:
        self.names: dict[str, list[int]] = defaultdict(list)
        self.addresses: dict[str, list[int]] = defaultdict(list)
        for each in self.by_key.values():
            self.names[name_key(each.name)].append(each.pk)
            if each.email_key:
                self.addresses[each.email_key].append(each.pk)

    def likenesses(self, line: CompletionLine, identity: str) -> list[Likeness]:
        named = set(self.names.get(name_key(line.name), ()))
        addressed = set(self._of_addresses(line))
        recognized = {self.recognized[identity]} if identity in self.recognized else set()
        place = name_key(line.institution)
        return [
            Likeness(
                each, each in named, each in addressed,
                bool(place) and name_key(self.by_key[each].institution_label) == place,
                each in recognized,
            )
            for each in sorted((named | addressed | recognized) & self.by_key.keys())
        ]  # fmt: skip

    def _of_addresses(self, line: CompletionLine) -> Iterator[int]:
        for each in line.emails:
            yield from self.addresses.get(email_key_of(each), ())

    def recorded(self, participant: int) -> OutsideCompletion | None:
        return self._recorded.get(participant)
