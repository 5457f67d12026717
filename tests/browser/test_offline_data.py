"""What the offline app keeps: unsent records, forms with photos, no plain text of anybody.

Minutes long, and impatient where other work runs beside it: in `make test-postgres`.
"""

import io
import shutil

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import expect

from amparo.foundation.fieldwork.models import Device, Form, OutboxDecision, OutboxEntry
from amparo.foundation.fieldwork.sync import app_shell
from amparo.pillars.assistance.case_forms.models import CaseForm
from amparo.pillars.assistance.cases.models import Note
from tests.support.browser import PHONE, chromium_flags, find_chromium
from tests.support.devices import PASSPHRASE, OfflineDevice, until

TEXTS = "He came to the door at night."
DAY = 24 * 60 * 60 * 1000
LATER = """days => {
  const away = days * 24 * 60 * 60 * 1000, now = Date.now;
  Date.now = () => now() + away;
}"""


@pytest.fixture
def written(offline_device, case, caseworker):
    """A telephone without a network, on which one note waits."""
    phone = offline_device(caseworker).away()
    return phone.write("note", str(case.ref), text=TEXTS)


def is_emptied(phone) -> bool:
    tables = phone.tables()
    return not (tables["keys"] or tables["files"] or tables["drafts"])


def nothing_opens(phone) -> None:
    expect(phone.page.locator("main .notice-warn").first).to_be_visible()
    assert is_emptied(phone)
    assert "Quispe" not in phone.page.locator("body").inner_text()


def test_wrong_passphrases_destroy_the_caseload_and_the_outbox_still_goes(written, settings, case):
    for _try in range(settings.AMPARO_OFFLINE_PASSPHRASE_TRIES):
        assert not is_emptied(written)
        written.reload()
        written.page.locator("#passphrase").fill("never this one at all")
        written.save()
        expect(written.page.locator(".field-error, .notice-warn").first).to_be_visible()
    nothing_opens(written)
    assert written.unsent == 1
    written.back().sync().sent()
    assert case.notes.get().text == TEXTS


def test_tries_are_counted_also_for_who_closes_the_page(written):
    written.reload()
    for left in (9, 8):
        written.page.locator("#passphrase").fill("never this one at all")
        written.save()
        expect(written.page.locator(".field-error")).to_contain_text(str(left))
        written.reload()
    assert next(row for row in written.tables()["keys"] if row["id"] == "tries")["count"] == 2
    written.unlocked()
    assert next(row for row in written.tables()["keys"] if row["id"] == "tries")["count"] == 0


def test_a_telephone_that_was_away_for_too_long_opens_for_nobody(written, case):
    written.page.context.add_init_script(f"({LATER})(15)")
    written.reload()
    nothing_opens(written)
    assert written.unsent == 1
    written.back().sync().sent()
    assert case.notes.get().text == TEXTS


def test_a_clock_turned_back_gives_no_more_days(written):
    written.page.context.add_init_script(f"({LATER})(13)")
    written.reload().unlocked()
    written.page.context.add_init_script(f"({LATER})(-14)")  # to yesterday, as the clock says
    written.reload().unlocked()
    written.page.context.add_init_script(f"({LATER})(16)")
    written.reload()
    nothing_opens(written)


@pytest.mark.parametrize("is_locked", [False, True])
def test_a_revoked_telephone_is_emptied_at_its_next_contact(
    written, is_locked, supervisor, administrator, case
):
    Device.objects.get().revoke(by=administrator)
    if is_locked:
        written.page.locator(".header-button").click()
    written.back().sync()
    nothing_opens(written)
    written.sent()
    assert not case.notes.exists()
    assert OutboxEntry.objects.get().state == "review", "a person decides what becomes of it"


def test_who_signs_out_has_still_sent_it(written, case):
    written.page.context.clear_cookies()
    written.back().sync().sent()
    assert case.notes.get().text == TEXTS


def test_another_user_sends_it_in_the_name_of_who_wrote_it(
    written, sign_in, stranger, caseworker, case
):
    sign_in(written.page, stranger)
    written.back().reload().unlocked().sync().sent()
    note = case.notes.get()
    assert (note.text, note.by) == (TEXTS, caseworker)
    assert len(written.tables()["files"]) == 2, "and is given nothing of their own caseload"


def test_who_lost_their_leave_loses_no_word(written, case, caseworker):
    caseworker.memberships.all().delete()
    written.back().sync().sent()
    assert not case.notes.exists()
    assert OutboxEntry.objects.get().state == "review"
    written.open("/outbox")
    expect(written.page.locator(".tasks .task button")).to_have_count(1)


