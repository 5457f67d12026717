"""A `Document` written as Markdown, in the one way that `grammar.normalise` promises."""

import re
from collections.abc import Iterator

from .document import (
    Block,
    Code,
    Document,
    Emphasis,
    Figure,
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
)
from .inlines import canonical, without
from .parser import parse

_SIGNS = re.compile(r"[\\`*\[\]<]")
_LOW_LINE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")  # within a word it marks nothing
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE_START = re.compile(r"^(?=[-+>=:|~#])", re.MULTILINE)
_NUMBER_START = re.compile(r"^(\d{1,9})(?=[.)])", re.MULTILINE)
_HASH_AT_END = re.compile(r"(?<!\\)#(?=#*$)")
_RULES = {"": "---", "left": ":--", "center": ":-:", "right": "--:"}


def write(document: Document) -> str:
    """Returns the whole text: blocks, then footnotes, with a blank line between."""
    parts = [*_write_blocks(document.blocks)]
    for note in document.footnotes:
        said = write_inlines(note.inlines).replace("\n", "\n    ")
        parts.append(f"[^{note.footnote}]: {said}".rstrip())
    return "\n\n".join(parts) + "\n" if parts else ""


def write_inlines(inlines: Inlines, *, in_table: bool = False) -> str:
    """Returns a run of inlines; marks that Markdown cannot say side by side lose to the words."""
    inlines, emphasis = _sayable(inlines)
    if in_table:
        return _write_run(inlines, emphasis).replace("|", "\\|")
    return _whole(inlines, emphasis)


def _sayable(inlines: Inlines) -> tuple[Inlines, str]:
    """Returns what of `inlines` Markdown can say, and the sign of emphasis to say it with."""
    if not _is_marked(inlines):
        return inlines, "*"
    for sign in "*_":
        if _reads_as(_whole(inlines, sign), inlines):
            return inlines, sign
    fewer = without(inlines, Emphasis)
    if _reads_as(_whole(fewer, "*"), fewer):
        return fewer, "*"
    return without(inlines, Emphasis, Strong), "*"


def write_row(row: Row) -> str:
    return " | ".join(write_inlines(cell, in_table=True) for cell in row.cells)


def _is_marked(inlines: Inlines) -> bool:
    return any(isinstance(inline, Emphasis | Strong) for inline in inlines) or any(
        _is_marked(inline.children) for inline in inlines if isinstance(inline, Link)
    )


def _reads_as(text: str, inlines: Inlines) -> bool:
    notes = "".join(f"\n\n[^{number}]: -" for number in sorted(set(_mentions(inlines))))
    document = parse(text + notes)
    if len(document.blocks) != 1 or not isinstance(document.blocks[0], Paragraph):
        return False
    return _unnumbered(document.blocks[0].inlines) == _unnumbered(canonical(inlines))


def _mentions(inlines: Inlines) -> Iterator[int]:
    for inline in inlines:
        if isinstance(inline, FootnoteReference):
            yield inline.number
        elif isinstance(inline, Emphasis | Strong | Link):
            yield from _mentions(inline.children)


def _unnumbered(inlines: Inlines) -> Inlines:
    """A run of its own counts its footnotes from 1: what matters here is where they stand."""
    same: list[Inline] = []
    for inline in inlines:
        match inline:
            case FootnoteReference():
                same.append(FootnoteReference(0))
            case Emphasis() | Strong():
                same.append(type(inline)(_unnumbered(inline.children)))
            case Link():
                same.append(Link(inline.address, _unnumbered(inline.children)))
            case _:
                same.append(inline)
    return tuple(same)


def _write_blocks(blocks: list[Block]) -> Iterator[str]:
    last: List | None = None
    is_other = False
    for block in blocks:
        if isinstance(block, List):
            # Two lists one after the other are told apart by their signs.
            is_next = last is not None and (last.start is None) == (block.start is None)
            is_other = is_next and not is_other
            yield _write_list(block, is_other=is_other)
            last = block
        else:
            yield _write_block(block)
            last, is_other = None, False


def _write_block(block: Block) -> str:
    match block:
        case Heading():
            said = _HASH_AT_END.sub(r"\\#", write_inlines(block.inlines))
            return f"{'#' * block.level} {said}"
        case Figure():
            alternative = _escaped(block.alternative)
            return f"![{alternative}](figure:{block.digest})"
        case Quote():
            lines = "\n\n".join(_write_blocks(block.blocks)).split("\n")
            return "\n".join(f"> {line}".rstrip() for line in lines)
        case Table():
            return "\n".join(_write_table(block))
        case Paragraph():
            return write_inlines(block.inlines)
    raise TypeError(block)


def _write_list(block: List, *, is_other: bool) -> str:
    signs = "*" if is_other else "-"
    dot = ")" if is_other else "."
    written = []
    for at, item in enumerate(block.items):
        sign = signs if block.start is None else f"{block.start + at}{dot}"
        written.append(_write_item(item, sign))
    is_tight = all(map(_is_tight, block.items))
    return ("\n" if is_tight else "\n\n").join(written)


def _is_tight(item: Item) -> bool:
    first, *others = item.blocks
    if not isinstance(first, Paragraph):
        return False
    return len(others) <= 1 and all(
        # A number other than 1 begins a list only after an empty line.
        isinstance(other, List) and other.start in (None, 1) and all(map(_is_tight, other.items))
        for other in others
    )


def _write_item(item: Item, sign: str) -> str:
    between = "\n" if _is_tight(item) else "\n\n"
    said = between.join(_write_blocks(item.blocks))
    if item.is_done is not None:
        said = ("[x] " if item.is_done else "[ ] ") + said
    margin = " " * (len(sign) + 1)
    return f"{sign} " + "\n".join(
        f"{margin}{line}" if at and line else line for at, line in enumerate(said.split("\n"))
    )


def _write_table(table: Table) -> Iterator[str]:
    for row in table.rows:
        yield f"| {write_row(row)} |"
        if row.is_head:
            yield "| " + " | ".join(_RULES[name] for name in table.alignments) + " |"


def _whole(inlines: Inlines, emphasis: str) -> str:
    said = _write_run(inlines, emphasis)
    return _NUMBER_START.sub(r"\1\\", _LINE_START.sub(r"\\", said))


def _write_run(inlines: Inlines, emphasis: str) -> str:
    said = []
    for at, inline in enumerate(inlines):
        text = _write_inline(inline, emphasis)
        following = inlines[at + 1] if at + 1 < len(inlines) else None
        if isinstance(inline, Text):
            if text.endswith("!") and isinstance(following, Link | FootnoteReference):
                text = text[:-1] + "\\!"
            if (
                text.startswith((":", "("))
                and at
                and isinstance(inlines[at - 1], FootnoteReference)
            ):
                text = "\\" + text
        said.append(text)
    return "".join(said)


def _write_inline(inline: Inline, emphasis: str) -> str:
    match inline:
        case Text():
            return _escaped(inline.text)
        case Code():
            return _write_code(inline.text)
        case LineBreak():
            return "\\\n"
        case FootnoteReference():
            return f"[^{inline.number}]"
        case Emphasis():
            return f"{emphasis}{_write_run(inline.children, emphasis)}{emphasis}"
        case Strong():
            return f"**{_write_run(inline.children, emphasis)}**"
        case Link():
            address = _ENTITY.sub(r"\\&", inline.address)
            return f"[{_write_run(inline.children, emphasis)}]({address})"


def _escaped(text: str) -> str:
    said = _SIGNS.sub(r"\\\g<0>", text)
    return _ENTITY.sub(r"\\&", _LOW_LINE.sub(r"\\_", said))


def _write_code(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"
