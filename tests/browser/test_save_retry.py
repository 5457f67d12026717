"""Somebody saves while the house does not answer: they see it wait, and it is saved once."""

import re
from itertools import count

import pytest
from django.db import OperationalError
from django.urls import reverse
from playwright.sync_api import expect

from amparo.foundation.core.models import AuditEntry
from amparo.pillars.assistance.cases.models import Case, Note, Task

LATER = 20_000  # somebody who has been writing for a while


def lost() -> OperationalError:
    error = OperationalError("lost")
    error.__cause__ = Exception("the server closed the connection")
    return error


@pytest.fixture
def write(phone_page, sign_in, case, caseworker):
    """A note is written on a telephone, and not yet sent."""

    def write(*, later=0, **options):
        page = sign_in(phone_page("en", **options), caseworker)
        if later:
            page.clock.install()
        page.goto(reverse("cases:note-new", args=[case.ref]))
        page.locator("main [name=text]").fill("She asked about school.")
        if later:
            page.clock.fast_forward(later)
        return page

    return write


def save(page, **how):
    page.locator("main form:has([name=text]) .btn-primary").last.click(**how)


def refuse(times, how):
    """The first requests do not get through; what was asked, one by one."""
    asked = count(1)

    def handle(route):
        how(route) if next(asked) <= times else route.continue_()

    return handle


def is_saved_once(page):
    expect(page).to_have_url(
        re.compile(r"/cases/[\w-]+/(notes/)?(\?all=1)?(#\w+)?$"), timeout=30_000
    )
    assert Note.objects.count() == 1
    assert AuditEntry.objects.filter(event="note.written").count() == 1


@pytest.mark.parametrize(
    "how",
    [lambda route: route.abort(), lambda route: route.fulfill(status=503)],
    ids=["lost", "503"],
)
def test_a_page_waits_until_the_server_is_there(write, how, server_errors):
    page = write(later=LATER)
    page.route("**/alive/", refuse(2, how))
    save(page)
    expect(page.locator("#toasts")).to_contain_text("trying again")
    expect(page.locator("main [name=text]")).to_have_value("She asked about school.")
    is_saved_once(page)
    server_errors[:] = [each for each in server_errors if "503" not in each]


def test_it_stops_after_a_while_and_the_words_are_still_there(write):
    page = write(later=LATER)
    page.route("**/alive/", lambda route: route.abort())
    save(page)
    expect(page.locator("#toasts")).to_contain_text("trying again")
    while page.locator("#toasts").get_attribute("data-message") != "lost":
        page.clock.fast_forward(8_000)
        page.wait_for_timeout(150)
    expect(page.locator("#toasts")).to_contain_text("what you wrote is still here")
    expect(page.locator("main [name=text]")).to_have_value("She asked about school.")
    page.unroute("**/alive/")
    save(page)
    is_saved_once(page)


@pytest.fixture
def stumbles(monkeypatch):
    """The database goes away under the first tries."""

    def stumbles(times):
        require_work_allowed, asked = Case.require_work_allowed, count(1)

        def fail(case):
            if next(asked) <= times:
                raise lost()
            require_work_allowed(case)

        monkeypatch.setattr(Case, "require_work_allowed", fail)

    return stumbles


def test_a_database_that_goes_away_in_the_middle_is_tried_again_by_itself(
    write, stumbles, server_errors
):
    stumbles(2)
    page = write()
    save(page)
    expect(page.locator("h1")).to_contain_text("Not saved yet")
    is_saved_once(page)
    assert [each[:3] for each in server_errors] == ["503", "503"]
    server_errors.clear()


def test_without_scripts_a_button_does_it(write, stumbles, server_errors):
    stumbles(1)
    page = write(java_script_enabled=False)
    save(page)
    expect(page.locator("h1")).to_contain_text("Not saved yet")
    page.locator("main button").click()
    is_saved_once(page)
    assert [each[:3] for each in server_errors] == ["503"]
    server_errors.clear()


def test_two_quick_taps_are_one_note(write):
    page = write()
    save(page, click_count=2, delay=5)
    is_saved_once(page)


def test_a_part_whose_answer_was_lost_is_sent_again_and_done_once(
    phone_page, sign_in, case, caseworker, server_errors
):
    """The house did it, and the signal dropped before it could say so."""
    task = Task.set(case, "visit", case.office.today(), by=caseworker)
    page = sign_in(phone_page("en"), caseworker)
    page.goto(case.get_absolute_url())
    done = reverse("cases:task-done", args=[case.ref, task.ref])
    asked = []

    def drop_the_answer(route):
        asked.append(route.request.post_data)
        if len(asked) == 1:
            route.fetch()
            route.abort()
        elif len(asked) == 2:
            route.fulfill(status=503)
        else:
            route.continue_()

    page.locator(f"a[href='{done}']").click()
    form = page.locator(f"form[action='{done}']")
    form.locator("[name=how]").fill("She was in.")
    page.route(f"**{done}", drop_the_answer)
    form.locator("button").click()
    expect(page.locator("#toasts")).to_contain_text("trying again")
    expect(form).to_have_count(0, timeout=20_000)
    assert len(asked) == 3
    assert len(set(asked)) == 1
    assert AuditEntry.objects.filter(event="task.done").count() == 1
    server_errors[:] = [each for each in server_errors if "503" not in each]
