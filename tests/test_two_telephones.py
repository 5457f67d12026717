"""Two who change the same, one who has it open twice: nothing is overwritten or doubled."""

from playwright.sync_api import expect

from amparo.foundation.fieldwork.models import Conflict
from tests.telephone import SENT


def change(phone, case, rosa, **fields):
    phone.open(f"/case/{case.ref}/person/{rosa.ref}").fill(**fields).save()
    expect(phone.page.locator(".summary")).to_be_visible()


def test_two_change_what_is_known_of_somebody_and_both_are_kept(in_hand, case, rosa, caseworker):
    first, second = (in_hand(caseworker, called=name).away() for name in ("One", "Two"))
    change(first, case, rosa, safe_contact="Ring twice", family_names="Quispe Flores")
    change(second, case, rosa, safe_contact="Never on Sundays", support_needs="A ramp")
    first.back().sync().sent()
    second.back().sync().sent()
    rosa.refresh_from_db()
    assert rosa.family_names == "Quispe Flores", "what one changed alone is changed"
    assert rosa.support_needs == "A ramp", "and what the other changed alone"
    assert rosa.safe_contact == "Ring twice", "what both changed waits, as it was"
    conflict = Conflict.objects.get()
    assert conflict.name == "safe_contact"
    second.open("/outbox")
    told = second.page.locator(".task", has=second.page.locator("button"))
    expect(told.first).to_be_visible()
    told.first.locator("button").click()
    expect(second.page.locator(".task button")).to_have_count(0)
    second.open(f"/case/{case.ref}")
    expect(second.page.locator(".safe")).to_contain_text("Ring twice")


def test_two_tabs_of_one_telephone_send_each_entry_once(in_hand, case, caseworker):
    phone = in_hand(caseworker).away()
    for number in range(6):
        phone.write("note", str(case.ref), words=f"Note {number}")
    other = phone.page.context.new_page()
    other.goto("/campo/#/outbox")
    expect(other.locator(".page-head button")).to_be_visible()
    asked = []
    for page in (phone.page, other):
        page.on("request", lambda request: asked.append(request.url))
    phone.open("/outbox")
    phone.back()
    for page in (phone.page, other):
        page.evaluate("document.querySelector('.page-head button').click()")
    phone.settle()
    phone.sent()
    expect(other.locator("#unsent")).to_have_class(SENT)  # whichever of them sent it
    assert case.notes.count() == 6
    assert len([url for url in asked if "deliver" in url]) == 1


def test_locking_one_tab_locks_them_all(in_hand, case, caseworker):
    phone = in_hand(caseworker)
    other = phone.page.context.new_page()
    other.goto("/campo/")
    phone_there = type(phone)(other).unlocked()
    expect(phone_there.cases).to_have_count(1)
    phone.page.locator(".roof-button").click()
    expect(other.locator("#passphrase")).to_be_visible()
    assert "Quispe" not in other.locator("body").inner_text()
