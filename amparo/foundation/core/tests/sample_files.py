"""Files for tests: harmless ones as programs write them, and harmful ones."""

import io
import zipfile
import zlib

import typst
from PIL import Image

from amparo.foundation.core.files.file_types import DOCX, ODS, ODT, XLSX

from .sample_workbooks import book

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS_OF_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CANARY = "CANARY-PUERTO"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(text: str = "Acta de nacimiento") -> bytes:
    return typst.compile(f"#set document(date: none)\n{text}".encode())


def acting_pdf(action: bytes, *, packed: bool = False) -> bytes:
    """A PDF that does something when it is opened; the object in clear, or packed with others."""
    object_ = b"<< /Type /Action " + action + b" >>"
    if packed:
        inside = zlib.compress(b"5 0 " + object_)
        head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(inside)
        object_ = head + b"\nstream\r\n" + inside + b"\nendstream"
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /OpenAction 5 0 R >>\nendobj\n5 0 obj\n"
        + object_
        + b"\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
    )


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 30)) -> bytes:
    """A picture with a place in it, lying on its side."""
    drawn, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "S", 2: (16.0, 29.0, 1.0)})
    exif[0x010E] = CANARY
    Image.new("RGB", size, "navy").save(drawn, form, exif=exif)
    return drawn.getvalue()


def picture_with_a_page() -> bytes:
    """A JPEG that is also a page with a script, and an archive at its end."""
    plain = picture()
    page = b"<html><script>alert(document.cookie)</script></html>"
    note = b"\xff\xfe" + (len(page) + 2).to_bytes(2, "big") + page
    return plain[:2] + note + plain[2:] + zipped({"evil.js": b"alert(1)"})


def picture_that_swells() -> bytes:
    """A PNG of a few bytes that says it has 40,000 x 40,000 points."""
    raw = bytearray(picture("PNG"))
    raw[16:24] = (40_000).to_bytes(4, "big") * 2
    raw[29:33] = zlib.crc32(bytes(raw[12:29])).to_bytes(4, "big")
    return bytes(raw)


def zipped(parts: dict[str, bytes | str], *, way: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", way) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def docx(more: dict[str, bytes | str] | None = None, *, kind: str = "document") -> bytes:
    sort = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    sort = sort if kind == "document" else f"application/vnd.ms-word.{kind}.main+xml"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Override '
            f'PartName="/word/document.xml" ContentType="{sort}"/></Types>',
            "_rels/.rels": links(("officeDocument", "word/document.xml", "")),
            "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>Carta'
            "</w:t></w:r></w:p></w:body></w:document>",
            **(more or {}),
        }
    )


def links(*each: tuple[str, str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="r{at}" Type="{KINDS_OF_LINKS}/{kind}" Target="{where}"'
        f"{' TargetMode="External"' if mode else ''}/>"
        for at, (kind, where, mode) in enumerate(each)
    )
    return f'<Relationships xmlns="{LINKS}">{inside}</Relationships>'


def xlsx() -> bytes:
    return book(["name", "age"], ["Ana", 30]).getvalue()


def odf(kind: str = ODT, more: dict[str, bytes | str] | None = None, body: str = "") -> bytes:
    content = (
        f"<office:document-content><office:body>{body}</office:body></office:document-content>"
    )
    return zipped({"mimetype": kind, "content.xml": content, **(more or {})})


HONEST = {
    "acta.pdf": (pdf, "application/pdf"),
    "foto.jpg": (picture, "image/jpeg"),
    "foto.png": (lambda: picture("PNG"), "image/png"),
    "foto.webp": (lambda: picture("WEBP"), "image/webp"),
    "carta.docx": (docx, DOCX),
    "tabla.xlsx": (xlsx, XLSX),
    "carta.odt": (odf, ODT),
    "tabla.ods": (lambda: odf(ODS), ODS),
    "nota.txt": (lambda: "Señora Ñandú, يوم".encode(), "text/plain"),
    "tabla.csv": (lambda: b"name,phone\nAna,+591 70012345\n", "text/csv"),
}
