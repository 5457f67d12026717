"""Pages of the handbook: read once from their Markdown, in each language, with their sections."""

import re
from collections.abc import Iterator
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
_PAGE = re.compile(r"(?P<name>[\w-]+)\.md(?:#(?P<part>.+))?")


@dataclass(frozen=True)
class Section:
    """What stands under one heading; `anchor` is empty for the beginning of a page."""

    title: str
    anchor: str
    text: str


@dataclass(frozen=True)
class HandbookPage:
    name: str
    title: str
    html: SafeString
    sections: tuple[Section, ...]

    @property
    def url(self) -> str:
        return url_of(self.name)


def url_of(name: str, anchor: str = "") -> str:
    where = reverse("handbook") if name == START else reverse("handbook-page", args=[name])
    return f"{where}#{anchor}" if anchor else where


@cache
def pages(language: str) -> dict[str, HandbookPage]:
    """All pages in this language, by name; in English where the handbook does not speak it."""
    folder = FOLDER / language
    folder = folder if folder.is_dir() else FOLDER / FALLBACK
    return {path.stem: _read(path) for path in sorted(folder.glob("*.md"))}


def _read(path: Path) -> HandbookPage:
    tokens = markdown.parse(_AROUND.sub("", path.read_text(encoding="utf-8")))
    title = tokens[1].content  # each page begins with its title
    body = tokens[3:]
    sections = tuple(_sections(title, body))
    for token in body:
        for each in token.children or ():
            _resolve_link(each)
    return HandbookPage(path.stem, title, markdown.render(body), sections)


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
