"""A workbook gives up what its cells show; what they only seem to show is told."""

from datetime import date, datetime

import pytest
from openpyxl.styles import Font

from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.spreadsheets.reader import open_spreadsheet
from amparo.foundation.core.spreadsheets.validation import UnreadableFile

from .sample_workbooks import book, raw_book, text_cell

pytestmark = pytest.mark.usefixtures("in_english")

NOON = datetime.fromisoformat("2024-11-02T12:00")
SINCE_1904 = datetime.fromisoformat("1904-01-01")
HEADER = f'<row r="1">{text_cell("A1", "name")}{text_cell("B1", "born")}</row>'


def cells(opened):
    return [row.cells for row in opened.rows()]


def codes(opened):
    return {row.number: [each.code for each in row.problems] for row in opened.rows()}


def said(opened):
    list(opened.rows())
    return {each.code: each for each in opened.remarks()}


def test_texts_numbers_dates_and_yes_or_no():
    opened = open_spreadsheet(
        book(
            ["name", "born", "children", "height", "alone", "seen"],
            [
                "  María\u00a0José\u200e ",
                date(1994, 4, 3),
                2,
                1.62,
                True,
                NOON,
            ],
        )
    )
    assert cells(opened) == [("María José", date(1994, 4, 3), 2, 1.62, True, date(2024, 11, 2))]


def test_arabic_figures_become_western_and_marks_go():
    opened = open_spreadsheet(book(["الاسم", "العمر"], ["\u202bمحمد\u202c", "٣٤"]))
    assert cells(opened) == [("محمد", "34")]


def test_the_first_sheet_that_holds_anything_unless_told():
    def change(made):
        made.active.title = "Cover"
        for name in ("People", "Codes"):
            made.create_sheet(name).append(["name", "place"])
            made[name].append(["Ana", name])

    opened = open_spreadsheet(book(change=change))
    assert opened.sheets == ("Cover", "People", "Codes")
    assert cells(opened) == [("Ana", "People")]
    assert said(opened)["other-sheets"].details == {"sheet": "People", "count": 2}
    assert cells(open_spreadsheet(book(change=change), sheet="Codes")) == [("Ana", "Codes")]
    with pytest.raises(UnreadableFile, match="Nobody"):
        open_spreadsheet(book(change=change), sheet="Nobody")


def test_the_header_below_a_merged_title():
    def change(made):
        made.active.merge_cells("A1:C1")

    rows = [["Albergue San José"], [], ["name", "place", "age"], ["Ana", "Lima", 30]]
    opened = open_spreadsheet(book(*rows, change=change))
    assert opened.header_row == 3
    assert cells(opened) == [("Ana", "Lima", 30)]


def test_merged_names_of_columns_are_refused():
    def change(made):
        made.active.merge_cells("B1:C1")

    rows = [["name", "where", None, "age"], ["Ana", "Lima", "Perú", 30]]
    with pytest.raises(UnreadableFile, match=r"B1:C1"):
        open_spreadsheet(book(*rows, change=change))


def test_merged_people_are_told_where_a_value_is_missing():
    def change(made):
        made.active.merge_cells("B2:B3")
        made.active.merge_cells("A5:B5")

    rows = [["name", "family"], ["Ana", "R-1"], ["Eva", None], ["Luz", "R-2"], ["Mía", None]]
    opened = open_spreadsheet(book(*rows, change=change))
    assert codes(opened) == {2: [], 3: ["cell-merged"], 4: [], 5: ["cell-merged"]}


def test_formulas_give_their_last_result_and_are_counted():
    worked_out = (
        '<row r="2"><c r="A2" t="str"><f>X</f><v>Ana</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>'
    )
    never = '<row r="3"><c r="A3"><f>A1</f></c><c r="B3"><v>7</v></c></row>'
    nothing = '<row r="4"><c r="A4" t="str"><f>A9</f><v></v></c><c r="B4"><v>7</v></c></row>'
    opened = open_spreadsheet(raw_book(HEADER + worked_out + never + nothing))
    assert cells(opened) == [("Ana", 2), ("", 7), ("", 7)]
    assert codes(opened) == {2: [], 3: ["formula-empty"], 4: []}
    list(opened.rows())
    assert [(each.column, each.details["count"]) for each in opened.remarks()] == [
        ("name", 2),
        ("born", 1),
    ]