def test_what_is_refused_stays_until_it_is_mended(offline_device, case, caseworker, office):
    phone = offline_device(caseworker).away()
    ref, today = str(case.ref), office.today().isoformat()
    phone.write("task", ref, what="visit", due_on=today, text="Bring the papers")
    task = case.tasks.filter(what="visit")
    phone.write(
        "service", ref, service_type="food", is_emergency=True, given_on=today, note="Bread"
    )
    close(case)
    phone.back().sync()
    assert sorted(phone.states()) == ["refused", "refused"]
    expect(phone.page.locator("#unsent")).not_to_have_class("unsent unsent-none")
    phone.open("/outbox")
    phone.page.locator(".tasks .task a").first.click()
    expect(phone.page.locator(".notice-danger")).to_be_visible()
    assert not task.exists()


def close(case):
    """As an ended case is, for what is written about it."""
    type(case).objects.filter(pk=case.pk).update(status="closed")


def test_what_is_refused_is_mended_as_a_new_entry_or_let_go(offline_device, case, caseworker):
    phone = offline_device(caseworker).away()
    ref = str(case.ref)
    for words in ("First", "Second"):
        phone.write("note", ref, text=words)
    close(case)
    phone.back().sync()
    assert phone.states() == ["refused", "refused"]
    type(case).objects.filter(pk=case.pk).update(status="open")
    phone.open("/outbox")
    phone.page.locator(".tasks a").first.click()
    phone.page.locator("a[href^='#/mend/']").click()
    expect(phone.page.locator("textarea")).to_have_value("First")
    phone.fill(text="First, mended").save()
    expect(phone.page.locator("textarea")).to_have_count(0)
    phone.sync()
    assert case.notes.get().text == "First, mended"
    assert phone.states() == ["refused"]
    phone.open("/outbox")
    phone.page.locator(".tasks a").first.click()
    phone.page.locator(".btn-danger").click()
    phone.page.locator("dialog .btn-danger").click()
    expect(phone.page.locator("dialog")).to_have_count(0)
    phone.sent()
    assert phone.unsent == 0
    assert Note.objects.filter(case=case).count() == 1
    assert OutboxDecision.objects.get().by == caseworker  # the office hears of it


@pytest.fixture
def newer(monkeypatch):
    """The house is upgraded: its shell is another from now on."""

    def forget():
        app_shell.shell_version.cache_clear()
        app_shell.shell_assets.cache_clear()

    def upgrade():
        monkeypatch.setattr(app_shell, "STATIC_FILES", (*app_shell.STATIC_FILES, "src/public.css"))
        forget()

    yield upgrade
    monkeypatch.undo()
    forget()


WAITS = """() => navigator.serviceWorker.getRegistration("/campo/")
  .then((there) => there.update().then(() => there.waiting !== null))"""


def editions(phone) -> set[str]:
    return {name.split()[0] for name in phone.caches() if name.startswith("field-shell-")}


def test_an_upgrade_takes_over_and_costs_nothing(written, newer, case):
    page = written.page
    [before] = editions(written)
    written.open(f"/case/{case.ref}/note").fill(text="Half of a")
    page.wait_for_timeout(700)
    newer()
    page.context.set_offline(False)
    until(page, WAITS)
    expect(page.locator("#unsent button")).to_be_visible()
    page.context.set_offline(True)
    with page.expect_navigation():
        page.locator("#unsent button").click()
    expect(page.locator("#passphrase")).to_be_visible()
    [after] = editions(written)
    assert after != before
    written.unlocked()
    written.open(f"/case/{case.ref}/note")
    expect(page.locator("textarea")).to_have_value("Half of a")
    written.back().sync().sent()
    assert case.notes.get().text == TEXTS


# A form filled in where there is no network: its words and its photos are kept, and arrive.

SPOKEN = ",".join(
    f"label::{each}" for each in ("English (en)", "Español (es)", "Français (fr)", "العربية (ar)")
)
WORKBOOK = "\n".join((
    f"survey,type,name,{SPOKEN},bind::amparo:purpose,bind::amparo:sensitivity",
    ",text,told,What they tell,Qué cuenta,Ce qu’ils disent,ما يقولونه,case_management,narrative",
    ",image,photo,A photo,Una foto,Une photo,صورة,case_management,narrative",
    "settings,form_title,form_id,version,namespaces",
    ',Visit,field_visit,1,"amparo=""https://amparo.example/xforms"""',
))  # fmt: skip
# All that the worker was told to keep of the form engine lies here.
ENGINE = """() => fetch("/campo/sw.js").then((answer) => answer.text()).then(async (script) => {
  const { engine } = JSON.parse(script.slice(script.indexOf("{"), script.indexOf(";\\n")));
  const kept = await Promise.all(engine.map((url) => caches.match(url)));
  return kept.every(Boolean);
})"""


