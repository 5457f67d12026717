"""Pairing codes and points: the same person writes the same code; a slip is proposed, never mixed
in; an answer outside what is offered is named.
"""

from decimal import Decimal

import pytest

from amparo.pillars.training.pairing_codes import (
    PairingCode,
    WrongPartError,
    hashed,
    pair_sittings,
    read_code,
)
from amparo.pillars.training.question_files import Answer, Kind
from amparo.pillars.training.scoring import (
    AnswerCountError,
    OutsideOptionsError,
    percent,
    read_letters,
    share_of,
)

ANA = {"mother": "Ángela", "day": "7", "siblings": "2", "town": "Puerto Alto"}


@pytest.mark.parametrize("same", [
    {"mother": "angela"}, {"day": "07"}, {"day": "٧"}, {"town": "puerto álto "},
    {"mother": "A."}, {"siblings": " 2 "},
])  # fmt: skip
def test_the_same_answers_make_the_same_code(same):
    assert read_code(ANA | same) == read_code(ANA) == PairingCode("a072to")


def test_arabic_forms_of_a_letter_are_one():
    parts = ANA | {"mother": "أمينة", "town": "القاهرة"}
    assert read_code(parts) == read_code(parts | {"mother": "امينة", "town": "القاهره"})


@pytest.mark.parametrize(("part", "said"), [
    ("mother", "12"), ("day", "32"), ("day", ""), ("siblings", "two"), ("town", "x"),
])  # fmt: skip
def test_a_part_that_cannot_be_is_named(part, said):
    with pytest.raises(WrongPartError) as found:
        read_code(ANA | {part: said})
    assert found.value.part == part


def test_a_code_never_shows_itself():
    assert "a072to" not in repr(read_code(ANA))


def _coded(rows: dict[int, dict], extra: str = ""):
    return [hashed(key, read_code(ANA | said, extra), lambda text: text)
            for key, said in rows.items()]  # fmt: skip


def test_pairs_slips_and_those_alone_are_counted_apart():
    before = _coded({1: {}, 2: {"day": "12"}, 3: {"mother": "Zoe", "day": "30"}})
    after = _coded({11: {}, 12: {"day": "13"}, 13: {"mother": "Rut", "day": "1"}})
    found = pair_sittings(before, after)
    assert (found.pairs, found.probable) == (((1, 11),), ((2, 12),))
    assert (found.only_before, found.only_after) == (2, 2)


def test_where_two_could_be_meant_nothing_is_proposed():
    before = _coded({1: {"day": "12"}})
    after = _coded({11: {"day": "13"}, 12: {"day": "14"}})
    assert pair_sittings(before, after).probable == ()


def test_the_added_letter_parts_two_and_its_absence_is_a_slip():
    before = [*_coded({1: {}}), *_coded({2: {}}, extra="k")]
    assert pair_sittings(before, _coded({11: {}})).pairs == ((1, 11),)
    assert pair_sittings(before[1:], _coded({11: {}})).probable == ((2, 11),)


def test_a_code_that_stands_twice_pairs_nobody():
    found = pair_sittings(_coded({1: {}, 2: {}}), _coded({11: {}}))
    assert (found.pairs, found.only_before, found.only_after) == ((), 2, 1)


# Points.

CHOICE = [Answer("a", Decimal(100)), Answer("b"), Answer("c", Decimal(-25)), Answer("d")]
SEVERAL = [Answer("a", Decimal(50)), Answer("b", Decimal(50)), Answer("c", Decimal(-100))]
NUMBER = [Answer("", Decimal(100), "", Decimal(18), Decimal(1)),
          Answer("", Decimal(50), "", Decimal(18), Decimal(5))]  # fmt: skip
TEXT = [Answer("Palermo", Decimal(100)), Answer("*Protocol*2000", Decimal(50))]


@pytest.mark.parametrize(("kind", "answers", "said", "share"), [
    (Kind.SINGLE, CHOICE, "A", 1), (Kind.SINGLE, CHOICE, "", 0), (Kind.SINGLE, CHOICE, "C", 0),
    (Kind.MULTIPLE, SEVERAL, "AB", 1), (Kind.MULTIPLE, SEVERAL, "A", 0.5),
    (Kind.MULTIPLE, SEVERAL, "ABC", 0), (Kind.NUMBER, NUMBER, "19", 1),
    (Kind.NUMBER, NUMBER, "٢٢", 0.5), (Kind.NUMBER, NUMBER, "17,5", 1),
    (Kind.NUMBER, NUMBER, "many", 0), (Kind.TEXT, TEXT, " palérmo", 1),
    (Kind.TEXT, TEXT, "UN protocol of 2000", 0.5), (Kind.TEXT, TEXT, "protocol", 0),
])  # fmt: skip
def test_the_share_of_a_point(kind, answers, said, share):
    assert share_of(kind, answers, said) == Decimal(str(share))


def test_thirds_make_the_whole():
    thirds = [Answer(each, Decimal("33.33333")) for each in "abc"]
    assert share_of(Kind.MULTIPLE, thirds, "ABC") == 1
    assert percent([Decimal(1), Decimal(0), Decimal(0)]) == Decimal("33.33")


def test_letters_of_paper_with_and_without_spaces():
    kinds = [Kind.SINGLE, Kind.TRUE_FALSE, Kind.SINGLE]
    assert read_letters("ab-", kinds, [4, 2, 4]) == ["A", "B", ""]
    assert read_letters("A B D", kinds, [4, 2, 4]) == ["A", "B", "D"]
    mixed = [Kind.MULTIPLE, Kind.NUMBER, Kind.SINGLE]
    assert read_letters("CA 12 -", mixed, [3, 0, 4]) == ["AC", "12", ""]


def test_an_answer_outside_the_options_is_named_by_its_question():
    with pytest.raises(OutsideOptionsError) as found:
        read_letters("ABE", [Kind.SINGLE] * 3, [4, 4, 4])
    assert (found.value.at, found.value.value, found.value.most) == (3, "E", 4)
    with pytest.raises(OutsideOptionsError):
        read_letters("AB C", [Kind.SINGLE, Kind.MULTIPLE], [4, 4])
    with pytest.raises(AnswerCountError):
        read_letters("AB", [Kind.SINGLE] * 3, [4, 4, 4])
