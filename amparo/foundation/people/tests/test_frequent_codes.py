"""Nationalities and languages: what the office records most comes first, then all that exist."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.foundation.core.clock import now
from amparo.foundation.people.forms import PersonForm
from amparo.foundation.people.frequent_codes import FrequentCodes, frequent_codes
from amparo.foundation.people.models import Person, PersonAccessGrant
from amparo.ui import formats


def _choices(frequent):
    form = PersonForm()
    form.offer_frequent(frequent)
    return SimpleNamespace(
        nationality=list(form.fields["nationality"].choices),
        language=list(form.fields["language_1"].choices),
    )


@pytest.fixture
def registered(cast):
    """Three of Venezuela, one of Peru, and one of Haiti two years ago."""
    for nationality, languages in (
        ("VE", ["es"]), ("VE", ["es"]), ("VE", ["es", "guc"]), ("PE", ["qu"]), ("HT", ["ht"]),
    ):  # fmt: skip
        person = cast._person(
            given_names="Ana", family_names="Soto", nationality=nationality, languages=languages
        )
    Person.objects.filter(pk=person.pk).update(created_at=now() - timedelta(days=730))


@pytest.mark.django_db
@pytest.mark.usefixtures("registered")
def test_what_the_office_records_most_comes_first(office, other_office):
    found = frequent_codes(office)
    assert found.nationalities == ["VE", "PE"]
    assert found.languages[0] == "es"
    assert "ht" not in found.languages
    assert frequent_codes(other_office) == FrequentCodes()
    assert frequent_codes(None) == FrequentCodes()


@pytest.mark.django_db
@pytest.mark.usefixtures("registered")
def test_a_restricted_file_is_not_counted(office):
    ones = Person.objects.filter(nationality="PE")
    PersonAccessGrant.objects.filter(record__in=ones, why="registered").delete()
    assert frequent_codes(office).nationalities == ["VE"]


@pytest.mark.django_db
def test_they_stand_in_a_group_of_their_own_and_once():
    with translation.override("en"):
        shown = _choices(FrequentCodes(["VE", "PE"], ["es"])).nationality
    assert shown[0] == ("", "")
    assert shown[1] == ("Most recorded in this office", [("VE", "Venezuela"), ("PE", "Peru")])
    title, others = shown[2]
    assert title == "All nationalities"
    assert not {"VE", "PE"} & {code for code, _name in others}
    assert {"BO", "stateless"} <= {code for code, _name in others}


@pytest.mark.django_db
def test_where_nothing_was_recorded_there_are_no_groups():
    assert ("BO", "Bolivia") in _choices(FrequentCodes()).nationality


def test_only_countries_of_iso_and_languages_that_are_spoken():
    with translation.override("en"):
        countries, languages = dict(formats.countries()), dict(formats.languages())
    assert {"BO", "PS", "SS", "XK", "EH"} <= countries.keys()
    assert not {"AC", "CQ", "EA", "IC", "TA", "EU", "ZZ", "AQ", "BV"} & countries.keys()
    assert {"es", "ay", "qu", "guc", "rhg", "ti", "ase"} <= languages.keys()
    assert not {"la", "got", "akk", "enm", "tlh", "eo", "gez", "zxx", "und"} & languages.keys()


@pytest.mark.django_db
def test_what_was_stored_before_stays_and_is_called_by_its_name():
    with translation.override("en"):
        form = PersonForm(person=Person(given_names="Lía", nationality="AQ", languages=["la"]))
        form.offer_frequent(FrequentCodes(["VE"], ["es"]))
        assert '<option value="AQ" selected>Antarctica</option>' in str(form["nationality"])
        assert '<option value="la" selected>Latin</option>' in str(form["language_1"])


@pytest.mark.django_db
@pytest.mark.usefixtures("registered")
def test_the_language_of_consent_begins_with_them_too(client, caseworker):
    client.force_login(caseworker)
    page = client.get(reverse("intake:register")).content.decode()
    select = page.partition('name="consent-language"')[2].partition("</select>")[0]
    assert select.index('value="es"') < select.index('value="ab"')


@pytest.mark.django_db
def test_stateless_is_a_nationality_to_choose_and_is_stored_as_statelessness():
    form = PersonForm({"given_names": "Lía", "nationality": "stateless"})
    assert form.is_valid(), form.errors
    fields = form.person_fields
    assert (fields["nationality"], fields["statelessness"]) == ("", "stateless")
    again = PersonForm(person=Person(given_names="Lía", statelessness="stateless"))
    assert again["nationality"].value() == "stateless"


@pytest.mark.django_db
def test_stateless_with_a_nationality_is_a_contradiction():
    form = PersonForm({"given_names": "Lía", "nationality": "stateless", "statelessness": "no"})
    assert not form.is_valid()
    assert "statelessness" in form.errors


@pytest.mark.django_db
@pytest.mark.usefixtures("registered")
def test_on_the_page_of_a_person_they_come_first_too(client, caseworker, rosa):
    client.force_login(caseworker)
    page = client.get(reverse("people:person-edit", args=[rosa.ref])).content.decode()
    group = page.partition("<optgroup")[2].partition("</optgroup>")[0]
    assert group.index('value="VE"') < group.index('value="PE"')
