"""Key figures for anybody: what they say, what they never say, and the same as open data."""

import csv
import json
import re
from datetime import date

import pytest
from lxml import etree

from amparo.foundation.people.models import BoundarySet, Place
from amparo.pillars.evidence import releasing
from amparo.pillars.evidence.figures import earlier
from amparo.pillars.evidence.models import Indicator, Release
from amparo.pillars.evidence.tests.made_up_months import made_up_people, signed_month

pytestmark = pytest.mark.django_db

WOMEN, MEN, BOYS, FAR = 1143, 286, 63, 9


@pytest.fixture
def release(office, data_officer, supervisor):
    """Two months of two areas; in one of them are few."""
    north, south = (
        Place.create(by=None, name=name, kind="region", country="BO")
        for name in ("Altiplano Norte", "Valles del Sur")
    )
    people = made_up_people({
        (str(north.pk), "female", "adult"): WOMEN, (str(north.pk), "male", "adult"): MEN,
        (str(north.pk), "male", "child"): BOYS, (str(south.pk), "female", "child"): FAR,
    })  # fmt: skip
    reports = [
        signed_month(
            people, office=office, month=earlier(office.today(), back), by=data_officer,
            signer=supervisor,
        )
        for back in (2, 1)
    ]  # fmt: skip
    release = Release.propose(
        by=data_officer, reports=reports, breakdowns=("sex", "age_group", "area1"),
        indicators=Indicator.objects.filter(code="OPT-1"),
    )  # fmt: skip
    releasing.audit(release)
    release.refresh_from_db()
    return release


@pytest.fixture
def signed(release, supervisor):
    release.sign(by=supervisor)
    return release


@pytest.fixture
def page_url(client):
    from django.urls import reverse

    return reverse("public:key-figures")


def test_before_somebody_signed_there_are_none(client, release, page_url):
    assert "There are no figures here yet." in client.get(f"{page_url}?lang=en").text
    assert client.get(f"{page_url}figures.csv").status_code == 404


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "Persons assisted"), ("es", "Personas asistidas"), ("fr", "Personnes assistées"),
     ("ar", "الأشخاص المستفيدون")],
)  # fmt: skip
def test_anybody_reads_them_in_four_languages(client, signed, page_url, language, word):
    answer = client.get(f"{page_url}?lang={language}")
    assert word in answer.text
    assert len(answer.content) <= 20_000
    assert "<script" not in answer.text.partition("<main")[2]
    assert not answer.cookies


def test_no_exact_number_stands_in_page_or_files(client, signed, page_url):
    exact = {
        WOMEN, MEN, BOYS, WOMEN + FAR, MEN + BOYS, WOMEN + MEN, BOYS + FAR,
        WOMEN + MEN + BOYS, WOMEN + MEN + BOYS + FAR,
    }  # fmt: skip
    for address in ("", "figures.csv", "dictionary.csv", "catalog.jsonld"):
        said = client.get(f"{page_url}{address}?lang=en").text
        said = said.partition("<main")[2] or said
        for number in exact:
            for written in (str(number), f"{number:,}"):
                assert not re.search(rf"(?<![\w.#-]){written}(?![\w.-])", said), (address, written)


def test_small_numbers_are_not_there(client, signed, page_url):
    text = client.get(f"{page_url}figures.csv?lang=en").text.lstrip("\ufeff")
    rows = list(csv.DictReader(text.splitlines()))
    assert rows
    assert all(int(row["persons"]) % 5 == 0 for row in rows if row["persons"])
    assert all(int(row["persons"]) >= 10 for row in rows if row["persons"])
    assert all(row["note"] == "not shown" for row in rows if not row["persons"])
    assert {row["area"] for row in rows} == {"", "Altiplano Norte"}  # few people: no name of it


def test_an_address_cannot_ask_for_more(client, signed, page_url):
    plain = client.get(f"{page_url}?lang=en").text.partition("<main")[2]
    for padding in ("&area=1", "&sex=female&age_group=child", "&exact=1", "&audience=office"):
        assert client.get(f"{page_url}?lang=en{padding}").text.partition("<main")[2] == plain


def test_withdrawn_it_is_no_longer_there(client, signed, page_url, supervisor):
    signed.withdraw(by=supervisor, because="A column was wrong.")
    assert "There are no figures here yet." in client.get(f"{page_url}?lang=en").text
    assert client.get(f"{page_url}catalog.jsonld").status_code == 404


