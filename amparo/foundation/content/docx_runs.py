"""The words within a paragraph of a DOCX as inlines, and what of them cannot be brought."""

import re
from collections.abc import Callable
from enum import StrEnum

from .document import (
    Code,
    Emphasis,
    FootnoteReference,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Strong,
    Text,
    inline_text,
)
from .docx_package import Package, R, W
from .docx_pictures import Pictures, PlacedFigure, picture_words
from .docx_styles import Styles
from .figures import Reason, UnfitPicture
from .inlines import canonical
from .parser import is_allowed, safe_address

NOTE = re.compile(r"note-[a-z0-9\-]+-\d+")  # the bookmark that `docx_writer` sets at a footnote
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# Boxes as symbol fonts (Wingdings and its kin) have them.
_SYMBOLS = {"A8": "☐", "6F": "☐", "71": "☐", "FE": "☑", "FD": "☑", "52": "☑", "FC": "✓", "B7": "•"}


class Lost(StrEnum):
    """What could not be brought. `problem_texts` has the sentences."""

    PICTURE = "picture"
    LARGE_PICTURE = "large_picture"
    NO_ALTERNATIVE = "no_alternative"
    TEXT_BOX = "text_box"
    COMMENT = "comment"
    TRACKED_CHANGE = "tracked_change"
    FORMULA = "formula"
    HIDDEN_TEXT = "hidden_text"
    EMBEDDED = "embedded"
    ADDRESS = "address"
    SYMBOL = "symbol"
    NUMBERING = "numbering"
    MERGED_CELLS = "merged_cells"
    CELL_PARTS = "cell_parts"
    PAGE_MARGIN = "page_margin"


Lose = Callable[[Lost, str], None]


class Runs:
    """Reads paragraphs; `lose` is told what is left out. Mentions are numbered by `mention`;
    figures wait in `figures` until they are placed.
    """

    def __init__(self, package: Package, styles: Styles, lose: Lose, pictures: Pictures) -> None:
        self.styles = styles
        self.lose = lose
        self.pictures = pictures
        self.figures: list[PlacedFigure] = []
        self.addresses = package.links("word/document.xml")
        marks = package.body.iter(f"{W}bookmarkStart")
        self.bookmarks = {mark.get(f"{W}name", "") for mark in marks}
        self.keys: list[str] = []  # of footnotes, by the number they are mentioned by

    def mention(self, key: str) -> FootnoteReference:
        """Returns a mention whose number is the place of `key` in `keys`, from 1."""
        if key not in self.keys:
            self.keys.append(key)
        return FootnoteReference(self.keys.index(key) + 1)

    def read(self, paragraph) -> Inlines:
        return canonical(self._children(paragraph))

    def take_figures(self) -> list[PlacedFigure]:
        """Returns those that stood in what was read since, once."""
        found, self.figures = self.figures, []
        return found

    def _children(self, node) -> list[Inline]:
        return [inline for child in node for inline in self._inline(child)]

    def _inline(self, node) -> list[Inline]:
        match node.tag.removeprefix(W):
            case "r":
                return self._run(node)
            case "hyperlink":
                return self._link(node)
            case "del" | "moveFrom":
                self.lose(Lost.TRACKED_CHANGE, _text(node, "delText"))
                return []
            case "sdt":
                content = node.find(f"{W}sdtContent")
                return self._children(content) if content is not None else []
            case "ins" | "moveTo" | "smartTag" | "fldSimple" | "customXml" | "bdo" | "dir":
                return self._children(node)
            case _:
                return self._formula(node)

    def _formula(self, node) -> list[Inline]:
        if not node.tag.startswith(_FORMULA):
            return []
        words = "".join(part.text or "" for part in node.iter(f"{_FORMULA}t"))
        self.lose(Lost.FORMULA, words)
        return [Text(words)]

    def _link(self, node) -> list[Inline]:
        children = self._children(node)
        anchor = node.get(f"{W}anchor", "")
        if NOTE.fullmatch(anchor) and anchor in self.bookmarks:
            return [self.mention(anchor)]
        address = self.addresses.get(node.get(f"{R}id", ""), "")
        if not address:
            return children
        if is_allowed(address):
            return [Link(safe_address(address), tuple(children))]
        self.lose(Lost.ADDRESS, address)
        said = inline_text(canonical(children))
        is_web = address.lower().startswith("http:") and address not in said
        return [*children, Text(f" ({address})")] if is_web else children

    def _run(self, run) -> list[Inline]:
        if run.find(f"{W}rPr/{W}vanish") is not None:
            self.lose(Lost.HIDDEN_TEXT, _text(run, "t"))
            return []
        parts = [inline for child in run for inline in self._part(child)]
        if not parts:
            return []
        words = tuple(parts)
        if self.styles.is_code(run):
            words = tuple(Code(one.text) if isinstance(one, Text) else one for one in words)
        if self.styles.is_emphasis(run):
            words = (Emphasis(words),)
        return [Strong(words)] if self.styles.is_strong(run) else [*words]

    def _part(self, node) -> list[Inline]:
        match node.tag.removeprefix(W):
            case "t":
                return [Text(node.text or "")]
            case "tab" | "ptab":
                return [Text(" ")]
            case "noBreakHyphen":
                return [Text("\u2011")]
            case "br" | "cr":
                return [LineBreak()] if node.get(f"{W}type", "textWrapping")[0] == "t" else []
            case "sym":
                return self._symbol(node)
            case _:
                return self._object(node)

    def _object(self, node) -> list[Inline]:
        match node.tag.removeprefix(W):
            case "footnoteReference" | "endnoteReference":
                kind = node.tag.removeprefix(W).removesuffix("Reference")
                return [self.mention(f"{kind}:{node.get(f'{W}id')}")]
            case "commentReference":
                self.lose(Lost.COMMENT, "")
            case "object":
                self.lose(Lost.EMBEDDED, "")
            case "drawing" | "pict":
                self._picture(node)
            case _ if node.tag == f"{_COMPATIBILITY}AlternateContent":
                choice = node.find(f"{_COMPATIBILITY}Choice")
                self._picture(choice if choice is not None else node)
        return []

    def _picture(self, node) -> None:
        boxes = list(node.iter(f"{W}txbxContent"))
        for box in boxes:
            self.lose(Lost.TEXT_BOX, _text(box, "t"))
        if boxes:
            return
        try:
            self.figures.append(self.pictures.figure(node))
        except UnfitPicture as unfit:
            is_large = unfit.reason == Reason.TOO_LARGE
            self.lose(Lost.LARGE_PICTURE if is_large else Lost.PICTURE, picture_words(node))

    def _symbol(self, node) -> list[Inline]:
        code = node.get(f"{W}char", "").upper()
        sign = _SYMBOLS.get(code.removeprefix("F0"))
        if sign is None:
            self.lose(Lost.SYMBOL, code)
        return [Text(sign)] if sign else []


def _text(node, tag: str) -> str:
    return "".join(one.text or "" for one in node.iter(f"{W}{tag}"))
