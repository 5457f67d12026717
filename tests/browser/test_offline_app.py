"""The offline app: a day without a network, two devices that change the same, its pages.

Minutes long, and impatient where other work runs beside it: in `make test-postgres`.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.fieldwork.models import Conflict
from amparo.foundation.fieldwork.sync.texts import APP_TEXTS, PLURAL_TEXTS
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.guidance import shipped
from amparo.pillars.guidance.models import Edition
from tests.support.browser import audit, overflows
from tests.support.devices import SENT, OfflineDevice

EXPLAINED = ("interview", "purpose", "uses", "access", "retention", "withdrawal")


def test_a_day_without_a_network_and_the_next_one_with(offline_device, case, caseworker, office):
    phone = offline_device(caseworker)
    phone.away().reload().unlocked()
    phone.page.locator("#seek").fill("quispe")
    expect(phone.cases).to_have_count(1)
    phone.page.locator("#seek").fill("nobody like this")
    expect(phone.cases).to_have_count(0)
    phone.page.locator("#seek").fill(case.number[-6:])
    phone.page.locator(".tasks a.person").click()
    expect(phone.page.locator(".safe")).to_contain_text("after 18:00")

    ref, today = str(case.ref), office.today().isoformat()
    phone.write("note", ref, kind="visit", text="She sleeps better.")
    phone.write("service", ref, service_type="food", is_emergency=True, given_on=today)
    phone.write(
        "followup", ref, on=today, mode="visit", reached="yes", change="better",
        progress="The room is paid.",
    )  # fmt: skip
    phone.write("task", ref, what="call", due_on=today, text="Ask about the papers")
    phone.write("alert", ref, kind="threat", do_not_contact=True, text="Somebody waits outside.")
    expect(phone.page.locator("main")).to_contain_text("She sleeps better.")
    expect(phone.page.locator("main .mark-warn")).not_to_have_count(0)
    assert phone.unsent == 5
    assert not case.notes.exists()

    phone.reload().unlocked()
    assert phone.unsent == 5, "nothing is lost by closing the page"
    phone.back().sync().sent()
    assert case.notes.get().text == "She sleeps better."
    assert case.services.get().service_type == "food"
    assert case.followups.get().progress == "The room is paid."
    assert case.tasks.get(what="call").text == "Ask about the papers"
    assert case.safetyalerts.get().do_not_contact
    assert phone.unsent == 0


def test_somebody_new_is_registered_and_written_about_before_the_server_knows_them(
    offline_device, case, caseworker
):
    phone = offline_device(caseworker).away()
    phone.open("/new").fill(
        explained=EXPLAINED,
        purposes=("case_management", "contact"),
        how="verbal",
        consent_language="es",
        given_names="Amina",
        original_name="أمينة صالح",
        sex="female",
        age="30",
        safe_contact="Ask for the aunt",
        kind="general",
        presenting_concern="A bed for tonight",
    ).save()
    expect(phone.page.locator(".notice-warn")).to_be_visible()
    ref = phone.page.evaluate("location.hash.split('/').pop()")
    phone.write("note", ref, text="She waits at the station.")
    phone.open("/")
    phone.page.locator("#seek").fill("صالح")
    expect(phone.cases).to_have_count(1)
    phone.page.locator("#seek").fill("saleh")
    expect(phone.cases).to_have_count(1)
    phone.back().sync().sent()
    new = Case.objects.exclude(pk=case.pk).get()
    assert str(new.ref) == ref, "she keeps the ref that the telephone gave her"
    assert (new.main_person.original_name, new.presenting_concern) == (
        "أمينة صالح",
        "A bed for tonight",
    )
    assert new.main_person.consents_to("case_management")
    assert new.notes.get().text == "She waits at the station."
    phone.open(f"/case/{ref}")
    expect(phone.page.locator(".summary-text")).to_contain_text(new.number)


def test_what_waits_goes_by_itself_as_soon_as_there_is_a_network(offline_device, case, caseworker):
    phone = offline_device(caseworker).away()
    phone.write("note", str(case.ref), text="By itself.")
    phone.back().sent()
    assert case.notes.get().text == "By itself."


def test_nobody_is_registered_without_their_yes(offline_device, case, caseworker):
    phone = offline_device(caseworker).away()
    phone.open("/new").fill(given_names="Amina", explained=EXPLAINED, how="verbal").save()
    expect(phone.page.locator(".errors")).to_be_focused()
    assert phone.unsent == 0


def test_a_child_does_not_consent_alone(offline_device, case, caseworker):
    """It is said before anything is kept, while somebody may still be asked."""
    phone = offline_device(caseworker).away()
    phone.open("/new").fill(
        explained=EXPLAINED, purposes=("case_management",), how="verbal", consent_language="es",
        given_names="Deisy", age="12", kind="general",
    ).save()  # fmt: skip
    expect(phone.page.locator(".errors")).to_be_focused()
    assert phone.unsent == 0
    phone.fill(given_by="nobody", exception="Alone at the terminal, followed.").save()
    expect(phone.page.locator(".notice-warn")).to_be_visible()
    assert phone.unsent == 1


def test_a_page_that_dies_in_the_middle_costs_no_sentence(offline_device, case, caseworker):
    phone = offline_device(caseworker).away()
    phone.open(f"/case/{case.ref}/note").fill(text="She told about the road,")
    phone.page.wait_for_timeout(900)
    other = phone.page.context.new_page()
    phone.page.close()  # without a word of goodbye
    phone.page = other
    other.goto("/campo/")
    phone.unlocked()
    phone.open(f"/case/{case.ref}/note")
    expect(phone.page.locator("textarea")).to_have_value("She told about the road,")
    phone.save()
    expect(phone.page.locator(".summary")).to_be_visible()
    phone.back().sync().sent()
    assert case.notes.get().text == "She told about the road,"


def test_back_goes_back_and_focus_stands_at_the_heading(offline_device, case, caseworker):
    phone = offline_device(caseworker)
    phone.page.locator(".tasks a.person").click()
    expect(phone.page.locator("h1")).to_be_focused()
    phone.page.locator(".quick-actions a").first.click()
    expect(phone.page.locator("textarea")).to_be_visible()
    phone.page.go_back()
    expect(phone.page.locator(".summary")).to_be_visible()
    phone.page.go_back()
    expect(phone.page.locator("#seek")).to_be_visible()


def test_an_answer_that_was_lost_on_the_way_does_nothing_twice(offline_device, case, caseworker):
    phone = offline_device(caseworker).away()
    phone.write("note", str(case.ref), text="Once.")
    lost = []

    def lose(route):
        if not lost:
            lost.append(route.fetch())  # the house hears it; nobody hears the house
            route.abort()
        else:
            route.continue_()

    phone.page.route("**/campo/deliver/", lose)
    phone.back()  # it sends by itself at once
    phone.sync().sync().sent()
    assert lost
    assert case.notes.count() == 1


def test_what_is_carried_in_a_file_arrives_from_any_telephone(
    offline_device, browser_page, case, caseworker, tmp_path
):
    phone = offline_device(caseworker).away()
    phone.write("note", str(case.ref), text="By hand.")
    phone.open("/outbox")
    with phone.page.expect_download() as saving:
        phone.page.locator("main .panel .actions button").click()
    saving.value.save_as(tmp_path / "carried.json")
    assert "By hand" not in (tmp_path / "carried.json").read_text()
    phone.back()
    other = offline_device(caseworker)
    other.open("/outbox")
    other.page.locator("#import-file").set_input_files(tmp_path / "carried.json")
    expect(other.page.locator("#toasts .toast-message")).to_be_visible()
    assert case.notes.get().text == "By hand."
    phone.sync().sent()
    assert case.notes.count() == 1, "and when the telephone itself comes home, it is not twice"


# Two who change the same, one who has it open twice: nothing is overwritten or doubled.


def change(phone, case, rosa, **fields):
    phone.open(f"/case/{case.ref}/person/{rosa.ref}").fill(**fields).save()
    expect(phone.page.locator(".summary")).to_be_visible()


def test_two_change_what_is_known_of_somebody_and_both_are_kept(
    offline_device, case, rosa, caseworker
):
    first, second = (offline_device(caseworker, name=name).away() for name in ("One", "Two"))
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


def test_two_tabs_of_one_telephone_send_each_entry_once(offline_device, case, caseworker):
    phone = offline_device(caseworker).away()
    for number in range(6):
        phone.write("note", str(case.ref), text=f"Note {number}")
    other = phone.page.context.new_page()
    other.goto("/campo/#/outbox")
    expect(other.locator(".page-head button")).to_be_visible()
    asked = []
    for page in (phone.page, other):
        page.on("request", lambda request: asked.append(request.url))
    phone.open("/outbox")
    phone.back()
    for page in (phone.page, other):
        page.evaluate("document.querySelector('.page-head button')?.click()")
    phone.settle()
    phone.sent()
    expect(other.locator("#unsent")).to_have_class(SENT)  # whichever of them sent it
    assert case.notes.count() == 6
    assert len([url for url in asked if "deliver" in url]) == 1


def test_locking_one_tab_locks_them_all(offline_device, case, caseworker):
    phone = offline_device(caseworker)
    other = phone.page.context.new_page()
    other.goto("/campo/")
    phone_there = type(phone)(other).unlocked()
    expect(phone_there.cases).to_have_count(1)
    phone.page.locator(".header-button").click()
    expect(other.locator("#passphrase")).to_be_visible()
    assert "Quispe" not in other.locator("body").inner_text()


# Each page of the field shell can be used: on a phone in Spanish, at a desk in Arabic.

SCRIPTS = Path(__file__).parents[2] / "web" / "src" / "offline"
ASKED = re.compile(r"""(?:\bt\(|\bcount\(|label: |hint: |title: |done: |verb: )"([a-z_]+)\"""")


def test_every_sentence_that_the_shell_asks_for_is_there():
    asked = {
        name for script in SCRIPTS.rglob("*.ts") for name in ASKED.findall(script.read_text())
    }
    assert len(asked) > 150
    assert asked - APP_TEXTS.keys() - PLURAL_TEXTS.keys() == set()


@pytest.mark.parametrize(
    ("screen_name", "language"), [("phone_page", "es"), ("desktop_page", "ar")]
)
def test_every_page_can_be_used(screen_name, language, request, sign_in, case, rosa, caseworker):
    page = request.getfixturevalue(screen_name)(language)
    # So tall that no bar stands over what is touched: a reader scrolls it out from under there.
    page.set_viewport_size({**page.viewport_size, "height": 3600})
    page.goto("/campo/")
    found = look(page)
    sign_in(page, caseworker)
    page.reload()
    expect(page.locator("[name=name]")).to_be_visible()
    found += look(page)
    page.locator("main [type=submit]").click()
    found += look(page)
    phone = OfflineDevice(page).set_up()
    phone.write("alert", str(case.ref), text="Somebody waits outside.")
    ref = str(case.ref)
    for where in (
        "/", "/write", "/new", "/outbox", "/forms", "/settings", "/settings/passphrase",
        "/pick/note", f"/case/{ref}", f"/case/{ref}/person/{rosa.ref}",
        *(f"/case/{ref}/{deed}" for deed in ("note", "service", "followup", "task", "form")),
    ):  # fmt: skip
        phone.open(where)
        found += look(page)
    page.locator(".header-button").click()
    expect(page.locator("#passphrase")).to_be_visible()
    found += look(page)
    assert found == []


def look(page) -> list[str]:
    expect(page.locator("h1")).to_be_attached()
    page.wait_for_timeout(200)
    where = page.evaluate("location.hash")
    return [f"{where} {each}" for each in (*audit(page), *overflows(page))]


def test_guidance_is_read_without_a_network_and_an_entry_says_which_stood_there(
    offline_device, case, caseworker
):
    shipped.install(step="case.safety_alert")
    phone = offline_device(caseworker, "en")
    phone.away().reload().unlocked()
    phone.open("/guidance")
    expect(phone.page.locator("details.guidance")).not_to_have_count(0)
    assert "<script" not in phone.page.locator("main").inner_html()
    phone.open(f"/case/{case.ref}/alert")
    panel = phone.page.locator("details.guidance")
    expect(panel.locator(".guidance-card").first).not_to_be_visible()
    panel.locator("> summary").click()
    expect(panel.locator(".guidance-card").first).to_be_visible()
    law = panel.locator(".guidance-more").first
    law.locator("summary").click()
    expect(law).to_contain_text("No text of the law of this country was imported.")
    assert overflows(phone.page) == []
    assert audit(phone.page) == []
    phone.write("alert", str(case.ref), kind="threat", text="Somebody waits outside.")
    phone.back().sync().sent()
    entry = AuditEntry.objects.get(event="guidance.shown")
    assert entry.content.details["step"] == "case.safety_alert"
    shown = Edition.objects.filter(ref__in=entry.content.details["refs"])
    assert "alert-first-explain-later" in shown.values_list("product__key", flat=True)
