"""A participant types the code of their session, on the page that the code of a badge opens."""

import re
from datetime import timedelta

import pytest

from amparo.foundation.core.clock import at
from amparo.pillars.training.models import AttendanceEntry, Enrolment, Participant
from amparo.pillars.training.session_codes import shown_code
from amparo.pillars.training.tests.conftest import (  # noqa: F401 - fixtures
    course_version,
    event,
    make_event,
    organizer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(event):  # noqa: F811
    return event.sessions.first()


@pytest.fixture(autouse=True)
def in_session(session):
    with at(session.starts_at + timedelta(minutes=20)):
        yield


@pytest.fixture
def enrolment(event, organizer):  # noqa: F811
    participant = Participant.objects.create(office=event.office, name="Ana Vidal")
    return Enrolment.enrol(event, participant, by=organizer)


@pytest.fixture
def own_page(client, enrolment):
    """The page of the participant, opened with the code of their badge."""
    form = number_in(client.get("/a/p/?lang=en"))
    assert client.post("/a/p/?lang=en", {"form": form, "code": enrolment.code}).status_code == 303
    return client.get("/a/p/?lang=en")


def number_in(page) -> str:
    return re.search(r'name="form" value="([^"]+)"', page.text).group(1)


def type_code(client, page, session, code):
    return client.post(f"/a/p/{session.ref}/?lang=en", {"form": number_in(page), "code": code})


def test_a_participant_signs_in_with_the_code_of_the_room(client, own_page, session, enrolment):
    assert "Identifying victims: Border police" in own_page.text
    assert "Code shown in the room" in own_page.text
    assert type_code(client, own_page, session, shown_code(session).code).status_code == 303
    entry = AttendanceEntry.objects.get()
    assert (entry.enrolment, entry.how, entry.by) == (enrolment, "code", None)
    after = client.get("/a/p/?lang=en").text
    assert "Present" in after
    assert "Code shown in the room" not in after


def test_a_wrong_code_says_so_and_guessing_ends(client, own_page, session):
    wrong = f"{(int(shown_code(session).code) + 1) % 10**6:06}"
    answers = [type_code(client, own_page, session, wrong) for _each in range(9)]
    assert [each.status_code for each in answers] == [422] * 8 + [429]
    assert "not the code of this session" in answers[0].text
    assert "Wait ten minutes" in answers[-1].text
    assert not AttendanceEntry.objects.exists()
    right = type_code(client, own_page, session, shown_code(session).code)
    assert right.status_code == 429


def test_without_a_badge_no_code_is_taken(client, session):
    answer = client.post(f"/a/p/{session.ref}/", {"form": "", "code": shown_code(session).code})
    assert answer.status_code == 403
