"""What a text consists of once it is read: blocks, and the inlines within them.

Writers of every format walk these and nothing else. `leaves` are the blocks that hold words of
their own, in reading order; each carries its number, which is the number of its segment.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line that ends here although the paragraph goes on."""


@dataclass(frozen=True, slots=True)
class FootnoteReference:
    number: int  # counted from 1 in the order of first mention


@dataclass(frozen=True, slots=True)
class Emphasis:
    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Strong:
    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Link:
    address: str
    children: tuple["Inline", ...]


Inline = Text | Code | LineBreak | FootnoteReference | Emphasis | Strong | Link
Inlines = tuple[Inline, ...]


@dataclass(slots=True)
class Paragraph:
    inlines: Inlines
    is_item: bool = False  # the own text of a list item
    number: int = field(default=-1, compare=False)


@dataclass(slots=True)
class Heading:
    level: int  # 2 to 4: level 1 is the section's title, which is not part of its text
    inlines: Inlines
    number: int = field(default=-1, compare=False)


@dataclass(slots=True)
class Figure:
    digest: str  # of the picture's content: 32 hexadecimal digits
    alternative: str
    number: int = field(default=-1, compare=False)


@dataclass(slots=True)
class Row:
    cells: tuple[Inlines, ...]
    is_head: bool = False
    number: int = field(default=-1, compare=False)


@dataclass(slots=True)
class Table:
    rows: list[Row]  # the first one is the head
    alignments: tuple[str, ...]  # "", "left", "center" or "right", one for each column


@dataclass(slots=True)
class Item:
    blocks: list["Block"]
    is_done: bool | None = None  # None where it is no task


@dataclass(slots=True)
class List:
    items: list[Item]
    start: int | None = None  # None where it is not numbered


@dataclass(slots=True)
class Quote:
    blocks: list["Block"]


@dataclass(slots=True)
class Footnote:
    footnote: int
    inlines: Inlines
    number: int = field(default=-1, compare=False)


Block = Paragraph | Heading | Figure | Table | List | Quote
Leaf = Paragraph | Heading | Figure | Row | Footnote


@dataclass(slots=True)
class Document:
    blocks: list[Block] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)


def leaves(document: Document) -> Iterator[Leaf]:
    """Yields what holds words, in reading order, footnotes last."""
    yield from _leaves_of(document.blocks)
    yield from document.footnotes


def _leaves_of(blocks: list[Block]) -> Iterator[Leaf]:
    for block in blocks:
        match block:
            case Table():
                yield from block.rows
            case Quote():
                yield from _leaves_of(block.blocks)
            case List():
                for item in block.items:
                    yield from _leaves_of(item.blocks)
            case _:
                yield block


def leaf_inlines(leaf: Leaf) -> tuple[Inlines, ...]:
    """Returns the runs of inlines of a leaf: one for each cell of a row, else a single one."""
    match leaf:
        case Row():
            return leaf.cells
        case Figure():
            return ((Text(leaf.alternative),) if leaf.alternative else (),)
        case _:
            return (leaf.inlines,)


def inline_text(inlines: Inlines) -> str:
    """Returns the words alone; footnote marks are left out, line breaks become spaces."""
    said = []
    for inline in inlines:
        match inline:
            case Text() | Code():
                said.append(inline.text)
            case LineBreak():
                said.append(" ")
            case FootnoteReference():
                pass
            case _:
                said.append(inline_text(inline.children))
    return "".join(said)
