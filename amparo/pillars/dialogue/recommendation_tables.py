"""Reads recommendations from the rows of a table, by columns that a person confirmed.

Headings are guessed in four languages, and as IMPACT OSS and UPR Info write them. How a file
becomes rows is not known here.
"""

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .recommendations import (
    Author,
    FindCountry,
    Line,
    Problem,
    Reading,
    fold,
    fold_lines,
    plain_words,
    read_answer,
    read_authors,
)

# What an import takes, and what lists call it. UPR Info: To, From, Text, Response, Issue,
# Session. IMPACT OSS: reference, title, support_level, target_date.
FIELDS: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "recommendation", "recommendation text", "title", "commitment", "wording",
        "recomendacion", "texto", "texto de la recomendacion", "compromiso", "recommandation",
        "texte", "texte de la recommandation", "engagement", "التوصيه", "نص التوصيه", "النص",
        "الالتزام",
    ),
    "reference": (
        "reference", "number", "no", "paragraph", "paragraph number", "recommendation number",
        "referencia", "numero", "parrafo", "numero de parrafo", "paragraphe", "ref", "الرقم",
        "الفقره", "رقم الفقره", "المرجع",
    ),
    "country": (
        "to", "state under review", "sur", "country", "estado examinado", "pais",
        "etat examine", "pays", "الدوله موضوع الاستعراض", "الدوله محل الاستعراض", "البلد",
    ),
    "author": (
        "from", "recommending state", "recommending states", "author", "authors", "state",
        "estado recomendante", "estado que recomienda", "autor", "etat auteur",
        "etat recommandant", "auteur", "الدوله الموصيه", "الدول الموصيه", "صاحب التوصيه",
    ),
    "position": (
        "response", "position", "support level", "support", "position of the state",
        "respuesta", "posicion", "reponse", "position de l etat", "الموقف", "الرد",
        "موقف الدوله",
    ),
    "stated_on": (
        "date of response", "response date", "date of position", "position date",
        "fecha de respuesta", "fecha de la respuesta", "date de la reponse", "تاريخ الرد",
    ),
    "theme": (
        "issue", "issues", "theme", "themes", "topic", "tema", "temas", "thematique",
        "thematiques", "الموضوع", "المواضيع", "القضيه",
    ),
    "session": (
        "session", "upr session", "cycle", "periodo de sesiones", "sesion", "ciclo", "الدوره",
    ),
    "deadline": (
        "deadline", "target date", "due date", "plazo", "fecha limite", "echeance",
        "date limite", "الموعد النهايي", "الاجل",
    ),
}  # fmt: skip
REQUIRED = ("text",)
_NAMES = frozenset(name for names in FIELDS.values() for name in names)


def is_known_heading(text: str) -> bool:
    return fold(text) in _NAMES


def guess_mapping(header: Sequence[str]) -> dict[str, int]:
    """Which column is probably which, by its heading; the first name of a field comes first."""
    at = {fold(name): index for index, name in reversed(list(enumerate(header)))}
    found: dict[str, int] = {}
    for field, names in FIELDS.items():
        index = next((at[name] for name in names if name in at), None)
        if index is not None and index not in found.values():
            found[field] = index
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """What holds for all rows where no column says it."""

    country: str = ""


def read_rows(
    rows: Iterable[tuple[int, Sequence[str]]], mapping: Mapping[str, int],
    find_country: FindCountry, said: Said, problems: Iterable[Problem] = (),
) -> Reading:  # fmt: skip
    """Reads each row; one that cannot be is left out and explained. `problems` are those that
    were found before, when the file was opened.
    """
    reader = _Reader(dict(mapping), find_country, said, list(problems))
    lines = [line for number, cells in rows if (line := reader.line(number, cells))]
    reading = fold_lines(lines, reader.problems)
    reading.lines = reader.rows
    return reading


class _Reader:
    """Reads cells; the same cell is looked up once."""

    def __init__(
        self, mapping: dict[str, int], find_country: FindCountry, said: Said,
        problems: list[Problem],
    ) -> None:  # fmt: skip
        self.mapping, self.find_country, self.said = mapping, find_country, said
        self.problems = problems
        self.rows = 0
        self._authors: dict[str, tuple[Author, ...]] = {}
        self._countries: dict[str, str] = {}
        self._answers: dict[str, str | None] = {}

    def line(self, number: int, cells: Sequence[str]) -> Line | None:
        self.rows += 1
        had = len(self.problems)
        read = {name: _cell(cells[at]) for name, at in self.mapping.items()}
        country = self._country(number, read.get("country", ""))
        stated_on = self._day(number, "stated_on", read.get("stated_on", ""))
        deadline = self._day(number, "deadline", read.get("deadline", ""))
        if any(each.keeps_out for each in self.problems[had:]):
            return None
        return Line(
            number, read.get("text", ""), read.get("reference", ""), country,
            self._read_authors(read.get("author", "")),
            self._position(number, read.get("position", "")), stated_on,
            theme=read.get("theme", ""), session=read.get("session", ""), deadline=deadline,
        )  # fmt: skip

    def _country(self, number: int, text: str) -> str:
        if not text:
            return self.said.country
        code = _once(self._countries, text, self.find_country)
        if not code:
            self.problems.append(Problem("unknown-country", number, text, "country"))
        return code

    def _read_authors(self, text: str) -> tuple[Author, ...]:
        return _once(self._authors, text, lambda each: read_authors(each, self.find_country))

    def _position(self, number: int, text: str) -> str:
        answer = _once(self._answers, text, read_answer)
        if answer is None:
            self.problems.append(
                Problem("unknown-position", number, text, "position", keeps_out=False)
            )
        return answer or ""

    def _day(self, number: int, field: str, text: str) -> date | None:
        if not text:
            return None
        day = read_day(text)
        if day is None:
            self.problems.append(Problem("unknown-date", number, text, field))
        return day


def _cell(text: str) -> str:
    """What stands in a cell; `&#40;` is what a database wrote for a bracket."""
    return plain_words(html.unescape(text) if "&" in text else text)


def _once[T](known: dict[str, T], text: str, read: Callable[[str], T]) -> T:
    if text not in known:
        known[text] = read(text)
    return known[text]


_WRITTEN = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")


def read_day(text: str) -> date | None:
    """A day that can be read only one way: 2026-03-31, or 31/03/2026; None for anything else."""
    try:
        if found := _WRITTEN.fullmatch(text):
            day, month, year = (int(each) for each in found.groups())
            if day <= 12 and month <= 12 and day != month:
                return None
            return date(year, month, day) if month <= 12 else date(year, day, month)
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
