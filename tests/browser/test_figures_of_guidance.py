"""A new figure where one writes a section: in the editor, and without scripts in the same form."""

import io

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from amparo.foundation.core.models import Membership, User
from amparo.pillars.guidance.models import Product, Section, SectionText
from tests.support.browser import DESK, PHONE, audit

pytestmark = pytest.mark.browser


@pytest.fixture
def author(office):
    user = User.objects.create(email="author@amparo.example", name="Noemí Author")
    Membership.objects.create(user=user, office=office, role="guidance_author")
    return user


@pytest.fixture
def section(author, office):
    product = Product.create(
        by=author, key="doors", kind=Product.Kind.SOP, title="Doors", language="en", owner=author,
        office=office, audiences=("caseworker",), themes=("children",),
    )  # fmt: skip
    section = Section.add(product.working, by=author, key="open")
    SectionText.write(section, by=author, language="en", title="Open", markdown="One.\n\nTwo.\n")
    return section


@pytest.fixture
def picture():
    content = io.BytesIO()
    Image.new("RGB", (60, 30), "teal").save(content, "PNG")
    return {"name": "door.png", "mimeType": "image/png", "buffer": content.getvalue()}


def test_it_stands_where_one_writes(browser_page, sign_in, author, section, picture):
    page = browser_page("ar", **DESK)
    sign_in(page, author)
    page.goto(reverse("guidance:section-write", args=[section.ref]))
    page.locator("[data-tool=figure]").wait_for()
    expect(page.locator("#new-figure")).to_be_hidden()
    page.locator(".text-editor-text p").first.click()
    page.keyboard.press("End")
    page.locator("[data-tool=figure]").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[type=file]").set_input_files(picture)
    dialog.locator("[id$=alternative]").fill("A door")
    assert audit(page) == []
    dialog.locator(".btn-primary").click()
    expect(page.locator("figure img")).to_have_js_property("naturalWidth", 60)
    page.locator("#id_title").press("Enter")
    page.wait_for_url("**/write/")
    [figure] = section.edition.product.figures.all()
    assert section.texts.get().markdown == f"One.\n\n![A door](figure:{figure.digest})\n\nTwo.\n"


def test_without_scripts_it_stands_at_the_end(browser_page, sign_in, author, section, picture):
    page = browser_page("es", **PHONE, java_script_enabled=False)
    sign_in(page, author)
    page.goto(reverse("guidance:section-write", args=[section.ref]))
    page.locator("#id_text").fill("Typed.")
    page.locator("[name=file]").set_input_files(picture)
    page.locator("#id_alternative").fill("A door")
    page.locator("[name=add_figure]").click()
    [figure] = section.edition.product.figures.all()
    expect(page.locator("#id_text")).to_have_value(
        f"Typed.\n\n![A door](figure:{figure.digest})\n"
    )
    page.locator("#id_title").press("Enter")
    assert section.texts.get().markdown.startswith("Typed.\n\n![A door]")
