"""A row tells of one person or stays out; only a whole column can settle what is doubtful."""

import io
from datetime import date

import pytest

from amparo.foundation.core.spreadsheets.reader import Row, open_spreadsheet
from amparo.pillars.assistance.intake.imports.columns import is_known_heading, propose_mapping
from amparo.pillars.assistance.intake.imports.rows import ColumnAnalysis, parse_row
from amparo.pillars.assistance.intake.imports.unclear_values import ImportContext

SETTING = ImportContext(today=date(2026, 11, 25), region="BO")


def readings(text, *, setting=SETTING, mapping=None):
    table = open_spreadsheet(io.BytesIO(text.encode()), knows=is_known_heading)
    mapping = mapping or propose_mapping(table.header).mapping
    study = ColumnAnalysis(table.header, mapping)
    for row in table.rows():
        study.see(row)
    settled = study.settled(setting)
    return [parse_row(row, table.header, mapping, settled) for row in table.rows()]


def one(text, **more):
    (reading,) = readings(text, **more)
    return reading


def codes(reading):
    return [each.code for each in reading.problems]


def test_a_register_of_two_people():
    rosa, eva = readings(
        "Albergue San José;;;;;;\n"
        "N°;NOMBRE;APELLIDOS;F_NAC;SEXO;PAIS;Teléfono\n"
        "1;Rosa;Mamani Quispe;13/04/1994;F;Bolivia;71234567\n"
        "2;Eva;Huanca;31/11/1990;F;Bolibia;\n"
    )
    assert (rosa.row, rosa.enters, rosa.problems) == (3, True, ())
    assert rosa.values == {
        "given_names": "Rosa",
        "family_names": "Mamani Quispe",
        "birth_date": date(1994, 4, 13),
        "birth_year": 1994,
        "birth_precision": "exact",
        "sex": "female",
        "nationalities": ["BO"],
        "phones": ["+59171234567"],
    }
    assert not eva.enters
    assert [(each.row, each.column, each.value) for each in eva.problems] == [
        (4, "F_NAC", "31/11/1990"),
        (4, "PAIS", "Bolibia"),
    ]


def test_one_date_that_proves_its_order_settles_the_column():
    text = "nombre;apellido;fecha de nacimiento\nA;B;03/04/1994\nC;D;{}\n"
    assert codes(readings(text.format("05/06/1990"))[0]) == ["date-ambiguous"]
    assert readings(text.format("25/06/1990"))[0].values["birth_date"] == date(1994, 4, 3)
    assert readings(text.format("06/25/1990"))[0].values["birth_date"] == date(1994, 3, 4)


def test_dates_that_prove_both_orders_settle_nothing():
    people = readings(
        "nombre;apellido;fecha de nacimiento\nA;B;03/04/1994\nC;D;25/06/1990\nE;F;06/25/1990\n"
    )
    assert [codes(each) for each in people] == [["date-ambiguous"], [], []]


def test_the_name_of_the_column_or_a_person_may_settle_it():
    text = "nombre;apellido;{}\nA;B;03/04/1994\n"
    named = one(text.format("fecha de nacimiento (dd/mm/aaaa)"))
    assert named.values["birth_date"] == date(1994, 4, 3)
    assert one(text.format("date of birth (mm/dd/yyyy)")).values["birth_date"] == date(1994, 3, 4)
    told = ImportContext(today=SETTING.today, date_orders={"dob": "mdy"})
    assert one(text.format("dob"), setting=told).values["birth_date"] == date(1994, 3, 4)


@pytest.mark.parametrize(
    ("header", "others", "sex"),
    [("sexo", "FFF", "male"), ("sexo", "HHH", "female"), ("sexo", "FH", None), ("sexo", "", None),
     ("sexo (H/M)", "", "female"), ("sex (M/F)", "", "male")],
)  # fmt: skip
def test_the_other_letters_tell_what_m_means(header, others, sex):
    rows = "".join(f"A;B;{letter}\n" for letter in "M" + others)
    first = readings(f"nombre;apellido;{header}\n{rows}")[0]
    assert first.values.get("sex") == sex
    assert codes(first) == ([] if sex else ["sex-ambiguous"])


