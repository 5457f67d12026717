"""A text as safe HTML: what the parser read, written element by element, and cleaned at the end.

Words are escaped as they are written; `nh3` is the last gate and lets through these elements,
attributes, addresses and ids, whatever a fault before it let slip. Accessible as WCAG 2.2 asks:
tables scroll in named regions, boxes are named, figures have words, footnotes lead back.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

import nh3

from amparo.ui.languages import direction

from .document import (
    Block,
    Code,
    Document,
    Emphasis,
    Figure,
    Footnote,
    FootnoteReference,
    Heading,
    Inline,
    Inlines,
    Item,
    LineBreak,
    Link,
    List,
    Paragraph,
    Quote,
    Row,
    Strong,
    Table,
    Text,
    leaves,
)
from .parser import TOP_LEVEL, parse

DONE, OPEN = "\u2611", "\u2610"
_KEY = re.compile(r"[a-z][a-z0-9\-]{0,60}")
_DEEPEST = 6
_LONG_WORD = re.compile(r"(\S{30,})")
_AFTER_SIGN = re.compile(r"(?<=[/._?&=#-])(?=[^/._?&=#-])")


@dataclass(frozen=True, slots=True)
class Labels:
    """Words of the page around a text, in the language of the page."""

    done: str  # what a ticked box is called
    open: str
    table: str  # with {number}: what the region of a table is called
    footnote: str  # with {number}
    back: str  # with {number}: the way from a footnote back to its mention


@dataclass(frozen=True, slots=True)
class Picture:
    """Where a figure is stored, and its size in pixels, so that the page does not jump."""

    address: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What a text is printed into."""

    key: str  # of the section: lower case letters, digits, hyphens; unique on the page
    labels: Labels
    heading_level: int = 3  # of the text's highest headings
    first_table: int = 1  # tables are counted over the whole page, so that no two share a name
    pictures: Mapping[str, Picture] = field(default_factory=dict)  # by digest
    # Number of a segment → the language that its words are in, where it is not the page's.
    languages: Mapping[int, str] = field(default_factory=dict)
    # Number of an item of a list → what is said after its own text, in the language of the page.
    notes: Mapping[int, str] = field(default_factory=dict)
    notes_language: str = ""


_ELEMENTS = frozenset(
    [
        "p",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "em",
        "strong",
        "code",
        "a",
        "br",
        "wbr",
        "sup",
        "figure",
        "img",
        "div",
        "span",
    ]
)
_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "id", "aria-label"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "th": {"scope"},
    "div": {"role", "tabindex", "aria-label"},
    "span": {"role", "aria-label"},
    "li": {"id"},
} | {f"h{level}": {"id"} for level in range(2, _DEEPEST + 1)}
_CLASSES = {
    "div": {"scroll", "footnotes"},
    "table": {"rows"},
    "ul": {"points"},
    "ol": {"points"},
    "th": {"end"},
    "td": {"end"},
    "span": {"note"},
}
_END_CLASS = ' class="end"'


def render(text: str | Document, setting: Setting) -> str:
    """Returns the text as HTML without a page around it. Raises ValueError for an unfit key.

    The caller marks it as safe: nothing else than what `nh3` let through is in it.
    """
    if not _KEY.fullmatch(setting.key):
        raise ValueError("The key of a section has lower case letters, digits and hyphens.")
    document = parse(text) if isinstance(text, str) else text
    return _clean(_Writer(setting).write(document), setting)


def count_tables(document: Document) -> int:
    return sum(isinstance(leaf, Row) and leaf.is_head for leaf in leaves(document))


def _clean(markup: str, setting: Setting) -> str:
    stored = {picture.address for picture in setting.pictures.values()}

    def keep(element: str, attribute: str, value: str) -> str | None:
        if attribute == "id" and not value.startswith(f"{setting.key}-"):
            return None
        if attribute == "src" and value not in stored:
            return None
        if attribute == "href" and value.startswith("#"):
            return value if value.startswith(f"#{setting.key}-") else None
        if attribute == "href" and not value.startswith(("https:", "mailto:", "tel:")):
            return None
        return value

    return nh3.clean(
        markup,
        tags=set(_ELEMENTS),
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        attribute_filter=keep,
        url_schemes={"https", "mailto", "tel"},
        link_rel=None,
    )


def _words(text: str) -> str:
    """Returns words escaped. One as long as a line of a phone, such as an address, may break after
    its signs, so that no page is wider than its screen.
    """
    return "".join(
        "<wbr>".join(map(escape, _AFTER_SIGN.split(part))) if at % 2 else escape(part)
        for at, part in enumerate(_LONG_WORD.split(text))
    )


