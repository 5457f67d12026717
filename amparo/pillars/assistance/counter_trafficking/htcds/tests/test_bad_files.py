"""A file with faults: each is told in words, and nothing of it is guessed or half done."""

import io
import os
import tracemalloc
import zipfile

import pytest

from amparo.foundation.core.spreadsheets.validation import UnreadableFile

from ..file_reader import opened
from ..writers.as_csv import escape_formula, unescape_formula
from .records import TODAY, read_back

# A few in a check; 100,000 by AMPARO_HTCDS_ROWS.
ROWS = int(os.environ.get("AMPARO_HTCDS_ROWS", "6000"))

HEADER = "prs_FirstName,prs_Birthdate,prs_Gender,cas_Status"


def csv(*lines, header=HEADER, encoding="utf-8"):
    return "\n".join([header, *lines]).encode(encoding)


def one(file):
    [reading] = read_back(file)
    return reading


def codes_of(reading):
    return [each.code for each in reading.problems]


def why_not(file):
    with pytest.raises(UnreadableFile) as refused:
        read_back(file)
    assert refused.value.message
    assert refused.value.what_to_do
    return refused.value.code


@pytest.mark.parametrize(
    ("field", "written", "meant"),
    [
        ("vic_MethodsOfControl", "DebtBondage ", "DebtBondage"),  # as in the survey itself
        ("vic_Methods_of_Control", "Debt_Bondage", "DebtBondage"),
        ("vic_MethodsOfControl", "debt bondage", "DebtBondage"),
        ("vic_MethodsOfControl", "Threatens children/family", "ThreatensChildrenFamily"),
        ("prs_Gender", "Not Specified/Unknown", None),
        ("prs_Gender", "nonspecifiedunknown", "NonSpecifiedUnknown"),
        ("vic_RelationshipToTrafficker", "Unaquainted", "Unaquainted"),
        ("vic_ForcedLabourIndustry", "f_construction", "F_Construction"),
        ("prs_Citizenship", "ecu", "EC"),
        ("prs_PrimaryLanguage", "es", "spa"),
        ("prs_PrimaryLanguage", "fre", "fra"),
        ("con_Consent", "TRUE", "true"),
        ("con_Consent", "No", "false"),
        ("prs_MobilePhone", "00593 99-123 4567", "+593991234567"),
        ("vic_AgeWhenTrafficked", "17.0", "17"),
        ("hte_Latitude", "-4,0052", "-4.0052"),
    ],
)
def test_what_is_meant_is_found_however_it_is_spelt(field, written, meant):
    reading = one(csv(f'"{written}",Active', header=f"{field},cas_Status"))
    name = "vic_MethodsOfControl" if field.startswith("vic_Methods") else field
    expected = meant or "NonSpecifiedUnknown"
    if meant is None:  # its label says "Not", its code says "Non": both are the standard's
        assert reading.record.get(name) in (expected, written)
    else:
        assert reading.record.get(name) == expected
        assert not reading.problems


@pytest.mark.parametrize(
    ("field", "written", "issue"),
    [
        ("prs_Birthdate", "03/04/2001", "htcds-date"),
        ("prs_Birthdate", "2001-02-30", "htcds-date"),
        ("prs_Birthdate", "2901-02-03", "htcds-after-today"),
        ("vic_AgeWhenTrafficked", "young", "htcds-number"),
        ("vic_AgeWhenTrafficked", "400", "htcds-number"),
        ("hte_Latitude", "91", "htcds-degrees"),
        ("con_Consent", "perhaps", "htcds-yes-no"),
    ],
)
def test_what_cannot_be_true_keeps_the_row_out(field, written, issue):
    reading = one(csv(f"{written},Active", header=f"{field},cas_Status"))
    assert codes_of(reading) == [issue]
    assert not reading.enters
    assert reading.problems[0].column == field
    assert reading.problems[0].row == 2


@pytest.mark.parametrize(
    ("field", "written", "issue"),
    [
        ("vic_TypeOfExploitation", "Bondage", "htcds-unknown-code"),
        ("prs_Citizenship", "Atlantis", "htcds-unknown-code"),
        ("prs_MobilePhone", "ask the baker", "htcds-phone"),
        ("cas_ReasonForIncomingReferral", "She was afraid", "htcds-text-for-code"),
    ],
)
def test_what_is_on_no_list_enters_and_is_told(field, written, issue):
    reading = one(csv(f"{written},Active", header=f"{field},cas_Status"))
    assert codes_of(reading) == [issue]
    assert reading.enters


def test_a_reason_in_words_goes_to_the_details():
    header = "cas_ReasonForIncomingReferral,cas_IncomingReferralDetails"
    record = one(csv("She was afraid,Came at night", header=header)).record
    assert record.get("cas_ReasonForIncomingReferral") == "Other"
    assert record.get("cas_IncomingReferralDetails") == "Came at night\nShe was afraid"


def test_several_industries_are_kept_though_the_standard_has_one():
    header = "vic_Methods_of_Control,vic_ForcedLabourIndustry"
    record = one(csv("DebtBondage ,F_Construction C_Manufacturing", header=header)).record
    assert record.all("vic_ForcedLabourIndustry") == ("C_Manufacturing", "F_Construction")


