"""Reads participants, and past trainings, from the rows of a table. Without Django.

Headings are guessed in four languages and confirmed by a person. What a row lacks or says twice is
a problem with a code; whoever shows it says it in words (`participant_problems`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from .participant_names import emails_in, fold, name_key, phone_key

# What an import takes, and what lists call it, folded.
FIELDS: dict[str, tuple[str, ...]] = {
    "name": (
        "name", "full name", "participant", "name of participant", "participants", "nombre",
        "nombre completo", "nombre y apellidos", "nombres y apellidos", "apellidos y nombres",
        "participante", "nom complet", "nom et prenom", "nom et prenoms", "noms et prenoms",
        "participant e", "الاسم", "الاسم الكامل", "اسم المشارك", "المشارك",
    ),
    "given": (
        "given name", "given names", "first name", "forename", "nombres", "prenom", "prenoms",
        "الاسم الاول", "الاسم الشخصي",
    ),
    "family": (
        "family name", "family names", "last name", "surname", "surnames", "apellido",
        "apellidos", "nom", "nom de famille", "اسم العايله", "اللقب", "الكنيه",
    ),
    "email": (
        "email", "e mail", "mail", "email address", "correo", "correo electronico", "courriel",
        "adresse electronique", "adresse email", "البريد الالكتروني", "البريد", "الايميل",
    ),
    "phone": (
        "phone", "telephone", "mobile", "phone number", "telefono", "celular", "movil",
        "whatsapp", "numero de telephone", "portable", "tel", "الهاتف", "رقم الهاتف", "الجوال",
    ),
    "sex": ("sex", "gender", "sexo", "genero", "sexe", "genre", "الجنس", "النوع"),
    "institution": (
        "institution", "organization", "organisation", "agency", "institucion", "organizacion",
        "entidad", "dependencia", "structure", "service", "الموسسه", "الجهه", "المنظمه",
    ),
    "institution_type": (
        "type of institution", "institution type", "tipo de institucion", "type d institution",
        "نوع الموسسه",
    ),
    "role": (
        "role", "position", "function", "rank", "job title", "title", "cargo", "puesto", "rango",
        "grado", "funcion", "fonction", "poste", "grade", "الوظيفه", "المنصب", "الرتبه",
    ),
    "country": ("country", "pais", "pays", "البلد", "الدوله"),
    "code": ("code", "participant code", "codigo", "code du participant", "الرمز"),
    "course": (
        "course", "course title", "training", "training title", "curso", "titulo del curso",
        "capacitacion", "taller", "cours", "formation", "intitule", "titre de la formation",
        "الدوره", "الدوره التدريبيه", "التدريب", "عنوان الدوره",
    ),
    "starts_on": (
        "date", "start", "start date", "from", "first day", "fecha", "fecha de inicio", "inicio",
        "desde", "date de debut", "debut", "du", "التاريخ", "تاريخ البدء", "من",
    ),
    "ends_on": (
        "end", "end date", "to", "until", "last day", "fecha de fin", "fin", "hasta",
        "fecha de termino", "date de fin", "au", "تاريخ الانتهاء", "الي",
    ),
    "hours": (
        "hours", "duration", "duration hours", "horas", "duracion", "horas academicas", "heures",
        "duree", "nombre d heures", "الساعات", "عدد الساعات", "المده",
    ),
}  # fmt: skip
OF_PAST = ("course", "starts_on", "ends_on", "hours")
OF_EVENT = tuple(name for name in FIELDS if name not in OF_PAST)
_NAMES = frozenset(name for names in FIELDS.values() for name in names)

_SEXES = {
    "female": ("f", "female", "woman", "mujer", "femenino", "femme", "feminin", "انثي", "امراه"),
    "male": ("m", "h", "male", "man", "hombre", "masculino", "homme", "masculin", "ذكر", "رجل"),
    "other": ("x", "other", "otro", "otra", "autre", "no binario", "non binary", "اخر"),
}
_SEX_OF = {word: code for code, words in _SEXES.items() for word in words}
# Words by which the type of an institution is known; the first that stands in it.
_TYPE_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("border", ("border", "frontera", "fronteriza", "migracion", "migraciones", "migration",
                "immigration", "frontieres", "الحدود", "الهجره", "الجوازات")),
    ("police", ("police", "policia", "policial", "gendarmerie", "carabineros", "الشرطه", "الدرك",
                "شرطه")),
    ("justice", ("prosecutor", "fiscalia", "parquet", "court", "juzgado", "tribunal", "justice",
                 "justicia", "defensoria publica", "النيابه", "القضاء", "المحكمه", "العدل")),
    ("labour", ("labour", "labor", "trabajo", "travail", "العمل")),
    ("health", ("health", "hospital", "salud", "sante", "clinic", "clinica", "الصحه", "مستشفي")),
    ("consulate", ("consulate", "consulado", "consulat", "embassy", "embajada", "ambassade",
                   "القنصليه", "السفاره")),
    ("social", ("social", "ninez", "child protection", "proteccion", "الشوون الاجتماعيه")),
    ("local", ("municipality", "municipalidad", "alcaldia", "mairie", "البلديه")),
    ("academia", ("university", "universidad", "universite", "escuela", "الجامعه")),
    ("ngo", ("ong", "ngo", "fundacion", "foundation", "asociacion", "association", "جمعيه")),
)  # fmt: skip
MOST_HOURS, HOURS_A_DAY = Decimal(2000), 15
LONGEST = {"name": 200, "institution": 200, "role": 200, "phone": 40, "course": 200, "code": 20}


def is_known_heading(text: str) -> bool:
    return fold(text) in _NAMES


def guess_mapping(header: Sequence[str], fields: Iterable[str]) -> dict[str, int]:
    """Returns which column is probably which, by its heading; the first name of a field wins."""
    return guess_columns(header, {name: FIELDS[name] for name in fields})


def guess_columns(header: Sequence[str], fields: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Returns which column is probably which of these fields, given with their names."""
    at = {fold(name): index for index, name in reversed(list(enumerate(header)))}
    found: dict[str, int] = {}
    for name, names in fields.items():
        index = next((at[each] for each in names if each in at), None)
        if index is not None and index not in found.values():
            found[name] = index
    if "name" in found and "family" in found and "given" not in found:
        # "Nombre" beside "Apellidos", "Prénom" beside "Nom": the name is in two columns.
        found["given"] = found.pop("name")
    return found


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row; it is left out where `keeps_out`. `value` is what stands there."""

    code: str
    row: int
    value: str = field(default="", repr=False)
    keeps_out: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One row: somebody, and of past trainings the event at which they took part."""

    row: int
    name: str = field(default="", repr=False)
    emails: tuple[str, ...] = field(default=(), repr=False)
    phone: str = field(default="", repr=False)
    sex: str = ""
    institution: str = field(default="", repr=False)
    institution_type: str = ""
    role: str = field(default="", repr=False)
    country: str = ""
    code: str = ""
    course: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    hours: Decimal = Decimal(0)

    @property
    def who(self) -> str:
        """By what one person is known in a list: name and institution, else phone or address."""
        if self.code:
            return f"code {fold(self.code)}"
        beside = name_key(self.institution) or phone_key(self.phone) or "".join(self.emails[:1])
        return f"{name_key(self.name)}|{beside}"

    @property
    def event(self) -> tuple[str, date | None, date | None]:
        """By what a past event is known."""
        return fold(self.course), self.starts_on, self.ends_on


