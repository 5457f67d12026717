"""Files made to harm are refused before they are opened, or stopped while they are read."""

import io
import struct
import zipfile

import pytest

from amparo.foundation.core.files import archives
from amparo.foundation.core.spreadsheets import xlsx_rows
from amparo.foundation.core.spreadsheets.reader import open_spreadsheet
from amparo.foundation.core.spreadsheets.validation import UnreadableFile

from .sample_workbooks import book, raw_book, text_cell, zipped

pytestmark = pytest.mark.usefixtures("in_english")

HEADER = f'<row r="1">{text_cell("A1", "name")}{text_cell("B1", "born")}</row>'


def refusal(file) -> str:
    with pytest.raises(UnreadableFile) as refused:
        list(open_spreadsheet(file).rows())
    assert refused.value.what_to_do
    return refused.value.code


def test_v5_2_3_a_bomb_is_seen_in_its_directory(monkeypatch):
    monkeypatch.setattr(archives.Archive, "pieces", None)  # nothing may be opened
    sheet = b"<worksheet><sheetData>" + b"<row/>" * 20_000_000
    parts = {"[Content_Types].xml": b"<Types/>", "xl/worksheets/sheet1.xml": sheet}
    assert refusal(zipped(parts)) == "swells"


def test_v5_2_3_too_many_members():
    assert refusal(zipped({f"{number}.xml": b"" for number in range(2001)})) == "swells"


def test_a_directory_that_says_it_is_huge_is_never_read():
    raw = bytearray(book(["name", "age"]).getvalue())
    end = raw.rfind(b"PK\x05\x06")
    struct.pack_into("<L", raw, end + 12, 0x7FFFFFFF)
    assert refusal(io.BytesIO(raw)) == "swells"


def test_v5_2_3_a_directory_that_promises_less_than_there_is():
    raw = bytearray(raw_book(HEADER + "<row/>" * 500_000).getvalue())
    name = b"xl/worksheets/sheet1.xml"
    entry = raw.rfind(name) - 46
    struct.pack_into("<L", raw, entry + 24, 400)
    assert refusal(io.BytesIO(raw)) == "damaged"


def test_one_large_directory_hidden_behind_another():
    raw = book(["name", "age"], ["Ana", 1]).getvalue()
    end = raw.rfind(b"PK\x05\x06")
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 9, 9**6, 9**9, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    assert refusal(io.BytesIO(raw[:end] + record + locator + raw[end:])) == "swells"
    assert refusal(io.BytesIO(raw[:end] + b"x" * 56 + locator + raw[end:])) == "damaged"


def test_a_cut_workbook():
    raw = book(["name", "age"], ["Ana", 1]).getvalue()
    assert refusal(io.BytesIO(raw[: len(raw) // 2])) == "damaged"


def test_a_member_with_a_hole():
    raw = bytearray(raw_book(HEADER).getvalue())
    start = raw.find(b"xl/worksheets/sheet1.xml") + 40
    raw[start : start + 20] = b"\xff" * 20
    assert refusal(io.BytesIO(raw)) == "damaged"


@pytest.mark.parametrize(
    "evil",
    [
        '<!DOCTYPE sst [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>',
        '<!DOCTYPE sst SYSTEM "file:///etc/passwd"><sst/>',
    ],
)
def test_v1_5_1_documents_that_declare_entities(evil):
    rows = HEADER + '<row r="2"><c r="A2" t="s"><v>0</v></c></row>'
    assert refusal(raw_book(rows, texts=evil)) == "damaged"


def test_a_sheet_that_is_not_well_formed():
    assert refusal(raw_book(HEADER + "<row><c></row>")) == "damaged"


def test_one_endless_tag():
    assert refusal(raw_book(HEADER + f'<row r="2" x="{"y" * 20_000_000}"/>')) == "damaged"


def test_a_locked_member():
    raw = bytearray(raw_book(HEADER).getvalue())
    entry = raw.rfind(b"xl/workbook.xml") - 46
    struct.pack_into("<H", raw, entry + 8, 1)
    assert refusal(io.BytesIO(raw)) == "locked"


@pytest.mark.parametrize(
    ("member", "sort"),
    [("xl/workbook.bin", "XLSB"), ("content.xml", "ODS"), ("word/document.xml", "DOCX")],
)
def test_other_archives_are_named(member, sort):
    with pytest.raises(UnreadableFile, match=sort):
        open_spreadsheet(zipped({"[Content_Types].xml": b"<Types/>", member: b"x"}))


def test_more_rows_than_a_workbook_may_have(monkeypatch):
    monkeypatch.setattr(xlsx_rows, "MAX_ROWS", 20)
    rows = [["name", "age"], *[["Ana", number] for number in range(21)]]
    assert len(list(open_spreadsheet(book(*rows[:21])).rows())) == 20
    with pytest.raises(UnreadableFile, match="CSV"):
        list(open_spreadsheet(book(*rows)).rows())


def test_a_merge_over_a_million_rows_costs_nothing():
    rows = HEADER + f'<row r="2">{text_cell("A2", "Ana")}</row>'
    merges = '<mergeCells><mergeCell ref="B2:B1048576"/></mergeCells>'
    opened = open_spreadsheet(raw_book(rows, after=merges))
    assert [len(row.problems) for row in opened.rows()] == [0]


def test_a_zip_that_is_nothing_at_all():
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    assert refusal(empty) == "other-kind"
