"""The closed grammar of a text, and its one way of being written.

CommonMark's paragraphs, headings of levels 2 to 4, lists (with the number they start from), tasks
`- [ ]`, quotes, tables, footnotes `[^1]`, emphasis, strong, code, links (https, mailto, tel) and
figures `![what is seen](figure:<digest>)` in a paragraph of their own. No markup.

`problems` is asked before a text is saved or brought, `normalise` writes what is saved.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import StrEnum

from markdown_it.token import Token

from .inlines import clean_source
from .markdown import write, write_inlines
from .parser import DEEPEST_LEVEL, FIGURE, TOP_LEVEL, is_allowed, parse, reader

__all__ = ["Code", "Problem", "normalise", "parse", "problems", "write", "write_inlines"]

_ROUNDS = 6  # two are enough for all that was tried
_NOTE = re.compile(r"(?<!\\)\[\^([^\]\s]+)\]")


class Code(StrEnum):
    """What is not of the grammar. `problem_texts` has the sentences."""

    MARKUP = "markup"
    ADDRESS = "address"
    PICTURE = "picture"
    PICTURE_IN_TEXT = "picture_in_text"
    NO_ALTERNATIVE = "no_alternative"
    CODE_BLOCK = "code_block"
    RULE = "rule"
    LEVEL = "level"
    HEADING_INSIDE = "heading_inside"
    NOTE_WITHOUT_TEXT = "note_without_text"
    NOTE_WITHOUT_MENTION = "note_without_mention"


# What is only brought into shape and loses nothing that a reader would miss.
HARMLESS = frozenset({Code.LEVEL, Code.RULE})


@dataclass(frozen=True, slots=True)
class Problem:
    line: int  # of the text, from 1
    code: Code
    excerpt: str  # the piece of the text that it is about, shortened


def normalise(markdown: str) -> str:
    """Returns the text as it is saved: the same for every way to write the same meaning.

    Idempotent. Ends with a line feed, unless nothing is said.
    """
    text = write(parse(markdown))
    for _ in range(_ROUNDS):
        again = write(parse(text))
        if again == text:
            break
        text = again
    return text


def problems(markdown: str) -> list[Problem]:
    """Returns what the text loses when it is normalised, in the order of its lines."""
    found: list[Problem] = []
    env: dict = {}
    depth = 0
    tokens = reader(html=True).parse(clean_source(markdown), env)
    notes = env.get("footnotes", {}).get("refs", {})
    for token in tokens:
        if token.type.endswith(("list_open", "list_close", "blockquote_open", "blockquote_close")):
            depth += token.nesting
        line = token.map[0] + 1 if token.map else 1
        found += [
            Problem(line, code, _short(said)) for code, said in _of_block(token, depth, notes)
        ]
    found += [
        Problem(1, Code.NOTE_WITHOUT_MENTION, label.removeprefix(":"))
        for label, times in notes.items()
        if times < 0
    ]
    return sorted(found, key=lambda problem: problem.line)


def _of_block(token: Token, depth: int, notes: Container[str]) -> Iterator[tuple[Code, str]]:
    match token.type:
        case "html_block":
            yield Code.MARKUP, token.content
        case "code_block" | "fence":
            yield Code.CODE_BLOCK, token.content
        case "hr":
            yield Code.RULE, token.markup[:3]
        case "heading_open" if depth:
            yield Code.HEADING_INSIDE, token.markup
        case "heading_open" if not TOP_LEVEL <= int(token.tag[1:]) <= DEEPEST_LEVEL:
            yield Code.LEVEL, token.markup
        case "inline":
            yield from _of_inlines(token, notes)


def _of_inlines(token: Token, notes: Container[str]) -> Iterator[tuple[Code, str]]:
    children = token.children or []
    marked = [label for label in _NOTE.findall(token.content) if f":{label}" not in notes]
    is_alone = all(child.type == "image" or not child.content.strip() for child in children)
    is_alone = is_alone and len([child for child in children if child.type == "image"]) == 1
    for child in children:
        if child.type == "html_inline":
            yield Code.MARKUP, child.content
        elif child.type == "link_open" and not is_allowed(str(child.attrs["href"])):
            yield Code.ADDRESS, str(child.attrs["href"])
        elif child.type == "image":
            yield from _of_picture(child, is_alone=is_alone)
        elif child.type == "text":
            said = set(_NOTE.findall(child.content))  # escaped, it is words and not a mark
            yield from ((Code.NOTE_WITHOUT_TEXT, label) for label in marked if label in said)


def _of_picture(token: Token, *, is_alone: bool) -> Iterator[tuple[Code, str]]:
    address = str(token.attrs["src"])
    if not FIGURE.fullmatch(address):
        yield Code.PICTURE, address
    elif not is_alone:
        yield Code.PICTURE_IN_TEXT, token.content or address
    elif not token.content.strip():
        yield Code.NO_ALTERNATIVE, address


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 80 else line[:79] + "…"
