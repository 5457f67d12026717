"""Workbooks for tests: by openpyxl where it can, letter by letter where programs do worse."""

import io
import zipfile

from openpyxl import Workbook

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def book(*rows, change=None) -> io.BytesIO:
    """A workbook of one sheet with these rows; `change` may do more to the book."""
    made = Workbook()
    for row in rows:
        made.active.append(row)
    if change:
        change(made)
    return saved(made)


def saved(made: Workbook) -> io.BytesIO:
    file = io.BytesIO()
    made.save(file)
    file.seek(0)
    return file


def raw_book(rows: str, *, texts: str = "", after: str = "", more: str = "") -> io.BytesIO:
    """A workbook whose `sheetData` is written out in XML."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {NS} xmlns:r="{REL}">{more}<sheets>'
        '<sheet name="People" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "sharedStrings", "/xl/sharedStrings.xml"),
        ),
        "xl/sharedStrings.xml": texts if texts.startswith("<!") else f"<sst {NS}>{texts}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {NS}><sheetData>{rows}</sheetData>"
        f"{after}</worksheet>",
    }
    return zipped({name: text.encode() for name, text in parts.items()})


def zipped(parts: dict[str, bytes]) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def _relations(*links: tuple[str, str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{REL}/{kind}" Target="{where}"/>'
        for key, kind, where in links
    )
    return f'<Relationships xmlns="{PACKAGE}">{inside}</Relationships>'
