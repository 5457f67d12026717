"""Every list is there in four languages, and says what its keepers made it say."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import translation

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.code_lists.bundled import bundled_codes as of_the_house
from amparo.foundation.core.models import AuditEntry, CodeListEntry
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection.bundled_lists import bundled_codes
from amparo.foundation.protection.code_lists import require_threat, threat_label
from amparo.foundation.protection.htcds import field_named, fields
from amparo.ui.languages import CODES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered():
    codes.forget()
    yield
    codes.forget()


@pytest.fixture
def loaded():
    codes.load()


def test_every_line_has_a_code_four_labels_and_a_source():
    for line in bundled_codes():
        assert line.code
        assert all(line.labels[language].strip() for language in CODES), line
        assert line.source, line
    assert len({(line.list, line.code) for line in bundled_codes()}) == len(bundled_codes())


def test_codes_that_point_to_another_list_are_on_it():
    known = {(line.list, line.code) for line in bundled_codes()}
    for line in bundled_codes():
        if line.parent:
            assert (codes.GROUPED_BY.get(line.list, line.list), line.parent) in known
        for instrument in line.extra.get("articles", {}):
            assert ("instrument", instrument) in known
    lists = {line.list for line in bundled_codes()}
    assert lists >= {field.picklist for field in fields() if field.picklist}


def test_every_list_has_a_title():
    titles = {line.code for line in bundled_codes() if line.list == "list"}
    assert titles == {line.list for line in bundled_codes()} - {"list"}


def test_nobody_is_called_illegal():
    assert not [
        line for line in bundled_codes() if line.labels["en"].lower().startswith("illegal")
    ]


def test_an_installation_where_nothing_was_loaded_uses_the_bundled_lists():
    assert not CodeListEntry.objects.exists()
    with translation.override("es"):
        assert codes.label("closure_reason", "moved") == (
            "Se mudó fuera del área (sin traslado posible)"
        )


def test_loading_twice_changes_nothing():
    out = StringIO()
    call_command("load_codes", stdout=out)
    call_command("load_codes", stdout=out)
    first, second = out.getvalue().splitlines()
    lines = len(of_the_house())
    assert lines > len(bundled_codes()), "Other parts of the house bring lists of their own."
    assert first == f"{lines} codes: {lines} added, 0 renewed."
    assert second == f"{lines} codes: 0 added, 0 renewed."
    assert AuditEntry.objects.filter(event="codes.loaded").count() == 1


def test_loading_is_quick_and_in_bulk(django_assert_max_num_queries):
    # Ours, and what brings its own lists along with them: instruments and frameworks of law.
    with django_assert_max_num_queries(40):
        codes.load()


@pytest.mark.usefixtures("loaded")
def test_loading_keeps_what_an_administrator_reworded(administrator):
    line = CodeListEntry.objects.get(list="sex", code="female")
    line.relabel(by=administrator, labels={"es": "Femenino"})
    line.labels["fr"] = "Autre"
    CodeListEntry.objects.filter(pk=line.pk).update(labels=line.labels)  # not through its verb
    loaded = codes.load()
    line.refresh_from_db()
    assert (line.says("es"), line.says("fr"), loaded.renewed) == ("Femenino", "Femme", 1)


@pytest.mark.usefixtures("loaded")
def test_a_word_changed_is_read_at_once_and_leaves_a_line(administrator):
    with translation.override("ar"):
        assert codes.label("harm", "violence") == "العنف"
        CodeListEntry.objects.get(list="harm", code="violence").relabel(
            by=administrator, labels={"ar": "عنف"}
        )
        assert dict(codes.choices("harm"))["violence"] == "عنف"
    entry = AuditEntry.objects.get(event="code.relabelled")
    assert (entry.by, entry.details) == (administrator, {"code": "harm:violence"})


@pytest.mark.usefixtures("loaded")
def test_what_another_process_changed_is_read_at_the_next_request(administrator):
    assert codes.label("harm", "abuse") in ("Abuse", "Abuso")
    remembered = codes._memory.lists, codes._memory.stamp
    CodeListEntry.objects.get(list="harm", code="abuse").relabel(
        by=administrator, labels={"en": "Ill use"}
    )
    codes._memory.lists, codes._memory.stamp = remembered
    codes.check_edition()
    with translation.override("en"):
        assert codes.label("harm", "abuse") == "Ill use"


@pytest.mark.usefixtures("loaded")
def test_reading_words_costs_one_small_query(django_assert_num_queries):
    codes.label("harm", "abuse")
    codes.check_edition()
    with django_assert_num_queries(1):
        for name in ("harm", "sex", "service_type", "factor"):
            codes.choices(name)


@pytest.mark.usefixtures("loaded")
def test_a_retired_word_is_not_offered_but_still_reads(administrator):
    line = CodeListEntry.objects.get(list="unit", code="kit")
    line.retire(by=administrator)
    assert "kit" not in dict(codes.choices("unit"))
    assert "kit" in dict(codes.choices("unit", keep="kit"))
    assert codes.label("unit", "kit") == "Kit"
    codes.load()
    line.refresh_from_db()
    assert not line.is_active
    line.reactivate(by=administrator)
    assert "kit" in dict(codes.choices("unit"))


@pytest.mark.usefixtures("loaded")
def test_a_word_of_our_own_is_offered_last(administrator):
    CodeListEntry.add(
        list="unit",
        code="box",
        by=administrator,
        labels={"en": "Box", "es": "Caja", "fr": "Boîte", "ar": "صندوق"},
    )
    with translation.override("es"):
        assert codes.choices("unit")[-1] == ("box", "Caja")


@pytest.mark.usefixtures("loaded")
def test_what_may_not_be_done_to_a_list_is_refused(administrator):
    words = {"en": "Box", "es": "Caja", "fr": "Boîte", "ar": "صندوق"}
    with pytest.raises(Refusal):  # three languages are not four
        CodeListEntry.add(
            list="unit",
            code="box",
            by=administrator,
            labels={"en": "Box", "es": "Caja", "fr": "Boîte"},
        )
    with pytest.raises(Refusal):  # it is there already
        CodeListEntry.add(list="unit", code="kit", by=administrator, labels=words)
    with pytest.raises(Refusal):  # the rules depend on it
        CodeListEntry.add(list="risk_level", code="extreme", by=administrator, labels=words)
    with pytest.raises(Refusal):
        CodeListEntry.objects.get(list="risk_level", code="high").retire(by=administrator)
    with pytest.raises(Refusal):
        CodeListEntry.objects.get(list="unit", code="kit").relabel(
            by=administrator, labels={"es": " "}
        )


@pytest.mark.usefixtures("loaded")
def test_the_washington_group_is_asked_in_its_own_english(administrator):
    line = CodeListEntry.objects.get(list="wg_question", code="seeing")
    assert line.says("en") == "Do you have difficulty seeing, even if wearing glasses?"
    assert line.extra["draft"] == ["es", "fr", "ar"]
    with pytest.raises(Refusal):
        line.relabel(by=administrator, labels={"en": "Can you see well?"})
    line.relabel(by=administrator, labels={"es": "¿Tiene dificultad para ver, aunque use lentes?"})


def test_a_list_in_its_groups():
    with translation.override("en"):
        groups = dict(codes.tree("service_type"))
        assert ("food.inkind", "Food parcels / cooked meals") in groups["Food assistance"]
        factors = dict(codes.tree("factor"))
    assert list(factors) == ["Individual", "Family or household", "Community", "Structural"]


def test_factors_are_narrowed_by_level_and_polarity():
    offered = dict(codes.choices("factor", level="family", polarity=("protective", "context")))
    assert "supportive_home" in offered
    assert "domestic_violence" not in offered


def test_a_threat_is_a_standard_risk_or_a_class_of_harm():
    with translation.override("en"):
        assert threat_label("PR08") == "Gender-based violence"
        assert threat_label("neglect") == "Neglect / abandonment"
    assert threat_label("nonsense") == "nonsense"
    with pytest.raises(ValueError, match="no threat"):
        require_threat("nonsense")


def test_headings_of_the_trafficking_standard_are_known_however_they_are_spelt():
    assert len(fields()) == 84
    assert sum(field.is_core for field in fields()) == 40
    for heading in ("prs_FirstName", "prs_First_Name", " PRS_FIRSTNAME "):
        assert field_named(heading).name == "prs_FirstName"
    assert field_named("Nombre") is None


def test_only_an_administrator_changes_the_lists(administrator, caseworker, auditor):
    codes.load()
    assert CodeListEntry.objects.all().accessible_to(administrator, "edit").exists()
    assert CodeListEntry.objects.all().accessible_to(caseworker).exists()
    assert not CodeListEntry.objects.all().accessible_to(caseworker, "edit").exists()
    assert not CodeListEntry.objects.all().accessible_to(auditor).exists()
