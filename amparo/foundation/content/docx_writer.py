"""A publication as DOCX, to be commented, translated or printed by others, and read again.

Written from the right where the language is: paragraphs, tables and runs. Boxes are ☐ and ☑,
heads of tables are repeated on each page, footnotes stand at the end of their section and are
linked there and back. `docx_reader` reads all of it again.
"""

import io
from collections.abc import Mapping

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt
from docx.text.paragraph import Paragraph as WordParagraph
from PIL import Image

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
)
from .parser import parse
from .publication import Publication, PublishedPicture, Section

DONE, OPEN = "\u2611", "\u2610"
NOTE_BOOKMARK = "note-{key}-{number}"
CODE_STYLE = "Code"
_LEVELS = 6
_INDENT = 360  # twentieths of a point, for each level of a list
_WIDEST = Emu(5_400_000)  # 15 cm


def write_docx(publication: Publication) -> bytes:
    """Returns the whole publication as a DOCX without macros or anything remote."""
    document = docx.Document()
    _Writer(document, publication).write()
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


class _Writer:
    def __init__(self, document, publication: Publication) -> None:
        self.document = document
        self.publication = publication
        self.is_rtl = is_from_the_right(publication.language)
        self.numbering = document.part.numbering_part.element
        self.bookmarks = 0
        self.key = ""  # of the section that is being written
        self.languages: Mapping[int, str] = {}  # by number of a segment

    def write(self) -> None:
        self.set_up()
        title = self.document.add_paragraph(style="Title")
        self.finish(title, (Text(self.publication.title),), None)
        for line in (self.publication.edition, self.publication.publisher):
            if line:
                self.finish(self.document.add_paragraph(style="Subtitle"), (Text(line),), None)
        for section in self.publication.sections:
            self.write_section(section)

    def set_up(self) -> None:
        properties = self.document.core_properties
        properties.title = self.publication.title
        properties.author = self.publication.publisher
        properties.comments = ""
        properties.language = self.publication.language
        properties.created = properties.modified = self.publication.modified_at
        styles = self.document.styles
        code = styles.add_style(CODE_STYLE, WD_STYLE_TYPE.CHARACTER)
        code.font.name, code.font.size = "Consolas", Pt(10)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), self.publication.language)
        language.set(qn("w:bidi"), self.publication.language)
        defaults = styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
        for old in defaults.findall(qn("w:lang")):
            defaults.remove(old)
        defaults.append(language)
        if self.is_rtl:
            page = self.document.sections[0]._sectPr
            page.find(qn("w:docGrid")).addprevious(_element("w:bidi"))
        self.bullets = self.add_numbering("bullet")
        self.numbers = self.add_numbering("decimal")
        self.bullet_list = self.add_list(self.bullets)

    # Numbering

    def add_numbering(self, form: str) -> int:
        """Adds a definition of lists of all depths; returns its id."""
        known = self.numbering.findall(qn("w:abstractNum"))
        number = 1 + max((int(one.get(qn("w:abstractNumId"))) for one in known), default=-1)
        abstract = _element("w:abstractNum", abstractNumId=number)
        abstract.append(_element("w:multiLevelType", val="hybridMultilevel"))
        for depth in range(_LEVELS):
            level = _element("w:lvl", ilvl=depth)
            level.append(_element("w:start", val=1))
            level.append(_element("w:numFmt", val=form))
            level.append(_element("w:lvlText", val="•" if form == "bullet" else f"%{depth + 1}."))
            level.append(_element("w:lvlJc", val="left"))
            properties = _element("w:pPr")
            indent = _element("w:ind", left=_INDENT * (depth + 1), hanging=_INDENT)
            properties.append(indent)
            level.append(properties)
            abstract.append(level)
        before = self.numbering.find(qn("w:num"))
        self.numbering.insert(self.numbering.index(before), abstract)
        return number

    def add_list(self, abstract: int, depth: int = 0, start: int | None = None) -> int:
        """Adds a list of a definition, counted from `start`; returns its id."""
        known = self.numbering.findall(qn("w:num"))
        number = 1 + max((int(one.get(qn("w:numId"))) for one in known), default=0)
        added = _element("w:num", numId=number)
        added.append(_element("w:abstractNumId", val=abstract))
        if start is not None:
            override = _element("w:lvlOverride", ilvl=depth)
            override.append(_element("w:startOverride", val=start))
            added.append(override)
        self.numbering.append(added)
        return number

    # Blocks

    def write_section(self, section: Section) -> None:
        self.key, self.languages = section.key, section.languages
        read = parse(section.text)
        title = self.heading(section.level)
        self.finish(title, (Text(section.title),), None, section.title_language)
        for block in read.blocks:
            self.block(block)
        for at, note in enumerate(read.footnotes):
            if not at:
                label = self.document.add_paragraph(style="Caption")
                self.finish(label, (Text(self.publication.labels.notes),), None)
            paragraph = self.document.add_paragraph(style="Normal")
            self.bookmark(paragraph, note.footnote)
            words = (Text(f"{note.footnote}. "), *note.inlines)
            self.finish(paragraph, words, note.number)

    def heading(self, level: int) -> WordParagraph:
        return self.document.add_paragraph(style=f"Heading {min(level, 9)}")

    def block(self, block: Block, depth: int = -1) -> None:
        match block:
            case Heading():
                level = self.publication.deepest_level + block.level - 1
                self.finish(self.heading(level), block.inlines, block.number)
            case List():
                self.list(block, depth + 1)
            case Table():
                self.table(block)
            case Quote():
                self.quote(block)
            case Figure():
                self.figure(block, depth)
            case Paragraph():
                self.paragraph(block, depth)

    def paragraph(self, block: Paragraph, depth: int) -> None:
        self.finish(self.own_paragraph(depth), block.inlines, block.number)

    def own_paragraph(self, depth: int) -> WordParagraph:
        """Adds a paragraph; within a list, at the depth of its item."""
        style = "Normal" if depth < 0 else "List Continue"
        paragraph = self.document.add_paragraph(style=style)
        if depth >= 0:
            indent = _element("w:ind", left=_INDENT * (depth + 1))
            paragraph.paragraph_format.element.get_or_add_pPr().append(indent)
        return paragraph

    def quote(self, block: Quote) -> None:
        for inner in block.blocks:
            if isinstance(inner, Paragraph):
                paragraph = self.document.add_paragraph(style="Quote")
                self.finish(paragraph, inner.inlines, inner.number)
            else:
                self.block(inner)

    def list(self, block: List, depth: int) -> None:
        depth = min(depth, _LEVELS - 1)
        number = self.bullet_list
        if block.start is not None:
            number = self.add_list(self.numbers, depth, block.start)
        for item in block.items:
            self.item(item, depth, number)

    def item(self, item: Item, depth: int, number: int) -> None:
        first, *others = item.blocks
        if isinstance(first, Paragraph):
            paragraph = self.document.add_paragraph(style="List Paragraph")
            properties = paragraph.paragraph_format.element.get_or_add_pPr()
            numbered = properties.get_or_add_numPr()
            numbered.get_or_add_ilvl().val = depth
            numbered.get_or_add_numId().val = number
            self.finish(paragraph, _boxed(item, first.inlines), first.number)
        else:
            others = item.blocks
        for block in others:
            self.block(block, depth)

    def table(self, block: Table) -> None:
        table = self.document.add_table(rows=0, cols=len(block.alignments), style="Table Grid")
        if self.is_rtl:
            table._tbl.tblPr.find(qn("w:tblStyle")).addnext(_element("w:bidiVisual"))
        for row in block.rows:
            self.row(table, row, block.alignments)
        self.document.add_paragraph(style="Normal").paragraph_format.space_after = Pt(0)

    def row(self, table, row: Row, aligned: tuple[str, ...]) -> None:
        added = table.add_row()
        if row.is_head:
            properties = added._tr.get_or_add_trPr()
            properties.append(_element("w:cantSplit"))
            properties.append(_element("w:tblHeader"))
        for cell, inlines, side in zip(added.cells, row.cells, aligned, strict=True):
            paragraph = cell.paragraphs[0]
            if side:
                paragraph._p.get_or_add_pPr().append(_element("w:jc", val=side))
            self.finish(paragraph, inlines, row.number)

    def figure(self, block: Figure, depth: int) -> None:
        picture = self.publication.pictures.get(block.digest)
        paragraph = self.own_paragraph(depth)
        if picture is None:
            self.finish(paragraph, (Text(block.alternative),), block.number)
            return
        run = paragraph.add_run()
        shape = run.add_picture(io.BytesIO(_as_png(picture)))
        if shape.width > _WIDEST:
            shape.height = Emu(int(shape.height * _WIDEST / shape.width))
            shape.width = _WIDEST
        told = shape._inline.docPr
        told.set("descr", block.alternative)
        told.set("name", f"figure:{block.digest}")
        self.finish(paragraph, (), block.number)

    # Inlines

    def finish(
        self, paragraph: WordParagraph, inlines: Inlines, number: int | None, language: str = ""
    ) -> None:
        """Writes the words of a paragraph, in their language and their direction."""
        if number is not None:
            language = self.languages.get(number, "")
        is_rtl = is_from_the_right(language) if language else self.is_rtl
        if is_rtl:
            _insert_bidi(paragraph)
        self.run(paragraph, inlines, ())
        for run in paragraph._p.iter(qn("w:r")):
            properties = run.get_or_add_rPr()
            if is_rtl:
                properties.append(_element("w:rtl"))
            if language:
                properties.append(_element("w:lang", val=language, bidi=language))

    def run(self, place, inlines: Inlines, marks: tuple[str, ...]) -> None:
        for inline in inlines:
            self.inline(place, inline, marks)

    def inline(self, place, inline: Inline, marks: tuple[str, ...]) -> None:
        match inline:
            case Text():
                _add_run(place, inline.text, marks)
            case Code():
                _add_run(place, inline.text, (*marks, "code"))
            case LineBreak():
                _add_run(place, "", marks).append(OxmlElement("w:br"))
            case Emphasis():
                self.run(place, inline.children, (*marks, "i"))
            case Strong():
                self.run(place, inline.children, (*marks, "b"))
            case Link():
                self.link(place, inline, marks)
            case FootnoteReference():
                self.mention(place, inline.number)

    def link(self, place, inline: Link, marks: tuple[str, ...]) -> None:
        part = self.document.part
        named = part.relate_to(inline.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), named)
        _paragraph_element(place).append(link)
        self.run(link, inline.children, (*marks, "link"))

    def mention(self, place, number: int) -> None:
        anchor = NOTE_BOOKMARK.format(key=self.key, number=number)
        link = _element("w:hyperlink", anchor=anchor)
        _paragraph_element(place).append(link)
        _add_run(link, str(number), ("raised",))

    def bookmark(self, paragraph: WordParagraph, number: int) -> None:
        self.bookmarks += 1
        name = NOTE_BOOKMARK.format(key=self.key, number=number)
        paragraph._p.append(_element("w:bookmarkStart", id=self.bookmarks, name=name))
        paragraph._p.append(_element("w:bookmarkEnd", id=self.bookmarks))


