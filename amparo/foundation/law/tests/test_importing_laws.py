"""The text of a law and provisions of instruments: imported, renewed, linked to rights, cited."""

from datetime import date, timedelta

import pytest

from amparo.foundation.core.refusals import Refusal
from amparo.foundation.law.citations import Citation
from amparo.foundation.law.imports import (
    LawDetails,
    Origin,
    check_law,
    import_law,
    import_provisions,
    origin_of,
    provision_columns,
    try_provisions,
)
from amparo.foundation.law.law_files import parse_law
from amparo.foundation.law.models import Instrument, Provision
from amparo.foundation.law.queries import nothing_known_text, provisions_for, rights_of
from amparo.foundation.law.tables import read_table

from .conftest import LAW, csv_file

pytestmark = pytest.mark.django_db


def article(number: str) -> Provision:
    return Provision.objects.current().get(instrument__code="EJ-2000-4", eid=f"art_{number}")


def test_the_day_of_a_law_is_that_of_its_header(national_law):
    law = Instrument.objects.get(code="EJ-2000-4")
    assert (law.kind, law.country, law.adopted_year) == ("law", "BO", 2000)
    assert law.as_of == national_law.as_of == date(2007, 12, 10)
    assert law.is_old
    assert national_law.later_changes == 2
    assert law.name.startswith("Ley 4/2000")
    assert law.name_language == "es"
    assert article("1").note_list[1] == "Se modifica por la Ley 8/2000."


def test_a_file_without_a_day_needs_one_and_none_is_of_the_future(shipped_law):
    law = parse_law(LAW.replace('last_updated: "2007-12-10"\n', ""))
    with pytest.raises(Refusal):
        origin_of(law, "Gaceta", None)
    assert origin_of(law, "Gaceta", date(2020, 1, 1)).as_of == date(2020, 1, 1)
    assert origin_of(parse_law(LAW), "Gaceta", date(2020, 1, 1)).as_of == date(2007, 12, 10)
    future = parse_law(LAW.replace("2007-12-10", "2999-01-01"))
    with pytest.raises(Refusal):
        origin_of(future, "Gaceta", None)


