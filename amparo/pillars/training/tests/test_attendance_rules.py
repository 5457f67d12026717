"""One answer from many entries, in whatever order they arrive; codes that say when they were
shown.
"""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from amparo.pillars.training.attendance import (
    Answer,
    Entry,
    UnreadableNumbersError,
    fold,
    read_numbers,
    share_of,
)
from amparo.pillars.training.attendance_codes import (
    ACCEPTED_FOR,
    Verdict,
    code_of,
    judge,
    session_key,
    shown_at,
    turn_at,
)

WHOLE = 210


def _entry(key, how, source, number=1, *, is_present=True, minutes=None) -> Entry:
    return Entry(key, how, source, number, is_present, minutes)


# Two telephones without a network that disagree, a code, two lists, and the page of a trainer.
ENTRIES = [
    _entry("a", "code", "participant"),
    _entry("b", "tick", "device 1", 4, is_present=False),
    _entry("c", "tick", "device 1", 9, minutes=150),
    _entry("d", "scan", "device 2", 2, minutes=180),
    _entry("e", "tick", "device 2", 3, is_present=False),
    _entry("f", "tick", "page 7", 40, is_present=False),
    _entry("g", "list", "list 1"),
    _entry("h", "list", "list 2"),
]
CORRECTIONS = [
    _entry("i", "correction", "correction", 50, is_present=False),
    _entry("j", "correction", "correction", 51, minutes=90),
]


@pytest.mark.parametrize("entries", [ENTRIES, ENTRIES[:6], ENTRIES + CORRECTIONS])
def test_500_random_orders_with_repetitions_have_one_answer(entries):
    chance = random.Random(25)
    answers = set()
    for _order in range(500):
        arrived = [*entries, *chance.choices(entries, k=chance.randrange(8))]
        chance.shuffle(arrived)
        answers.add(fold(arrived, WHOLE))
    assert len(answers) == 1


def test_random_entries_have_one_answer_in_any_order():
    chance = random.Random(7)
    for _each in range(100):
        entries = [
            _entry(
                key, chance.choice(("code", "scan", "tick", "list")),
                f"source {chance.randrange(3)}", chance.randrange(4),
                is_present=(is_present := chance.random() < 0.6),
                minutes=chance.choice((None, 60, 500)) if is_present else None,
            )
            for key in range(chance.randrange(1, 7))
        ]  # fmt: skip
        expected = fold(entries, WHOLE)
        for _order in range(5):
            chance.shuffle(entries)
            assert fold(entries, WHOLE) == expected


def test_a_signed_list_stands_above_a_mark_and_its_minutes_stay_known():
    marked = _entry("a", "tick", "device 1", is_present=False)
    late = _entry("b", "tick", "device 2", minutes=120)
    signed = _entry("c", "list", "list 1")
    assert fold([marked, late, signed], WHOLE) == Answer(
        True, 120, ("list", "tick"), is_disputed=True
    )


def test_a_mark_of_the_trainer_stands_above_a_code():
    answer = fold(
        [_entry("a", "code", "participant"), _entry("b", "tick", "page 1", is_present=False)],
        WHOLE,
    )
    assert (answer.is_present, answer.minutes, answer.is_disputed) == (False, 0, True)


def test_of_one_device_its_last_word_counts_whatever_arrived_first():
    first = _entry("a", "tick", "device 1", 3)
    last = _entry("b", "tick", "device 1", 8, is_present=False)
    assert fold([last, first], WHOLE) == Answer(False, 0, ("tick",))


def test_of_two_devices_who_saw_the_person_is_believed_and_the_dispute_is_shown():
    answer = fold(
        [_entry("a", "tick", "device 1"), _entry("b", "scan", "device 2", 9, is_present=False)],
        WHOLE,
    )
    assert answer == Answer(True, WHOLE, ("scan", "tick"), is_disputed=True)


def test_a_correction_stands_above_all_and_ends_the_dispute():
    answer = fold(ENTRIES + CORRECTIONS, WHOLE)
    assert (answer.is_present, answer.minutes, answer.is_disputed) == (True, 90, False)
    assert answer.is_corrected


def test_nothing_recorded_is_not_absent():
    assert fold([], WHOLE) is None
    assert share_of([None, None], [WHOLE, WHOLE]) is None
    assert share_of([Answer(True, WHOLE), None], [WHOLE, WHOLE]) == 50


def test_a_share_is_rounded_down():
    assert share_of([Answer(True, 799)], [1000]) == 79


def test_a_session_that_was_shortened_since_bounds_the_minutes():
    assert fold([_entry("a", "tick", "page 1", minutes=300)], WHOLE).minutes == WHOLE


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1-3, 5", [1, 2, 3, 5]),
        ("٣، ٥–٦", [3, 5, 6]),
        ("4 - 5;2", [2, 4, 5]),
        ("7,7, 7", [7]),
        ("", []),
    ],
)
def test_numbers_of_a_list_are_read_in_any_script(text, numbers):
    assert read_numbers(text) == numbers


@pytest.mark.parametrize("text", ["1-", "5-2", "doce", "1-99999", "0", "1--3", "9" * 40])
def test_what_is_no_number_is_named(text):
    with pytest.raises(UnreadableNumbersError) as odd:
        read_numbers(f"3, {text}")
    assert odd.value.args[0] == text


# Codes

# RFC 6238, appendix B: the key of the SHA-256 vectors, eight digits.
RFC_KEY = b"12345678901234567890123456789012"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "46119246"), (1111111109, "68084774"), (1111111111, "67062674"),
        (1234567890, "91819424"), (2000000000, "90698825"), (20000000000, "77737706"),
    ],
)  # fmt: skip
def test_codes_are_those_of_rfc_6238(seconds, code):
    assert code_of(RFC_KEY, seconds // 30, digits=8) == code


STARTS = datetime(2026, 11, 24, 9, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=3)
KEY = session_key(b"root", UUID(int=1))


def _judge(shown: datetime, at: datetime):
    return judge(code_of(KEY, turn_at(shown)), KEY, starts=STARTS, ends=ENDS, at=at)


def test_a_code_says_itself_when_it_was_shown():
    shown = STARTS + timedelta(minutes=20, seconds=11)
    judged = _judge(shown, shown + timedelta(minutes=4))
    assert judged.verdict == Verdict.TAKEN
    assert shown_at(judged.turn, UTC) == STARTS + timedelta(minutes=20)


@pytest.mark.parametrize(
    ("shown", "at", "verdict"),
    [
        (20, 20 + ACCEPTED_FOR.seconds / 60, Verdict.TAKEN),
        (20, 21 + ACCEPTED_FOR.seconds / 60, Verdict.OLD),
        (20, 170, Verdict.OLD),
        (40, 20, Verdict.AHEAD),
        (-25, -20, Verdict.TAKEN),
        (205, 215, Verdict.NOT_NOW),
        (-90, -85, Verdict.UNKNOWN),
    ],
)
def test_a_code_is_judged_by_the_clock_of_the_server(shown, at, verdict):
    minutes = [STARTS + timedelta(minutes=each) for each in (shown, at)]
    assert _judge(*minutes).verdict == verdict


def test_a_code_of_another_session_is_none_of_this_one():
    other = session_key(b"root", UUID(int=2))
    at = STARTS + timedelta(minutes=5)
    code = code_of(other, turn_at(at))
    assert judge(code, KEY, starts=STARTS, ends=ENDS, at=at).verdict == Verdict.UNKNOWN
    assert judge("", KEY, starts=STARTS, ends=ENDS, at=at).verdict == Verdict.UNKNOWN
