"""Attendance in a browser: the code on a screen without a network, and a trainer's telephone."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from amparo.foundation.core.clock import now
from amparo.pillars.training.attendance_codes import code_of, turn_at
from amparo.pillars.training.models import AttendanceEntry, TrainingSession
from amparo.pillars.training.session_codes import key_of
from tests.support.devices import EMPTY, OfflineDevice, until


@pytest.fixture
def session(event, organizer):
    """One that began half an hour ago."""
    starts = now() - timedelta(minutes=30)
    return TrainingSession.plan(
        event, by=organizer, starts_at=starts, ends_at=starts + timedelta(hours=3), title="Sala"
    )


def test_the_code_goes_on_without_a_network_whatever_the_clock_of_the_device(
    session, trainer, phone_page, sign_in, server_errors
):
    page = phone_page()
    page.clock.install(time=now() + timedelta(hours=5))  # the device is five hours ahead
    sign_in(page, trainer)
    page.goto(f"/trainings/{session.event.ref}/attendance/{session.ref}/code/")
    shown = page.locator("[data-code]")
    key, turn = key_of(session), turn_at(now())
    expect(shown).to_have_text(code_of(key, turn))
    page.context.set_offline(True)
    page.clock.fast_forward(30_000)
    expect(shown).to_have_text(code_of(key, turn + 1))
    server_errors.clear()


def test_a_trainer_marks_without_a_network_and_sends_later(
    session, trainer, enrol, phone_page, sign_in, server_errors
):
    ana, beto = enrol(session.event, "Ana Vidal"), enrol(session.event, "Beto Mena")
    page = phone_page(timezone_id=trainer.office.time_zone)
    sign_in(page, trainer)
    device = OfflineDevice(page).install()
    device.away().reload().unlocked()
    expect(page.locator(".task-what a", has_text="Sala")).to_be_visible()
    device.open(f"/attendance/{session.ref}")
    page.locator("#badge").fill(ana.code.lower())
    page.locator("form:has(#badge) [type=submit]").click()
    expect(page.locator("[data-number='1'] .mark-good")).to_be_visible()
    page.locator("[data-number='2'] button").nth(1).click()
    expect(page.locator("[data-number='2'] .mark-late")).to_be_visible()
    assert device.unsent == 2
    device.back().sync()
    until(page, EMPTY)
    entries = AttendanceEntry.objects.order_by("enrolment__number")
    assert [(each.enrolment, each.how, each.is_present) for each in entries] == [
        (ana, "scan", True), (beto, "tick", False),
    ]  # fmt: skip
    server_errors[:] = [each for each in server_errors if "DISCONNECTED" not in each]
