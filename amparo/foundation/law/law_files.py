"""One law as Markdown: a header with its dates, headings for its parts and articles, quotes for
the notes of courts and editors.

Pure Python. The form is that of the legalize collections (one file a law, one commit a reform),
and of any text with such headings. The header is read line by line as `name: value`; nothing of
YAML beyond that is understood, so nothing in a file can be executed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from .eids import UniqueEids, make_eid

MOST_PROVISIONS = 6_000
LONGEST_TITLE, LONGEST_HEADING = 600, 500

_ORDINAL = r"bis|ter|qu[aá]ter|quinquies|sexies|septies|octies|nonies|decies"
_LATIN_NUMBER = (
    r"(?:[A-Z]{1,3}\.?\s?-?)?\d+(?:[-.]\d+)*(?:er|re|[ºª°]|\.[ºª])?"
    rf"(?:\s?(?:{_ORDINAL})|[a-z](?=[.:)\s]|$))?"
    r"|[IVXLC]+(?=[.:)\s]|$)|[úu]nico|unique|primero|premier|first"
)
_ARTICLE = re.compile(
    rf"^(?:art[íi]culo|article|artigo|articolo|artikel|art\.|§)\s*(?P<number>{_LATIN_NUMBER})"
    r"(?P<heading>.*)$",
    re.IGNORECASE,
)
_SECTION = re.compile(
    rf"^(?:section|sec\.)\s*(?P<number>{_LATIN_NUMBER})(?P<heading>.*)$", re.IGNORECASE
)
_ARABIC_ARTICLE = re.compile(
    r"^(?:ال)?مادة\s*(?P<number>\(?\d+\)?(?:\s?مكررا?)?"
    r"|[\u0621-\u064a]+(?: [\u0621-\u064a]+){0,3})"
    r"\s*(?=[:：.\-–—]|$)(?P<heading>.*)$"
)
_STRUCTURE = re.compile(
    r"^(?P<word>libro|livre|book|part[e]?|partie|t[íi]tulo|titre|title|cap[íi]tulo|chapitre|"
    r"chapter|secci[óo]n|section|الكتاب|الجزء|الباب|الفصل|القسم)\s+"
    r"(?P<number>[\wªº]+(?:\s(?:bis|ter))?)\s*[.:\-–—]?\s*(?P<heading>.*)$",
    re.IGNORECASE,
)
# How Akoma Ntoso shortens the parts, and which lies within which.
_PARTS = (
    ("book", ("libro", "livre", "book", "الكتاب")),
    ("part", ("parte", "part", "partie", "الجزء")),
    ("title", ("título", "titulo", "titre", "title", "الباب")),
    ("chp", ("capítulo", "capitulo", "chapitre", "chapter", "الفصل")),
    ("sec", ("sección", "seccion", "section", "القسم")),
)
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_NUMBERED = re.compile(r"^(\d{1,3})(?:\.-|[.)°º])\s+(?=\S)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*\)")
_TAG = re.compile(r"</?(?:small|sup|sub|em|strong|b|i|br)\s*/?>", re.IGNORECASE)
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_FIELD = re.compile(r"^([A-Za-z_][\w-]*):\s*(.*)$")
_YEAR_OF_CHANGE = re.compile(r"-(\d{4})-\d+")


class UnreadableLaw(ValueError):  # noqa: N818 - an answer for the person
    """The file is no law that we can read; `code` says why."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass
class ParsedProvision:
    """A part, an article or a paragraph; `notes` are the quotes that stand in it."""

    kind: str
    eid: str
    parent_eid: str = ""
    number: str = ""
    heading: str = ""
    text: str = ""
    notes: str = ""


