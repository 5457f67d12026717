"""Ratifications from a table: each bad row explained, the rest written; replaced, withdrawn."""

from datetime import date, timedelta

import pytest

from amparo.foundation.core.refusals import Refusal
from amparo.foundation.law.imports import (
    Origin,
    import_statuses,
    provision_columns,
    status_columns,
    try_statuses,
)
from amparo.foundation.law.models import Instrument, LawImport, TreatyStatus
from amparo.foundation.law.queries import statuses_of_country, statuses_of_instrument
from amparo.foundation.law.tables import read_table

from .conftest import csv_file

pytestmark = pytest.mark.django_db


def read(lines, origin, instrument=None, **mapping):
    table = read_table(csv_file(*lines), status_columns())
    guessed = {name: int(at) for name, at in table.guess(status_columns()).items()}
    return try_statuses(table, guessed | mapping, origin, instrument)


def test_a_list_of_one_treaty_says_who_is_bound_and_nothing_of_the_others(
    icrmw, origin, supervisor
):
    """The shape of a public list: every State in a row, most of them with no action."""
    parties = ("AL", "DZ", "AR", "BO", "TP", "SYR", "Bolivarian Republic of Venezuela")
    rows = [f"{each},1,2001,state party," for each in parties[:-1]]
    rows += ["Armenia,0,,signatory state,", "AF,0,,no action,", "Austria,0,,no action,"]
    found = read(
        ["iso2,state party,year ratification or accession,status,note", *rows],
        origin, icrmw, act=3,
    )  # fmt: skip
    assert [(fault.row, fault.value) for fault in found.faults] == [(9, "no action"),
                                                                    (10, "no action")]  # fmt: skip
    assert "Not known" in found.faults[0].text
    import_statuses(found, origin, by=supervisor, instrument=icrmw)
    known = statuses_of_instrument(icrmw)
    assert set(known) == {"AL", "DZ", "AR", "BO", "TL", "SY", "AM"}
    assert [(each.act, each.when) for each in known["BO"]] == [("party", "2001")]
    assert statuses_of_country("AF") == {}


def test_names_and_letters_of_depositaries_are_understood(shipped_law, origin):
    found = read(
        ["Participant,Treaty,Act,Date,Reservation",
         "Bolivia (Plurinational State of),CMW,,16 Oct 2000 a,",
         "Côte d'Ivoire,ICCPR,ratification,1992-03-26,",
         "المغرب,اتفاقية حقوق الطفل,تصديق,1993,",
         "Türkiye,CRC,A,4 Apr 1995,Reserves the right to interpret articles 17 and 29."],
        origin,
    )  # fmt: skip
    assert not found.faults
    said = [(each["country"], each["instrument"].code, each["act"]) for _n, each in found.good]
    assert said == [
        ("BO", "ICRMW", "acceded"), ("CI", "ICCPR", "ratified"), ("MA", "CRC", "ratified"),
        ("TR", "CRC", "accepted"),
    ]  # fmt: skip
    assert found.good[0][1]["on"] == date(2000, 10, 16)
    assert found.good[3][1]["statement"].startswith("Reserves")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("XX,CRC,ratified,2001", "do not know this country"),
        ("Atlantis,CRC,ratified,2001", "do not know this country"),
        (",CRC,ratified,2001", "cell is empty"),
        ("BO,CRC-X,ratified,2001", "no instrument with this code"),
        ("BO,CRC,thought about it,2001", "do not know this act"),
        ("BO,CRC,,2001", "not said what the State did"),
        ("BO,CRC,ratified,03/04/2001", "only one way"),
        ("BO,CRC,ratified,2999", "cannot be right"),
        ("BO,CRC,ratified,2001-02-30", "only one way"),
        ("BO,UDHR,ratified,1948", "No State becomes a party"),
        ("PE,CRC,ratified,1990", "says the same as another"),
        ("BO,CRC,ratified,1990,more,cells", "This row has"),
    ],
)
def test_each_bad_row_is_explained_and_left_out(shipped_law, origin, row, words):
    found = read(["country,instrument,act,date", "PE,CRC,ratified,1990", row], origin)
    assert [number for number, _values in found.good] == [2]
    assert [fault.row for fault in found.faults] == [3]
    assert words in found.faults[0].text


def test_nothing_right_is_refused_and_nothing_is_written(shipped_law, origin, supervisor):
    found = read(["country,instrument,act,date", "XX,CRC,ratified,1990"], origin)
    with pytest.raises(Refusal):
        import_statuses(found, origin, by=supervisor)
    assert not LawImport.objects.exists()


@pytest.mark.parametrize("source", ["", "  "])
def test_without_a_source_or_from_the_future_nothing_is_imported(
    icrmw, origin, supervisor, source
):
    found = read(["country,act", "BO,ratified"], origin, icrmw)
    for bad in (Origin(source, origin.as_of), Origin("x", origin.as_of + timedelta(days=40))):
        with pytest.raises(Refusal):
            import_statuses(found, bad, by=supervisor)


def imported(by, instrument, origin, *rows) -> LawImport:
    found = read(["country,act,date", *rows], origin, instrument)
    return import_statuses(found, origin, by=by, instrument=instrument)


def acts(country: str) -> list[str]:
    return [each.act for each in statuses_of_country(country).get(icrmw_key(), [])]


def icrmw_key() -> int:
    return Instrument.objects.values_list("pk", flat=True).get(code="ICRMW")


def test_a_newer_list_replaces_and_taking_it_back_restores(icrmw, origin, supervisor, caseworker):
    old = Origin("Old list", origin.as_of - timedelta(days=500))
    first = imported(supervisor, icrmw, old, "BO,signed,1999", "PE,signed,2004")
    second = imported(supervisor, icrmw, origin, "BO,ratified,2000")
    assert (acts("BO"), acts("PE")) == (["ratified"], ["signed"])
    with pytest.raises(Refusal):
        second.withdraw(by=caseworker)
    second.withdraw(by=supervisor)
    assert acts("BO") == ["signed"]
    assert not TreatyStatus.objects.filter(law_import=second).exists()
    with pytest.raises(Refusal):
        second.withdraw(by=supervisor)
    first.withdraw(by=supervisor)
    assert acts("BO") == acts("PE") == []


def test_taking_back_one_in_the_middle_shows_nothing_old(icrmw, origin, supervisor):
    days = [origin.as_of - timedelta(days=each) for each in (900, 600, 0)]
    said = ("signed", "ratified", "denounced")
    made = [
        imported(supervisor, icrmw, Origin("List", day), f"BO,{act},2000")
        for day, act in zip(days, said, strict=True)
    ]
    made[1].withdraw(by=supervisor)
    assert acts("BO") == ["denounced"]
    made[2].withdraw(by=supervisor)
    assert acts("BO") == ["signed"]


def test_what_is_older_than_what_is_known_stays_out(icrmw, origin, supervisor):
    imported(supervisor, icrmw, origin, "BO,ratified,2000")
    old = Origin("Old list", origin.as_of - timedelta(days=500))
    found = read(["country,act,date", "BO,signed,1999", "PE,signed,2004"], old, icrmw)
    assert [fault.row for fault in found.faults] == [2]
    assert "newer" in found.faults[0].text


def test_columns_are_guessed_once_and_in_arabic():
    table = read_table(
        csv_file("الدولة,المعاهدة,الحالة,التاريخ", "BO,CRC,a,2001"), status_columns()
    )
    assert table.guess(status_columns()) == {
        "country": "0", "instrument": "1", "act": "2", "on": "3",
    }  # fmt: skip
    assert {each.name for each in provision_columns()} >= {"instrument", "number", "text"}