@pytest.fixture
def visit(data_officer):
    """A form that asks what they tell, and for a photo."""
    version = Form.upload(io.BytesIO(WORKBOOK.encode()), by=data_officer)
    assert version.errors == []
    version.publish(by=data_officer)
    return version


@pytest.fixture
def photo():
    """Larger than two pieces."""
    kept = io.BytesIO()
    Image.effect_noise((1000, 1000), 90).convert("RGB").save(kept, "JPEG", quality=95)
    assert len(kept.getvalue()) > 2 * 256 * 1024
    return {"name": "house.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def test_a_form_with_a_photo_is_filled_in_without_a_network(
    offline_device, visit, photo, case, caseworker
):
    phone = offline_device(caseworker)
    until(phone.page, ENGINE, seconds=60)
    phone.away().reload().unlocked()
    phone.open(f"/case/{case.ref}/form")
    phone.page.locator(".tasks a").click()
    room = phone.page.frame_locator("iframe")
    answer = room.locator("input[type=text], textarea").first
    answer.fill("She walked for a week.", timeout=60_000)
    phone.page.wait_for_timeout(4000)

    phone.reload().unlocked()
    expect(room.locator("input[type=text], textarea").first).to_have_value(
        "She walked for a week.", timeout=60_000
    )
    room.locator("input[type=file]").first.set_input_files(photo)
    expect(room.locator("img").first).to_be_visible(timeout=20_000)
    room.locator(".p-button", has_text="").last.click()
    expect(phone.page.locator(".summary")).to_be_visible(timeout=20_000)
    assert phone.unsent == 1
    assert len(phone.states()) > 3, "the photo lies there in pieces"
    assert "She walked" not in phone.lies_here()

    phone.back().sync().sent()
    filled = CaseForm.objects.get(case=case)
    assert "She walked for a week." in filled.answers
    assert filled.files.count() == 1


# Whoever finds the telephone, and reads all that the browser keeps, reads of nobody.

# What is known of Rosa, and what is written about her: none of it may lie there in clear.
OF_ROSA = ("Quispe", "Mamani", "70012345", "after 18:00", "AMP-26-")
WRITTEN = ("ZORZAL-NOTE", "ZORZAL-NAME", "ZORZAL-DRAFT", "ZORZAL-ALERT")


def write_much(phone, case) -> None:
    """Sent and unsent, done and half done."""
    ref = str(case.ref)
    phone.write("note", ref, text="ZORZAL-NOTE sent")
    phone.sync().sent().away()
    phone.write("note", ref, text="ZORZAL-NOTE")
    phone.write("alert", ref, kind="threat", text="ZORZAL-ALERT")
    phone.open("/new").fill(given_names="ZORZAL-NAME", presenting_concern="ZORZAL-DRAFT")
    phone.page.wait_for_timeout(800)
    phone.open("/")


def found_in_storage(text: str, secret: str) -> list[str]:
    return [each for each in (*OF_ROSA, *WRITTEN, PASSPHRASE, secret) if each and each in text]


def test_no_table_and_no_cache_holds_a_word_about_anybody(offline_device, case, caseworker):
    phone = offline_device(caseworker)
    secrets = []
    phone.page.on(
        "request", lambda asked: secrets.append(asked.headers.get("x-device", "")) or None
    )
    write_much(phone, case)
    secret = next(each for each in secrets if each)
    assert found_in_storage(phone.lies_here(), secret) == []
    keys = {row["id"]: row for row in phone.tables()["keys"]}
    assert keys["half"]["key"] == {"key": False}, "the half of the house is never read out"
    assert keys.keys() - {"tries"} == {"half", "data", "secret"}
    kept = {name.split()[1] for name in phone.caches()}
    allowed = ("/campo/", "/campo/frame/", "/campo/words/", "/campo/forms/", "/static/assets/")
    assert [path for path in kept if not path.startswith(allowed)] == []
    assert not {path for path in kept if path.endswith(("state/", "caseload/", "receipts/"))}
    phone.page.locator(".header-button").click()
    expect(phone.page.locator("#passphrase")).to_be_visible()
    assert found_in_storage(phone.page.content(), secret) == []


def test_the_address_and_the_title_name_nobody(offline_device, case, caseworker):
    phone = offline_device(caseworker)
    phone.page.locator(".tasks a.person").click()
    expect(phone.page.locator(".summary")).to_be_visible()
    assert "Quispe" not in phone.page.title() + phone.page.url


def test_in_a_crowded_room_only_initials_are_shown(offline_device, case, caseworker):
    phone = offline_device(caseworker)
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
        folder, executable_path=find_chromium(browser.browser_type.executable_path),
        args=chromium_flags(), base_url=live_server.url, locale="es", **PHONE,
    )  # fmt: skip
    context.set_default_timeout(30_000)
    context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    phone = OfflineDevice(context.new_page()).set_up()
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
