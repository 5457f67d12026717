"""A publication as nested lists and names, for the page `templates/content/document.typ`.

Words go in as data: a run of words is a list of `[kind, …]`, a block names its kind. What is
written in a text cannot steer the page.
"""

from typing import Any

from amparo.ui.languages import is_from_the_right

from .document import (
    Block,
    Code,
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
    inline_text,
)
from .parser import TOP_LEVEL, parse
from .publication import Publication, Section

Data = dict[str, Any]
_NARROWEST, _WIDEST = 6, 60  # characters that a column is wide at least, and at most


def pdf_data(publication: Publication) -> Data:
    """Returns all that is printed. Headings skip no level, as PDF/UA-1 (ISO 14289-1) asks."""
    levels = _Levels()
    return {
        "title": publication.title,
        "lines": [one for one in (publication.edition, publication.publisher) if one],
        "licence": publication.licence,
        "contents": publication.labels.contents,
        "notes": publication.labels.notes,
        "done": publication.labels.done,
        "open": publication.labels.open,
        "sections": [
            _SectionData(publication, section, levels).data() for section in publication.sections
        ],
    }


class _Levels:
    """Gives each heading the level of its depth, from 2: the title of the whole is 1."""

    def __init__(self) -> None:
        self.above: list[int] = []

    def level(self, wanted: int) -> int:
        while self.above and self.above[-1] >= wanted:
            self.above.pop()
        self.above.append(wanted)
        return 1 + len(self.above)


class _SectionData:
    def __init__(self, publication: Publication, section: Section, levels: _Levels) -> None:
        self.publication = publication
        self.section = section
        self.levels = levels

    def data(self) -> Data:
        read = parse(self.section.text)
        return {
            "key": self.section.key,
            "title": {"words": self.section.title} | _language(self.section.title_language),
            "level": self.levels.level(self.section.level),
            "blocks": [self.block(block) for block in read.blocks],
            "notes": [
                {"number": note.footnote, "words": self.run(note.inlines)}
                | self.language(note.number)
                for note in read.footnotes
            ],
        }

    def block(self, block: Block) -> Data:
        match block:
            case Paragraph():
                return self.text_block("paragraph", block)
            case Heading():
                depth = self.publication.deepest_level + block.level - TOP_LEVEL + 1
                return self.text_block("heading", block) | {"level": self.levels.level(depth)}
            case Figure():
                return self.figure(block)
            case Table():
                return self.table(block)
            case Quote():
                return {"kind": "quote", "blocks": [self.block(inner) for inner in block.blocks]}
            case List():
                return {
                    "kind": "list",
                    "start": block.start,
                    "items": [self.item(item) for item in block.items],
                }

    def text_block(self, kind: str, block: Paragraph | Heading) -> Data:
        return {"kind": kind, "words": self.run(block.inlines)} | self.language(block.number)

    def item(self, item: Item) -> Data:
        return {"is_done": item.is_done, "blocks": [self.block(block) for block in item.blocks]}

    def figure(self, block: Figure) -> Data:
        picture = self.publication.pictures.get(block.digest)
        return {
            "kind": "figure",
            "alternative": block.alternative,
            "content": list(picture.content) if picture else [],
            "width": picture.width if picture else 0,
        } | self.language(block.number)

    def table(self, block: Table) -> Data:
        head, *rows = [self.row(row) for row in block.rows]
        return {
            "kind": "table",
            "widths": _widths(block),
            "sides": ["end" if side == "right" else side for side in block.alignments],
            "head": head,
            "rows": rows,
        }

    def row(self, row: Row) -> Data:
        return {"cells": [self.run(cell) for cell in row.cells]} | self.language(row.number)

    def language(self, number: int) -> Data:
        return _language(self.section.languages.get(number, ""))

    def run(self, inlines: Inlines) -> list[list[Any]]:
        return [self.inline(inline) for inline in inlines]

    def inline(self, inline: Inline) -> list[Any]:
        match inline:
            case Text():
                return ["text", inline.text]
            case Code():
                return ["code", inline.text]
            case LineBreak():
                return ["break"]
            case FootnoteReference():
                return ["note", f"{self.section.key}-{inline.number}", inline.number]
            case Emphasis():
                return ["emphasis", self.run(inline.children)]
            case Strong():
                return ["strong", self.run(inline.children)]
            case Link():
                return ["link", inline.address, self.run(inline.children)]


def _language(code: str) -> Data:
    """Words that are still in another language say so: else their full stops stray."""
    return {"lang": code.split("-")[0], "rtl": is_from_the_right(code)}


def _widths(table: Table) -> list[int]:
    """Returns how wide each column is beside the others: as its longest words need it."""
    columns = zip(*(row.cells for row in table.rows), strict=True)
    lengths = [max(len(inline_text(cell)) for cell in column) for column in columns]
    return [min(max(length, _NARROWEST), _WIDEST) for length in lengths]
