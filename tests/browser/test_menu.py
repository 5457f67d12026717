"""The menu on a phone and a desk: reached with a thumb, remembered, and there without scripts."""

from playwright.sync_api import expect

from tests.support.browser import audit, overflows, right_to_left_by_day

MENU = {"es": ("Menú", "Gestión de casos", "Búsqueda de familiares"),
        "ar": ("القائمة", "إدارة الحالات", "البحث عن الأسرة")}  # fmt: skip


@right_to_left_by_day
def test_a_phone_opens_the_same_groups_from_below(phone_page, sign_in, caseworker, language):
    menu, cases, tracing = MENU[language]
    page = sign_in(phone_page(language), caseworker)
    page.goto("/today/")
    bar, sheet = page.locator(".foot"), page.locator(".side")
    expect(bar.locator("a:visible")).to_have_count(5)
    expect(sheet).to_be_hidden()
    bar.get_by_text(menu, exact=True).click()
    expect(sheet).to_be_visible()
    expect(sheet.locator(".side-actions a")).to_have_count(3)
    expect(sheet.get_by_text(cases, exact=True)).to_be_visible()
    assert overflows(page) == []
    assert audit(page) == []
    sheet.locator("[data-remember=menu-children] > summary").click()
    sheet.get_by_text(tracing, exact=True).click()
    page.wait_for_url("**/tracing/")
    expect(sheet).to_be_hidden()


def test_a_sheet_is_closed_with_escape_or_beside_it(phone_page, sign_in, caseworker):
    page = sign_in(phone_page("es"), caseworker)
    page.goto("/today/")
    for close in (
        lambda: page.keyboard.press("Escape"),
        lambda: page.locator(".side-close").click(position={"x": 100, "y": 10}),
        lambda: page.locator(".foot-close").click(),
    ):
        page.locator(".foot-menu").click()
        expect(page.locator(".side")).to_be_visible()
        close()
        expect(page.locator(".side")).to_be_hidden()


def test_without_scripts_the_sheet_and_its_groups_open(phone_page, sign_in, caseworker):
    page = sign_in(phone_page("es", java_script_enabled=False), caseworker)
    page.goto("/today/")
    page.locator(".foot-menu").click()
    expect(page.locator(".side")).to_be_visible()
    page.locator("[data-remember=menu-return] > summary").click()
    page.locator('.side a[href="/returns/"]').click()
    page.wait_for_url("**/returns/")


def test_a_group_is_found_as_it_was_left(desktop_page, sign_in, caseworker):
    page = sign_in(desktop_page("es"), caseworker)
    page.goto("/today/")
    cases = page.locator("[data-remember=menu-cases]")
    other = page.locator("[data-remember=menu-return]")
    expect(cases).to_have_attribute("open", "")
    cases.locator("summary").click()
    other.locator("summary").click()
    page.reload()
    expect(other).to_have_attribute("open", "")
    expect(cases).not_to_have_attribute("open", "")
    page.goto("/cases/")
    expect(cases).to_have_attribute("open", "")
