"""Lists of participants as offices send them: old encodings, many headings, what rows lack."""

import io
from datetime import date
from decimal import Decimal

import pytest

from amparo.pillars.training.list_encodings import guess_encoding
from amparo.pillars.training.participant_names import (
    emails_in,
    masked_email,
    name_key,
    name_tokens,
    phone_key,
    query_tokens,
)
from amparo.pillars.training.participant_tables import (
    FIELDS,
    OF_EVENT,
    TableReader,
    day_order,
    guess_mapping,
    read_day,
    read_hours,
)

TODAY = date(2026, 12, 1)
SPANISH = "Nombre;Institución\nJosé Muñoz;Policía\nMaría Pérez;Migración\n"
FRENCH = "Nom;Institution\nHélène Benoît;Gendarmerie à Dakar\nFrançois Noël;Préfecture\n"
ARABIC = "الاسم;المؤسسة\nفاطمة أحمد;شرطة الحدود\nمحمد علي;وزارة العدل\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SPANISH, "cp437"), (SPANISH, "cp1252"), (SPANISH, "mac_roman"), (FRENCH, "cp1252"),
        (FRENCH, "cp437"), (ARABIC, "cp1256"), ("Name\nÁngela Muñoz\n", "cp850"),
        ("Nombre\nJosé\n", "cp437"), ("Nombre\nNUÑEZ\n", "cp437"), ("Nombre\nعلي\n", "cp1256"),
    ],
)  # fmt: skip
def test_the_letters_of_names_show_how_they_were_written(text, encoding):
    assert guess_encoding(io.BytesIO(text.encode(encoding))) == encoding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_file_that_says_its_encoding_itself_is_left_to_the_reader(encoding):
    assert guess_encoding(io.BytesIO(SPANISH.encode(encoding))) == ""


def test_plain_letters_need_no_guess():
    assert guess_encoding(io.BytesIO(b"Name\nAna Vidal\n")) == ""


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("Full name", "E-mail", "Institution"), {"name": 0, "email": 1, "institution": 2}),
        (("N°", "Nombres", "Apellidos", "Correo electrónico", "Cargo"),
         {"given": 1, "family": 2, "email": 3, "role": 4}),
        (("Nombre", "Apellidos"), {"given": 0, "family": 1}),
        (("Nom", "Prénom", "Téléphone", "Sexe"),
         {"family": 0, "given": 1, "phone": 2, "sex": 3}),
        (("الاسم الكامل", "البريد الإلكتروني", "الجهة", "الجنس"),
         {"name": 0, "email": 1, "institution": 2, "sex": 3}),
    ],
)  # fmt: skip
def test_columns_are_guessed_by_headings_of_four_languages(header, expected):
    assert guess_mapping(header, OF_EVENT) == expected


def read(rows, header=("Name", "Email", "Phone", "Sex", "Institution", "Role"), **about):
    fields = FIELDS if about.get("is_past") else OF_EVENT
    reader = TableReader(
        guess_mapping(header, fields), lambda text: "BO" if text == "Bolivia" else "",
        today=TODAY, **about,
    )  # fmt: skip
    return reader.read((number, row) for number, row in enumerate(rows, 2))


def test_a_row_becomes_a_participant():
    [line] = read([["Ana  Vidal", "ana@example.org", "+591 7000 1111", "Mujer",
                    "Policía de Frontera", "Teniente"]]).lines  # fmt: skip
    assert (line.name, line.emails, line.sex) == ("Ana Vidal", ("ana@example.org",), "female")
    assert line.institution_type == "border"


def test_one_person_with_three_addresses_stays_one_person():
    reading = read([["Ana Vidal", "ana@example.org; av@example.org / a.vidal@example.net", "", "",
                     "Police", ""]])  # fmt: skip
    [line] = reading.lines
    assert line.emails[0] == "ana@example.org"
    assert reading.several_emails == [
        (2, "ana@example.org", ("av@example.org", "a.vidal@example.net"))
    ]


def test_three_rows_of_one_name_and_institution_are_shown_as_one_with_their_addresses():
    rows = [["Ana Vidal", f"{name}@example.org", "", "", "Police", ""] for name in ("a", "b", "c")]
    reading = read(rows)
    assert [line.emails for line in reading.lines] == [
        ("a@example.org", "b@example.org", "c@example.org")
    ]
    assert reading.repeated == [(3, 2), (4, 2)]
    assert len(read(rows, keeps_apart=True).lines) == 3


def test_people_who_share_a_mailbox_stay_several():
    rows = [[name, "office@example.org", "", "", "Police", ""] for name in ("Ana", "Beto")]
    assert [line.name for line in read(rows).lines] == ["Ana", "Beto"]