@pytest.mark.parametrize(
    ("text", "details", "words"),
    [
        (LAW, LawDetails("law", "PE", "es"), "another country"),
        (LAW.replace("EJ-2000-4", "CRC"), LawDetails("law", "BO", "es"), "with this code already"),
        (LAW.replace('identifier: "EJ-2000-4"\n', ""), LawDetails("law", "BO", "es"),
         "no identifier"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said(shipped_law, text, details, words):
    law = parse_law(text)
    [fault] = check_law(law, details, Origin("x", date(2008, 1, 1)))
    assert words in fault


def test_a_newer_text_replaces_keeps_the_rights_and_can_be_taken_back(
    national_law, supervisor, details
):
    article("1").set_rights(by=supervisor, rights=["documents"])
    newer = parse_law(
        LAW.replace("2007-12-10", "2020-05-01").replace("Nadie", "Ninguna autoridad")
    )
    second = import_law(newer, details, Origin("Gaceta", date(2020, 5, 1)), by=supervisor)
    law = Instrument.objects.get(code="EJ-2000-4")
    assert law.as_of == date(2020, 5, 1)
    [found] = provisions_for("BO", rights=["documents"])
    assert "Ninguna autoridad" in found.text
    older = check_law(parse_law(LAW), details, Origin("Gaceta", date(2007, 12, 10)))
    assert "newer text" in older[0]
    second.withdraw(by=supervisor)
    law.refresh_from_db()
    assert law.as_of == date(2007, 12, 10)
    [found] = provisions_for("BO", rights=["documents"])
    assert "Nadie" in found.text


def test_taking_back_the_only_text_removes_the_law(national_law, supervisor):
    article("1").set_rights(by=supervisor, rights=["documents"])
    national_law.withdraw(by=supervisor)
    assert not Instrument.objects.filter(code="EJ-2000-4").exists()
    assert not Provision.objects.exists()


def test_what_the_law_here_says_to_a_right_or_an_article(national_law, supervisor):
    """A citation of a treaty finds what is linked to the same rights, with its source."""
    article("2bis").set_rights(by=supervisor, rights=["education"])
    assert "education" in rights_of([Citation("CRC", "28")])
    [found] = provisions_for("BO", [Citation("CRC", "28")])
    assert (found.instrument, found.eid, found.rights) == ("EJ-2000-4", "art_2bis", ("education",))
    assert found.text.startswith("Niñas y niños van a la escuela:")
    assert (found.source, found.as_of, found.is_old) == (
        "Gaceta de ejemplo", date(2007, 12, 10), True,
    )  # fmt: skip
    [cited] = provisions_for("BO", [Citation("EJ-2000-4", "1")])
    assert "2. Nadie se los retiene." in cited.text
    assert len(cited.notes) == 2


def test_nothing_known_is_empty_and_is_said(national_law):
    assert provisions_for("BO", [Citation("CRC", "28")]) == []
    assert provisions_for("PE", [Citation("EJ-2000-4", "1")]) == []
    assert provisions_for("BO") == []
    assert "was imported" in nothing_known_text()


def test_it_takes_the_same_queries_however_much_is_found(
    national_law, supervisor, django_assert_num_queries
):
    for number in ("1", "2bis"):
        article(number).set_rights(by=supervisor, rights=["education", "documents"])
    rights_of([Citation("CRC", "28")])  # the code lists are read
    with django_assert_num_queries(2):
        assert len(provisions_for("BO", [Citation("CRC", "28")])) == 2


def provisions_of(lines, origin, instrument=None, language=""):
    table = read_table(csv_file(*lines), provision_columns())
    mapping = {name: int(at) for name, at in table.guess(provision_columns()).items()}
    return try_provisions(table, mapping, origin, instrument, language)


def test_provisions_of_a_treaty_in_several_languages_with_rights(icrmw, origin, supervisor):
    found = provisions_of(
        ["article,text,language,rights",
         "16,Los trabajadores migratorios tendrán derecho a la libertad.,es,liberty",
         "16(2),Toda persona tendrá protección.,es,",
         "16,للعمال المهاجرين الحق في الحرية.,ar,liberty; detention_conditions"],
        origin, icrmw,
    )  # fmt: skip
    assert not found.faults
    made = import_provisions(found, origin, by=supervisor, instrument=icrmw)
    rows = icrmw.provisions.current().order_by("order")
    assert [(each.language, each.eid) for each in rows] == [
        ("es", "art_16"), ("es", "art_16__para_2"), ("ar", "art_16"),
    ]  # fmt: skip
    links = icrmw.provision_rights.values_list("eid", "right")
    assert set(links) == {("art_16", "liberty"), ("art_16", "detention_conditions")}
    made.withdraw(by=supervisor)
    assert not icrmw.provisions.exists()
    assert not icrmw.provision_rights.exists()
    assert Instrument.objects.filter(code="ICRMW").exists()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("NOPE,1,x,es,", "no instrument"),
        ("CRC,,x,es,", "cell is empty"),
        ("CRC,1,x,klingon,", "do not know this language"),
        ("CRC,1,x,,", "in which language"),
        ("CRC,1,x,es,happiness", "no right of the reference list"),
        ("CRC,2,again,es,", "comes twice"),
    ],
)
def test_each_bad_provision_is_explained(shipped_law, origin, row, words):
    found = provisions_of(
        ["instrument,article,text,language,rights", "CRC,2,text,es,", row], origin
    )
    assert len(found.good) == 1
    assert words in found.faults[0].text


def test_an_older_text_stays_out(icrmw, origin, supervisor):
    rows = ["article,text,language", "16,Texto.,es"]
    import_provisions(provisions_of(rows, origin, icrmw), origin, by=supervisor)
    old = Origin("Old", origin.as_of - timedelta(days=700))
    found = provisions_of(rows, old, icrmw)
    assert not found.good
    assert "newer text" in found.faults[0].text
