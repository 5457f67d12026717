"""A DOCX opened with suspicion: what could run, reach out or swell is refused unread."""

import io
import zipfile
import zlib
from enum import StrEnum
from posixpath import join, normpath

from lxml import etree

LARGEST_FILE = 20_000_000  # bytes
LARGEST_UNPACKED = 120_000_000
LARGEST_PART = 60_000_000
MOST_PARTS = 3000
MOST_ROWS = 2000

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R[1:-1].encode(),
}
# Fields that fetch something from elsewhere when the document is opened.
_FETCHING = ("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK", "DATABASE")


class Reason(StrEnum):
    """Why a file is not brought at all. `problem_texts` has the sentences."""

    NO_DOCUMENT = "no_document"
    TOO_LARGE = "too_large"
    MACROS = "macros"
    REMOTE = "remote"
    TOO_MANY_ROWS = "too_many_rows"


class RefusedFile(ValueError):  # noqa: N818 - a fact about a file, named for what it is
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Package:
    """The parts of a DOCX that hold words. Raises `RefusedFile` when made of anything unfit."""

    def __init__(self, content: bytes) -> None:
        if len(content) > LARGEST_FILE:
            raise RefusedFile(Reason.TOO_LARGE)
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError):
            raise RefusedFile(Reason.NO_DOCUMENT) from None
        self._check_size()
        self._check_macros()
        self._check_remote()
        self.body = self.part("word/document.xml")
        if self.body is None or self.body.find(f"{W}body") is None:
            raise RefusedFile(Reason.NO_DOCUMENT)
        self._check_fields()
        self._check_rows()

    def part(self, name: str):
        """Returns the root of a part, None where there is none."""
        if name not in self.archive.namelist():
            return None
        content = self._read(name)
        for strict, usual in _STRICT.items():
            content = content.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError:
            raise RefusedFile(Reason.NO_DOCUMENT) from None
        if root.getroottree().docinfo.doctype:  # no office writes one; it could hold a bomb
            raise RefusedFile(Reason.NO_DOCUMENT)
        return root

    def links(self, part: str) -> dict[str, str]:
        """Returns where the links of a part lead: id → address."""
        return {
            one.get("Id", ""): one.get("Target", "")
            for one in self._relations(part)
            if one.get("TargetMode") == "External"
        }

    def images(self, part: str) -> dict[str, str]:
        """Returns where the pictures of a part are within the package: id → name of a part."""
        folder = part.rpartition("/")[0]
        return {
            one.get("Id", ""): normpath(join("/", folder, one.get("Target", "")))[1:]
            for one in self._relations(part)
            if one.get("Type", "").endswith("/image") and one.get("TargetMode") != "External"
        }

    def content(self, name: str) -> bytes:
        """Returns what a part holds, empty where there is none. Raises as a part does."""
        return self._read(name) if name in self.archive.namelist() else b""

    def _relations(self, part: str):
        folder, _, name = part.rpartition("/")
        root = self.part(f"{folder}/_rels/{name}.rels")
        return root if root is not None else ()

    def _read(self, name: str) -> bytes:
        """Reads no more than a part may hold, whatever its header says."""
        try:
            with self.archive.open(name) as opened:
                content = opened.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, zlib.error):
            raise RefusedFile(Reason.NO_DOCUMENT) from None
        except NotImplementedError:
            raise RefusedFile(Reason.NO_DOCUMENT) from None
        if len(content) > LARGEST_PART:
            raise RefusedFile(Reason.TOO_LARGE)
        return content

    def _check_size(self) -> None:
        parts = self.archive.infolist()
        if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_UNPACKED:
            raise RefusedFile(Reason.TOO_LARGE)

    def _check_macros(self) -> None:
        names = [name.lower() for name in self.archive.namelist()]
        if any("vbaproject" in name or "vbadata" in name or "/activex/" in name for name in names):
            raise RefusedFile(Reason.MACROS)
        types = next(
            (name for name in self.archive.namelist() if name == "[Content_Types].xml"), ""
        )
        if not types:
            raise RefusedFile(Reason.NO_DOCUMENT)
        if b"macroenabled" in self._read(types).lower():
            raise RefusedFile(Reason.MACROS)

    def _check_remote(self) -> None:
        """Only a link that a reader may follow leads out; a template or picture does not."""
        for name in self.archive.namelist():
            if not name.endswith(".rels"):
                continue
            root = self.part(name)
            for one in root if root is not None else ():
                is_link = one.get("Type", "").endswith("/hyperlink")
                if one.get("TargetMode") == "External" and not is_link:
                    raise RefusedFile(Reason.REMOTE)

    def _check_fields(self) -> None:
        said = [node.text or "" for node in self.body.iter(f"{W}instrText")]
        said += [node.get(f"{W}instr", "") for node in self.body.iter(f"{W}fldSimple")]
        for words in said:
            first = words.split()[:1]
            if first and first[0].upper() in _FETCHING:
                raise RefusedFile(Reason.REMOTE)

    def _check_rows(self) -> None:
        if sum(1 for _row in self.body.iter(f"{W}tr")) > MOST_ROWS:
            raise RefusedFile(Reason.TOO_MANY_ROWS)
