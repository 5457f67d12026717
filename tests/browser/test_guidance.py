"""Guidance on a screen: its drawer on a desk, and wide tables on a telephone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from amparo.pillars.guidance import shipped
from amparo.pillars.guidance.models import Product, Section, SectionText
from tests.support.browser import audit, overflows, right_to_left_by_day

CELLS = {"es": ("Columna", "Una celda de la tabla"), "ar": ("عمود", "خانة من هذا الجدول")}


@pytest.fixture
def step(case) -> str:
    shipped.install(step="case.safety_alert")
    return reverse("cases:alert-new", args=[case.ref])


def test_escape_closes_the_drawer_and_the_focus_returns_to_what_opened_it(
    desktop_page, sign_in, caseworker, step
):
    page = sign_in(desktop_page("en"), caseworker)
    page.goto(step)
    link, drawer = page.locator("a.guidance-link"), page.locator("details.guidance")
    link.click()
    expect(drawer).to_have_attribute("open", "")
    expect(drawer.locator("> summary")).to_be_focused()
    assert audit(page) == []
    page.keyboard.press("Escape")
    expect(drawer).not_to_have_attribute("open", "")
    expect(link).to_be_focused()


def test_who_writes_beside_the_drawer_goes_on_writing(desktop_page, sign_in, caseworker, step):
    page = sign_in(desktop_page("en"), caseworker)
    page.goto(step)
    page.locator("a.guidance-link").click()
    field = page.locator("main textarea:visible").first
    field.focus()
    page.keyboard.press("Escape")
    expect(page.locator("details.guidance")).not_to_have_attribute("open", "")
    expect(field).to_be_focused()


def test_without_scripts_the_same_link_opens_it(desktop_page, sign_in, caseworker, step):
    page = sign_in(desktop_page("en", java_script_enabled=False), caseworker)
    page.goto(step)
    expect(page.locator(".guidance-card").first).to_be_hidden()
    page.locator("a.guidance-link").click()
    expect(page.locator(".guidance-card").first).to_be_visible()


@right_to_left_by_day
def test_a_wide_table_scrolls_in_its_own_box_and_the_page_never_does(
    phone_page, supervisor, office, language
):
    name, cell = CELLS[language]
    lines = [[f"{name} {number}" for number in range(9)], ["---"] * 9, [cell] * 9]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    product = Product.create(
        by=supervisor, key="wide", kind=Product.Kind.CARD, title=name, language=language,
        is_public=True, audiences=("migrant",), themes=("rights",),
    )  # fmt: skip
    section = Section.add(product.working, by=supervisor, key="wide")
    SectionText.write(section, by=supervisor, language=language, title=name, markdown=table)
    product.working.publish(by=supervisor, today=office.today())
    page = phone_page(language)
    for address in (
        reverse("public:guidance-product", args=[product.ref]), reverse("public:guidance-rights"),
    ):  # fmt: skip
        page.goto(f"{address}?lang={language}")
        region = page.locator("[role=region]:has(> table)")
        expect(region).to_have_attribute("tabindex", "0")
        assert region.evaluate("box => box.scrollWidth > box.clientWidth")
        assert overflows(page) == []
        assert audit(page) == []
