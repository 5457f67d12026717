"""A trainer's telephone without a network: the rubric of a colleague, the practice of a list."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from amparo.foundation.core.clock import now
from amparo.pillars.training.models import (
    EventObserver,
    EventTrainer,
    Observation,
    ObservationScore,
    Participant,
    PracticeEntry,
    Trainer,
    TrainingSession,
)
from tests.support.browser import audit, overflows
from tests.support.devices import EMPTY, PASSPHRASE, TAKEN, OfflineDevice, until

ITEMS = ObservationScore.Item.values


@pytest.fixture
def event(make_event, course_version, organizer):
    """One that began half an hour ago, of a course that asks for a practice."""
    course_version.texts.create(part="practice", language="es", text="Deriva con consentimiento.")
    course_version.requires_practice = True
    course_version.save()
    made = make_event()
    starts = now() - timedelta(minutes=30)
    TrainingSession.plan(
        made, by=organizer, starts_at=starts, ends_at=starts + timedelta(hours=3), title="Sala"
    )
    return made


@pytest.fixture
def named(trainer, event, organizer, office):
    """The trainer is to observe a colleague there."""
    learner = Participant.objects.create(office=office, name="Rosaura Tapia")
    EventTrainer.objects.create(event=event, participant=learner, name=learner.name)
    observed = Trainer.record(learner, by=organizer, languages="es")
    return EventObserver.appoint(observed, event, by=organizer, user=trainer)


@pytest.fixture
def device(trainer, named, phone_page, sign_in):
    page = phone_page(timezone_id=trainer.office.time_zone)
    sign_in(page, trainer)
    return OfflineDevice(page).install()


def judge(page, points: str) -> None:
    for item in ITEMS:
        page.locator(f"input[name={item}][value='{points}']").check(force=True)


def kept(device, leads_to: str = "/observations") -> None:
    device.save()
    device.page.wait_for_function("where => location.hash === '#' + where", arg=leads_to)


def test_a_trainer_is_observed_without_a_network_and_once(device, named, trainer, server_errors):
    page = device.page
    device.away().reload().unlocked()
    device.open("/observations")
    page.locator(".task-what a", has_text="Rosaura Tapia").click()
    page.locator("form [type=submit]").click()
    expect(page.locator(".errors li")).to_have_count(len(ITEMS))
    judge(page, "2")
    page.locator("[name=note]").fill("Ejemplos claros.")
    kept(device)
    expect(page.locator(".mark-warn")).to_be_visible()
    assert device.unsent == 1
    # Opened again it is not judged twice.
    device.open(f"/observations/{named.ref}")
    expect(page.locator(f"input[name={ITEMS[0]}]")).to_have_count(0)
    device.back().sync()
    until(page, EMPTY)
    observation = Observation.objects.get()
    assert (observation.by, observation.note) == (trainer, "Ejemplos claros.")
    assert observation.points == [2] * len(ITEMS)
    server_errors[:] = [each for each in server_errors if "DISCONNECTED" not in each]


@pytest.mark.parametrize("language", ["es", "ar"])
def test_every_page_of_it_can_be_used(
    language, named, event, enrol, trainer, phone_page, sign_in, server_errors
):
    enrol(event, "Ana Vidal")
    page = phone_page(language)
    page.set_viewport_size({**page.viewport_size, "height": 3600})
    sign_in(page, trainer)
    device = OfflineDevice(page)
    page.goto("/campo/")
    page.locator("[name=name]").fill("Samsung")
    for name in ("passphrase", "again"):
        page.locator(f"[name={name}]").fill(PASSPHRASE)
    device.save()
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    until(page, TAKEN)
    found = []
    for where in (
        "/attendance", f"/practice/{event.ref}", "/observations", f"/observations/{named.ref}"
    ):  # fmt: skip
        device.open(where)
        page.wait_for_timeout(200)
        found += [f"{where} {each}" for each in (*audit(page), *overflows(page))]
    assert found == []


def test_what_the_office_refuses_stays_with_its_words_and_is_mended(
    device, named, event, server_errors
):
    page = device.page
    device.away()
    device.open(f"/observations/{named.ref}")
    judge(page, "3")
    page.locator("[name=note]").fill("No se pierde.")
    kept(device)
    event.state = event.State.CANCELLED
    event.save(update_fields=["state"])
    device.back().sync()
    device.open("/outbox")
    page.locator(".task-what a").click()
    expect(page.locator(".notice-danger bdi")).to_be_visible()
    event.state = event.State.OPEN
    event.save(update_fields=["state"])
    page.locator("a[href^='#/mend/']").click()
    expect(page.locator("[name=note]")).to_have_value("No se pierde.")
    expect(page.locator(f"input[name={ITEMS[-1]}][value='3']")).to_be_checked()
    kept(device, "/outbox")
    device.sync()
    until(page, EMPTY)
    assert Observation.objects.get().points == [3] * len(ITEMS)
    server_errors.clear()


def test_practice_is_recorded_of_a_list_without_a_network(
    device, named, event, enrol, server_errors
):
    ana, beto, _cira = (enrol(event, name) for name in ("Ana Vidal", "Beto Mena", "Cira Paz"))
    page = device.page
    device.sync()
    session = event.sessions.get(title="Sala")
    device.away()
    device.open(f"/attendance/{session.ref}")
    page.locator("[data-number='1'] button").first.click()
    page.locator("[data-number='2'] button").first.click()
    device.open(f"/practice/{event.ref}")
    page.locator("[data-number='2'] [data-outcome=not_met]").click()
    expect(page.locator("[data-number='2'] .mark-late")).to_be_visible()
    page.locator(".panel-foot button").click()
    page.locator("dialog .btn-primary").click()
    expect(page.locator("[data-number='1'] .mark-good")).to_be_visible()
    device.back().sync()
    until(page, EMPTY)
    # Of the third nobody recorded that they came.
    entries = PracticeEntry.objects.order_by("enrolment__number")
    assert [(each.enrolment, each.outcome) for each in entries] == [
        (ana, "met"), (beto, "not_met"),
    ]  # fmt: skip
    server_errors[:] = [each for each in server_errors if "DISCONNECTED" not in each]