class _Writer:
    """One text on its way to HTML: it counts headings, tables and mentions of footnotes."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.headings = 0
        self.tables = setting.first_table
        self.mentions: Counter[int] = Counter()

    def write(self, document: Document) -> str:
        parts = [self.block(block) for block in document.blocks]
        if document.footnotes:
            notes = "".join(map(self.footnote, document.footnotes))
            parts.append(f'<div class="footnotes"><ol>{notes}</ol></div>')
        return "\n".join(parts)

    def block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return f"<p{self.language(block.number)}>{self.run(block.inlines)}</p>"
            case Heading():
                return self.heading(block)
            case Figure():
                return self.figure(block)
            case Table():
                return self.table(block)
            case Quote():
                return f"<blockquote>{''.join(map(self.block, block.blocks))}</blockquote>"
            case List():
                return self.list(block)

    def heading(self, block: Heading) -> str:
        self.headings += 1
        level = min(block.level - TOP_LEVEL + self.setting.heading_level, _DEEPEST)
        named = f' id="{self.setting.key}-h{self.headings}"'
        words = self.run(block.inlines)
        return f"<h{level}{named}{self.language(block.number)}>{words}</h{level}>"

    def figure(self, block: Figure) -> str:
        picture = self.setting.pictures.get(block.digest)
        inner = f"<p>{escape(block.alternative)}</p>"
        if picture:
            inner = (
                f'<img src="{escape(picture.address)}" alt="{escape(block.alternative)}" '
                f'width="{picture.width}" height="{picture.height}" loading="lazy">'
            )
        return f"<figure{self.language(block.number)}>{inner}</figure>"

    def table(self, block: Table) -> str:
        name = escape(self.setting.labels.table.format(number=self.tables))
        self.tables += 1
        head, *rows = block.rows
        aligned = block.alignments
        body = "".join(self.row(row, aligned) for row in rows)
        body = f"<tbody>{body}</tbody>" if rows else ""
        return (
            f'<div class="scroll" role="region" aria-label="{name}" tabindex="0">'
            f'<table class="rows"><thead>{self.row(head, aligned)}</thead>{body}</table></div>'
        )

    def row(self, row: Row, aligned: tuple[str, ...]) -> str:
        name = "th" if row.is_head else "td"
        scope = ' scope="col"' if row.is_head else ""
        cells = [
            f"<{name}{scope}{_END_CLASS if side == 'right' else ''}>{self.run(cell)}</{name}>"
            for cell, side in zip(row.cells, aligned, strict=True)
        ]
        return f"<tr{self.language(row.number)}>{''.join(cells)}</tr>"

    def list(self, block: List) -> str:
        items = "".join(map(self.item, block.items))
        if block.start is None:
            return f'<ul class="points">{items}</ul>'
        start = f' start="{block.start}"' if block.start != 1 else ""
        return f'<ol class="points"{start}>{items}</ol>'

    def item(self, item: Item) -> str:
        first, *others = item.blocks
        own = self.own_text(first) if isinstance(first, Paragraph) else self.block(first)
        return f"<li>{self.box(item)}{own}{''.join(map(self.block, others))}</li>"

    def own_text(self, block: Paragraph) -> str:
        words = self.run(block.inlines)
        marked = self.language(block.number)
        said = f"<span{marked}>{words}</span>" if marked else words
        return said + self.note(block.number)

    def note(self, number: int) -> str:
        said, code = self.setting.notes.get(number), self.setting.notes_language
        if not said:
            return ""
        return f' <span class="note" lang="{code}" dir="{direction(code)}">{escape(said)}</span>'

    def box(self, item: Item) -> str:
        if item.is_done is None:
            return ""
        labels = self.setting.labels
        sign, name = (DONE, labels.done) if item.is_done else (OPEN, labels.open)
        return f'<span role="img" aria-label="{escape(name)}">{sign}</span> '

    def footnote(self, note: Footnote) -> str:
        key, at = self.setting.key, note.footnote
        name = escape(self.setting.labels.back.format(number=at))
        words = self.run(note.inlines)
        marked = self.language(note.number)
        said = f"<span{marked}>{words}</span>" if marked else words
        back = f'<a href="#{key}-fnref{at}" aria-label="{name}">\u21a9\ufe0e</a>'
        return f'<li id="{key}-fn{at}">{said} {back}</li>'

    def language(self, number: int) -> str:
        code = self.setting.languages.get(number)
        return f' lang="{escape(code)}" dir="{direction(code)}"' if code else ""

    def run(self, inlines: Inlines) -> str:
        return "".join(map(self.inline, inlines))

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text():
                return _words(inline.text)
            case Code():
                return f"<code>{_words(inline.text)}</code>"
            case LineBreak():
                return "<br>"
            case FootnoteReference():
                return self.mention(inline.number)
            case Emphasis():
                return f"<em>{self.run(inline.children)}</em>"
            case Strong():
                return f"<strong>{self.run(inline.children)}</strong>"
            case Link():
                return f'<a href="{escape(inline.address)}">{self.run(inline.children)}</a>'

    def mention(self, number: int) -> str:
        """The footnote leads back to its first mention; further ones have ids of their own."""
        self.mentions[number] += 1
        times = self.mentions[number]
        key = self.setting.key
        named = f"{key}-fnref{number}" + (f"-{times}" if times > 1 else "")
        name = escape(self.setting.labels.footnote.format(number=number))
        link = f'<a id="{named}" href="#{key}-fn{number}" aria-label="{name}">{number}</a>'
        return f"<sup>{link}</sup>"