@pytest.mark.parametrize(
    ("row", "code", "keeps_out"),
    [
        (["=HYPERLINK(1)", "", "", "", "", ""], "formula", True),
        (["Ana", "", "", "", "@SUM(A1)", ""], "formula", True),
        (["", "a@example.org", "", "", "", ""], "no-name", True),
        (["A" * 300, "", "", "", "", ""], "too-long", True),
        (["Ana", "none", "", "", "", ""], "no-address", False),
        (["Ana", "", "", "yes", "", ""], "unknown-sex", False),
    ],
)
def test_what_is_wrong_with_a_row_is_said(row, code, keeps_out):
    reading = read([row])
    assert [(each.code, each.row) for each in reading.problems] == [(code, 2)]
    assert len(reading.lines) == (not keeps_out)


def test_a_phone_with_its_plus_is_no_formula():
    assert read([["Ana", "", "+59170001111", "", "", ""]]).problems == []


def test_where_names_are_dangerous_only_the_code_is_taken():
    header = ("Name", "Code", "Sex")
    reading = read([["Ana Vidal", "K7M4XW", "f"], ["Beto", "", "m"]], header, uses_codes=True)
    [line] = reading.lines
    assert (line.name, line.code, line.sex) == ("", "K7M4XW", "female")
    assert [each.code for each in reading.problems] == ["no-code"]


PAST = ("Name", "Course", "First day", "Last day", "Hours")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["Ana", "", "2024-03-11", "", "14"], "no-course"),
        (["Ana", "Rights", "03/04/2024", "", "14"], "unknown-date"),
        (["Ana", "Rights", "2024-03-11", "2024-03-01", "14"], "ends-before"),
        (["Ana", "Rights", "2027-03-11", "", "14"], "not-past"),
        (["Ana", "Rights", "2024-03-11", "", "many"], "no-hours"),
        (["Ana", "Rights", "2024-03-11", "", "40"], "hours-for-days"),
    ],
)
def test_a_past_training_without_its_course_days_or_hours_is_left_out(row, code):
    reading = read([row], PAST, is_past=True)
    assert [each.code for each in reading.problems] == [code]
    assert reading.lines == []


def test_a_past_training_is_read():
    [line] = read(
        [["Ana", "Rights", "14/03/2024", "15/03/2024", "17,5 h"]], PAST, is_past=True
    ).lines
    assert (line.starts_on, line.ends_on) == (date(2024, 3, 14), date(2024, 3, 15))
    assert line.hours == Decimal("17.5")


@pytest.mark.parametrize(
    ("text", "day"),
    [("2024-03-11", date(2024, 3, 11)), ("31/03/2024", date(2024, 3, 31)),
     ("3/31/2024", date(2024, 3, 31)), ("03/04/2024", None), ("4.4.2024", date(2024, 4, 4)),
     ("2024-02-30", None), ("", None)],
)  # fmt: skip
def test_a_day_that_can_be_read_in_two_ways_is_none(text, day):
    assert read_day(text) == day


def test_days_that_can_be_read_one_way_show_how_the_others_are_written():
    assert day_order(["03/04/2024", "31/03/2024", "2024-03-11"]) == "dmy"
    assert day_order(["3/31/2024", "3/4/2024"]) == "mdy"
    assert day_order(["31/03/2024", "3/31/2024"]) == day_order(["03/04/2024"]) == ""
    assert read_day("03/04/2024", "dmy") == date(2024, 4, 3)
    assert read_day("03/04/2024", "mdy") == date(2024, 3, 4)


def test_hours_are_read_as_people_write_them():
    said = ("14", "7,5", "14 horas", "3.5h", "x", "")
    assert [str(read_hours(text)) for text in said] == [
        "14.0",
        "7.5",
        "14.0",
        "3.5",
        "None",
        "None",
    ]


def test_names_are_found_by_the_beginning_of_each_word_whatever_the_accents():
    known = set(name_tokens("MARÍA-José Quispe"))
    assert set(query_tokens("quispe mari")) <= known
    assert set(query_tokens("Jose")) <= known
    assert not set(query_tokens("Quinteros")) <= known
    assert set(query_tokens("احمد")) <= set(name_tokens("فاطمة أحمد"))


def test_the_same_name_phone_and_address_are_known_however_they_are_written():
    assert name_key("VIDAL, Ana") == name_key("Ana Vidál")
    assert phone_key("+591 7000-1111") == phone_key("70001111") == phone_key("٧٠٠٠١١١١")
    assert phone_key("123") == ""
    assert emails_in("Ana <a@example.org>, A@EXAMPLE.org b@example.org") == [
        "a@example.org", "b@example.org",
    ]  # fmt: skip
    assert masked_email("ana@example.org") == "a•••@example.org"
