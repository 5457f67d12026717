"""What was written and not yet sent outlives everything but a receipt."""

import pytest
from playwright.sync_api import expect

from amparo.foundation.fieldwork.models import Device, Sent
from amparo.foundation.fieldwork.sync import app_shell
from amparo.pillars.assistance.models import Note
from tests.telephone import until

# Minutes long, and impatient where other work runs beside it: in `make test-postgres`.

WORDS = "He came to the door at night."
DAY = 24 * 60 * 60 * 1000
LATER = """days => {
  const away = days * 24 * 60 * 60 * 1000, now = Date.now;
  Date.now = () => now() + away;
}"""


@pytest.fixture
def written(in_hand, case, caseworker):
    """A telephone without a network, on which one note waits."""
    phone = in_hand(caseworker).away()
    return phone.write("note", str(case.ref), words=WORDS)


def is_emptied(phone) -> bool:
    tables = phone.tables()
    return not (tables["keys"] or tables["files"] or tables["drafts"])


def nothing_opens(phone) -> None:
    expect(phone.page.locator("main .notice-warn").first).to_be_visible()
    assert is_emptied(phone)
    assert "Quispe" not in phone.page.locator("body").inner_text()


def test_wrong_passphrases_destroy_the_caseload_and_the_outbox_still_goes(written, settings, case):
    for _try in range(settings.AMPARO_FIELD_TRIES):
        assert not is_emptied(written)
        written.reload()
        written.page.locator("#passphrase").fill("never this one at all")
        written.save()
        expect(written.page.locator(".field-error, .notice-warn").first).to_be_visible()
    nothing_opens(written)
    assert written.unsent == 1
    written.back().sync().sent()
    assert case.notes.get().words == WORDS


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
    assert case.notes.get().words == WORDS


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
        written.page.locator(".roof-button").click()
    written.back().sync()
    nothing_opens(written)
    written.sent()
    assert not case.notes.exists()
    assert Sent.objects.get().state == "review", "a person decides what becomes of it"


def test_who_signs_out_has_still_sent_it(written, case):
    written.page.context.clear_cookies()
    written.back().sync().sent()
    assert case.notes.get().words == WORDS


def test_another_user_sends_it_in_the_name_of_who_wrote_it(
    written, sign_in, stranger, caseworker, case
):
    sign_in(written.page, stranger)
    written.back().reload().unlocked().sync().sent()
    note = case.notes.get()
    assert (note.words, note.by) == (WORDS, caseworker)
    assert len(written.tables()["files"]) == 2, "and is given nothing of their own caseload"


def test_who_lost_their_leave_loses_no_word(written, case, caseworker):
    caseworker.memberships.all().delete()
    written.back().sync().sent()
    assert not case.notes.exists()
    assert Sent.objects.get().state == "review"
    written.open("/outbox")
    expect(written.page.locator(".tasks .task button")).to_have_count(1)


def test_what_is_refused_stays_until_it_is_mended(in_hand, case, caseworker, office):
    phone = in_hand(caseworker).away()
    ref, today = str(case.ref), office.today().isoformat()
    phone.write("task", ref, what="visit", due_on=today, words="Bring the papers")
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


def test_what_is_refused_is_mended_as_a_new_entry_or_let_go(in_hand, case, caseworker):
    phone = in_hand(caseworker).away()
    ref = str(case.ref)
    for words in ("First", "Second"):
        phone.write("note", ref, words=words)
    close(case)
    phone.back().sync()
    assert phone.states() == ["refused", "refused"]
    type(case).objects.filter(pk=case.pk).update(status="open")
    phone.open("/outbox")
    phone.page.locator(".tasks a").first.click()
    phone.page.locator("a[href^='#/mend/']").click()
    expect(phone.page.locator("textarea")).to_have_value("First")
    phone.fill(words="First, mended").save()
    expect(phone.page.locator("textarea")).to_have_count(0)
    phone.sync()
    assert case.notes.get().words == "First, mended"
    assert phone.states() == ["refused"]
    phone.open("/outbox")
    phone.page.locator(".tasks a").first.click()
    phone.page.locator(".btn-danger").click()
    phone.page.locator("dialog .btn-danger").click()
    expect(phone.page.locator("dialog")).to_have_count(0)
    phone.sent()
    assert phone.unsent == 0
    assert Note.objects.filter(case=case).count() == 1


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
    written.open(f"/case/{case.ref}/note").fill(words="Half of a")
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
    assert case.notes.get().words == WORDS