@dataclass(slots=True)
class Reading:
    """What a table holds: rows that can be recorded, those of the same person, problems."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # Row, and the row of the same name and institution before it.
    repeated: list[tuple[int, int]] = field(default_factory=list)
    # Row, the address that is kept, and the others.
    several_emails: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)
    rows: int = 0


class TableReader:
    """Reads rows by the columns that a person confirmed."""

    def __init__(
        self, mapping: Mapping[str, int], find_country: Callable[[str], str], *, today: date,
        is_past: bool = False, uses_codes: bool = False, keeps_apart: bool = False,
        order: str = "",
    ) -> None:  # fmt: skip
        self.mapping, self.find_country, self.today = dict(mapping), find_country, today
        self.is_past, self.uses_codes, self.keeps_apart = is_past, uses_codes, keeps_apart
        self.order = order
        self.reading = Reading()
        self._seen: dict[tuple, int] = {}
        self._at: dict[tuple, int] = {}

    def read(self, rows: Iterable[tuple[int, Sequence[str]]]) -> Reading:
        for number, cells in rows:
            self.reading.rows += 1
            said = {name: cells[at].strip() for name, at in self.mapping.items()}
            found = list(self._problems(number, said))
            self.reading.problems += found
            if not any(each.keeps_out for each in found):
                self._take(self._line(number, said))
        return self.reading

    def _problems(self, row: int, said: dict[str, str]) -> Iterator[Problem]:
        yield from formulas_in(row, said)
        if self.uses_codes:
            if not said.get("code"):
                yield Problem("no-code", row)
        elif not name_key(name_of(said)):
            yield Problem("no-name", row, name_of(said))
        for name, most in LONGEST.items():
            if len(said.get(name, "")) > most:
                yield Problem("too-long", row, said[name][:most])
        yield from self._doubts(row, said)
        if self.is_past:
            yield from self._past_problems(row, said)

    def _doubts(self, row: int, said: dict[str, str]) -> Iterator[Problem]:
        """What is recorded without, and said: an address that is none, words that we lack."""
        if said.get("email") and not emails_in(said["email"]):
            yield Problem("no-address", row, said["email"], keeps_out=False)
        if (sex := said.get("sex")) and fold(sex) not in _SEX_OF:
            yield Problem("unknown-sex", row, sex, keeps_out=False)
        if (country := said.get("country")) and not self.find_country(country):
            yield Problem("unknown-country", row, country, keeps_out=False)

    def _past_problems(self, row: int, said: dict[str, str]) -> Iterator[Problem]:
        if not fold(said.get("course", "")):
            yield Problem("no-course", row)
        first, last = self._days(said)
        if first is None or last is None:
            value = said.get("starts_on", "") if first is None else said.get("ends_on", "")
            yield Problem("unknown-date", row, value)
        elif last < first:
            yield Problem("ends-before", row, said.get("ends_on", ""))
        elif last > self.today:
            yield Problem("not-past", row, said.get("starts_on", ""))
        hours = read_hours(said.get("hours", ""))
        if hours is None or not 0 < hours <= MOST_HOURS:
            yield Problem("no-hours", row, said.get("hours", ""))
        elif first and last and first <= last and hours > HOURS_A_DAY * ((last - first).days + 1):
            yield Problem("hours-for-days", row, said.get("hours", ""))

    def _days(self, said: Mapping[str, str]) -> tuple[date | None, date | None]:
        first = read_day(said.get("starts_on", ""), self.order)
        last = said.get("ends_on", "")
        return first, read_day(last, self.order) if last else first

    def _line(self, row: int, said: dict[str, str]) -> Line:
        first, last = self._days(said) if self.is_past else (None, None)
        institution = said.get("institution", "")
        kind = said.get("institution_type") or institution
        line = Line(
            row, sex=_SEX_OF.get(fold(said.get("sex", "")), ""),
            institution_type=guess_institution_type(kind),
            country=self.find_country(said["country"]) if said.get("country") else "",
            course=said.get("course", ""), starts_on=first, ends_on=last,
            hours=(read_hours(said.get("hours", "")) if self.is_past else None) or Decimal(0),
        )  # fmt: skip
        if self.uses_codes:
            return replace(line, code=said["code"])
        return replace(
            line, name=" ".join(name_of(said).split()), institution=institution,
            emails=tuple(emails_in(said.get("email", ""))), phone=said.get("phone", ""),
            role=said.get("role", ""),
        )  # fmt: skip

    def _take(self, line: Line) -> None:
        """Adds a row; of one who stands there already only the further addresses."""
        key = (line.who, line.event)
        first = self._seen.get(key)
        if first is not None and (line.code or not self.keeps_apart):
            self.reading.repeated.append((line.row, first))
            self._add_addresses(self._at[key], line)
            return
        self._seen.setdefault(key, line.row)
        self._at.setdefault(key, len(self.reading.lines))
        self.reading.lines.append(line)
        if len(line.emails) > 1:
            self.reading.several_emails.append((line.row, line.emails[0], line.emails[1:]))

    def _add_addresses(self, at: int, line: Line) -> None:
        kept = self.reading.lines[at]
        emails = tuple(dict.fromkeys((*kept.emails, *line.emails)))
        if emails == kept.emails:
            return
        self.reading.lines[at] = replace(kept, emails=emails)
        several = [each for each in self.reading.several_emails if each[0] != kept.row]
        if len(emails) > 1:
            several.append((kept.row, emails[0], emails[1:]))
        self.reading.several_emails = several


def name_of(said: Mapping[str, str]) -> str:
    return said.get("name") or f"{said.get('given', '')} {said.get('family', '')}".strip()


def formulas_in(row: int, said: Mapping[str, str]) -> Iterator[Problem]:
    """A cell that a spreadsheet program would work out; a phone may begin with a plus."""
    for name, value in said.items():
        is_phone = name == "phone" and value[:1] == "+"
        if value[:1] in "=+-@＝＋－＠" and value and not is_phone and not _is_number(value):
            yield Problem("formula", row, value)


def _is_number(text: str) -> bool:
    try:
        Decimal(text.replace(",", "."))
    except InvalidOperation:
        return False
    return True


def guess_institution_type(text: str) -> str:
    """Returns the type that the words of an institution say; "" where they say none."""
    words = f" {fold(text)} "
    for code, known in _TYPE_WORDS:
        if any(f" {each} " in words for each in known):
            return code
    return ""


def read_hours(text: str) -> Decimal | None:
    """Returns hours as they are written: 14, 14.5, 14,5, 14 h; None where they are none."""
    plain = text.strip().casefold().replace(",", ".")
    for unit in ("hours", "horas", "heures", "hrs", "hs", "h", "ساعات", "ساعة"):
        plain = plain.removesuffix(unit).strip()
    try:
        return Decimal(plain).quantize(Decimal("0.1"))
    except InvalidOperation:
        return None


def day_order(texts: Iterable[str]) -> str:
    """Returns how a list writes its days, "dmy" or "mdy", where some of them can be read in one
    way alone; "" where none says it, or where they disagree.
    """
    found = set()
    for text in texts:
        parts = _parts_of_day(text)
        if len(parts) == 3 and len(parts[2]) == 4:
            first, second = int(parts[0]), int(parts[1])
            found |= (
                {"dmy"} if first > 12 >= second else {"mdy"} if second > 12 >= first else set()
            )
    return found.pop() if len(found) == 1 else ""


def read_day(text: str, order: str = "") -> date | None:
    """Returns the day of 2026-03-31 or 31/03/2026; None where it is none, or can be read in two
    ways, as 03/04/2026, and the list does not show its `order`.
    """
    parts = _parts_of_day(text)
    if len(parts) != 3:
        return None
    first, second, third = (int(part) for part in parts)
    if len(parts[0]) == 4:
        return _day(first, second, third)
    if len(parts[2]) != 4:
        return None
    if first == second or first > 12 or (order == "dmy" and second <= 12):
        return _day(third, second, first)
    return _day(third, first, second) if second > 12 or order == "mdy" else None


def _parts_of_day(text: str) -> list[str]:
    parts = text.strip()[:10].replace(".", "/").replace("-", "/").split("/")
    return parts if all(part.isdecimal() for part in parts) else []


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
