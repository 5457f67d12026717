"""Reads who completed a course elsewhere from the rows of an export: of the reports of Moodle
(course completion, activity completion, custom certificates), which IOM E-Campus runs, or of any
table with a name and a day. Without Django.

Headings are guessed in four languages and confirmed by a person. Reports of activities have two
columns for each activity: which of them says it is asked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from .completion_days import FIRST_YEAR, read_platform_day
from .participant_names import emails_in, fold, name_key
from .participant_tables import (
    FIELDS as OF_PARTICIPANTS,
)
from .participant_tables import (
    LONGEST,
    Problem,
    formulas_in,
    name_of,
)

_PERSON = ("name", "given", "family", "email", "institution", "course")
_FURTHER: dict[str, tuple[str, ...]] = {
    "name": ("first name last name", "first name surname", "nombre apellido s",
             "prenom nom", "prenom nom de famille", "الاسم الاول اسم العايله"),
    "given": ("nombre s", "الاسم الشخصي"),
    "family": ("apellido s", "last names", "الاسم الاخير"),
    "email": ("direccion de correo", "direccion email", "direccion de correo electronico",
              "adresse de courriel", "adresse e mail", "عنوان البريد الالكتروني"),
    "institution": ("department", "departamento", "departement", "القسم"),
    "course": ("course name", "course full name", "course short name", "nombre del curso",
               "nom du cours", "اسم المقرر", "المقرر"),
}  # fmt: skip
FIELDS: dict[str, tuple[str, ...]] = {
    name: (*OF_PARTICIPANTS[name], *_FURTHER.get(name, ())) for name in _PERSON
} | {
    "number": ("id number", "numero de id", "numero de identificacion", "numero d identification",
               "رقم التعريف", "رقم الهويه", "id", "user id", "username", "nombre de usuario",
               "nom d utilisateur", "اسم المستخدم"),
    "status": ("status", "completion status", "state", "completion state", "estado",
               "estado de finalizacion", "statut", "etat", "etat d achevement", "الحاله",
               "حاله الاكتمال", "completed", "completado", "finalizado", "acheve", "termine"),
    "completed_on": (
        "course complete", "course completed", "completion date", "date completed",
        "time completed", "completed on", "curso completado", "curso finalizado",
        "fecha de finalizacion", "fecha de completado", "finalizado el", "cours termine",
        "cours acheve", "date d achevement", "date de fin", "termine le", "acheve le",
        "المقرر مكتمل", "اكتمل المقرر", "تاريخ الاكتمال", "تاريخ الانجاز", "تاريخ الاتمام",
        "awarded on", "date received", "date issued", "received", "fecha de recepcion",
        "date de reception", "date de delivrance", "تاريخ الاستلام", "تاريخ المنح",
    ),
}  # fmt: skip
_NAMES = frozenset(name for names in FIELDS.values() for name in names)

_DONE = frozenset((
    "completed", "complete", "completado", "completada", "finalizado", "finalizada", "termine",
    "terminee", "acheve", "achevee", "مكتمل", "مكتمله", "اكتمل", "تم", "تم الانجاز", "yes", "si",
    "oui", "نعم", "1",
))  # fmt: skip
_NOT_DONE = frozenset((
    "", "not completed", "incomplete", "not complete", "no completado", "no completada",
    "sin completar", "no finalizado", "no finalizada", "sin finalizar", "non termine",
    "non terminee", "pas termine", "inacheve", "non acheve", "non achevee", "غير مكتمل",
    "غير مكتمله", "لم يكتمل", "لم يتم", "no", "non", "لا", "0", "in progress", "en curso",
    "en progreso", "en cours", "قيد التقدم",
))  # fmt: skip
# How the words in brackets begin where somebody finished without passing.
_FAILED = (
    "did not", "failed", "no obtuvo", "no alcanz", "no logr", "no ha", "sin ", "n a pas", "note",
    "لم",
)  # fmt: skip
_PASSED_NOTE = ("note de reussite atteinte", "note de passage atteinte")


def is_known_heading(text: str) -> bool:
    return fold(text) in _NAMES


def completion_state(text: str) -> bool | None:
    """Returns whether the words of a platform say that it was completed, and passed where it says
    that too; None where they are not known.
    """
    head, _bracket, rest = text.partition("(")
    said, note = fold(head), fold(rest)
    if said in _NOT_DONE:
        return False
    if said not in _DONE:
        return None
    return note in _PASSED_NOTE or not note.startswith(_FAILED)


@dataclass(frozen=True, slots=True)
class CompletionLine:
    """One row: somebody who completed the course on a day."""

    row: int
    day: date
    name: str = field(default="", repr=False)
    emails: tuple[str, ...] = field(default=(), repr=False)
    institution: str = field(default="", repr=False)
    # Who they are in their system, folded: its number for them, else their address or name.
    identity: str = field(default="", repr=False)
    # As lists of participants have them, for looking them up in the same way.
    phone: str = ""
    code: str = ""


@dataclass(slots=True)
class CompletionReading:
    """What an export holds: completions, who has none, problems."""

    lines: list[CompletionLine] = field(default_factory=list)
    # Of who is listed without having completed it: row and identity.
    open: list[tuple[int, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # Row, and the row before it that says the same.
    repeated: list[tuple[int, int]] = field(default_factory=list)
    # How often each course is named, where a column names it.
    courses: dict[str, int] = field(default_factory=dict)
    rows: int = 0


class CompletionReader:
    """Reads rows by the columns that a person confirmed."""

    def __init__(
        self, mapping: Mapping[str, int], *, today: date, order: str = "",
        is_course: Callable[[str], bool],
    ) -> None:  # fmt: skip
        self.mapping, self.today, self.order = dict(mapping), today, order
        self.is_course = is_course
        self.reading = CompletionReading()
        self._at: dict[str, int] = {}
        self._two_days: set[str] = set()

    def read(self, rows: Iterable[tuple[int, Sequence[str]]]) -> CompletionReading:
        for number, cells in rows:
            self.reading.rows += 1
            said = {name: _said(cells[at]) for name, at in self.mapping.items()}
            self._read_row(number, said)
        kept = (each for each in self.reading.lines if each.identity not in self._two_days)
        self.reading.lines = list(kept)
        return self.reading

    def _read_row(self, row: int, said: dict[str, str]) -> None:
        course = said.get("course", "")
        if "course" in self.mapping:
            counts = self.reading.courses
            counts[course] = counts.get(course, 0) + 1
            if not self.is_course(course):
                self.reading.problems.append(Problem("other-course", row, course))
                return
        found = list(self._about_person(row, said))
        self.reading.problems += found
        if not found:
            self._take(row, said)

    def _about_person(self, row: int, said: dict[str, str]) -> Iterator[Problem]:
        yield from formulas_in(row, said)
        if not name_key(name_of(said)):
            yield Problem("no-name", row, name_of(said))
        for name, most in LONGEST.items():
            if len(said.get(name, "")) > most:
                yield Problem("too-long", row, said[name][:most])

    def _take(self, row: int, said: dict[str, str]) -> None:
        identity = _identity(said)
        status, day_text = said.get("status"), said.get("completed_on", "")
        done = True if status is None else completion_state(status)
        if done is None:
            self.reading.problems.append(Problem("unknown-status", row, status or ""))
        elif not done or (status is None and not _is_day(day_text)):
            self.reading.open.append((row, identity))
        elif problem := self._day_problem(row, day_text):
            self.reading.problems.append(problem)
        else:
            self._add(row, said, identity)

    def _day_problem(self, row: int, text: str) -> Problem | None:
        if not _is_day(text):
            return Problem("no-completion-date", row, text)
        day = read_platform_day(text, self.order)
        if day is None:
            return Problem("unknown-date", row, text)
        if day.year < FIRST_YEAR:
            return Problem("empty-date", row, text)
        return Problem("future-date", row, text) if day > self.today else None

    def _add(self, row: int, said: dict[str, str], identity: str) -> None:
        day = read_platform_day(said["completed_on"], self.order)
        if day is None:
            return  # said before
        first = self._at.get(identity)
        if first is None:
            self._at[identity] = len(self.reading.lines)
            self.reading.lines.append(
                CompletionLine(
                    row,
                    day,
                    " ".join(name_of(said).split()),
                    tuple(emails_in(said.get("email", ""))),
                    said.get("institution", ""),
                    identity,
                )
            )
        elif self.reading.lines[first].day == day:
            self.reading.repeated.append((row, self.reading.lines[first].row))
        else:
            self._two_days.add(identity)
            self.reading.problems.append(Problem("two-dates", row, said["completed_on"]))


def _said(cell: str) -> str:
    """What a cell says; platforms write a dash for nothing."""
    text = cell.strip()
    return text if text.strip("-–— ") else ""


def _is_day(text: str) -> bool:
    """Whether a cell says a day, and not that it is not completed."""
    return bool(text) and completion_state(text) is not False


def _identity(said: Mapping[str, str]) -> str:
    """By what their system knows somebody. The address of a shared mailbox is of several people,
    so that the name stands beside it.
    """
    if number := fold(said.get("number", "")):
        return f"number {number}"
    emails = emails_in(said.get("email", ""))
    address = emails[0].casefold() if emails else ""
    return f"{address}|{name_key(name_of(said))}"
