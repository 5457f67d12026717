"""A DOCX read into sections of our grammar, always as a draft, with what could not be brought.

Own reading of the file's XML: a library that turns it into HTML first loses boxes, the number a
list starts from and where a footnote belongs, and marks each Arabic run.
"""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from .document import (
    Block,
    Document,
    Emphasis,
    Figure,
    Footnote,
    FootnoteReference,
    Heading,
    Inline,
    Inlines,
    Item,
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
from .docx_package import Package, Reason, RefusedFile, W
from .docx_pictures import ImportedPicture, Pictures
from .docx_runs import NOTE, Lost, Runs
from .docx_styles import Numbered, Styles, style_of
from .grammar import normalise
from .inlines import canonical, clean, on_one_line
from .markdown import write
from .parser import TOP_LEVEL

__all__ = [
    "ImportedDocument",
    "ImportedPicture",
    "ImportedSection",
    "Loss",
    "Lost",
    "Reason",
    "RefusedFile",
    "read_docx",
]

_BOX = re.compile(r"^(?:([☐□▢❏❑])|([☑☒✓✔✅]))\ufe0e?\ufe0f?\s*(?=\S)")
_TYPED_NUMBER = re.compile(r"^\(?(\d{1,3})[.)]\s")
_LONGEST_WORDS = 80
_INDENT = 360  # as `docx_writer` sets it for each level of a list
_CONTENTS = re.compile(r"toc( heading|\s?\d)?|table of (contents|figures)", re.IGNORECASE)
_QUOTE = re.compile(r"(intense )?quote|block text", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Loss:
    code: Lost
    excerpt: str
    section: str  # the title of the section it stood in
    times: int = 1


@dataclass(frozen=True, slots=True)
class ImportedSection:
    title: str
    level: int
    text: str  # normalised Markdown


@dataclass(frozen=True, slots=True)
class ImportedDocument:
    title: str
    lines: tuple[str, ...]  # below the title, on the first page
    sections: tuple[ImportedSection, ...]
    losses: tuple[Loss, ...]
    pictures: tuple[ImportedPicture, ...] = ()  # that the texts show, by their digest


@dataclass(slots=True)
class _Draft:
    title: str
    level: int
    document: Document = field(default_factory=Document)


@dataclass(slots=True)
class _OpenList:
    depth: int
    name: str
    list: List


def read_docx(
    content: bytes, *, section_level: int = 2, known_figures: Collection[str] = ()
) -> ImportedDocument:
    """Returns the file's sections: one for each heading down to `section_level`.

    Deeper headings stay in the text. Words before the first heading make a section without a
    title. A figure that `docx_writer` wrote stays the same figure where its digest is among
    `known_figures`; every other picture becomes one anew. Raises `RefusedFile` for macros, remote
    parts, too much of anything, or no DOCX.
    """
    return _Reader(Package(content), section_level, known_figures).read()


class _Reader:
    def __init__(self, package: Package, section_level: int, known: Collection[str]) -> None:
        self.package = package
        self.section_level = section_level
        self.styles = Styles(package)
        self.losses: Counter[tuple[Lost, str, str]] = Counter()
        self.pictures = Pictures(package, known)
        self.runs = Runs(package, self.styles, self.lose, self.pictures)
        self.title = ""
        self.lines: list[str] = []
        self.drafts: list[_Draft] = []
        self.notes: dict[str, Inlines] = {}
        self.lists: list[_OpenList] = []
        self.counts: dict[tuple[str, int], int] = {}
        self.typed = 0

    def read(self) -> ImportedDocument:
        self.blocks(self.package.body.find(f"{W}body"))
        self.read_notes()
        self.read_margins()
        sections = tuple(self.section(draft) for draft in self.drafts)
        losses = tuple(
            Loss(code, words, section, times)
            for (code, words, section), times in self.losses.items()
        )
        pictures = tuple(self.pictures.found.values())
        return ImportedDocument(self.title, tuple(self.lines), sections, losses, pictures)

    def lose(self, code: Lost, words: str) -> None:
        said = clean(words).strip()
        said = said if len(said) <= _LONGEST_WORDS else said[: _LONGEST_WORDS - 1] + "…"
        self.losses[code, said, self.drafts[-1].title if self.drafts else ""] += 1

    # Blocks

    def blocks(self, parent) -> None:
        for node in parent:
            match node.tag.removeprefix(W):
                case "p":
                    self.paragraph(node)
                case "tbl":
                    self.table(node)
                case "sdt":
                    self.content_control(node)
                case "ins" | "customXml" | "moveTo":
                    self.blocks(node)

    def content_control(self, node) -> None:
        gallery = node.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        content = node.find(f"{W}sdtContent")
        is_contents = gallery is not None and "Contents" in gallery.get(f"{W}val", "")
        if content is not None and not is_contents:
            self.blocks(content)

    def paragraph(self, node) -> None:
        names = [name.lower() for name in self.styles.names(style_of(node))]
        if names and _CONTENTS.fullmatch(names[0]):
            return
        inlines = self.runs.read(node)
        if inlines:
            self.styled_text(node, names, inlines)
        self.place_figures(node, names, is_alone=not inlines)

    def styled_text(self, node, names: list[str], inlines: Inlines) -> None:
        level = self.styles.level(node)
        if names[:1] == ["title"] and not self.title:
            self.title = inline_text(inlines)
        elif names[:1] == ["subtitle"] and not self.drafts:
            self.lines.append(inline_text(inlines))
        elif level is not None or names[:1] == ["title"]:
            self.heading(level or 1, inlines)
        else:
            self.text_paragraph(node, names, inlines)

    def heading(self, level: int, inlines: Inlines) -> None:
        self.close_lists()
        self.typed = 0
        if level <= self.section_level:
            self.drafts.append(_Draft(inline_text(inlines), level))
        else:
            self.add(Heading(level - self.section_level + TOP_LEVEL - 1, on_one_line(inlines)))

    def text_paragraph(self, node, names: list[str], inlines: Inlines) -> None:
        if key := self.note_key(node):
            self.note(key, inlines)
            return
        numbered = self.styles.numbered(node)
        inlines, is_done = _unboxed(inlines)
        if numbered is None and is_done is not None:
            numbered = Numbered("box", 0, is_ordered=False, start=1, is_known=True)
        if numbered is not None:
            self.item(numbered, inlines, is_done)
        elif self.continues_item(names):
            self.continue_item(node, Paragraph(inlines))
        else:
            self.check_typed_number(inlines)
            self.plain(names, Paragraph(inlines))

    def plain(self, names: list[str], block: Paragraph | Figure) -> None:
        self.close_lists()
        if not any(_QUOTE.fullmatch(name) for name in names):
            self.add(block)
        elif self.parts and isinstance(self.parts[-1], Quote):
            self.parts[-1].blocks.append(block)
        else:
            self.add(Quote([block]))

    def place_figures(self, node, names: list[str], *, is_alone: bool) -> None:
        """Puts what stood in a paragraph below its words: a figure is a paragraph of its own."""
        for found in self.runs.take_figures():
            if not found.alternative:
                self.lose(Lost.NO_ALTERNATIVE, found.name)
            figure = Figure(found.digest, found.alternative)
            if not is_alone and self.lists:
                self.lists[-1].list.items[-1].blocks.append(figure)
            elif is_alone and self.continues_item(names):
                self.continue_item(node, figure)
            else:
                self.plain(names, figure)

    def check_typed_number(self, inlines: Inlines) -> None:
        """Numbers written by hand stay words; where one is left out or twice, it is listed."""
        typed = _TYPED_NUMBER.match(inline_text(inlines))
        if not typed:
            return
        number = int(typed[1])
        if number not in {1, self.typed + 1}:
            self.lose(Lost.NUMBERING, inline_text(inlines))
        self.typed = number

    @property
    def parts(self) -> list[Block]:
        if not self.drafts:
            self.drafts.append(_Draft("", 1))
        return self.drafts[-1].document.blocks

    def add(self, block: Block) -> None:
        self.parts.append(block)

    # Lists

    def close_lists(self) -> None:
        self.lists.clear()

    def item(self, place: Numbered, inlines: Inlines, is_done: bool | None) -> None:
        if not place.is_known:
            self.lose(Lost.NUMBERING, inline_text(inlines))
        while self.lists and self.lists[-1].depth > place.depth:
            self.lists.pop()
        last = self.lists[-1] if self.lists else None
        if last and last.depth == place.depth and last.name != place.list:
            self.lists.pop()
        if not self.lists or self.lists[-1].depth < place.depth:
            self.open_list(place)
        self.lists[-1].list.items.append(Item([Paragraph(inlines, is_item=True)], is_done))
        self.count(place)

    def open_list(self, place: Numbered) -> None:
        start = None
        if place.is_ordered:
            start = self.counts.get((place.list, place.depth), place.start)
        opened = List([], start)
        if self.lists:
            self.lists[-1].list.items[-1].blocks.append(opened)
        else:
            self.add(opened)
        self.lists.append(_OpenList(place.depth, place.list, opened))

    def count(self, place: Numbered) -> None:
        """A list that goes on after other words goes on counting; what is below starts anew."""
        key = (place.list, place.depth)
        self.counts[key] = self.counts.get(key, place.start) + 1
        for other in [one for one in self.counts if one[0] == key[0] and one[1] > key[1]]:
            del self.counts[other]

    def continues_item(self, names: list[str]) -> bool:
        return bool(self.lists) and bool(names) and names[0].startswith("list continue")

    def continue_item(self, node, block: Paragraph | Figure) -> None:
        indent = node.find(f"{W}pPr/{W}ind")
        said = indent.get(f"{W}left", indent.get(f"{W}start", "")) if indent is not None else ""
        depth = int(said) // _INDENT - 1 if said.isdigit() else self.lists[-1].depth
        while len(self.lists) > 1 and self.lists[-1].depth > depth:
            self.lists.pop()
        self.lists[-1].list.items[-1].blocks.append(block)

    # Tables

    def table(self, node) -> None:
        rows = [self.row(row) for row in node.iter(f"{W}tr") if _owner(row) is node]
        if any(any(row) for row in rows):
            self.cells(node, rows)
        self.place_figures(node, [], is_alone=True)  # a cell holds words alone

    def cells(self, node, rows: list[list[Inlines]]) -> None:
        if len(rows) == 1 and len(rows[0]) == 1:  # a frame around words
            self.close_lists()
            self.add(Quote([Paragraph(rows[0][0])]))
            return
        wide = max(map(len, rows))
        padded = [(*row, *[()] * (wide - len(row))) for row in rows]
        made = [Row(cells, is_head=not at) for at, cells in enumerate(padded)]
        self.close_lists()
        self.add(Table(made, (*map(_side, _cells(node)), *[""] * wide)[:wide]))

    def row(self, node) -> list[Inlines]:
        cells: list[Inlines] = []
        for cell in node.iter(f"{W}tc"):
            if _owner(cell, f"{W}tr") is not node:
                continue
            properties = cell.find(f"{W}tcPr")
            span = properties.find(f"{W}gridSpan") if properties is not None else None
            merged = properties.find(f"{W}vMerge") if properties is not None else None
            words = self.cell(cell)
            if span is not None or merged is not None:
                self.lose(Lost.MERGED_CELLS, inline_text(words))
            extra = int(span.get(f"{W}val", "1")) - 1 if span is not None else 0
            cells += [words, *[()] * min(max(extra, 0), 60)]
        return cells

    def cell(self, node) -> Inlines:
        said: list[Inline] = []
        paragraphs = list(node.iter(f"{W}p"))
        for paragraph in paragraphs:
            said += [*self.runs.read(paragraph), Text(" ")]
        is_parted = node.find(f"{W}tbl") is not None or any(map(self.styles.numbered, paragraphs))
        words = on_one_line(canonical(said))
        if is_parted:
            self.lose(Lost.CELL_PARTS, inline_text(words))
        return words

    # Footnotes

    def note_key(self, node) -> str:
        marks = (mark.get(f"{W}name", "") for mark in node.findall(f"{W}bookmarkStart"))
        return next((name for name in marks if NOTE.fullmatch(name)), "")

    def note(self, key: str, inlines: Inlines) -> None:
        """A footnote of ours; the line that announces them goes with the first."""
        self.close_lists()
        first = inlines[0] if inlines else None
        if isinstance(first, Text):
            inlines = canonical((Text(_TYPED_NUMBER.sub("", first.text)), *inlines[1:]))
        if not any(known.rpartition("-")[0] == key.rpartition("-")[0] for known in self.notes):
            self.drop_announcement()
        self.notes[key] = inlines

    def drop_announcement(self) -> None:
        if self.parts and isinstance(self.parts[-1], Paragraph):
            self.parts.pop()

    def read_notes(self) -> None:
        for kind in ("footnote", "endnote"):
            root = self.package.part(f"word/{kind}s.xml")
            self.runs.addresses = self.package.links(f"word/{kind}s.xml")
            self.pictures.images = {}  # a footnote holds words alone
            for note in root if root is not None else ():
                said: list[Inline] = []
                for paragraph in note.iter(f"{W}p"):
                    said += [*self.runs.read(paragraph), Text(" ")]
                self.notes[f"{kind}:{note.get(f'{W}id')}"] = canonical(said)

    def read_margins(self) -> None:
        for name in self.package.archive.namelist():
            if re.fullmatch(r"word/(header|footer)\d*\.xml", name):
                root = self.package.part(name)
                words = " ".join(node.text or "" for node in root.iter(f"{W}t"))
                if words.strip():
                    self.lose(Lost.PAGE_MARGIN, words)

    def section(self, draft: _Draft) -> ImportedSection:
        mentioned: dict[int, int] = {}
        document = draft.document
        for leaf in _inline_leaves(document.blocks):
            if isinstance(leaf, Row):
                leaf.cells = tuple(self.renumbered(cell, mentioned) for cell in leaf.cells)
            else:
                leaf.inlines = self.renumbered(leaf.inlines, mentioned)
        for known, number in mentioned.items():
            words = _without_mentions(self.notes[self.runs.keys[known - 1]])
            document.footnotes.append(Footnote(number, words))
        return ImportedSection(draft.title, draft.level, normalise(write(document)))

    def renumbered(self, inlines: Inlines, mentioned: dict[int, int]) -> Inlines:
        """Footnotes count from 1 in each section; a mention of none is left out."""
        kept: list[Inline] = []
        for inline in inlines:
            match inline:
                case FootnoteReference(number):
                    if self.notes.get(self.runs.keys[number - 1]):
                        at = mentioned.setdefault(number, len(mentioned) + 1)
                        kept.append(FootnoteReference(at))
                case Emphasis() | Strong():
                    kept.append(type(inline)(self.renumbered(inline.children, mentioned)))
                case Link():
                    children = self.renumbered(inline.children, mentioned)
                    kept.append(Link(inline.address, children))
                case _:
                    kept.append(inline)
        return canonical(kept)


def _unboxed(inlines: Inlines) -> tuple[Inlines, bool | None]:
    """Takes a box off the first word; returns whether it is ticked, None where there is none."""
    first = inlines[0] if inlines else None
    if isinstance(first, Text) and (box := _BOX.match(first.text)):
        return canonical((Text(first.text[box.end() :]), *inlines[1:])), box[2] is not None
    alone = inline_text(inlines[:1]).strip()  # in a run of its own, in bold perhaps
    if len(inlines) > 1 and alone in {"☐", "☑", "☒"}:
        return canonical(inlines[1:]), alone != "☐"
    return inlines, None


def _inline_leaves(blocks: list[Block]) -> list[Paragraph | Heading | Row | Footnote]:
    return [leaf for leaf in leaves(Document(blocks)) if not isinstance(leaf, Figure)]


def _without_mentions(inlines: Inlines) -> Inlines:
    return canonical(one for one in inlines if not isinstance(one, FootnoteReference))


def _cells(table):
    """Returns the cells of the first row."""
    row = next(table.iter(f"{W}tr"))
    return [cell for cell in row.iter(f"{W}tc") if _owner(cell, f"{W}tr") is row]


def _side(cell) -> str:
    """Where the words of a cell stand; "right" is the end, also of lines from the right."""
    said = cell.find(f"{W}p/{W}pPr/{W}jc")
    side = said.get(f"{W}val", "") if said is not None else ""
    return {"end": "right", "right": "right", "center": "center"}.get(side, "")


def _owner(node, tag: str = f"{W}tbl"):
    return next(node.iterancestors(tag), None)
