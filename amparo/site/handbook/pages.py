"""Pages of the handbook: read once from their Markdown, in each language, with their sections.

A comment below a heading says what else the section is used for, the same in every language:

    <!-- help: cases:cases cases:case; terms: case, caseload; guidance: case.screening -->
    <!-- term: case plan -->
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from amparo.ui import markdown

if TYPE_CHECKING:
    from markdown_it.token import Token

FOLDER = settings.BASE_DIR / "docs" / "handbook"
START = "README"
FALLBACK = "en"
# The files say of themselves in which direction they are read; here the whole page does.
_AROUND = re.compile(r"^</?div\b[^>]*>$", re.MULTILINE)
_MARKS = re.compile(r"^<!-- (?P<marks>\w+: .+) -->$", re.MULTILINE)
_CODES = ("help", "guidance")  # names without spaces, separated by them; others by commas
_HEADING = re.compile(r"^#+ (?P<title>.+)$", re.MULTILINE)
_PAGE = re.compile(r"(?P<name>[\w-]+)\.md(?:#(?P<part>.+))?")


@dataclass(frozen=True)
class Section:
    """What stands under one heading; `anchor` is empty for the beginning of a page."""

    title: str
    anchor: str
    text: str


@dataclass(frozen=True)
class MarkedSection:
    """A section with what the comment below its heading says: `marks["terms"] == ("case",)`.
    `html` is what stands under the heading, and under those below it.
    """

    page: str
    title: str
    anchor: str
    html: SafeString
    marks: Mapping[str, tuple[str, ...]]

    @property
    def url(self) -> str:
        return url_of(self.page, self.anchor)


@dataclass(frozen=True)
class HandbookPage:
    name: str
    title: str
    html: SafeString
    sections: tuple[Section, ...]
    marked: tuple[MarkedSection, ...]

    @property
    def url(self) -> str:
        return url_of(self.name)


def url_of(name: str, anchor: str = "") -> str:
    where = reverse("handbook") if name == START else reverse("handbook-page", args=[name])
    return f"{where}#{anchor}" if anchor else where


@cache
def pages(language: str) -> dict[str, HandbookPage]:
    """All pages in this language, by name; in English where the handbook does not speak it."""
    return {path.stem: _read(path) for path in _paths(language)}


def marked_pages(language: str) -> list[HandbookPage]:
    """The pages with marks below their headings; no other is read."""
    return [_read(path) for path in _paths(language) if _MARKS.search(_text(path))]


def marks(language: str) -> list[dict[str, tuple[str, ...]]]:
    """What all marks say, page by page; cheaper than their sections, as nothing is rendered."""
    texts = map(_text, _paths(language))
    return [_read_marks(each["marks"]) for text in texts for each in _MARKS.finditer(text)]


def _paths(language: str) -> list[Path]:
    folder = FOLDER / language
    return sorted((folder if folder.is_dir() else FOLDER / FALLBACK).glob("*.md"))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _read(path: Path) -> HandbookPage:
    text = _text(path)
    tokens = markdown.parse(_MARKS.sub("", _AROUND.sub("", text)))
    title = tokens[1].content  # each page begins with its title
    body = tokens[3:]
    sections = tuple(_sections(title, body))
    for token in body:
        for each in token.children or ():
            _resolve_link(each)
    marked = tuple(_marked_sections(path.stem, body, _marks_by_title(text)))
    return HandbookPage(path.stem, title, markdown.render(body), sections, marked)


def _marks_by_title(text: str) -> dict[str, str]:
    """The comment below each heading that has one, by the heading."""
    found = {}
    for marks in _MARKS.finditer(text):
        *_others, heading = _HEADING.finditer(text, 0, marks.start())
        found[heading["title"]] = marks["marks"]
    return found


def _marked_sections(
    page: str, body: "list[Token]", marks: dict[str, str]
) -> Iterator[MarkedSection]:
    headings = [place for place, token in enumerate(body) if token.type == "heading_open"]
    for place in headings:
        token, inside = body[place], body[place + 1]
        if inside.content in marks:
            after = (each for each in headings if each > place and body[each].tag <= token.tag)
            html = markdown.render(body[place + 3 : next(after, len(body))])
            title, anchor = _plain(inside), str(token.attrGet("id"))
            yield MarkedSection(page, title, anchor, html, _read_marks(marks[inside.content]))


def _read_marks(marks: str) -> dict[str, tuple[str, ...]]:
    """`"help: a b; terms: x y, z"` is `{"help": ("a", "b"), "terms": ("x y", "z")}`."""
    found = {}
    for part in marks.split(";"):
        name, _colon, values = part.strip().partition(":")
        words = values.split() if name in _CODES else values.split(",")
        found[name] = tuple(word.strip() for word in words if word.strip())
    return found


def _sections(title: str, body: "list[Token]") -> Iterator[Section]:
    """Names each heading for links to it, and yields what is written under it."""
    anchor = ""
    words: list[str] = []
    for token, inside in pairwise(body):
        if token.type == "heading_open":
            yield Section(title, anchor, " ".join(words))
            title, anchor, words = _plain(inside), anchor_of(_plain(inside)), []
            token.attrSet("id", anchor)
        elif inside.type == "inline" and token.type != "heading_open":
            words.append(_plain(inside))
    yield Section(title, anchor, " ".join(words))


def _plain(token: "Token") -> str:
    """The text of a line, without its marks."""
    said = (each.content if each.content else " " for each in token.children or ())
    return " ".join("".join(said).split())


def anchor_of(heading: str) -> str:
    """As pages of code hosts name their headings: links between files lead to these."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")


def _resolve_link(token: "Token") -> None:
    """A link to another page of the handbook leads there; to what is not shown here, nowhere."""
    if token.type != "link_open":
        return
    address = str(token.attrGet("href") or "")
    found = _PAGE.fullmatch(address)
    if found:
        token.attrSet("href", url_of(found["name"], found["part"] or ""))
    elif address.startswith(".."):
        del token.attrs["href"]
