"""Recommendations as a file lists them: lines as they were read, folded into one for each text.

One text of one review by several States is one recommendation with several authors. Nothing here
knows the database: readers of documents and tables make lines, `fold_lines` puts them together.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

# The code of two letters for a country as a document writes it; "" where it is none.
type FindCountry = Callable[[str], str]

LONGEST_TEXT = 10_000
LONGEST_THEME = 200
LONGEST_NAME = 200
LONGEST_REFERENCE = 40

SUPPORTED, PARTLY, NOTED = "supported", "partly", "noted"
NOT_SUPPORTED, PENDING, OTHER = "not_supported", "pending", "other"
PLEDGE = "pledge"

# What lists call the position of a State, in the six forms that are told apart.
_ANSWERS: dict[str, tuple[str, ...]] = {
    SUPPORTED: (
        "supported", "accepted", "support", "full", "in full", "enjoys support", "true",
        "aceptada", "aceptado", "apoyada", "cuenta con el apoyo", "acceptee", "soutenue",
        "recueille l adhesion", "appuyee", "مقبوله", "مؤيده", "تحظي بالتاييد", "قبول", "تاييد",
    ),
    PARTLY: (
        "supported in part", "partially supported", "partly supported", "accepted in part",
        "partially accepted", "supported noted", "accepted noted", "part", "in part",
        "aceptada parcialmente", "parcialmente aceptada", "acceptee en partie",
        "partiellement acceptee", "partiellement soutenue", "مقبوله جزييا", "مؤيده جزييا",
    ),
    NOTED: (
        "noted", "note", "taken note of", "tomada nota", "se toma nota", "anotada", "notee",
        "prise en note", "prend note", "محاط بها علما", "احيط بها علما", "احيط علما",
    ),
    NOT_SUPPORTED: (
        "not supported", "rejected", "not accepted", "did not accept", "rechazada",
        "no aceptada", "rejetee", "non acceptee", "مرفوضه", "غير مقبوله",
    ),
    PENDING: (
        "pending", "under consideration", "awaiting response", "no response", "pendiente",
        "en examen", "en attente", "a l examen", "قيد النظر", "بانتظار الرد",
    ),
    OTHER: ("general response", "respuesta general", "reponse generale", "رد عام", "false"),
    PLEDGE: (
        "voluntary pledge", "pledge", "voluntary commitment", "compromiso voluntario",
        "promesa voluntaria", "engagement volontaire", "تعهد طوعي",
    ),
}  # fmt: skip
_ANSWER_OF = {name: stand for stand, names in _ANSWERS.items() for name in names}
_ARABIC = str.maketrans({"ة": "ه", "ى": "ي", "ـ": None})
_SIGNS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """A heading or a word of a list without accents, case and signs."""
    bare = "".join(
        each
        for each in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(each)
    )
    return " ".join(_SIGNS.sub(" ", bare.translate(_ARABIC)).split())


def read_answer(text: str) -> str | None:
    """The position that a list states: "" where nothing stands there, None where it is unknown."""
    folded = fold(text)
    return _ANSWER_OF.get(folded) if folded else ""


@dataclass(frozen=True, slots=True)
class Author:
    """Who recommends: a country by its code, or a body as it is written."""

    country: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What one line of a file says."""

    number: int
    text: str
    reference: str = ""
    country: str = ""
    authors: tuple[Author, ...] = ()
    # `pledge` where the line is a promise of the State itself, which has no position on it.
    position: str = ""
    stated_on: date | None = None
    source: str = ""
    theme: str = ""
    session: str = ""
    deadline: date | None = None
    goals: tuple[str, ...] = ()  # numbers of Sustainable Development Goals


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line: a code for which `problem_texts` has the sentences."""

    code: str
    line: int = 0
    value: str = ""
    column: str = ""
    keeps_out: bool = True


@dataclass(slots=True)
class Recommendation:
    """One text with everybody who made it."""

    key: str
    line: int
    text: str
    reference: str = ""
    country: str = ""
    theme: str = ""
    session: str = ""
    deadline: date | None = None
    is_pledge: bool = False
    authors: list[Author] = field(default_factory=list)
    # Each position with its day and where it was published; several where the State answered
    # differently to different authors.
    positions: list[tuple[str, date | None, str]] = field(default_factory=list)
    goals: tuple[str, ...] = ()

    @property
    def is_joint(self) -> bool:
        return len(self.authors) > 1

    @property
    def answer_codes(self) -> set[str]:
        return {stand for stand, _on, _source in self.positions}


@dataclass(slots=True)
class Reading:
    """What a file holds: recommendations, lines that say the same again, what is wrong."""

    found: list[Recommendation] = field(default_factory=list)
    # A line that repeats another: its number, that of the first.
    doubles: list[tuple[int, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: int = 0
    # What the document says of itself, where it does.
    stated_total: int | None = None

    @property
    def joint(self) -> int:
        return sum(each.is_joint for each in self.found)

    @property
    def left_out(self) -> int:
        return len({each.line for each in self.problems if each.keeps_out})


def plain_words(text: str) -> str:
    return " ".join(text.split())


def key_of(line: Line) -> str:
    """What makes it one recommendation within its document: its number there, or else whom it
    is addressed to, in which session, and its words.
    """
    if line.reference:
        return reference_key(line.reference)
    words = f"{line.country}\n{line.session.casefold()}\n{plain_words(line.text).casefold()}"
    return _digest(words)


def reference_key(reference: str) -> str:
    return _digest(f"#{plain_words(reference).casefold()}")


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()


def fold_lines(lines: Iterable[Line], problems: Iterable[Problem] = ()) -> Reading:
    """Puts lines together; says which are doubles, and what cannot be right."""
    reading = Reading(problems=list(problems))
    by_key: dict[str, Recommendation] = {}
    for line in lines:
        reading.lines += 1
        if fault := _fault_of(line):
            reading.problems.append(fault)
            continue
        key = key_of(line)
        known = by_key.get(key)
        if known is None:
            by_key[key] = known = _first(key, line)
            reading.found.append(known)
        elif not _same_words(known, line):
            reading.problems.append(Problem("other-words", line.number, line.reference))
        else:
            _add(known, line, reading)
    reading.problems.sort(key=lambda each: each.line)
    return reading


def _fault_of(line: Line) -> Problem | None:
    if not line.text:
        return Problem("no-text", line.number)
    if len(line.text) > LONGEST_TEXT:
        return Problem("too-long", line.number, line.text)
    if len(line.reference) > LONGEST_REFERENCE:
        return Problem("reference-too-long", line.number, line.reference)
    return None


def _first(key: str, line: Line) -> Recommendation:
    found = Recommendation(
        key, line.number, plain_words(line.text), line.reference, line.country,
        _cut(line.theme, LONGEST_THEME), line.session, line.deadline, line.position == PLEDGE,
        list(dict.fromkeys(line.authors)), goals=line.goals,
    )  # fmt: skip
    if line.position and line.position != PLEDGE:
        found.positions.append((line.position, line.stated_on, line.source))
    return found


def _same_words(known: Recommendation, line: Line) -> bool:
    return known.text.casefold() == plain_words(line.text).casefold()


def _add(known: Recommendation, line: Line, reading: Reading) -> None:
    """Joins a further line to the same text: another author, or nothing new at all."""
    new = [each for each in line.authors if each not in known.authors]
    known.authors += new
    answer = line.position if line.position != PLEDGE else ""
    if answer and answer not in known.answer_codes:
        if known.positions:
            reading.problems.append(
                Problem("answers-differ", line.number, answer, keeps_out=False)
            )
        known.positions.append((answer, line.stated_on, line.source))
    elif not new:
        reading.doubles.append((line.number, known.line))


def _cut(text: str, most: int) -> str:
    text = plain_words(text)
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"


# Authors, as lists write them.

_BETWEEN = re.compile(r"\s*[;\n،]\s*")
_COMMA = re.compile(r"\s*,\s*|\s+(?:and|y|et)\s+")


def read_authors(text: str, find_country: FindCountry) -> tuple[Author, ...]:
    """One or several States or bodies: `Portugal, Slovakia`, `Iran (Islamic Republic of)`."""
    text = plain_words(text)
    if not text:
        return ()
    if code := find_country(text):
        return (Author(code),)
    found: list[Author] = []
    for part in filter(None, _BETWEEN.split(text)):
        found += _of_part(part, find_country)
    return tuple(dict.fromkeys(found))


def _of_part(part: str, find_country: FindCountry) -> list[Author]:
    if code := find_country(part):
        return [Author(code)]
    pieces = [each for each in _COMMA.split(part) if each]
    codes = [find_country(each) for each in pieces]
    if len(pieces) > 1 and all(codes):
        return [Author(code) for code in codes]
    return [Author(name=part[:LONGEST_NAME])]


# A changed edition whose lines have no numbers: which new text was which old one.

ALIKE = 0.6
MOST_PAIRS = 200_000


def pair_changed(
    new: Iterable[Recommendation], gone: Mapping[int, tuple[str, str]]
) -> dict[str, int]:
    """Returns for keys of `new` which of `gone` it probably was: the only one of the same country
    with most of its words in common. `gone` has country and text by a number of the caller.
    """
    by_country: dict[str, list[tuple[int, frozenset[str]]]] = {}
    for pk, (country, text) in gone.items():
        by_country.setdefault(country, []).append((pk, frozenset(fold(text).split())))
    asked = [each for each in new if each.country in by_country]
    if sum(len(by_country[each.country]) for each in asked) > MOST_PAIRS:
        return {}
    best: dict[int, list[tuple[float, str]]] = {}
    for each in asked:
        words = frozenset(fold(each.text).split())
        score, pk = max(
            (len(words & other) / max(1, len(words | other)), pk)
            for pk, other in by_country[each.country]
        )
        if score >= ALIKE:
            best.setdefault(pk, []).append((score, each.key))
    return {max(found)[1]: pk for pk, found in best.items()}
