"""Markdown read into a `Document`; what is not of the grammar loses its signs, not its words.

Lowering, resolving and dropping happen here, once: writers see only what the grammar allows.
`grammar.problems` says what a text loses on the way.
"""

import re
from collections.abc import Iterable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin

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
    inline_text,
    leaves,
)
from .inlines import canonical, clean, clean_source, on_one_line

SCHEMES = ("https:", "mailto:", "tel:")
FIGURE = re.compile("figure:([0-9a-f]{32})")
TOP_LEVEL, DEEPEST_LEVEL = 2, 4
_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
_HIGHEST_START = 9999


@cache
def reader(*, html: bool = False) -> MarkdownIt:
    """Returns what splits a text into tokens; with `html`, markup is found instead of text."""
    found = MarkdownIt("commonmark", {"html": html}).enable("table")
    footnote_plugin(found, inline=False)
    return found


def parse(markdown: str) -> Document:
    """Returns the document of a text, its leaves numbered from 0."""
    tree = SyntaxTreeNode(reader().parse(clean_source(markdown)))
    document = Document()
    for node in tree.children:
        if node.type == "footnote_block":
            document.footnotes = [*map(_footnote, node.children)]
        else:
            document.blocks.extend(_blocks(node, is_top=True))
    _lower_headings(document.blocks)
    number(document)
    return document


def number(document: Document) -> None:
    for at, leaf in enumerate(leaves(document)):
        leaf.number = at


def is_allowed(address: str) -> bool:
    return address.lower().startswith(SCHEMES)


def _all_blocks(nodes: Iterable[SyntaxTreeNode]) -> list[Block]:
    return [block for node in nodes for block in _blocks(node)]


def _blocks(node: SyntaxTreeNode, *, is_top: bool = False) -> list[Block]:
    """Returns what a node says as blocks: none where it says nothing."""
    match node.type:
        case "paragraph":
            return _paragraph(node)
        case "heading":
            return _heading(node, is_top=is_top)
        case "bullet_list" | "ordered_list":
            return _list(node)
        case "blockquote":
            blocks = _all_blocks(node.children)
            return [Quote(blocks)] if blocks else []
        case "table":
            return [_table(node)]
        case "code_block" | "fence":
            return _paragraph_of(_code_lines(node.content))
        case _:  # a line across the page
            return []


def _paragraph_of(inlines: Iterable[Inline]) -> list[Block]:
    settled = canonical(inlines)
    return [Paragraph(settled)] if settled else []


def _paragraph(node: SyntaxTreeNode) -> list[Block]:
    figure = _figure(node.children[0])
    return [figure] if figure else _paragraph_of(_inlines(node.children[0].children))


def _figure(node: SyntaxTreeNode) -> Figure | None:
    pictures = [child for child in node.children if not _is_blank(child)]
    if len(pictures) != 1 or pictures[0].type != "image":
        return None
    named = FIGURE.fullmatch(str(pictures[0].attrs["src"]))
    return Figure(named[1], _alternative(pictures[0])) if named else None


def _is_blank(node: SyntaxTreeNode) -> bool:
    return node.type == "softbreak" or (node.type == "text" and not node.content.strip())


def _alternative(node: SyntaxTreeNode) -> str:
    said = inline_text(canonical(_inlines(node.children)))
    return clean(said).strip()


def _code_lines(content: str) -> list[Inline]:
    lines: list[Inline] = []
    for line in content.splitlines():
        lines += [Code(line), LineBreak()]
    return lines


def _heading(node: SyntaxTreeNode, *, is_top: bool) -> list[Block]:
    inlines = on_one_line(canonical(_inlines(node.children[0].children)))
    if not inlines:
        return []
    # A heading within a list or a quote would tear the contents apart.
    return [Heading(int(node.tag[1:]), inlines)] if is_top else _paragraph_of([Strong(inlines)])


def _lower_headings(blocks: list[Block]) -> None:
    """Gives each heading the level of its depth, from 2: an import may jump from 3 to 5."""
    above: list[int] = []
    for block in blocks:
        if isinstance(block, Heading):
            while above and above[-1] >= block.level:
                above.pop()
            above.append(block.level)
            block.level = min(TOP_LEVEL - 1 + len(above), DEEPEST_LEVEL)


