"""A publication on its way out: its sections in one language, and the words around them.

Writers of DOCX, EPUB, PDF and Markdown take one of these and return bytes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .html import Labels

DEEPEST_SECTION = 3
_KEY = re.compile(r"[a-z][a-z0-9\-]{0,60}")


@dataclass(frozen=True, slots=True)
class PrintLabels(Labels):
    """Words around the text of a whole publication, in its language."""

    contents: str
    notes: str


@dataclass(frozen=True, slots=True)
class Section:
    key: str  # lower case letters, digits, hyphens; unique in the publication
    title: str
    text: str  # normalised Markdown
    level: int = 1  # 1 to 3
    # Number of a segment → the language that its words are in, where it is not the publication's.
    languages: Mapping[int, str] = field(default_factory=dict)
    title_language: str = ""  # where it is not the publication's

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise ValueError("The key of a section has lower case letters, digits and hyphens.")


@dataclass(frozen=True, slots=True)
class PublishedPicture:
    content: bytes  # PNG or WebP
    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Publication:
    title: str
    language: str
    sections: tuple[Section, ...]
    labels: PrintLabels
    identifier: str  # stays the same over editions of one language: an address or a URN
    modified_at: datetime  # with its time zone
    publisher: str = ""
    edition: str = ""  # a line on the first page: number, date, state
    licence: str = ""
    pictures: Mapping[str, PublishedPicture] = field(default_factory=dict)  # by digest

    @property
    def deepest_level(self) -> int:
        return max((section.level for section in self.sections), default=1)
