"""A CSV file is read whatever program wrote it; a bad row is told, and no other row is lost."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.foundation.core.spreadsheets.reader import open_spreadsheet
from amparo.foundation.core.spreadsheets.validation import UnreadableFile

pytestmark = pytest.mark.usefixtures("in_english")

SPANISH = "Nombre;Apellidos;País\nMaría José;Muñoz Ibáñez;Perú\nÍñigo;Güell;España\n"
ARABIC = "الاسم;الجنس;البلد\nمحمد علي;ذكر;سوريا\nفاطمة;أنثى;العراق\n"


def table(text, saved_as="utf-8", **more):
    raw = text if isinstance(text, bytes) else text.encode(saved_as)
    return open_spreadsheet(io.BytesIO(raw), **more)


def cells(opened):
    return [row.cells for row in opened.rows()]


def codes(opened):
    return {row.number: [each.code for each in row.problems] for row in opened.rows()}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_separator_and_line_ending(delimiter, ending):
    text = SPANISH.replace(";", delimiter).replace("\n", ending)
    opened = table(text)
    assert opened.header == ("Nombre", "Apellidos", "País")
    assert cells(opened)[0] == ("María José", "Muñoz Ibáñez", "Perú")
    assert opened.delimiter == delimiter


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850"]
)
def test_western_encodings_are_found(encoding):
    assert cells(table(SPANISH, encoding))[0] == ("María José", "Muñoz Ibáñez", "Perú")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1256"])
def test_arabic_encodings_are_found(encoding):
    opened = table(ARABIC, encoding)
    assert opened.header == ("الاسم", "الجنس", "البلد")
    assert cells(opened)[1] == ("فاطمة", "أنثى", "العراق")


def test_a_letter_far_down_the_file_still_tells_the_encoding():
    text = "name;place\n" + "Ana;Lima\n" * 30_000 + "Iñaki;Málaga\n"
    assert cells(table(text))[-1] == ("Iñaki", "Málaga")
    assert cells(table(text, "cp1252"))[-1] == ("Iñaki", "Málaga")


def test_one_harmed_letter_spoils_only_its_row():
    raw = (SPANISH + "José;Peña;Chile\n" * 20).encode() + b"Jos\xe9;Rojas;Chile\n"
    opened = table(raw)
    assert opened.encoding == "utf-8"
    assert codes(opened)[24] == ["letters-lost"]
    assert codes(opened)[23] == []


def test_the_encoding_can_be_told():
    assert table("nom;prénom\nOuattara;Aïcha\n", "mac_roman", encoding="mac_roman").header == (
        "nom",
        "prénom",
    )
    with pytest.raises(UnreadableFile) as refused:
        table("a;b\n", encoding="klingon")
    assert refused.value.code == "no-such-encoding"


def test_excels_own_first_line_is_obeyed_and_counts_as_a_row():
    opened = table("sep=;\nname;place\nAna;Lima, Perú\n")
    assert opened.header == ("name", "place")
    assert [row.number for row in opened.rows()] == [3]


def test_line_breaks_and_quotes_inside_a_cell():
    opened = table('name,note\n"Rosa","She said ""wait"".\r\nThen left."\nAna,fine\n')
    assert cells(opened) == [("Rosa", 'She said "wait".\nThen left.'), ("Ana", "fine")]
    assert [row.number for row in opened.rows()] == [2, 3]


def test_a_quotation_mark_that_never_closes_takes_nobody_with_it():
    text = 'name;place;age\nAna;"Lima;30\n' + "Eva;Quito;20\n" * 400
    opened = table(text)
    assert codes(opened)[2] == ["quote-unclosed"]
    assert len(cells(opened)) == 401


def test_nor_does_one_at_the_end_of_the_file():
    opened = table('name;place\nAna;Lima\nEva;"Quito\nLuz;Cali\n')
    assert codes(opened) == {2: [], 3: ["quote-unclosed"], 4: []}


def test_two_stray_quotation_marks_do_not_swallow_the_people_between_them():
    people = "Eva;Quito;20\n" * 10
    opened = table(f'name;place;age\nAna;"Lima;30\n{people}Luz;"Cali;40\n{people}')
    assert len(cells(opened)) == 22
    assert [row for row, found in codes(opened).items() if found] == [2, 13]


def test_empty_characters_are_taken_out_and_told():
    opened = table(b"name;place\nAn\0a;Lima\n" + b"Eva;Quito\n" * 50)
    assert cells(opened)[0] == ("Ana", "Lima")
    assert [each.code for each in opened.remarks()] == ["nuls-removed"]


def test_absurd_lengths_keep_only_their_own_row_out():
    wide = ";".join("x" * 600)
    opened = table(
        "name;place\n"
        f"{'a' * 10_001};Lima\n"
        f"{wide}\n"
        f"{'b' * 200_000};Lima\n"
        f"{'c' * 3_000_000}\n"
        "Ana;Lima\n"
    )
    assert codes(opened) == {
        2: ["cell-too-long"],
        3: ["row-too-wide"],
        4: ["cell-too-long"],
        5: ["row-too-long"],
        6: [],
    }
    problem = next(opened.rows()).problems[0]
    assert (problem.row, problem.column, len(problem.value)) == (2, "name", 120)


def test_short_rows_are_filled_and_long_rows_are_told():
    opened = table("name;place;age\nAna\nEva;Quito;20;;\nLuz;Cali;30;more\nMía;Lima;2\n")
    assert cells(opened)[0] == ("Ana", "", "")
    assert codes(opened) == {2: [], 3: [], 4: ["more-cells-than-columns"], 5: []}
    row = list(opened.rows())[2]
    assert "4 cells" in row.problems[0].message
    assert not row.is_sound


def test_blank_rows_are_passed_but_counted():
    opened = table("name;place\n\n;\nAna;Lima\n")
    assert [(row.number, row.cells) for row in opened.rows()] == [(4, ("Ana", "Lima"))]


def test_the_header_is_found_below_titles():
    text = "Albergue San José;;;\n;;;\nNoviembre 2024;;;\nNombre;Apellido;Edad;\nAna;Rojas;30;\n"
    opened = table(text)
    assert (opened.header_row, opened.header) == (4, ("Nombre", "Apellido", "Edad"))


def test_a_name_that_we_know_settles_which_row_is_the_header():
    text = "Casa,Norte,Sur\nnombre,apellido,edad\nAna,Rojas,30\n"
    assert table(text).header_row == 1
    assert table(text, knows={"nombre", "apellido"}.__contains__).header_row == 2


def test_columns_without_a_name_or_with_the_same_one_stay_apart():
    opened = table("name;;phone;phone\nAna;x;1;2\n")
    assert opened.header == ("name", "B", "phone", "phone (2)")


def test_a_row_of_hxl_tags_is_nobody():
    opened = table("name,sex\n#affected+name,#affected+sex\nAna,f\n")
    assert cells(opened) == [("Ana", "f")]


def test_rows_can_be_read_again_and_the_file_stays_open():
    file = io.BytesIO(SPANISH.encode())
    opened = open_spreadsheet(file)
    assert cells(opened) == cells(opened)
    assert not file.closed


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"\xff\xfe", "empty"),
        (b"1;2;3\n4;5;6\n", "no-header"),
        (b"%PDF-1.7 ...", "other-kind"),
        (b"<html><table><tr><td>a", "other-kind"),
        (b"\x89PNG\r\n\x1a\n", "other-kind"),
        (bytes(range(1, 256)) * 50, "other-kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-excel"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "locked",
        ),
    ],
)
def test_what_is_no_table_is_refused_with_a_way_out(content, code):
    with pytest.raises(UnreadableFile) as refused:
        list(table(content).rows())
    assert refused.value.code == code
    assert refused.value.what_to_do


@given(
    rows=st.lists(
        st.lists(
            st.text(alphabet=st.characters(codec="utf-8"), max_size=20), min_size=3, max_size=3
        ),
        max_size=8,
    ),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_whatever_is_written_is_read_without_failing(rows, delimiter, encoding):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(["first name", "family name", "place"])
    writer.writerows(rows)
    opened = table(text.getvalue(), encoding, encoding="" if "16" in encoding else "utf-8")
    for row in opened.rows():
        assert len(row.cells) == len(opened.header)


def test_a_page_break_inside_a_cell_ends_no_row():
    opened = table('first name,family name,place\r\n|,\x0c|,"\r|"\r\n', "utf-8", encoding="utf-8")
    assert opened.header == ("first name", "family name", "place")


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_refusal(content):
    with suppress(UnreadableFile):
        list(open_spreadsheet(io.BytesIO(content)).rows())
