"""From sign-in to the refusal, in Spanish on a telephone: a wish for asylum holds a return."""

from datetime import timedelta

import pytest

from amparo.pillars.assistance.returns import rules
from amparo.pillars.assistance.returns.models import Booking, ReturnJourney
from tests.support.stories import PASSWORD, StoryBrowser

pytestmark = pytest.mark.usefixtures("every_language")
TEXT = "Lo dijo con calma y a solas."


@pytest.fixture
def sign_in_typing(phone_page):
    """Somebody types a password and a code on a telephone, and reads Spanish."""

    def sign_in(user):
        user.set_password(PASSWORD)
        user.save()
        name = user.email.partition("@")[0]
        walker = StoryBrowser(phone_page("es"), f"walk-to-refusal/{name}", "es")
        walker.sign_in(user)
        return walker

    return sign_in


def test_a_wish_for_asylum_ends_in_a_refusal_for_both(
    sign_in_typing, case, caseworker, supervisor
):
    lucia = sign_in_typing(caseworker)
    screen(lucia, case)
    journey = counsel(lucia, case)
    decide(lucia, journey)
    settle(lucia, journey)
    plan_the_way(lucia, journey)
    is_refused(lucia, journey)
    is_refused(sign_in_typing(supervisor), journey)


def screen(lucia, case):
    lucia.visit(f"/cases/{case.ref}/screenings/new/")
    lucia.answer("medical", danger_now="yes", medical="no")
    lucia.answer("goes_on", asylum_wish="yes", no_signs=True, goes_on="yes")
    lucia.visit(f"/cases/{case.ref}/")
    lucia.reads("Urgent: answer this first")
    lucia.chapter("screened")


def counsel(lucia, case):
    lucia.visit(f"/cases/{case.ref}/returns/new/")
    lucia.answer("kind", country="PE", where=TEXT)
    journey = ReturnJourney.objects.get()
    lucia.visit(f"{journey.get_absolute_url()}counselling/new/")
    lucia.answer("explained", language="es", explained=rules.CHECKS, text=TEXT)
    return journey


def decide(lucia, journey):
    traveller = journey.travellers.get()
    theirs = f"{journey.get_absolute_url()}travellers/{traveller.ref}/"
    lucia.visit(f"{theirs}decision/")
    lucia.answer(
        "goes", goes="yes", situation="can_stay", checks=rules.CHECKS, signed="signature",
        language="es", text=TEXT,
    )  # fmt: skip
    lucia.visit(f"{theirs}document/")
    lucia.answer("status", kind="passport", status="issued")


def settle(lucia, journey):
    """What the caseworker can say about the wish for asylum: the check opens on its own page."""
    check = journey.checks.get(kind=rules.ASYLUM)
    lucia.visit(f"{journey.get_absolute_url()}checks/{check.ref}/")
    lucia.reads("Intention to seek asylum")
    lucia.chapter("check")


def plan_the_way(lucia, journey):
    day = journey.case.office.today() + timedelta(days=5)
    lucia.visit(f"{journey.get_absolute_url()}legs/new/")
    lucia.answer(
        "carrier", way="road", leaves_from="Puerto Alto", goes_to="Valle Seco",
        carrier="Transportes Illimani", number="214", leaves_on=day, leaves_clock="09:00",
        arrives_on=day, arrives_clock="15:00",
    )  # fmt: skip


def is_refused(walker, journey):
    walker.visit(f"{journey.get_absolute_url()}book/")
    walker.is_refused("code", code="ILL-7723")
    walker.reads("Intention to seek asylum, or fear of return")
    assert walker.page.locator("html").get_attribute("lang") == "es"
    assert not Booking.objects.exists()
    walker.chapter("refused")
