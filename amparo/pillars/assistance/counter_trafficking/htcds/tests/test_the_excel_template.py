"""The Excel template of the standard: one chooses labels there, and most of its rows are empty."""

import io

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries

from .. import codes
from ..fields import Kind, fields
from ..file_reader import opened
from ..profiles import CORE
from ..records import HtcdsRecord
from .records import TODAY, read_back, taken_out

CHOSEN = [each for each in fields().values() if each.kind is Kind.CODE]
HEADER = ("prs_FirstName", "prs_Gender", "prs_Citizenship", "vic_ForcedLabourIndustry",
          "cas_Status", "con_Consent")  # fmt: skip
LABELS = tuple(fields()[name].label for name in HEADER)
WATER = "Water supply; sewerage, waste management and remediation"
TRADE = "Wholesale and retail trade; repair of motor vehicles and motorcycles"


def workbook(*rows):
    """As the template is: names, labels, and a running number in front of every row."""
    book = Workbook()
    sheet = book.active
    for row in ((None, *HEADER), ("No.", *LABELS), *rows):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def cell(name, text):
    """What is read where this field holds this text, without a word of doubt."""
    book = Workbook()
    book.active.append(["record", name, "prs_Salutation"])
    book.active.append(["r1", text, "x"])
    file = io.BytesIO()
    book.save(file)
    [reading] = read_back(file.getvalue())
    assert not reading.problems, text
    return reading.record.all(name)


def test_codes_leave_as_the_labels_of_the_template():
    record = HtcdsRecord(id="1")
    record.put("cas_Status", "FollowUp")
    record.put("prs_Gender", "NonSpecifiedUnknown")
    record.put("prs_Citizenship", ("BO", "NA"))
    record.put("vic_MethodsOfControl", ("DebtBondage", "ThreatensChildrenFamily"))
    record.put("con_Consent", "true")
    sheet = load_workbook(io.BytesIO(taken_out("xlsx", [record], CORE.keeps()))).worksheets[0]
    names, _labels, told = sheet.iter_rows(values_only=True)
    said = dict(zip(names, told, strict=True))
    assert said["cas_Status"] == "Follow Up"
    assert said["prs_Gender"] == "Not Specified/Unknown"
    assert said["prs_Citizenship"] == "BO;NA"
    assert said["vic_MethodsOfControl"] == "Debt bondage;Threatens children/family"
    assert said["con_Consent"] == "TRUE"


def test_every_cell_with_a_drop_down_holds_what_its_list_offers():
    several = []
    for number, field in enumerate(CHOSEN):
        for code in codes.listed(field)[:3]:
            record = HtcdsRecord(id=f"{number}-{code}")
            record.put(field.name, (code,) if field.is_many else code)
            several.append(record)
    both = HtcdsRecord(id="both")
    both.put("vic_TypeOfExploitation", ("ForcedLabour", "Servitude"))
    book = load_workbook(io.BytesIO(taken_out("xlsx", [both, *several])))
    sheet = book.worksheets[0]
    held = 0
    for rule in sheet.data_validations.dataValidation:
        place, area = rule.formula1.replace("$", "").split("!")
        offered = {each.value for [each] in book[place.strip("'")][area]}
        assert None not in offered
        for part in str(rule.sqref).split():
            column, first, _same, last = range_boundaries(part)
            for row in range(first, min(last, sheet.max_row) + 1):
                value = sheet.cell(row, column).value
                assert value is None or value in offered, (value, offered)
                held += value is not None
    assert held == len(several)  # the cell that holds two has no list of single ones


@pytest.mark.parametrize("field", CHOSEN, ids=lambda each: each.name)
def test_every_label_of_the_lists_is_taken(field):
    labels = codes.labels(field)
    for code, label in zip(codes.listed(field), labels, strict=True):
        assert cell(field.name, label) == (code,)
    if field.is_many:
        assert cell(field.name, ";".join(labels)) == codes.listed(field)
        assert cell(field.name, "; ".join(labels)) == codes.listed(field)


def test_rows_of_the_template_that_hold_a_number_alone_are_nobody():
    empty = [(number,) for number in range(3, 1001)]
    file = workbook(
        (1, "Ana", "Feminine", "BO", f"{WATER};Construction;{TRADE}", "Follow Up", "TRUE"),
        (2, "Eva", "Not Specified/Unknown", "NA", None, "Closed Referred", "No"),
        *empty,
    )
    source = opened(io.BytesIO(file), today=TODAY)
    first, second = source.readings()
    assert not first.problems
    assert not second.problems
    assert first.record.all("vic_ForcedLabourIndustry") == (
        "E_WaterSupplySewerageWasteManagement", "F_Construction",
        "G_WholesaleAndRetailTradeRepairOfMotorVehicles",
    )  # fmt: skip
    assert second.record.get("cas_Status") == "ClosedReferred"
    [remark] = [each for each in source.problems if each.code == "htcds-template-rows"]
    assert "998" in remark.message


def test_a_row_with_more_than_a_number_is_somebody():
    source = opened(io.BytesIO(workbook((1, "Ana"), (2, None, None, None, None, "Active"))),
                    today=TODAY)  # fmt: skip
    assert [each.enters for each in source.readings()] == [True, True]
    age = b"vic_AgeWhenTrafficked,prs_FirstName\n17,\n"
    [reading] = read_back(age)
    assert reading.record.get("vic_AgeWhenTrafficked") == "17"


@pytest.mark.parametrize("text", ["N/A", "n/a", "N.A.", "-", "\u3164", "NaN"])
def test_where_nothing_is_known_nobody_becomes_a_namibian(text):
    assert cell("prs_Citizenship", text) == ()
    assert cell("vic_TypeOfExploitation", text) == ()


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("prs_Citizenship", "NA", "NA"),
        ("prs_Citizenship", "Namibia", "NA"),
        ("prs_Citizenship", "Bolivia (Plurinational State of)", "BO"),
        ("prs_Citizenship", "Congo, Democratic Republic of the", "CD"),
        ("prs_MailingCountry", "Côte d'Ivoire", "CI"),
        ("prs_PrimaryLanguage", "Spanish", "spa"),
        ("vic_ForcedLabourIndustry", f"E - {WATER}", "E_WaterSupplySewerageWasteManagement"),
        ("vic_TypeOfExploitation", "Forced labor", "ForcedLabour"),
    ],
)
def test_countries_languages_and_industries_are_known_by_their_names(name, text, code):
    assert cell(name, text) == (code,)
