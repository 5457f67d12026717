"""Attendance of a session: three ways, corrections with reason, head count, what is refused."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.translation import override

from amparo.foundation.core.clock import at, now
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training.attendance_marks import mark_many, scan
from amparo.pillars.training.attendance_records import attendance_of, session_figures
from amparo.pillars.training.forms.attendance import read_badge
from amparo.pillars.training.models import (
    AttendanceEntry,
    AttendanceUse,
    SessionCount,
    SignedList,
)
from amparo.pillars.training.presenters.attendance import (
    attendance_section,
    changes_of,
    corrections_of,
)
from amparo.pillars.training.results import attendance_shares
from amparo.pillars.training.session_codes import shown_code, sign_in
from tests.support.uploads import certificate

pytestmark = pytest.mark.django_db
How = AttendanceEntry.How


@pytest.fixture
def session(event):
    return event.sessions.first()


@pytest.fixture(autouse=True)
def in_session(session):
    """Twenty minutes after the first session began."""
    with override("en"), at(session.starts_at + timedelta(minutes=20)):
        yield


@pytest.fixture
def ana(event, enrol):
    return enrol(event, "Ana Vidal")


def answer_of(session, enrolment):
    return attendance_of(session.event).answers.get(enrolment.pk, {}).get(session.pk)


def refusal_of(action, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as refusal:
        action(*args, **kwargs)
    return str(refusal.value)


def test_code_badge_and_list_are_one_attendance(session, ana, organizer, trainer):
    sign_in(session, ana, shown_code(session).code)
    scan(session, read_badge(ana.code.lower()), by=trainer, source="page 1")
    add_list(session, "1", by=trainer)
    answer = answer_of(session, ana)
    assert (answer.is_present, answer.minutes) == (True, session.minutes)
    assert answer.ways == ("list", "scan", "code")
    assert session_figures(session.event)[session.pk].present == 1
    assert attendance_shares(session.event) == {ana.pk: 50}


def add_list(session, numbers, *, by) -> SignedList:
    return SignedList.add(session, by=by, file=certificate("lista.png"), numbers=numbers)


def test_a_code_typed_twice_is_one_entry_that_says_when_it_was_shown(session, ana):
    code = shown_code(session).code
    with at(now() + timedelta(minutes=4)):
        first, second = (sign_in(session, ana, f" {code[:3]} {code[3:]} ") for _each in range(2))
    assert first == second
    assert (first.at - first.shown_at) < timedelta(minutes=5)


def test_an_old_code_is_refused_with_the_time_at_which_it_was_shown(session, ana):
    code = shown_code(session).code
    with at(now() + timedelta(minutes=11)):
        said = refusal_of(sign_in, session, ana, code)
    assert "09:20" in said
    assert "10 minutes" in said
    assert answer_of(session, ana) is None


def test_the_code_of_another_session_is_said_to_be_one(session, ana):
    other = session.event.sessions.last()
    with at(other.starts_at + timedelta(minutes=5)):
        code = shown_code(other).code
    assert "another session" in refusal_of(sign_in, session, ana, code)
    assert "not the code of this session" in refusal_of(sign_in, session, ana, "12")


def test_a_badge_of_another_event_is_refused(session, make_event, enrol, trainer):
    stranger = enrol(make_event(subtitle="Consulates"), "Beto Mena")
    said = refusal_of(scan, session, read_badge(stranger.code), by=trainer, source="page 1")
    assert "another training event" in said
    assert "no badge of ours" in refusal_of(scan, session, "", by=trainer, source="page 1")


def test_who_waits_or_withdrew_is_not_recorded(session, ana, trainer):
    for state, words in (("waiting", "waiting list"), ("withdrawn", "withdrew")):
        ana.state = state
        ana.save(update_fields=["state"])
        assert words in refusal_of(scan, session, 1, by=trainer, source="page 1")


@pytest.mark.parametrize(
    ("numbers", "words"), [("1, 7", "7"), ("1-x", "1-x"), (" ", "1-12, 14, 16")]
)
def test_a_list_with_a_number_that_is_not_there_records_nobody(
    session, ana, trainer, numbers, words
):
    assert words in refusal_of(add_list, session, numbers, by=trainer)
    assert not SignedList.objects.exists()
    assert not AttendanceEntry.objects.exists()


def test_minutes_longer_than_the_session_are_refused(session, ana, trainer):
    said = refusal_of(mark_many, session, [ana], by=trainer, is_present=True, minutes=421)
    assert "420 minutes" in said
    mark_many(session, [ana], by=trainer, is_present=True, minutes=300)
    assert answer_of(session, ana).minutes == 300


def test_a_session_that_has_not_begun_takes_nothing(session, ana, trainer):
    with at(session.starts_at - timedelta(minutes=31)):
        said = refusal_of(mark_many, session, [ana], by=trainer, is_present=True)
    assert "not begun" in said


def test_a_wrong_clock_changes_no_order_and_is_shown(session, ana, trainer):
    said = {"by": trainer, "how": How.TICK, "source": "device 1", "command": uuid4()}
    late = now() + timedelta(hours=5)
    first = AttendanceEntry.write(
        session, ana, is_present=False, number=1, device_at=late, **said
    )  # fmt: skip
    said["command"] = uuid4()
    second = AttendanceEntry.write(
        session, ana, is_present=True, number=2, device_at=now(), **said
    )
    assert AttendanceEntry.write(session, ana, is_present=True, number=2, **said) == second
    assert answer_of(session, ana).is_present
    assert (first.has_odd_clock, second.has_odd_clock) == (True, False)


def test_a_mark_against_a_list_changes_nothing_and_says_so(session, ana, trainer):
    add_list(session, "1", by=trainer)
    assert mark_many(session, [ana], by=trainer, is_present=False) == 1
    assert answer_of(session, ana).is_disputed
    assert mark_many(session, [ana], by=trainer, is_present=True) == 0


def test_a_correction_needs_a_reason_and_says_after_what_it_was_made(
    session, ana, trainer, organizer
):
    mark_many(session, [ana], by=trainer, is_present=True)
    AttendanceUse.record(session.event, AttendanceUse.Purpose.CERTIFICATES, by=organizer)
    correct = {"by": organizer, "is_present": False}
    assert "Write why" in refusal_of(AttendanceEntry.correct, session, ana, because=" ", **correct)
    AttendanceEntry.correct(session, ana, because="Left before it began.", **correct)
    assert not answer_of(session, ana).is_present
    [change] = changes_of(session.event, corrections_of(session.event))
    assert change.entry.because == "Left before it began."
    assert change.after_texts == ["Changed after certificates were issued"]


def test_a_head_count_is_compared_and_corrects_nothing(session, ana, organizer):
    SessionCount.record(session, 3, by=organizer, command=(key := uuid4()))
    SessionCount.record(session, 9, by=organizer, command=key)
    line = attendance_section(session.event, organizer)["lines"][0]
    assert session.head_count == 3
    assert line.difference_text == "3 more in the room than recorded"
    assert (line.figures.present, line.figures.unrecorded) == (0, 1)


def test_trainers_see_names_and_observers_see_figures(session, ana, trainer, cast):
    mark_many(session, [ana], by=trainer, is_present=True)
    shown = attendance_section(session.event, trainer)
    assert [row.label for row in shown["rows"]] == ["Ana Vidal"]
    observed = attendance_section(session.event, cast.training_observer)
    assert observed["rows"] == []
    assert observed["lines"][0].figures.present == 1


@pytest.mark.parametrize(
    ("typed", "badge"),
    [
        ("14", 14), ("١٤", 14), ("k7m4 xw2p 93ht", "K7M4-XW2P-93HT"),
        ("https://amparo.example/a/p/#K7M4-XW2P-93HT", "K7M4-XW2P-93HT"), ("Ana", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_badge_is_read_however_it_is_written(typed, badge):
    assert read_badge(typed) == badge