def _list(node: SyntaxTreeNode) -> list[Block]:
    items = [item for child in node.children if (item := _item(child)).blocks]
    start = None
    if node.type == "ordered_list":
        start = min(int(node.attrs.get("start", 1)), _HIGHEST_START)
    return [List(items, start)] if items else []


def _item(node: SyntaxTreeNode) -> Item:
    is_done = None
    if node.children and node.children[0].type == "paragraph":
        is_done = _take_box(node.children[0].children[0])
    blocks = _all_blocks(node.children)
    if blocks and isinstance(blocks[0], Paragraph):
        blocks[0].is_item = True
        return Item(blocks, is_done)
    return Item(blocks)


def _take_box(inline: SyntaxTreeNode) -> bool | None:
    """Takes `[ ] ` off the words of an item; returns whether it is ticked, None without a box."""
    box = _TASK.match(inline.content)
    first = inline.children[0] if inline.children else None
    if not box or first is None or first.type != "text" or first.token is None:
        return None
    if not first.content.startswith(box[0]):
        return None
    first.token.content = first.content[len(box[0]) :]
    return box[1] != " "


def _table(node: SyntaxTreeNode) -> Table:
    rows = [row for part in node.children for row in part.children]
    cells = rows[0].children
    aligned = tuple(str(cell.attrs.get("style", "")).removeprefix("text-align:") for cell in cells)
    return Table([_row(row, is_head=at == 0) for at, row in enumerate(rows)], aligned)


def _row(node: SyntaxTreeNode, *, is_head: bool) -> Row:
    return Row(
        tuple(
            on_one_line(canonical(_inlines(cell.children[0].children))) for cell in node.children
        ),
        is_head,
    )


def _footnote(node: SyntaxTreeNode) -> Footnote:
    """A footnote is one run of words: its paragraphs become lines."""
    lines: list[Inline] = []
    for inlines in _runs(_all_blocks(node.children)):
        lines += [*inlines, LineBreak()]
    return Footnote(node.meta["id"] + 1, canonical(lines))


def _runs(blocks: list[Block]) -> list[Inlines]:
    runs: list[Inlines] = []
    for leaf in leaves(Document(blocks)):
        match leaf:
            case Row():
                runs += [cell for cell in leaf.cells if cell]
            case Figure():
                runs.append((Text(leaf.alternative),))
            case _:
                runs.append(leaf.inlines)
    return runs


def _inlines(nodes: Iterable[SyntaxTreeNode]) -> list[Inline]:
    return [inline for node in nodes for inline in _inline(node)]


def _inline(node: SyntaxTreeNode) -> list[Inline]:
    match node.type:
        case "em":
            return [Emphasis(tuple(_inlines(node.children)))]
        case "strong":
            return [Strong(tuple(_inlines(node.children)))]
        case "link":
            return _link(node)
        case "image":
            return [Text(_alternative(node))]
        case "footnote_ref":
            return [FootnoteReference(node.meta["id"] + 1)]
        case _:
            return _plain_inline(node)


def _plain_inline(node: SyntaxTreeNode) -> list[Inline]:
    match node.type:
        case "softbreak":
            return [Text(" ")]
        case "hardbreak":
            return [LineBreak()]
        case "code_inline":
            return [Code(node.content)]
        case "footnote_anchor":
            return []
        case _:
            return [Text(node.content)]


def _link(node: SyntaxTreeNode) -> list[Inline]:
    """A link of another scheme becomes its words, with its address where that is on the web."""
    address = str(node.attrs["href"])
    children = _inlines(node.children)
    said = inline_text(canonical(children))
    if is_allowed(address):
        return [Link(safe_address(address), tuple(children) if said else (Text(address),))]
    if address.lower().startswith("http:") and address not in said:
        return [*children, Text(f" ({address})")]
    return children


def safe_address(address: str) -> str:
    codes: dict[str, str | int | None] = {sign: f"%{ord(sign):02X}" for sign in " ()<>[]|\\`*\"'"}
    return clean(address).translate(str.maketrans(codes))
