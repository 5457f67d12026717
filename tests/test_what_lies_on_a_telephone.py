"""Whoever finds the telephone, and reads all that the browser keeps, reads of nobody."""

import shutil

from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests import chromium
from tests.browser import PHONE
from tests.telephone import PASSPHRASE, Telephone

# Minutes long, and impatient where other work runs beside it: in `make test-postgres`.

# What is known of Rosa, and what is written about her: none of it may lie there in clear.
OF_ROSA = ("Quispe", "Mamani", "70012345", "after 18:00", "AMP-26-")
WRITTEN = ("ZORZAL-NOTE", "ZORZAL-NAME", "ZORZAL-DRAFT", "ZORZAL-ALERT")


def write_much(phone, case) -> None:
    """Sent and unsent, done and half done."""
    ref = str(case.ref)
    phone.write("note", ref, words="ZORZAL-NOTE sent")
    phone.sync().sent().away()
    phone.write("note", ref, words="ZORZAL-NOTE")
    phone.write("alert", ref, kind="threat", words="ZORZAL-ALERT")
    phone.open("/new").fill(given_names="ZORZAL-NAME", first_words="ZORZAL-DRAFT")
    phone.page.wait_for_timeout(800)
    phone.open("/")


def found_in(text: str, secret: str) -> list[str]:
    return [each for each in (*OF_ROSA, *WRITTEN, PASSPHRASE, secret) if each and each in text]


def test_no_table_and_no_cache_holds_a_word_about_anybody(in_hand, case, caseworker):
    phone = in_hand(caseworker)
    secrets = []
    phone.page.on(
        "request", lambda asked: secrets.append(asked.headers.get("x-device", "")) or None
    )
    write_much(phone, case)
    secret = next(each for each in secrets if each)
    assert found_in(phone.lies_here(), secret) == []
    keys = {row["id"]: row for row in phone.tables()["keys"]}
    assert keys["half"]["key"] == {"key": False}, "the half of the house is never read out"
    assert keys.keys() - {"tries"} == {"half", "data", "secret"}
    kept = {name.split()[1] for name in phone.caches()}
    allowed = ("/campo/", "/campo/frame/", "/campo/words/", "/campo/forms/", "/static/assets/")
    assert [path for path in kept if not path.startswith(allowed)] == []
    assert not {path for path in kept if path.endswith(("state/", "caseload/", "receipts/"))}
    phone.page.locator(".roof-button").click()
    expect(phone.page.locator("#passphrase")).to_be_visible()
    assert found_in(phone.page.content(), secret) == []


def test_the_address_and_the_title_name_nobody(in_hand, case, caseworker):
    phone = in_hand(caseworker)
    phone.page.locator(".tasks a.person").click()
    expect(phone.page.locator(".summary")).to_be_visible()
    assert "Quispe" not in phone.page.title() + phone.page.url


def test_in_a_crowded_room_only_initials_are_shown(in_hand, case, caseworker):
    phone = in_hand(caseworker)
    phone.open("/settings").fill(discreet=True)
    phone.open("/")
    expect(phone.cases).to_have_text(["RQ"])
    phone.page.locator(".tasks a.person").click()
    expect(phone.page.locator("h1")).to_have_text("RQ")
    assert "Quispe" not in phone.page.locator("body").inner_text()


def test_no_file_of_the_browser_holds_a_word_about_anybody(
    browser, live_server, case, caseworker, tmp_path
):
    client = Client()
    client.force_login(caseworker)
    name = settings.SESSION_COOKIE_NAME
    folder = tmp_path / "profile"
    context = browser.browser_type.launch_persistent_context(
        folder, executable_path=chromium.find(browser.browser_type.executable_path),
        args=chromium.flags(), base_url=live_server.url, locale="es", **PHONE,
    )  # fmt: skip
    context.set_default_timeout(30_000)
    context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    phone = Telephone(context.new_page()).set_up()
    write_much(phone, case)
    context.close()
    files = [each for each in folder.rglob("*") if each.is_file()]
    assert any("IndexedDB" in str(each) for each in files)
    wide = [each.encode("utf-16-le") for each in (*OF_ROSA, *WRITTEN, PASSPHRASE)]
    for each in files:
        content = each.read_bytes()
        narrow = [word for word in (*OF_ROSA, *WRITTEN, PASSPHRASE) if word.encode() in content]
        assert narrow == [], each.name
        assert [word for word in wide if word in content] == [], each.name
    shutil.rmtree(folder)
