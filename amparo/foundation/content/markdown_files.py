"""A Markdown file read into sections by its headings, and a publication written as one."""

import re
from dataclasses import dataclass

from .document import Text, inline_text
from .grammar import Problem, normalise, problems
from .inlines import clean_source
from .markdown import write_inlines
from .parser import parse, reader
from .publication import Publication, Section

LARGEST_FILE = 5_000_000  # bytes
MOST_ROWS = 2000
_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_HASH_AT_END = re.compile(r"(?<!\\)#(?=#*$)")
_TITLE = re.compile(r"^title:\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE)


class UnreadableFile(ValueError):  # noqa: N818 - a fact about a file, named for what it is
    """Not in UTF-8, too large, or with a table of too many rows."""


@dataclass(frozen=True, slots=True)
class FileSection:
    title: str
    level: int
    text: str  # normalised Markdown
    problems: tuple[Problem, ...]  # with lines of the file


@dataclass(frozen=True, slots=True)
class MarkdownFile:
    title: str
    sections: tuple[FileSection, ...]


def read_markdown(content: bytes, *, section_level: int = 2) -> MarkdownFile:
    """Returns the file's sections: one for each heading down to `section_level`.

    Addresses of reference links and texts of footnotes are found wherever in the file they
    stand. Raises `UnreadableFile`.
    """
    source = _decoded(content)
    front = _FRONT_MATTER.match(source)
    named = _TITLE.search(front[1]) if front else None
    # Its lines stay, so that problems are named with lines of the file.
    text = "\n" * front[0].count("\n") + source[front.end() :] if front else source
    pieces, definitions = _cut(text, section_level)
    sections = tuple(_section(piece, definitions) for piece in pieces)
    return MarkdownFile(named[1] if named else "", tuple(filter(_is_said, sections)))


def write_markdown(publication: Publication) -> bytes:
    """Returns the publication as one file: titles above texts, footnotes named by section."""
    parts = []
    for section in publication.sections:
        title = _HASH_AT_END.sub(r"\#", write_inlines((Text(section.title),)))
        parts.append(
            f"{'#' * section.level} {title}\n\n{_with_deeper_headings(section, publication)}"
        )
    return "\n".join(parts).encode()


def _with_deeper_headings(section: Section, publication: Publication) -> str:
    """In the file the headings of a text stand below the deepest title of a section."""
    by = publication.deepest_level - 1
    text = re.sub(r"(?<!\\)\[\^(\d+)\]", rf"[^{section.key}-\1]", section.text)
    return re.sub(r"^(#{2,4} )", "#" * by + r"\1", text, flags=re.MULTILINE)


def _decoded(content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise UnreadableFile("too_large")
    try:
        return clean_source(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UnreadableFile("no_text") from None


@dataclass(slots=True)
class _Piece:
    title: str
    level: int
    first: int  # line of the file, from 0
    lines: list[str]


def _cut(text: str, section_level: int) -> tuple[list[_Piece], str]:
    """Returns the pieces between headings, and the definitions that any of them may need."""
    lines = text.split("\n")
    env: dict = {}
    tokens = reader().parse(text, env)
    if sum(token.type == "tr_open" for token in tokens) > MOST_ROWS:
        raise UnreadableFile("too_many_rows")
    heads = [
        (token.map, int(token.tag[1:]), tokens[at + 1].content)
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and not token.level and token.map
        if int(token.tag[1:]) <= section_level
    ]
    starts = [*(place[0] for place, _level, _title in heads), len(lines)]
    pieces = [_Piece("", 1, 0, lines[: starts[0]])]
    for (place, level, title), end in zip(heads, starts[1:], strict=True):
        pieces.append(_Piece(title, level, place[1], lines[place[1] : end]))
    return pieces, _definitions(env, lines)


def _definitions(env: dict, lines: list[str]) -> str:
    links = [f"[{label}]: <{told['href']}>" for label, told in env.get("references", {}).items()]
    notes, is_note = [], False
    for line in lines:
        is_note = line.startswith("[^") or (is_note and (not line or line.startswith("    ")))
        if is_note:
            notes.append(line)
    return "\n\n" + "\n".join(links) + "\n\n" + "\n".join(notes) + "\n"


def _section(piece: _Piece, definitions: str) -> FileSection:
    source = "\n".join(piece.lines)
    found = [
        Problem(problem.line + piece.first, problem.code, problem.excerpt)
        for problem in problems(source + definitions)
        if problem.line <= len(piece.lines) and problem.code != "note_without_mention"
    ]
    return FileSection(
        _plain(piece.title), piece.level, normalise(source + definitions), tuple(found)
    )


def _plain(title: str) -> str:
    """Returns the words of a title: sections have titles without marks."""
    blocks = parse(f"## {title}").blocks
    return inline_text(getattr(blocks[0], "inlines", ())) if blocks else ""


def _is_said(section: FileSection) -> bool:
    return bool(section.title or section.text)