def test_choices_in_columns_of_their_own_are_one_field():
    header = "prs_Gender,vic_TypeOfExploitation/ForcedLabour,vic_TypeOfExploitation/Servitude"
    record = one(csv("Feminine,1,0", header=header)).record
    assert record.all("vic_TypeOfExploitation") == ("ForcedLabour",)


def test_columns_in_another_order_are_read_by_their_names():
    reading = one(
        csv(
            "Active,Feminine,2001-02-03,Ana",
            header="cas_Status,prs_Gender,prs_Birthdate,prs_FirstName",
        )
    )
    assert reading.record.get("prs_FirstName") == "Ana"
    assert reading.record.get("cas_Status") == "Active"


@pytest.mark.parametrize(
    "line",
    ["Ana,2001-02-03,Active,Feminine", "Ana,Feminine,2001-02-03,Active"],
)
def test_columns_that_are_swapped_let_nobody_in(line):
    assert why_not(csv(line, line, line)) == "htcds-swapped"


def test_an_unknown_column_is_kept_aside_and_told():
    file = csv("Ana,2001-02-03,Feminine,Active,shelter 3", header=f"{HEADER},where_now")
    source = opened(io.BytesIO(file), today=TODAY)
    [reading] = source.readings()
    assert reading.record.rest == {"where_now": "shelter 3"}
    assert [(each.code, each.column) for each in source.problems] == [
        ("htcds-unknown-column", "where_now")
    ]


def test_the_title_that_the_survey_calls_second_name_is_no_name():
    source = opened(io.BytesIO(csv("Dr,Active", header="Second Name,cas_Status")), today=TODAY)
    [reading] = source.readings()
    assert not reading.record.get("prs_SecondName")
    assert [each.code for each in source.problems] == ["htcds-unknown-column"]


def test_two_columns_of_one_field_are_told():
    header = "prs_FirstName,prs_First_Name,cas_Status"
    source = opened(io.BytesIO(csv("Ana,Eva,Active", header=header)), today=TODAY)
    [reading] = source.readings()
    assert reading.record.get("prs_FirstName") == "Ana"
    assert [each.code for each in source.problems] == ["htcds-column-twice"]


def test_labels_under_the_names_of_fields_are_nobody():
    labels = "First Name,Birthdate,Gender,Status"
    assert one(csv(labels, "Ana,2001-02-03,Feminine,Active")).record.get("prs_FirstName") == "Ana"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_letters_are_read_whatever_they_were_saved_in(encoding):
    file = csv("Begoña,2001-02-03,Feminine,Active", encoding=encoding)
    assert one(file).record.get("prs_FirstName") == "Begoña"


def test_a_record_that_stands_twice_stays_out_the_second_time():
    header = "record,prs_FirstName,cas_Status"
    first, second, third = read_back(
        csv("1,Ana,Active", "2,Eva,Active", "1,Iris,Active", header=header)
    )
    assert first.enters
    assert second.enters
    assert codes_of(third) == ["htcds-record-twice"]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "empty"),
        (b"name,town\nAna,Quito\n", "htcds-no-field"),
        (b'{"records": [{"person": {"prs_FirstName": "Ana"', "htcds-not-json"),
        (b'{"records": [1, 2]}', "htcds-not-json"),
        (b'[{"record": NaN}]', "htcds-not-json"),
        (b'[{"town": "Quito"}]', "htcds-no-field"),
        (b"[" * 200_000, "htcds-not-json"),
        (b'[{"a": ' + b"[" * 100_000, "htcds-not-json"),
        (b'[{"person": {"prs_FirstName": "' + b"a" * 1_200_000 + b'"}}]', "htcds-record-too-long"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-excel"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_what_to_do(file, code):
    assert why_not(file) == code


def test_a_workbook_that_would_swell_is_not_opened():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (200 * 1024 * 1024))
    assert why_not(file.getvalue()) == "swells"


@pytest.mark.parametrize("cell", ["=1+1", "'=1+1", "''=1", "'hello", "+593991234567", "-", "'"])
def test_what_a_program_would_run_is_written_so_that_it_does_not(cell):
    assert unescape_formula(escape_formula(cell)) == cell
    assert not escape_formula("=1+1").startswith("=")


@pytest.mark.parametrize("shape", ["csv", "json"])
def test_many_rows_pass_in_little_memory(shape, tmp_path):
    path = tmp_path / "many"
    line = {
        "csv": "%d,Ana,2001-02-03,Feminine,Active,DebtBondage;FalsePromises\n",
        "json": '{"record":"%d","person":{"prs_FirstName":"Ana","prs_Gender":"Feminine"}}\n',
    }[shape]
    with path.open("w") as file:
        if shape == "csv":
            file.write(f"record,{HEADER},vic_MethodsOfControl\n")
        file.writelines(line % number for number in range(ROWS))
    with path.open("rb") as file:
        source = opened(file, today=TODAY)
        tracemalloc.start()
        count = sum(each.enters for each in source.readings())
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert count == ROWS
    assert peak < 30 * 1024 * 1024
