"""Columns are recognised by what people call them, and by what the trafficking standard does."""

import csv

import pytest

from amparo.foundation.protection.bundled_lists import data_rows
from amparo.pillars.assistance.intake.imports.columns import (
    is_known_heading,
    is_valid_mapping,
    propose_mapping,
)
from amparo.pillars.assistance.intake.imports.fields import FIELDS, GROUPS
from amparo.pillars.assistance.intake.imports.synonyms import DATA, normalize, read_rows
from amparo.pillars.assistance.intake.imports.values import PARSERS


def fields(*header):
    return [guess.field for guess in propose_mapping(header).guesses]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("NOMBRE APELLIDOS F_NAC SEXO PAIS CI", "birth_date sex nationality document_number"),
        ("Prénom Nom Né(e)_le Sexe Nationalité", "birth_date sex nationality"),
        ("الاسم الكنية العمر الجنس الجنسية الهاتف", "age sex nationality phone"),
        ("first_name Surname DOB Sex Citizenship", "birth_date sex nationality"),
    ],
)
def test_four_languages(header, expected):
    names = ["given_names", "family_names"]
    assert fields(*header.split()) == [*names, *expected.split()]


def test_a_name_alone_is_the_whole_name_and_beside_a_family_name_the_given_one():
    assert fields("Nombre", "Edad") == ["full_name", "age"]
    assert fields("Nombre", "Primer apellido") == ["given_names", "family_names"]
    assert fields("Nom", "Âge") == ["full_name", "age"]
    assert fields("Nom", "Prénom") == ["family_names", "given_names"]
    assert fields("الاسم", "اسم العائلة") == ["given_names", "family_names"]
    assert fields("Name", "First name") == ["family_names", "given_names"]


def test_two_given_and_two_family_names():
    header = ["Primer nombre", "Segundo nombre", "Apellido paterno", "Apellido materno"]
    assert fields(*header) == [
        "given_names",
        "middle_names",
        "family_names",
        "second_family_name",
    ]


def test_the_trafficking_standard_and_the_ways_its_tools_misspell_it():
    assert fields("prs_FirstName", "prs_SecondName", "prs_MobilePhone ", "con_Consent") == [
        "given_names",
        "family_names",
        "phone",
        "consent",
    ]
    assert fields("prs_First_Name", "PRS_SECOND_NAME") == ["given_names", "family_names"]


def test_a_title_that_calls_itself_second_name_is_no_name():
    proposal = propose_mapping(
        ["prs_First_Name", "prs_Title", "Second Name", "vic_Methods_of_Control"]
    )
    assert proposal.mapping == {"prs_First_Name": "given_names"}
    assert proposal.unmapped == ["prs_Title", "Second Name", "vic_Methods_of_Control"]


def test_every_name_of_the_standard_that_we_list_is_one_of_its_own():
    theirs = {row["field_full"] for row in data_rows("htcds_fields.csv")}
    ours = [name for row in read_rows("columns.csv") for name in (row["htcds"] or "").split("|")]
    assert set(filter(None, ours)) <= theirs


def test_what_stands_aside_or_is_slightly_wrong_lowers_confidence():
    proposal = propose_mapping(
        ["Fecha de nacimiento (dd/mm/aaaa)", "Parentezco", "Sexo *", "Xyzzy"]
    )
    assert [(each.field, each.confidence) for each in proposal.guesses] == [
        ("birth_date", 0.9),
        ("family_relation", 0.7),
        ("sex", 1.0),
        ("", 0.0),
    ]


def test_no_field_of_one_column_is_given_two():
    proposal = propose_mapping(["Fecha de nacimiento", "DOB", "Teléfono", "Celular"])
    assert proposal.mapping == {
        "Fecha de nacimiento": "birth_date",
        "Teléfono": "phone",
        "Celular": "phone",
    }
    assert proposal.guesses[1].taken
    assert is_valid_mapping(proposal.mapping)
    assert not is_valid_mapping({"a": "sex", "b": "sex"})


def test_counters_of_rows_are_known_and_left_out():
    assert propose_mapping(["N°", "Nombre"]).mapping == {"Nombre": "full_name"}
    assert is_known_heading("N°")
    assert not is_known_heading("Lima")


def test_every_field_is_read_labelled_and_can_be_recognised():
    assert set(FIELDS) == set(PARSERS)
    assert {field.group for field in FIELDS.values()} == set(GROUPS)
    for name in FIELDS:
        assert fields(name) == [name]


def test_no_name_of_a_column_means_two_fields():
    meant = {}
    for row in read_rows("columns.csv"):
        for language in ("en", "es", "fr", "ar", "htcds"):
            for name in filter(None, row[language].split("|")):
                if not row["beside"]:
                    assert meant.setdefault(normalize(name), row["field"]) == row["field"], name


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.name)
def test_tables_of_words_are_whole(path):
    with path.open(encoding="utf-8", newline="") as file:
        assert len({len(row) for row in csv.reader(file)}) == 1
