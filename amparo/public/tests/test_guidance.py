"""Guidance for anybody: no account, small pages, plain words, and nothing that is not public."""

import re
from pathlib import Path

import pytest
from defusedxml import ElementTree
from django.urls import reverse

from amparo.pillars.guidance.models import Product, Section, SectionText
from amparo.public.guidance import ATOM

pytestmark = pytest.mark.django_db
LARGEST = 40_000  # bytes of a first visit
SHEET = Path(__file__).parents[3] / "web" / "src" / "public.css"
# A wide table with a number at the end of its lines.
TABLE = "| {} | n |\n| {} | ---: |\n| {} | 7 |".format(
    *(" | ".join([each] * 9) for each in ("Column", "---", "Cell"))
)


@pytest.fixture
def make(supervisor, office):
    """Publishes a product of one section in English and Spanish."""

    def make(key: str, *, text: str = "Ask a lawyer.", **fields):
        product = Product.create(
            by=supervisor, key=key, title=f"Title of {key}", language="en", themes=("rights",),
            **{"kind": Product.Kind.CARD, "is_public": True} | fields,
        )  # fmt: skip
        edition = product.working
        section = Section.add(edition, by=supervisor, key=key)
        for language, said in (("en", text), ("es", "Pregunte a un abogado.")):
            SectionText.write(
                section, by=supervisor, language=language, title=f"{key} {language}", markdown=said
            )
        edition.publish(by=supervisor, today=office.today())
        return product

    return make


def address(name: str, *args, language: str = "en") -> str:
    return f"{reverse(f'public:{name}', args=args)}?lang={language}"


def test_only_public_products_are_listed_and_opened(make, client):
    shown, hidden = make("shown"), make("hidden", is_public=False)
    page = client.get(address("guidance"))
    assert page.status_code == 200
    assert "Title of shown" in page.content.decode()
    assert "of hidden" not in page.content.decode()
    assert not page.cookies
    assert client.get(address("guidance-product", shown.ref)).status_code == 200
    assert client.get(address("guidance-product", hidden.ref)).status_code == 404
    assert client.get(address("guidance-file", hidden.ref, "md")).status_code == 404


def test_rights_in_plain_words_in_the_language_of_the_address(make, client):
    make("work", audiences=("migrant",))
    make("staff", audiences=("caseworker",))
    page = client.get(address("guidance-rights", language="es")).content
    assert b"Pregunte a un abogado." in page
    assert b"staff" not in page
    assert len(page) < LARGEST


def test_what_was_withdrawn_says_so_and_what_instead(make, client, supervisor):
    old, new = make("old"), make("new")
    old.current.withdraw(by=supervisor, because="It was wrong.", successor=new)
    page = client.get(address("guidance-product", old.ref)).content.decode()
    assert "It was wrong." in page
    assert str(new.ref) in page
    assert "Title of old" not in client.get(address("guidance")).content.decode()


def test_feed_of_new_editions(make, client):
    make("one")
    make("two", is_public=False)
    response = client.get(address("guidance-feed", language="es"))
    assert response["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(response.content)
    [entry] = root.findall(f"{{{ATOM}}}entry")
    assert entry.findtext(f"{{{ATOM}}}title") == "one es"
    assert entry.find(f"{{{ATOM}}}link").get("href").startswith("http://testserver/a/guidance/")


def test_files_and_the_same_for_other_systems(make, client):
    product = make("one")
    file = client.get(address("guidance-file", product.ref, "md", language="es"))
    assert "Pregunte a un abogado." in file.content.decode()
    [told] = client.get("/api/guidance/products").json()
    assert told["ref"] == str(product.ref)
    assert told["edition"] == 1
    assert {each["language"] for each in told["languages"]} == {"en", "es"}
    one = client.get(f"/api/guidance/products/{product.ref}?language=es").json()
    assert one["sections"][0]["markdown"].strip() == "Pregunte a un abogado."
    assert client.get(f"/api/guidance/products/{Product().ref}").status_code == 404


def test_a_wide_table_scrolls_in_a_region_that_has_a_name(make, client):
    product = make("wide", text=TABLE, audiences=("migrant",))
    for page in (
        client.get(address("guidance-product", product.ref)).content.decode(),
        client.get(address("guidance-rights")).content.decode(),
    ):
        region = '<div class="scroll" role="region" aria-label="Table 1" tabindex="0">'
        assert f"{region}<table" in page
        assert '<td class="end">7</td>' in page
        assert len(page) < LARGEST


def test_the_sheet_lets_a_table_scroll_and_lays_nothing_else_over_its_cells():
    """The name "end" is also that of the foot of a page, which has another layout."""
    sheet = SHEET.read_text("utf-8")
    rules = dict(re.findall(r"^([^@{}\n]+) \{ ([^}]+) \}", sheet, re.MULTILINE))
    assert "overflow-x: auto" in rules[".scroll"]
    assert "overflow-wrap: normal" in rules[".rows"], "else letters stand below each other"
    assert "minmax(0, 1fr)" in rules[".read"], "else the table widens its page"
    assert "display" not in rules[".rows .end"]
    assert ".end" not in rules
