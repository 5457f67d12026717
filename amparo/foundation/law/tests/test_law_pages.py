"""Law on the screen: with its day and source everywhere, and what is not known said so."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from amparo.foundation.core.search import SearchTerms
from amparo.foundation.law.imports import import_statuses, status_columns, try_statuses
from amparo.foundation.law.models import (
    Framework,
    FrameworkItem,
    Instrument,
    LawImport,
    Provision,
    TreatyStatus,
)
from amparo.foundation.law.search_sources import find_law
from amparo.foundation.law.tables import read_table

from .conftest import LAW, csv_file

pytestmark = pytest.mark.django_db
OLD = "This is older than twelve months"


def page_of(client, user, url: str) -> str:
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


@pytest.fixture
def ratifications(icrmw, origin, supervisor) -> LawImport:
    table = read_table(
        csv_file("country,act,date,reservation", "BO,ratified,2000-10-16,",
                 "PE,signed,2004,Does not feel bound by article 92."),
        status_columns(),
    )  # fmt: skip
    mapping = {name: int(at) for name, at in table.guess(status_columns()).items()}
    rows = try_statuses(table, mapping, origin, icrmw)
    return import_statuses(rows, origin, by=supervisor, instrument=icrmw)


def test_what_is_shipped_is_complete_and_installing_twice_changes_nothing(shipped_law):
    from amparo.foundation.law import shipped

    before = list(FrameworkItem.objects.values_list("pk", "parent", "order"))
    assert Instrument.objects.filter(is_shipped=True).count() == 35
    kinds = dict.fromkeys(("goal", "target", "indicator", "objective"), 0)
    for kind in FrameworkItem.objects.values_list("kind", flat=True):
        kinds[kind] += 1
    assert kinds == {"goal": 17, "target": 169, "indicator": 252, "objective": 23}
    assert not TreatyStatus.objects.exists()
    assert not Provision.objects.exists()
    shipped.install()
    assert list(FrameworkItem.objects.values_list("pk", "parent", "order")) == before
    item = FrameworkItem.objects.select_related("parent").get(code="10.7.2")
    assert (item.parent.code, item.parent.same_as) == ("10.7", "http://metadata.un.org/sdg/10.7")


def test_a_treaty_shows_who_is_bound_and_that_others_are_not_known(
    client, nurse, icrmw, ratifications, origin
):
    page = page_of(client, nurse, icrmw.get_absolute_url())
    assert "Bolivia" in page
    assert "16 Oct 2000" in page
    assert "Does not feel bound by article 92." in page
    assert "1 State is bound" in page
    assert "Of a State that is not listed it is not known." in page
    assert "Depositary, list of participants" in page
    assert "Liberty and security" in page  # a right it protects, by the code list
    assert "Austria" not in page


def test_a_country_says_not_known_and_never_not_ratified(client, caseworker, icrmw, ratifications):
    page = page_of(client, caseworker, "/law/countries/AT/")
    assert "Not known" in page
    assert "not ratified" not in page.lower()
    assert "No text of the law of this country was imported." in page
    bolivia = page_of(client, caseworker, "/law/countries/BO/")
    assert "Ratified" in bolivia
    assert client.get("/law/countries/ZZ/").status_code == 404
    assert client.get("/law/countries/bo/").status_code == 404


def test_an_old_law_says_so_on_every_page(client, caseworker, national_law, supervisor):
    law = Instrument.objects.get(code="EJ-2000-4")
    article = law.provisions.get(eid="art_1")
    article.set_rights(by=supervisor, rights=["documents"])
    for url in (law.get_absolute_url(), article.get_absolute_url()):
        page = page_of(client, caseworker, url)
        assert OLD in page
        assert "10 Dec 2007" in page
        assert "Gaceta de ejemplo" in page
        assert "not the law in force" in page
        assert "names 2 changes of later years" in page
    page = page_of(client, caseworker, article.get_absolute_url())
    assert "Se declara inconstitucional" in page
    assert "Nadie se los retiene." in page
    country = page_of(client, caseworker, "/law/countries/BO/")
    assert "Older than twelve months" in country
    assert article.get_absolute_url() in country


def test_a_text_of_last_month_is_not_called_old(client, caseworker, ratifications, supervisor):
    client.force_login(supervisor)
    assert OLD not in page_of(client, supervisor, ratifications.get_absolute_url())
    LawImport.objects.update(as_of=localdate() - timedelta(days=367))
    assert OLD in page_of(client, supervisor, ratifications.get_absolute_url())


def test_the_list_is_filtered_by_kind_jurisdiction_and_right(client, caseworker, national_law):
    page = page_of(client, caseworker, "/law/?kind=protocol")
    assert "PALERMO" in page
    assert "ICRMW" not in page
    page = page_of(client, caseworker, "/law/?where=BO")
    assert "EJ-2000-4" in page
    assert "PALERMO" not in page
    page = page_of(client, caseworker, "/law/?where=americas&right=asylum")
    assert "EJ-2000-4" not in page
    page = page_of(client, caseworker, "/law/?kind=nonsense")
    assert "ICRMW" in page


def test_it_is_found_by_its_words_in_arabic_and_spanish(national_law, caseworker):
    [hit] = find_law(caseworker, SearchTerms.parse("جميع العمال المهاجرين"), 5)
    assert "Migrant Workers" in hit.title
    found = find_law(caseworker, SearchTerms.parse("conservar documentos"), 5)
    assert [each.language for each in found] == ["es"]


def test_frameworks_are_read_with_their_licence(client, nurse, shipped_law):
    page = page_of(client, nurse, "/law/frameworks/SDG/?item=10")
    assert "Facilitate orderly, safe, regular and responsible migration" in page
    assert "MIT" in page
    assert OLD in page
    page = page_of(client, nurse, "/law/frameworks/GCM/")
    assert "ours and not official" in page
    assert client.get("/law/frameworks/NONE/").status_code == 404
    assert Framework.objects.count() == 2


def send(client, url, lines, **said):
    file = csv_file(*lines)
    file.name = "table.csv"
    whole = {
        "source": "A depositary",
        "as_of": (localdate() - timedelta(days=1)).isoformat(),
        "file": file,
    } | said
    return client.post(url, whole)


def hidden(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]


def test_an_import_in_three_steps(client, supervisor, icrmw):
    url = "/law/imports/ratifications/"
    client.force_login(supervisor)
    rows = ["pais,acto,fecha,nada", "BO,ratified,2000,x", "XX,signed,1999,y"]
    response = send(client, url, rows, instrument=icrmw.pk)
    assert response.status_code == 200
    page = response.content.decode()
    table = hidden(page, "table")
    columns = {"table": table, "country": "0", "act": "1", "on": "2"}
    assert client.post(url, columns | {"act": "0"}).status_code == 422  # chosen twice
    checked = client.post(url, columns)
    assert checked.status_code == 200
    assert "We do not know this country" in checked.content.decode()
    assert not LawImport.objects.exists()
    done = client.post(url, columns | {"apply": "1"})
    made = LawImport.objects.get()
    assert (made.rows, made.left_out, made.by) == (1, 1, supervisor)
    assert done["Location"] == made.get_absolute_url()
    assert client.post(made.get_absolute_url() + "withdraw/").status_code == 303
    assert not TreatyStatus.objects.exists()


def test_a_table_of_somebody_else_or_another_page_is_not_taken(client, supervisor, administrator):
    url = "/law/imports/ratifications/"
    client.force_login(supervisor)
    page = send(client, url, ["country,instrument,act", "BO,CRC,signed"]).content.decode()
    columns = {"table": hidden(page, "table"), "country": "0", "instrument": "1", "act": "2"}
    for other in (columns | {"table": "forged"}, columns | {"table": columns["table"][:-2]}):
        assert client.post(url, other | {"apply": "1"}).status_code == 422
    assert client.post("/law/imports/provisions/", columns).status_code == 422
    client.force_login(administrator)
    assert client.post(url, columns | {"apply": "1"}).status_code == 422
    assert not LawImport.objects.exists()


@pytest.mark.parametrize(
    "change", [{"source": ""}, {"as_of": ""}, {"as_of": "soon"}, {"file": ""}]
)
def test_source_day_and_file_are_required(client, supervisor, change):
    client.force_login(supervisor)
    response = send(client, "/law/imports/ratifications/", ["country,act", "BO,signed"], **change)
    assert response.status_code == 422


def test_a_law_is_tried_and_then_imported(client, administrator, shipped_law):
    url = "/law/imports/law/"
    client.force_login(administrator)
    file = csv_file(*LAW.split("\n"))
    file.name = "law.md"
    said = {"file": file, "source": "Gaceta", "kind": "law", "country": "BO", "language": "es"}
    response = client.post(url, said)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Derecho a la documentación" in page
    assert "10 Dec 2007" in page
    assert not LawImport.objects.exists()
    done = client.post(url, {"law": hidden(page, "law")})
    assert done["Location"] == LawImport.objects.get().get_absolute_url()
    broken = csv_file("\xff\xfe no law")
    broken.name = "law.md"
    assert client.post(url, said | {"file": broken}).status_code == 422
    assert client.post(url, {"law": "forged"}).status_code == 422


def test_who_does_not_keep_law_imports_nothing(client, caseworker, national_law):
    client.force_login(caseworker)
    for url in ("/law/imports/", "/law/imports/ratifications/", "/law/imports/law/", "/law/new/"):
        assert client.get(url).status_code == 404, url
    article = Provision.objects.get(eid="art_1")
    assert client.post(f"{article.get_absolute_url()}rights/", {}).status_code == 403
    assert client.post(f"{national_law.get_absolute_url()}withdraw/").status_code == 403
    assert Provision.objects.exists()


def test_an_instrument_is_recorded_by_hand_once(client, administrator, shipped_law):
    client.force_login(administrator)
    said = {
        "code": "BO-2013-370", "kind": "law", "title": "Ley de Migración (inventada)",
        "language": "es", "country": "BO", "source": "Gaceta", "as_of": "2020-01-01",
    }  # fmt: skip
    assert client.post("/law/new/", said | {"country": ""}).status_code == 422
    assert client.post("/law/new/", said).status_code == 303
    assert client.post("/law/new/", said).status_code == 422
    law = Instrument.objects.get(code="BO-2013-370")
    assert (law.name, law.name_language, law.jurisdiction) == (said["title"], "es", "Bolivia")