def test_a_formula_never_worked_out_by_any_program():
    opened = open_spreadsheet(book(["name", "age"], ["Ana", "=1+1"]))
    assert codes(opened) == {2: ["formula-empty"]}


def test_cells_that_show_an_error():
    row = '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2" t="s"><v>99</v></c></row>'
    opened = open_spreadsheet(raw_book(HEADER + row))
    assert codes(opened) == {2: ["cell-error", "cell-error"]}
    assert "#REF!" in next(opened.rows()).problems[0].message


def test_what_is_hidden_is_read_and_told():
    def change(made):
        made.active.row_dimensions[3].hidden = True
        made.active.column_dimensions["B"].hidden = True

    opened = open_spreadsheet(book(["name", "age"], ["Ana", 1], ["Eva", 2], change=change))
    assert len(cells(opened)) == 2
    assert said(opened)["hidden-rows"].details == {"count": 1}
    assert said(opened)["hidden-column"].column == "age"


def dated(serial, more=""):
    row = f'<row r="2">{text_cell("A2", "Ana")}<c r="B2" s="1"><v>{serial}</v></c></row>'
    file = raw_book(HEADER + row, more=more)
    opened = open_spreadsheet(file)
    opened._table._book.date_styles = frozenset("1")
    return next(opened.rows())


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        (1, date(1900, 1, 1)),
        (59, date(1900, 2, 28)),
        (61, date(1900, 3, 1)),
        (34427, date(1994, 4, 3)),
        (34427.75, date(1994, 4, 3)),
        (0.5, "12:00"),
    ],
)
def test_days_since_1900(serial, day):
    assert dated(serial).cells[1] == day


@pytest.mark.parametrize("serial", [60, -3, 99999999])
def test_days_that_never_were(serial):
    row = dated(serial)
    assert [each.code for each in row.problems] == ["no-such-day"]
    assert row.problems[0].value == f"{serial:g}"


def test_days_since_1904():
    assert dated(32965, '<workbookPr date1904="1"/>').cells[1] == date(1994, 4, 3)

    def change(made):
        made.epoch = SINCE_1904

    opened = open_spreadsheet(book(["name", "born"], ["Ana", date(1994, 4, 3)], change=change))
    assert cells(opened)[0][1] == date(1994, 4, 3)


def test_texts_kept_in_common_with_runs_and_reading_aids():
    texts = (
        "<si><t>name</t></si><si><t>born</t></si>"
        "<si><r><t>Ana </t></r><r><t>Mar\u00eda_x000D_</t></r><rPh><t>no</t></rPh></si>"
    )
    head = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
    opened = open_spreadsheet(raw_book(head + '<row><c t="s"><v>2</v></c></row>', texts=texts))
    assert cells(opened) == [("Ana María", "")]


def test_prefixed_names_are_the_same_names():
    rows = (
        '<x:row xmlns:x="urn:x" r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>name</x:t></x:is></x:c>'
        "</x:row>"
    )
    assert open_spreadsheet(raw_book(rows)).header == ("name",)


def test_long_cells_and_wide_rows_keep_only_their_row_out():
    wide = f'<row r="3">{text_cell("A3", "Eva")}{text_cell("ZZ3", "far")}</row>'
    long = f'<row r="2">{text_cell("A2", "a" * 10_001)}</row>'
    opened = open_spreadsheet(raw_book(HEADER + long + wide))
    assert codes(opened) == {2: ["cell-too-long"], 3: ["row-too-wide"]}


def test_formatting_alone_is_no_row():
    def change(made):
        for number in range(3, 40):
            made.active.cell(number, 1).font = Font(bold=True)

    assert len(cells(open_spreadsheet(book(["name", "age"], ["Ana", 1], change=change)))) == 1


def test_a_workbook_with_nothing_in_it():
    with pytest.raises(UnreadableFile) as refused:
        open_spreadsheet(book())
    assert refused.value.code == "empty"


def test_a_workbook_is_read_straight_from_where_it_lies_sealed(case, settings, tmp_path):
    settings.AMPARO_FILE_STORAGE = tmp_path
    name = EncryptedFile.write(book(["name", "age"], ["Ana", 30]), owner=case)
    with EncryptedFile.open(name) as file:
        opened = open_spreadsheet(file)
        assert cells(opened) == cells(opened) == [("Ana", 30)]