@dataclass(frozen=True)
class LawFile:
    """What one file says. `repeated` are addresses that came more than once."""

    title: str
    header: dict[str, str]
    provisions: list[ParsedProvision]
    repeated: list[str] = field(default_factory=list)

    @property
    def identifier(self) -> str:
        return self.header.get("identifier", "")

    @property
    def country(self) -> str:
        return self.header.get("country", "").upper()

    @property
    def language(self) -> str:
        return self.header.get("language", "").lower()[:3]

    @property
    def as_of(self) -> date | None:
        return _day(self.header.get("last_updated", ""))

    @property
    def adopted_on(self) -> date | None:
        names = ("enactment_date", "publication_date")
        return next((day for name in names if (day := _day(self.header.get(name, "")))), None)

    @property
    def address(self) -> str:
        names = ("url_eli", "eli", "source")
        found = (self.header.get(name, "") for name in names)
        return next((each for each in found if each.startswith("https://")), "")[:500]

    @property
    def articles(self) -> int:
        return sum(each.kind == "article" for each in self.provisions)

    @property
    def notes(self) -> int:
        return sum(each.notes.count("\n\n") + 1 for each in self.provisions if each.notes)

    def later_changes(self, as_of: date) -> int:
        """How many changes of years after `as_of` the header itself names."""
        named = self.header.get("references_subsequent", "")
        return len({
            found.group() for found in _YEAR_OF_CHANGE.finditer(named)
            if int(found[1]) > as_of.year
        })  # fmt: skip


def parse_law(text: str) -> LawFile:
    """Reads one law. Raises UnreadableLaw where it has no title or no article."""
    header, body = _split_header(text.replace("\r\n", "\n").replace("\r", "\n"))
    reader = _Reader(body, header.get("language", ""))
    provisions = reader.read()
    title = (header.get("title") or reader.title).strip()[:LONGEST_TITLE]
    if not title:
        raise UnreadableLaw("no-title")
    if not any(each.kind == "article" for each in provisions):
        raise UnreadableLaw("no-articles")
    if len(provisions) > MOST_PROVISIONS:
        raise UnreadableLaw("too-long")
    return LawFile(title, header, provisions, reader.eids.repeated)


def _split_header(text: str) -> tuple[dict[str, str], str]:
    lines = text.lstrip("\ufeff \n").split("\n")
    if not lines or lines[0].strip() != "---":
        return {}, text
    try:
        end = next(at for at, line in enumerate(lines[1:], 1) if line.strip() == "---")
    except StopIteration:
        raise UnreadableLaw("header-open") from None
    header = {}
    for line in lines[1:end]:
        if (found := _FIELD.match(line)) and (value := _plain_value(found[2])):
            header[found[1].lower()] = value
    return header, "\n".join(lines[end + 1 :])


def _plain_value(value: str) -> str:
    """A text without its quotation marks; lists, blocks and references are left out."""
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].replace('\\"', '"').replace("''", "'")
    return "" if value[:1] in tuple("[{|>&*!%@") else value


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