def test_the_dictionary_says_every_column_and_code(client, signed, page_url):
    said = client.get(f"{page_url}dictionary.csv?lang=es").text.lstrip("\ufeff")
    rows = list(csv.DictReader(said.splitlines()))
    header = next(
        csv.reader(client.get(f"{page_url}figures.csv").text.lstrip("\ufeff").split("\n"))
    )
    assert [row["column"] for row in rows if not row["code"]] == header
    assert {"female", "child", "OPT-1"} <= {row["code"] for row in rows}
    assert all(row["meaning"] for row in rows)


def test_the_catalog_has_the_fields_of_dcat(client, signed, page_url):
    answer = client.get(f"{page_url}catalog.jsonld?lang=fr")
    assert answer.headers["Content-Type"] == "application/ld+json"
    said = json.loads(answer.text)
    assert said["@type"] == "dcat:Dataset"
    fields = {
        "dct:identifier", "dct:title", "dct:description", "dct:publisher", "dct:issued",
        "dct:language", "dct:license", "dct:accrualPeriodicity", "dct:temporal", "dct:spatial",
        "dcat:keyword", "dcat:landingPage", "dcat:distribution",
    }  # fmt: skip
    assert fields <= set(said)
    assert said["dct:title"]["@language"] == "fr"
    [file] = said["dcat:distribution"]
    address = file["dcat:downloadURL"]["@id"].removeprefix("http://testserver")
    assert client.get(address).status_code == 200


def test_home_leads_there_once_there_are_figures(client, release, supervisor, page_url):
    home = page_url.removesuffix("z/")
    assert f"{page_url}?lang=en" not in client.get(f"{home}?lang=en").text
    release.sign(by=supervisor)
    assert f"{page_url}?lang=en" in client.get(f"{home}?lang=en").text


def test_pictures_are_of_what_is_shown_and_of_nothing_else(client, signed, page_url):
    page = client.get(page_url).text
    pictures = re.findall(r"<svg direction.*?</svg>", page, re.S)
    assert len(pictures) >= 3
    for each in pictures:
        root = etree.fromstring(each)
        assert root.find("{*}title").text
        texts = re.findall(r"\d+", " ".join(root.itertext()))
        assert not {str(exact) for exact in (WOMEN, MEN, BOYS, FAR)} & set(texts)
        assert "style=" not in each
    assert any("url(#hatch" in each for each in pictures)


@pytest.fixture
def boundaries(office, data_officer, release):
    """Outlines of both areas, and of one that nobody knows."""
    places = Place.objects.filter(kind="region").order_by("name")
    for place, code in zip(places, ("BO91", "BO92"), strict=True):
        Place.objects.filter(pk=place.pk).update(pcode=code)
    rings = {code: _square(west) for code, west in (("BO91", 0), ("BO92", 40), ("BO99", 80))}
    areas = {code: [f"Area {code}", path] for code, path in rings.items()}
    return BoundarySet.make(
        {"": {"frame": [-69.0, -10.0, 0.03, 0.03], "areas": areas}}, by=data_officer,
        office=office, country="BO", level=1, source="COD-AB 2020", licence="CC BY-IGO",
        dated_on=date(2020, 5, 14),
    )  # fmt: skip


def _square(west):
    return f"M{west},0L{west + 40},0L{west + 40},60L{west},60Z"


def test_areas_are_drawn_on_a_map_with_the_few_hatched(client, boundaries, signed, page_url):
    page = client.get(f"{page_url}?lang=en").text
    svg = re.search(r'<svg[^>]*aria-labelledby="hatch-map-.*?</svg>', page, re.DOTALL)[0]
    picture = etree.fromstring(svg)
    fills = [each.get("fill") for each in picture.iter("path")]
    assert "#0a5866" in fills  # many
    assert any(fill and fill.startswith("url(#hatch-map") for fill in fills)  # few, or nobody
    assert "COD-AB 2020" in page
    assert "do not imply official endorsement" in page
    assert str(FAR) not in [text.text.strip("\u2068\u2069") for text in picture.iter("text")]
    assert len(page.encode()) <= 24_000


def test_without_boundaries_there_are_bars(client, signed, page_url):
    page = client.get(f"{page_url}?lang=en").text
    assert 'aria-labelledby="hatch-map-' not in page
    assert 'aria-labelledby="hatch-bars-' in page


def test_it_alone_loads_the_sheet_of_figures(client, signed, page_url):
    sheet = re.compile(r'href="(/static/[^"]*figures[^"]*\.css)"')
    assert len(sheet.findall(client.get(f"{page_url}?lang=en").text)) == 1
    assert not sheet.findall(client.get(page_url.removesuffix("z/")).text)