def _boxed(item: Item, inlines: Inlines) -> Inlines:
    if item.is_done is None:
        return inlines
    return (Text(f"{DONE if item.is_done else OPEN} "), *inlines)


def _as_png(picture: PublishedPicture) -> bytes:
    """Word opens no WebP."""
    if picture.media_type == "image/png":
        return picture.content
    written = io.BytesIO()
    Image.open(io.BytesIO(picture.content)).save(written, "PNG")
    return written.getvalue()


def _element(tag: str, **attributes: object):
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def _insert_bidi(paragraph: WordParagraph) -> None:
    properties = paragraph._p.get_or_add_pPr()
    bidi = _element("w:bidi")
    later = ("w:ind", "w:jc", "w:rPr", "w:spacing")
    following = next(
        (found for tag in later if (found := properties.find(qn(tag))) is not None), None
    )
    if following is None:
        properties.append(bidi)
    else:
        following.addprevious(bidi)


def _paragraph_element(place):
    return place._p if isinstance(place, WordParagraph) else place


_MARKS = {"i": ("w:i", "w:iCs"), "b": ("w:b", "w:bCs")}


def _add_run(place, text: str, marks: tuple[str, ...]):
    """Adds a run with its marks in the order that the schema of Word wants; returns it."""
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    if "code" in marks:
        properties.append(_element("w:rStyle", val=CODE_STYLE))
    for mark in "bi":
        if mark in marks:
            properties.extend(map(OxmlElement, _MARKS[mark]))
    if "link" in marks:
        properties.append(_element("w:color", val="0B5563"))
        properties.append(_element("w:u", val="single"))
    if "raised" in marks:
        properties.append(_element("w:vertAlign", val="superscript"))
    run.append(properties)
    if text:
        words = OxmlElement("w:t")
        words.text = text
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
    _paragraph_element(place).append(run)
    return run