class _Reader:
    """Goes through the blocks of a text from above, and keeps where it is."""

    def __init__(self, body: str, language: str):
        self.blocks = [each for each in re.split(r"\n[ \t]*\n+", body.strip("\n")) if each.strip()]
        self.is_english = language.lower().startswith("en")
        self.title = ""
        self.eids = UniqueEids()
        self.found: list[ParsedProvision] = []
        self.parts: list[tuple[int, ParsedProvision]] = []  # open parts with their rank
        self.article: ParsedProvision | None = None
        self.paragraph: ParsedProvision | None = None
        self.last_number = 0
        self.article_rank, self.has_headings = self._look_ahead()

    def read(self) -> list[ParsedProvision]:
        for block in self._lines():
            self._take(block)
        return self.found

    def _look_ahead(self) -> tuple[int, bool]:
        """The level at which articles stand, and whether there are headings but the title."""
        levels: dict[int, int] = {}
        has_headings = False
        for block in self.blocks:
            if found := _HEADING.match(block.strip().split("\n")[0]):
                level = len(found[1])
                has_headings |= level > 1
                if self._article(found[2]):
                    levels[level] = levels.get(level, 0) + 1
        return max(levels, key=lambda each: levels[each], default=7), has_headings

    def _lines(self) -> Iterator[str]:
        """Blocks; a heading and what follows it without an empty line between are two."""
        for block in self.blocks:
            first, _, rest = block.partition("\n")
            if _HEADING.match(first.strip()) and rest.strip():
                yield first
                yield rest
            else:
                yield block

    def _take(self, block: str) -> None:
        text = block.strip()
        if found := _HEADING.match(text):
            self._heading(len(found[1]), _clean(found[2]))
        elif text.startswith(">"):
            self._note(text)
        elif not self.has_headings and "\n" not in text and self._is_plain_heading(text):
            self._heading(0, _clean(text))
        else:
            self._text(block.rstrip())

    def _is_plain_heading(self, text: str) -> bool:
        if len(text) > LONGEST_HEADING:
            return False
        article = self._article(text)
        if article:
            return not _heading_of(article)
        return bool(_STRUCTURE.match(text)) and not text.endswith((".", ";", ","))

    def _article(self, text: str) -> re.Match[str] | None:
        text = _clean(text)
        found = _ARTICLE.match(text) or _ARABIC_ARTICLE.match(text)
        return found or (_SECTION.match(text) if self.is_english else None)

    def _heading(self, level: int, text: str) -> None:
        if level == 1 and not self.title and not self.found:
            self.title = text
        elif found := self._article(text):
            self._open("article", "art", found["number"].strip("() "), _heading_of(found))
        elif found := _STRUCTURE.match(text):
            self._open_part(level, found)
        elif level and level == self.article_rank:
            self._open("provision", "hcontainer", str(len(self.found) + 1), text)
        elif self.article is None and not self.parts:
            self._text(text)  # titles of kings and the like, before the law begins
        else:
            self._push_part(level, ParsedProvision("part", "", heading=text), "hcontainer")

    def _open(self, kind: str, short: str, number: str, heading: str) -> None:
        parent = self.parts[-1][1].eid if self.parts else ""
        shown = number if kind == "article" else ""
        self.article = self._add(
            ParsedProvision(kind, make_eid(short, number), parent, shown, heading)
        )
        self.paragraph, self.last_number = None, 0

    def _open_part(self, level: int, found: re.Match[str]) -> None:
        word = found["word"].lower()
        rank, short = next(
            (at, short) for at, (short, words) in enumerate(_PARTS) if word in words
        )
        part = ParsedProvision("part", "", "", found["number"], found.string.strip())
        self._push_part(level or rank + 1, part, short)

    def _push_part(self, level: int, part: ParsedProvision, short: str) -> None:
        while self.parts and self.parts[-1][0] >= level:
            self.parts.pop()
        part.parent_eid = self.parts[-1][1].eid if self.parts else ""
        number = part.number or str(len(self.found) + 1)
        part.eid = make_eid(short, number, part.parent_eid)
        self.parts.append((level, self._add(part)))
        self.article, self.paragraph, self.last_number = None, None, 0

    def _add(self, provision: ParsedProvision) -> ParsedProvision:
        provision.eid = self.eids.take(provision.eid)
        heading = provision.heading
        if len(heading) > LONGEST_HEADING:
            provision.heading, provision.text = "", heading
        self.found.append(provision)
        return provision

    def _current(self) -> ParsedProvision:
        if self.article is None and not self.parts:
            self.article = self._add(ParsedProvision("preamble", "preamble"))
        return self.article or self.parts[-1][1]

    def _note(self, text: str) -> None:
        lines = (line.strip().lstrip(">").strip() for line in text.split("\n"))
        note = _clean(" ".join(line for line in lines if line))
        at = self._current()
        at.notes = f"{at.notes}\n\n{note}" if at.notes else note

    def _text(self, block: str) -> None:
        current = self._current()
        if current.kind == "article" and (found := _NUMBERED.match(block)):
            number = int(found[1])
            if self.last_number < number <= self.last_number + 3:
                self.last_number = number
                eid = make_eid("para", found[1], current.eid)
                self.paragraph = self._add(
                    ParsedProvision("paragraph", eid, current.eid, found[1], "", _clean(block))
                )
                return
        if self.paragraph is not None and self.article is current:
            current = self.paragraph
        text = _clean(block)
        current.text = f"{current.text}\n\n{text}" if current.text else text


def _heading_of(found: re.Match[str]) -> str:
    return found["heading"].strip().lstrip(".:-–—) ").strip()


def _clean(text: str) -> str:
    """Without marks of Markdown: links keep their words, bold keeps its letters."""
    return _BOLD.sub(r"\1", _LINK.sub(r"\1", _TAG.sub("", text))).strip()
