"""Reads lists of recommendations as the OHCHR publishes them: one DOCX table of four columns.

Three layouts are in use, of the second, third and fourth cycle of the Universal Periodic Review.
They differ in how themes, persons and Goals are listed, and in whether joint authors share a
pair of brackets: `(Portugal, Slovakia)`, `(Maldives) (Portugal)`. A line that groups several
texts under one number stays one recommendation, with all of its authors.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from amparo.foundation.content.docx_package import Package, W

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

_RECOMMENDATION = ("recommendation", "recomendacion", "recommandation", "التوصيه", "توصيه")
_POSITION = ("position", "posicion", "response", "respuesta", "reponse", "الموقف", "موقف", "الرد")
_THEME = re.compile(r"^\s*(?:theme|tema|th[eè]me|الموضوع)\s*[:：]\s*", re.I)
_SOURCE = re.compile(
    r"^\s*(?:source of (?:the )?position|fuente de la posici[oó]n|"
    r"source de la position|مصدر الموقف)\s*[:：]?\s*", re.I,
)  # fmt: skip
_NUMBER = re.compile(r"^\s*(\d{1,4}(?:[.\-]\d{1,4}){1,3}[a-z]?)[.)]?(?:\s+|(?=[^\W\d]))")
_GOAL = re.compile(r"^\s*-?\s*(\d{1,2})\s*-\s*[A-Z]")
_GOALS = ("sdgs", "ods", "odd", "اهداف التنميه المستدامه")
_ENDING = re.compile(r"[\s;.,،؛]+$")
_TOTAL = re.compile(
    r"(?:\btotal[^.\d]{0,40}?|^|\s)(\d{1,4})\s+"
    r"(?:recommendations|recomendaciones|recommandations|توصية)\b", re.I,
)  # fmt: skip
_SPACES = {f"{W}tab", f"{W}br", f"{W}cr"}


def read_docx(content: bytes, find_country: FindCountry) -> Reading:
    """Reads all tables of recommendations. Raises RefusedFile for what is no document, and
    returns a problem where it has no such table.
    """
    body = Package(content).body
    lines: list[Line] = []
    problems: list[Problem] = []
    is_list, theme = False, ""
    for number, row in enumerate(body.iter(f"{W}tr"), 1):
        cells = [_paragraphs(cell) for cell in row.findall(f"{W}tc")]
        filled = [cell for cell in cells if any(cell)]
        if _is_header(cells):
            is_list, theme = True, ""
        elif not is_list or not filled:
            continue
        elif len(filled) == 1 and (found := _THEME.match(" ".join(filled[0]))):
            theme = plain_words(" ".join(filled[0])[found.end() :])
        elif len(cells) < 2:
            text = plain_words(" ".join(filled[0]))
            problems.append(Problem("one-cell", number, text))
        else:
            row_read = _Row(number, cells, theme, find_country)
            lines.append(row_read.line())
            problems += row_read.problems
    if not is_list:
        problems.append(Problem("no-table"))
    reading = fold_lines(lines, problems)
    reading.stated_total = _stated_total(body)
    return reading


def _is_header(cells: list[list[str]]) -> bool:
    if len(cells) < 2:
        return False
    first, second = fold(" ".join(cells[0])), fold(" ".join(cells[1]))
    return first.startswith(_RECOMMENDATION) and second.startswith(_POSITION)


def _paragraphs(cell) -> list[str]:
    return [_text_of(paragraph) for paragraph in cell.iter(f"{W}p")]


def _text_of(paragraph) -> str:
    """The words of a paragraph as they are printed: what was deleted in it is left out."""
    said = []
    for node in paragraph.iter():
        if node.tag == f"{W}t":
            said.append(node.text or "")
        elif node.tag in _SPACES:
            said.append(" ")
        elif node.tag == f"{W}noBreakHyphen":
            said.append("-")
    return "".join(said).replace("\u00a0", " ").strip()


@dataclass
class _Row:
    """One row under the header."""

    number: int
    cells: list[list[str]]
    theme: str
    find_country: FindCountry

    def __post_init__(self) -> None:
        self.problems: list[Problem] = []

    def line(self) -> Line:
        words, source = [], ""
        for paragraph in self.cells[0]:
            if found := _SOURCE.match(paragraph):
                source = plain_words(paragraph[found.end() :])
            else:
                words.append(paragraph)
        text = plain_words(" ".join(words))
        reference = ""
        if found := _NUMBER.match(text):
            reference, text = found[1], text[found.end() :]
        elif text:
            self._note("no-number", text)
        authors, text = split_authors(text, self.find_country)
        if text and not authors:
            self._note("no-author", text)
        return Line(
            self.number, text, reference, authors=authors, position=self._position(),
            source=source,
            theme=self.theme or self._first_theme(), goals=tuple(dict.fromkeys(self._goals())),
        )  # fmt: skip

    def _note(self, code: str, value: str) -> None:
        self.problems.append(Problem(code, self.number, value, keeps_out=False))

    def _position(self) -> str:
        said = plain_words(" ".join(self.cells[1]))
        answer = read_answer(said)
        if answer is None:
            self._note("unknown-position", said)
        elif not answer:
            self._note("no-position", "")
        return answer or ""

    def _first_theme(self) -> str:
        themes = self.cells[2] if len(self.cells) > 2 else []
        return next((each.lstrip("- ") for each in themes if each), "")

    def _goals(self) -> Iterator[str]:
        """Numbers of Goals: under a heading of their own in a cell, or a column of their own."""
        for cell in self.cells[2:]:
            for paragraph in cell:
                if (found := _GOAL.match(paragraph)) and 1 <= int(found[1]) <= 17:
                    yield found[1]


def split_authors(text: str, find_country: FindCountry) -> tuple[tuple[Author, ...], str]:
    """Returns who is named in the brackets at the end, and the words without them.

    Brackets may hold brackets: `(Venezuela (Bolivarian Republic of))`. What stands in brackets
    within the words counts only where it ends one of several texts and names States alone.
    """
    rest = text
    found: list[Author] = []
    while (group := _last_group(rest)) is not None:
        start, inner = group
        authors = read_authors(inner, find_country)
        is_of_states = bool(authors) and all(each.country for each in authors)
        if not is_of_states and (found or not _could_be_body(inner)):
            break
        found[:0] = authors
        rest = rest[:start].rstrip()
    inner_authors: list[Author] = []
    for each in re.finditer(r"\(([^()]+)\)\s*[;.]\s+(?=\S)", rest):
        authors = read_authors(each[1], find_country)
        if authors and all(one.country for one in authors):
            inner_authors += authors
    words = _ENDING.sub("", rest) if found else rest
    return tuple(dict.fromkeys([*inner_authors, *found])), words


def _last_group(text: str) -> tuple[int, str] | None:
    """Where the last pair of brackets opens and what it holds, if the text ends with it."""
    bare = _ENDING.sub("", text)
    if not bare.endswith(")"):
        return None
    depth = 0
    for at in range(len(bare) - 1, -1, -1):
        depth += (bare[at] == ")") - (bare[at] == "(")
        if depth == 0:
            return at, bare[at + 1 : -1]
    return None


def _could_be_body(text: str) -> bool:
    """A name, as of a committee; not `No. 29`, not a symbol, not an aside in small letters."""
    return bool(text[:1].isupper()) and not any(each.isdigit() for each in text)


def _stated_total(body) -> int | None:
    """The number that the document says it has: in its running text, only where it is one."""
    said = set()
    for paragraph in body.iter(f"{W}p"):
        if not any(True for _cell in paragraph.iterancestors(f"{W}tc")):
            said |= {int(found[1]) for found in _TOTAL.finditer(_text_of(paragraph))}
    return said.pop() if len(said) == 1 else None
