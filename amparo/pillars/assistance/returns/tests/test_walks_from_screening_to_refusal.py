"""From sign-in to the refusal: what screening heard holds a return back, for caseworker and
supervisor together, although all that the forms ask for was filled in.
"""

import time
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from amparo.foundation.core.accounts import two_factor
from amparo.pillars.assistance.assessment.urgent_needs import URGENT_NEEDS
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.returns import rules
from amparo.pillars.assistance.returns.models import Booking, ReturnJourney
from tests.support.nightly import rest_at_night
from tests.support.stories import PASSWORD

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
# Everybody is safe and well, and fears nothing: each walk changes one answer of these.
WELL = {
    "danger_now": "yes", "medical": "no", "suicide": "no", "sexual_violence": "no",
    "child_alone": "no", "shelter": "yes", "food": "yes", "asylum_wish": "no", "no_signs": "on",
}  # fmt: skip
NO_SIGNS = {"no_signs": "", "trafficking_signs": ["documents_kept"]}
ON = "She said so, alone with us, and we read the papers with her."


class Screen(Client):
    """A browser of its own, in English, into which somebody types a password and a code."""

    used = -1  # half minutes of codes that were typed: each opens once

    def __init__(self, user):
        super().__init__(headers={"accept-language": "en"})
        user.set_password(PASSWORD)
        user.save()
        two_factor.add_app(user, SECRET)
        self.post("/sign-in/", {"email": user.email, "password": PASSWORD})
        Screen.used += 1
        code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + Screen.used))
        assert self.post("/sign-in/second/", {"code": code}).status_code == 302

    def send(self, url, **said):
        """Sends a form that is accepted; where it leads to."""
        answer = self.post(url, said)
        assert answer.status_code == 303, answer.context["form"].errors
        return answer["Location"]


@pytest.fixture
def screens(caseworker, supervisor, monkeypatch):
    """The caseworker and the supervisor, each signed in."""
    Screen.used = -1
    return SimpleNamespace(worker=Screen(caseworker), supervisor=Screen(supervisor))


def screen(worker, case, **heard):
    """The first conversation, on its two pages."""
    said = WELL | heard
    urgent = {code: said.pop(code) for code in list(said) if code in URGENT_NEEDS}
    first = worker.send(f"/cases/{case.ref}/screenings/new/", first_steps="A doctor.", **urgent)
    worker.send(first, goes_on="yes", **said)
    return Screening.objects.get()


def prepare(screens, case):
    """Counselling, a decision, the way, a passport, and each check as far as its form lets."""
    worker, today = screens.worker, case.office.today().isoformat()
    people = [person.ref.hex for person in case.persons()]
    worker.send(f"/cases/{case.ref}/returns/new/", travellers=people, kind="avrr", country="PE")
    journey = ReturnJourney.objects.get()
    url = journey.get_absolute_url()
    worker.send(
        f"{url}counselling/new/", held_on=today, language="es", explained=list(rules.CHECKS)
    )
    for traveller in journey.going():
        theirs = f"{url}travellers/{traveller.ref}/"
        said = {
            "goes": "yes", "decided_on": today, "situation": "can_stay", "language": "es",
            "checks": list(rules.CHECKS), "signed": "thumbprint",
        }  # fmt: skip
        if traveller.is_child:
            said |= {"by_guardian": "on", "guardian": "Her aunt", "assent": "yes"}
        worker.send(f"{theirs}decision/", **said)
        worker.send(f"{theirs}document/", kind="passport", status="issued")
    paper = SimpleUploadedFile("signed.txt", b"Seen and signed.", "text/plain")
    worker.post(f"/cases/{case.ref}/attachments/new/", {"file": paper, "name": "Signed"})
    settle(screens, journey)
    worker.send(
        f"{url}legs/new/", way="air", leaves_from="La Paz", goes_to="Lima", carrier="Sur",
        number="LP 501", leaves_on=today, leaves_clock="23:00", arrives_on=today,
        arrives_clock="23:50",
    )  # fmt: skip
    return journey


def settle(screens, journey):
    """Fills in what the form of each check asks for; the last choice of each list is a real one.
    What a check still lacks is its own affair here.
    """
    for check in journey.checks:
        asked = screens.supervisor if check.of_kind.decides == "approve" else screens.worker
        page = asked.get(f"{journey.get_absolute_url()}checks/{check.ref}/")
        if page.status_code == 200:
            form = page.context["form"]
            said = {"met": "yes", "text": ON}
            for name in ("paper", "record"):
                if name in form.fields:
                    said[name] = form.fields[name].choices[-1][0]
            asked.post(f"{journey.get_absolute_url()}checks/{check.ref}/", said)


def refusal_to(user, journey):
    answer = user.post(f"{journey.get_absolute_url()}book/", {"code": "XK7PQ2"})
    assert answer.status_code == 422
    assert not Booking.objects.exists()
    return " ".join(answer.context["form"].non_field_errors())


WALKS = {
    "a wish for asylum": (
        {"asylum_wish": "yes"},
        "Intention to seek asylum, or fear of return: yes",
    ),
    "danger": ({"danger_now": "no"}, "Danger now: yes"),
    "an urgent medical need": ({"medical": "yes"}, "Urgent medical need: yes"),
    "trafficking indicators": (NO_SIGNS, "Trafficking indicators: yes"),
    "unknown asylum": (
        {"asylum_wish": "unknown"},
        "Intention to seek asylum, or fear of return: asked on",
    ),
    "unknown danger": ({"danger_now": "no_answer"}, "Danger now: asked on"),
    "unknown medical": ({"medical": ""}, "Urgent medical need: not asked"),
    "unknown signs": ({"no_signs": ""}, "Trafficking indicators: not asked"),
    "a child alone": ({"child_alone": "yes"}, "Child without an adult"),
}


@pytest.mark.parametrize("walk", rest_at_night(WALKS, by_day=5))
def test_from_the_first_conversation_to_a_refusal_in_words(screens, case, walk):
    heard, words = WALKS[walk]
    screen(screens.worker, case, **heard)
    journey = prepare(screens, case)
    for user in (screens.worker, screens.supervisor):
        assert words in refusal_to(user, journey)


def test_without_a_conversation_every_question_is_named(screens, case):
    journey = prepare(screens, case)
    for user in (screens.worker, screens.supervisor):
        said = refusal_to(user, journey)
        for label in (
            "Intention to seek asylum", "Danger now", "Urgent medical need",
            "Trafficking indicators",
        ):  # fmt: skip
            assert label in said


def test_a_child_who_travels_alone_is_not_booked(screens, cast, nayeli):
    case = cast.open_case(person=nayeli, kind="self")
    screen(screens.worker, case, child_alone="yes")
    journey = prepare(screens, case)
    for user in (screens.worker, screens.supervisor):
        assert refusal_to(user, journey)


def test_where_all_is_well_nothing_that_was_heard_holds_it_back(screens, case):
    screen(screens.worker, case)
    journey = prepare(screens, case)
    answer = screens.worker.post(f"{journey.get_absolute_url()}book/", {"code": "XK7PQ2"})
    form = answer.context["form"] if answer.status_code == 422 else None
    said = " ".join(form.non_field_errors()) if form else ""
    for _heard, words in WALKS.values():
        assert words not in said
