"""The parts of an XLSX workbook that all sheets share: sheet list, shared texts, date formats."""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.parsers import expat

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.escape import unescape

from ..files.archives import Archive
from .cells import clean_text
from .validation import DAMAGED, TOO_LARGE, UnreadableFile

MAX_SMALL_PART = 8 * 1024 * 1024
MAX_TEXT = 160 * 1024 * 1024
MAX_TEXTS = 8_000_000
MAX_CAUGHT = 100_000
MAX_TOKEN = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    part: str


class Workbook:
    """The frame of a workbook: small parts read whole, the common texts only when asked for."""

    def __init__(self, archive: Archive):
        self.archive = archive
        self._home = _target(archive, "", "officeDocument") or "xl/workbook.xml"
        tree = _tree(archive, self._home)
        properties = next(_each(tree, "workbookPr"), None)
        told = properties.get("date1904", "0") if properties is not None else "0"
        self.since_1904 = told.lower() in ("1", "true")
        self.sheets = tuple(self._sheets(tree))
        self.date_styles = self._date_styles()
        self._texts: SharedTexts | None = None

    @property
    def texts(self) -> "SharedTexts":
        if self._texts is None:
            part = _target(self.archive, self._home, "sharedStrings")
            self._texts = SharedTexts(self.archive, part)
        return self._texts

    def _sheets(self, tree) -> Iterator[Sheet]:
        parts = dict(_relations(self.archive, self._home))
        for sheet in _each(tree, "sheet"):
            key = next(
                (value for name, value in sheet.items() if name.rpartition("}")[2] == "id"), ""
            )
            kind, part = parts.get(key, ("", ""))
            if kind == "worksheet" and part in self.archive:
                yield Sheet(clean_text(sheet.get("name", "")), part)

    def _date_styles(self) -> frozenset[str]:
        """Which styles (by their place, as cells name them) show a number as a date."""
        part = _target(self.archive, self._home, "styles")
        if not part:
            return frozenset()
        tree = _tree(self.archive, part)
        formats = {
            each.get("numFmtId"): each.get("formatCode", "") for each in _each(tree, "numFmt")
        }
        styles = [each for used in _each(tree, "cellXfs") for each in used]
        codes = [_format_code(style.get("numFmtId", "0"), formats) for style in styles]
        return frozenset(str(place) for place, code in enumerate(codes) if is_date_format(code))


class SharedTexts:
    """All the texts of a workbook end to end: a hundred bytes less each than as Python strings."""

    def __init__(self, archive: Archive, part: str):
        self._all = bytearray()
        self._ends = array("L", [0])
        if part:
            catcher = _TextCatcher(self._keep)
            for _progress in parse(archive.pieces(part), catcher.start, catcher.end, catcher.text):
                pass

    def __getitem__(self, index: int) -> str:
        if not 0 <= index < len(self._ends) - 1:
            raise IndexError(index)
        return self._all[self._ends[index] : self._ends[index + 1]].decode()

    def _keep(self, text: str) -> None:
        self._all += clean_text(unescape(text)).encode()
        self._ends.append(len(self._all))
        if len(self._all) > MAX_TEXT or len(self._ends) > MAX_TEXTS:
            raise UnreadableFile(TOO_LARGE)


class _TextCatcher:
    """Gathers the runs of each text, without the reading aids of Japanese (`rPh`)."""

    def __init__(self, keep: Callable[[str], None]):
        self._keep = keep
        self._runs: list[str] = []
        self._is_aid = self._is_text = False

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        if name == "si":
            self._runs = []
        elif name == "rPh":
            self._is_aid = True
        self._is_text = name == "t" and not self._is_aid

    def end(self, name: str) -> None:
        self._is_text = False
        if name == "si":
            self._keep("".join(self._runs)[:MAX_CAUGHT])
        elif name == "rPh":
            self._is_aid = False

    def text(self, piece: str) -> None:
        if self._is_text and len(self._runs) < 1000:
            self._runs.append(piece)


def parse(pieces: Iterator[bytes], start, end, text) -> Iterator[None]:
    """Feed a part to three handlers, piece by piece; names come without their prefix.

    Straight on expat: ten million cells pass here. What defusedxml would refuse is refused too.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = lambda name, attributes: start(_local(name), attributes)
    parser.EndElementHandler = lambda name: end(_local(name))
    parser.CharacterDataHandler = text
    fed = 0
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > MAX_TOKEN:
                raise UnreadableFile(DAMAGED)
            yield
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise UnreadableFile(DAMAGED) from None
    yield


def _refuse_doctype(*_declared: object) -> None:
    raise UnreadableFile(DAMAGED)


def _local(name: str) -> str:
    return name[name.rfind(":") + 1 :] if ":" in name else name


def _tree(archive: Archive, part: str):
    try:
        return fromstring(archive.whole(part, at_most=MAX_SMALL_PART), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise UnreadableFile(DAMAGED) from None


def _each(tree, name: str) -> Iterator:
    return (element for element in tree.iter() if element.tag.rpartition("}")[2] == name)


def _relations(archive: Archive, part: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """What a part points to: by its key, the kind of thing and where it is."""
    folder, _, name = part.rpartition("/")
    beside = f"{folder}/_rels/{name}.rels".lstrip("/")
    if beside not in archive:
        return
    for each in _each(_tree(archive, beside), "Relationship"):
        kind = each.get("Type", "").rpartition("/")[2]
        yield each.get("Id", ""), (kind, _resolved(folder, each.get("Target", "")))


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    steps: list[str] = [step for step in folder.split("/") if step]
    for step in target.split("/"):
        if step == ".." and steps:
            steps.pop()
        elif step not in ("", ".", ".."):
            steps.append(step)
    return "/".join(steps)


def _target(archive: Archive, part: str, kind: str) -> str:
    found = (where for _key, (what, where) in _relations(archive, part) if what == kind)
    return next((where for where in found if where in archive), "")


def _format_code(number: str, formats: dict) -> str:
    if number in formats:
        return formats[number]
    return BUILTIN_FORMATS.get(int(number), "General") if number.isdigit() else "General"
