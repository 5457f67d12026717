"""The segments of a text, by which a translation is measured: never by a date.

A segment is what a translator has in front of them at once: a paragraph, a heading, the own text
of a list item, a row of a table, what a figure shows, a footnote. Its digest is over its meaning,
so that another way to write the same changes nothing and no translation turns stale by it.
"""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from html import escape

from .document import (
    Code,
    Document,
    Emphasis,
    Figure,
    Footnote,
    FootnoteReference,
    Heading,
    Inline,
    Inlines,
    Leaf,
    LineBreak,
    Link,
    Paragraph,
    Row,
    Strong,
    Table,
    Text,
    inline_text,
    leaf_inlines,
    leaves,
)
from .inlines import canonical, clean, on_one_line
from .markdown import write_inlines, write_row
from .parser import number, parse

DIGEST_SIZE = 16


class Kind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    FIGURE = "figure"
    FOOTNOTE = "footnote"


class State(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Segment:
    number: int  # from 0, in reading order
    kind: Kind
    text: str  # Markdown of this segment alone: cells of a row parted by " | "
    digest: str
    plain: str  # without signs


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a segment; its number in the old and in the new list, None where absent."""

    state: State
    old: int | None
    new: int | None


def segments(text: str | Document) -> list[Segment]:
    """Returns the segments of a text that is normalised, or of its document."""
    document = parse(text) if isinstance(text, str) else text
    return [_segment(leaf) for leaf in leaves(document)]


def digests(text: str | Document) -> list[str]:
    return [segment.digest for segment in segments(text)]


def _segment(leaf: Leaf) -> Segment:
    return Segment(leaf.number, _kind(leaf), leaf_text(leaf), _digest(leaf), _plain_text(leaf))


def _kind(leaf: Leaf) -> Kind:
    match leaf:
        case Heading():
            return Kind.HEADING
        case Row():
            return Kind.ROW
        case Figure():
            return Kind.FIGURE
        case Footnote():
            return Kind.FOOTNOTE
        case _:
            return Kind.ITEM if leaf.is_item else Kind.PARAGRAPH


def leaf_text(leaf: Leaf) -> str:
    match leaf:
        case Row():
            return write_row(leaf)
        case Figure():
            return leaf.alternative
        case _:
            return write_inlines(leaf.inlines)


def _plain_text(leaf: Leaf) -> str:
    return " | ".join(inline_text(inlines) for inlines in leaf_inlines(leaf))


def _digest(leaf: Leaf) -> str:
    said = "<td>".join(_meaning(inlines) for inlines in leaf_inlines(leaf))
    if isinstance(leaf, Figure):
        said = f"<img {leaf.digest}>{said}"
    return text_digest(said)


def text_digest(said: str) -> str:
    """Returns the digest of words: composed (NFC), with single spaces of any kind."""
    single = " ".join(unicodedata.normalize("NFC", said).split())
    return blake2b(single.encode(), digest_size=DIGEST_SIZE).hexdigest()


def _meaning(inlines: Inlines) -> str:
    return "".join(map(_meaning_of, inlines))


def _meaning_of(inline: Inline) -> str:
    """Returns an inline as safe markup: one for each meaning.

    A footnote's mark carries no number: a footnote before it would make it another.
    """
    match inline:
        case Text():
            return escape(inline.text)
        case Code():
            return f"<code>{escape(inline.text)}</code>"
        case LineBreak():
            return "<br>"
        case FootnoteReference():
            return "<fn>"
        case Emphasis():
            return f"<em>{_meaning(inline.children)}</em>"
        case Strong():
            return f"<strong>{_meaning(inline.children)}</strong>"
        case Link():
            return f'<a href="{escape(inline.address)}">{_meaning(inline.children)}</a>'


def compare(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Returns what became of each segment, in the order of the new text.

    A run replaced by one of equal length is changed one by one; of another length, it is removed
    and added, because nobody can say which became which.
    """
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    changes: list[Change] = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if old_to - old_from == new_to - new_from:
            state = State.SAME if tag == "equal" else State.CHANGED
            pairs = zip(range(old_from, old_to), range(new_from, new_to), strict=True)
            changes += [Change(state, before, after) for before, after in pairs]
        else:
            changes += [Change(State.REMOVED, at, None) for at in range(old_from, old_to)]
            changes += [Change(State.ADDED, None, at) for at in range(new_from, new_to)]
    return changes


def document_digest(texts: Mapping[str, Sequence[str]]) -> str:
    """Returns one digest over all languages: language → the texts of its sections, in order.

    Endorsement names it; the order of the languages does not matter, that of the sections does.
    """
    whole = blake2b(digest_size=DIGEST_SIZE)
    for language in sorted(texts):
        whole.update(f"\x1d{language}".encode())
        for text in texts[language]:
            whole.update(b"\x1e")
            whole.update(b"".join(bytes.fromhex(digest) for digest in digests(text)))
    return whole.hexdigest()


def have_same_shape(source: Sequence[Segment], target: Sequence[Segment]) -> bool:
    """Says whether each segment of one stands for that of the same number in the other."""
    return [each.kind for each in source] == [each.kind for each in target]


def is_untranslated(segment: Segment, source: Segment) -> bool:
    """Says whether a segment is still the source's: the same digest, and a letter to translate."""
    return segment.digest == source.digest and any(map(str.isalpha, segment.plain))


def word_diff(old: str, new: str) -> list[tuple[State, str]]:
    """Returns the words of two segments as runs: same, removed (from `old`), added (in `new`)."""
    before, after = _tokens(old), _tokens(new)
    runs: list[tuple[State, str]] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            runs.append((State.SAME, "".join(before[old_from:old_to])))
            continue
        if old_from < old_to:
            runs.append((State.REMOVED, "".join(before[old_from:old_to])))
        if new_from < new_to:
            runs.append((State.ADDED, "".join(after[new_from:new_to])))
    return runs


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", text)


class Unfit(ValueError):  # noqa: N818 - a fact about a text, named for what it is
    """A text for a segment is of another shape: other cells, or more than one paragraph."""


def with_texts(source: str, texts: Mapping[int, str]) -> Document:
    """Returns the source's document with other words in it: number of a segment → Markdown.

    Segments that `texts` leaves out keep the source's words, as untranslated ones do. Raises
    `Unfit` with the number of the segment whose new text is of another shape.
    """
    document = parse(source)
    for leaf in leaves(document):
        if leaf.number in texts:
            set_words(leaf, texts[leaf.number])
    number(document)
    return document


def set_words(leaf: Leaf, text: str) -> None:
    """Puts other words, as Markdown of one segment, into a leaf. Raises `Unfit`."""
    match leaf:
        case Row():
            leaf.cells = _cells(leaf, text)
        case Figure():
            leaf.alternative = clean(text).strip()
        case Heading():
            leaf.inlines = on_one_line(_inlines_of(leaf, text))
        case _:
            leaf.inlines = _inlines_of(leaf, text)


def _inlines_of(leaf: Paragraph | Heading | Footnote, text: str) -> Inlines:
    document = parse(text + footnote_stubs(text))
    blocks = document.blocks
    if len(blocks) != 1 or not isinstance(blocks[0], Paragraph):
        raise Unfit(leaf.number)
    return _renumbered(blocks[0].inlines, footnote_labels(text))


def _cells(leaf: Row, text: str) -> tuple[Inlines, ...]:
    wide = len(leaf.cells)
    rule = "| " + " | ".join(["---"] * wide) + " |"
    blocks = parse(f"| {text} |\n{rule}\n{footnote_stubs(text)}").blocks
    if "\n" in text or len(blocks) != 1 or not isinstance(blocks[0], Table):
        raise Unfit(leaf.number)
    return tuple(_renumbered(cell, footnote_labels(text)) for cell in blocks[0].rows[0].cells)


def footnote_labels(text: str) -> list[int]:
    """Returns the footnotes that a segment mentions, in the order of their first mention."""
    return list(dict.fromkeys(int(label) for label in re.findall(r"(?<!\\)\[\^(\d{1,6})\]", text)))


def footnote_stubs(text: str) -> str:
    """Returns footnotes without words for those that a segment mentions, to read it alone."""
    return "".join(f"\n\n[^{label}]: -" for label in footnote_labels(text))


def _renumbered(inlines: Inlines, labels: list[int]) -> Inlines:
    """Gives footnotes their number in the whole text again: alone they were counted from 1."""
    numbered: list[Inline] = []
    for inline in inlines:
        match inline:
            case FootnoteReference():
                numbered.append(FootnoteReference(labels[inline.number - 1]))
            case Emphasis() | Strong():
                numbered.append(type(inline)(_renumbered(inline.children, labels)))
            case Link():
                numbered.append(Link(inline.address, _renumbered(inline.children, labels)))
            case _:
                numbered.append(inline)
    return canonical(numbered)


def word_count(text: str) -> int:
    """Returns how many words a reader meets, footnotes and descriptions of figures with them."""
    return sum(len(re.findall(r"\w+(?:[’'\-]\w+)*", segment.plain)) for segment in segments(text))


def plain_text(text: str) -> str:
    """Returns the words without signs, a line for each segment, as the search takes them."""
    return "\n".join(segment.plain for segment in segments(text))
