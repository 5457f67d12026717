"""Each page of the field shell can be used: on a phone in Spanish, at a desk in Arabic."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from amparo.foundation.fieldwork.sync.texts import APP_TEXTS, PLURAL_TEXTS
from tests.browser import audit, overflows
from tests.telephone import Telephone

SCRIPTS = Path(__file__).parent.parent / "web" / "src" / "field"
ASKED = re.compile(r"""(?:\bt\(|\bcount\(|label: |hint: |title: |done: |verb: )"([a-z_]+)\"""")


def test_every_sentence_that_the_shell_asks_for_is_there():
    asked = {
        name for script in SCRIPTS.rglob("*.ts") for name in ASKED.findall(script.read_text())
    }
    assert len(asked) > 150
    assert asked - APP_TEXTS.keys() - PLURAL_TEXTS.keys() == set()


@pytest.mark.parametrize(("screen_name", "language"), [("phone", "es"), ("desk", "ar")])
def test_every_page_can_be_used(screen_name, language, request, sign_in, case, rosa, caseworker):
    page = request.getfixturevalue(screen_name)(language)
    # So tall that no bar stands over what is touched: a reader scrolls it out from under there.
    page.set_viewport_size({**page.viewport_size, "height": 3600})
    page.goto("/campo/")
    found = look(page)
    sign_in(page, caseworker)
    page.reload()
    expect(page.locator("[name=called]")).to_be_visible()
    found += look(page)
    page.locator("main [type=submit]").click()
    found += look(page)
    phone = Telephone(page).set_up()
    phone.write("alert", str(case.ref), words="Somebody waits outside.")
    ref = str(case.ref)
    for where in (
        "/", "/write", "/new", "/outbox", "/forms", "/settings", "/settings/passphrase",
        "/pick/note", f"/case/{ref}", f"/case/{ref}/person/{rosa.ref}",
        *(f"/case/{ref}/{deed}" for deed in ("note", "service", "followup", "task", "form")),
    ):  # fmt: skip
        phone.open(where)
        found += look(page)
    page.locator(".roof-button").click()
    expect(page.locator("#passphrase")).to_be_visible()
    found += look(page)
    assert found == []


def look(page) -> list[str]:
    expect(page.locator("h1")).to_be_attached()
    page.wait_for_timeout(200)
    where = page.evaluate("location.hash")
    return [f"{where} {each}" for each in (*audit(page), *overflows(page))]
