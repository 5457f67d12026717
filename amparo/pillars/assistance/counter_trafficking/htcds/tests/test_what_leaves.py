"""By itself a file names nobody: no name, no telephone, no place, no colleague, no free text."""

import pytest

from ..fields import Kind, Sensitivity, fields
from ..file_reader import SHAPES
from ..profiles import CORE, FULL, NAMED
from ..records import HtcdsRecord
from .records import read_back, taken_out


def test_the_standard_has_84_fields_of_which_40_are_core():
    assert len(fields()) == 84
    assert sum(each.is_core for each in fields().values()) == 40
    assert sum(each.is_deprecated for each in fields().values()) == 3


def test_the_profile_by_default_keeps_no_field_that_names_somebody():
    kept = CORE.keeps()
    assert {each.kind for each in kept} <= {Kind.CODE, Kind.COUNTRY, Kind.DATE, Kind.YES_NO}
    assert {each.names for each in kept} == {Sensitivity.NOTHING}
    assert {each.name for each in kept} == {
        "prs_Gender", "prs_Citizenship", "vic_TraffickingStatus",
        "vic_TraffickingStatusDecisionMakingOrg", "vic_MethodOfRecruitment",
        "vic_MethodsOfControl", "vic_TypeOfExploitation", "vic_ForcedLabourIndustry",
        "vic_TypeOfSexExploitation", "cas_Status", "cas_IncomingReferralDate",
        "cas_ReasonForIncomingReferral", "cas_ReasonForOutgoingReferral",
        "cas_OutgoingReferralDate", "con_Consent",
    }  # fmt: skip


def test_more_leaves_only_when_it_is_asked():
    assert CORE.keeps() < NAMED.keeps() < FULL.keeps()
    assert FULL.keeps() == set(fields().values())
    assert not any(each.is_deprecated for each in NAMED.keeps())


def canary(field):
    marked = {"date": "1911-11-11", "number": "99", "degrees": "11.1111", "yes-no": "true"}
    return marked.get(field.kind, f"CANARY-{field.name}")


@pytest.mark.parametrize("shape", SHAPES)
def test_no_canary_leaves_with_the_profile_by_default(shape):
    record = HtcdsRecord(id="1")
    for field in fields().values():
        value = canary(field)
        record.put(field.name, (value,) if field.is_many else value)
    file = taken_out(shape, [CORE.of(record)], CORE.keeps(), tells_all=False)
    [read] = read_back(file)
    assert "CANARY" not in str(list(read.record.values()))
    assert "11.1111" not in str(list(read.record.values()))
    if shape != "xlsx":
        assert b"CANARY" not in file


@pytest.mark.parametrize("shape", SHAPES)
def test_what_the_definitions_know_and_the_list_lacks_leaves_as_other_with_a_note(shape):
    record = HtcdsRecord(id="1")
    record.put("vic_MethodsOfControl", ("DebtBondage", "RestrictsMovement", "Somebody told me"))
    file = taken_out(shape, [record], CORE.keeps(), tells_all=False)
    [read] = read_back(file)
    assert read.record.all("vic_MethodsOfControl") == ("DebtBondage", "RestrictsMovement")
    if shape != "xlsx":
        assert b"Other" in file