@pytest.mark.parametrize(
    ("others", "is_somalia"),
    [("VE CO HT", True), ("VEN CO HT -", True), ("VE CO", False), ("VE CO HT NA", False),
     ("VE CO HT SD", False), ("VE CO HT NR", False), ("VE CO Haití", False), ("", False)],
)  # fmt: skip
def test_the_other_countries_tell_whether_so_is_somalia(others, is_somalia):
    rows = "".join(f"A;B;{country}\n" for country in ("SO", *others.split()))
    first = readings(f"nombre;apellido;nacionalidad\n{rows}")[0]
    assert first.values.get("nationalities") == (["SO"] if is_somalia else None)
    assert codes(first) == ([] if is_somalia else ["country-or-nothing"])


@pytest.mark.parametrize("header", ["segunda nacionalidad", "país del documento"])
def test_of_a_second_nationality_and_a_document_so_is_asked_about(header):
    rows = "".join(f"A;B;{country}\n" for country in ("SO", "VE", "CO", "HT"))
    assert codes(readings(f"nombre;apellido;{header}\n{rows}")[0]) == ["country-or-nothing"]


def test_an_age_was_true_when_it_was_written_down():
    text = "nombre;apellido;edad;fecha de registro\nA;B;30;2020-05-03\nC;D;30;\n"
    dated, undated = readings(text)
    assert (dated.values["birth_year"], dated.values["birth_precision"]) == (1990, "estimated")
    assert undated.values["birth_year"] == 1996
    as_of = ImportContext(today=SETTING.today, as_of=date(2022, 1, 1))
    assert readings(text, setting=as_of)[1].values["birth_year"] == 1992
    assert "age" not in dated.values


def test_an_age_that_contradicts_the_birth_is_told_and_the_birth_kept():
    reading = one("nombre;apellido;edad;nacimiento\nA;B;50;1994-04-03\n")
    assert reading.values["birth_date"] == date(1994, 4, 3)
    assert codes(reading) == ["age-and-birth-differ"]
    assert reading.enters


def test_columns_of_one_field_come_together():
    reading = one(
        "nombre;apellido;teléfono;celular;notas;observaciones;nacionalidad;otra nacionalidad\n"
        "A;B;71234567;72345678;wait;hurt;BO;Perú\n"
    )
    assert reading.values["phones"] == ["+59171234567", "+59172345678"]
    assert reading.values["notes"] == "notas: wait\nobservaciones: hurt"
    assert reading.values["nationalities"] == ["BO", "PE"]


def test_names_come_together_and_a_whole_name_gives_way_to_its_parts():
    reading = one("primer nombre;segundo nombre;apellido;nombre completo\nAna;Luz;Roca;Ana Roca\n")
    assert reading.values == {"given_names": "Ana Luz", "family_names": "Roca"}
    assert codes(one("nombre;apellido;edad\n;;30\n")) == ["name-missing"]


def test_the_column_itself_may_say_which_document_it_is():
    assert one("nombre;pasaporte\nAna;X123\n").values["document_type"] == "passport"
    assert one("nombre;N° CI\nAna;123\n").values["document_type"] == "national_id"
    assert "document_type" not in one("nombre;documento\nAna;123\n").values


def test_without_a_yes_to_consent_the_row_stays_out():
    people = readings("nombre;consentimiento\nAna;sí\nEva;\nLuz;no\n")
    assert [each.enters for each in people] == [True, False, False]


def test_a_row_that_could_not_be_read_whole_tells_of_nobody():
    broken, whole = readings("nombre;edad\nAna;30;extra\nEva;20\n")
    assert (broken.values, broken.enters) == ({}, False)
    assert codes(broken) == ["more-cells-than-columns"]
    assert whole.enters


def test_a_broken_cell_is_told_once_and_the_rest_of_its_row_is_checked_too():
    header, mapping = ("nombre", "nacimiento"), {"nombre": "full_name", "nacimiento": "birth_date"}
    (problem,) = one("nombre;nacimiento\nAna;x\n").problems
    reading = parse_row(Row(2, ("Ana", "x"), (problem,)), header, mapping, SETTING)
    assert reading.problems == (problem,)
    assert reading.values["full_name"] == "Ana"


def test_columns_left_out_are_never_read():
    reading = one("nombre;edad\nAna;nonsense\n", mapping={"nombre": "full_name"})
    assert (reading.enters, reading.problems) == (True, ())
