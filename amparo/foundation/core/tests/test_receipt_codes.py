"""A receipt code opens what it was given for, however it is typed, and is kept by nobody."""

from datetime import timedelta
from math import log2

import pytest

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.clock import at, now
from amparo.foundation.core.receipt_codes import ReceiptCodeModel


class Paper(ReceiptCodeModel):
    crypto_label = "paper"

    class Meta:
        abstract = True
        app_label = "made_up"


class OtherPaper(ReceiptCodeModel):
    crypto_label = "otherpaper"

    class Meta:
        abstract = True
        app_label = "made_up"


def test_nobody_guesses_a_code():
    assert log2(len(receipt_codes.ALPHABET)) * receipt_codes.LENGTH >= 50
    assert len({receipt_codes.new_code() for _each in range(1000)}) == 1000


def test_it_is_read_in_groups():
    groups = receipt_codes.new_code().split("-")
    assert [len(group) for group in groups] == [4, 4, 4]


@pytest.mark.parametrize(
    "typed",
    [
        "K7M4-XW2P-93HT",
        "k7m4 xw2p 93ht",
        " K7M4XW2P93HT ",
        "k7m4–xw2p–93ht",
        "K٧M٤-XW٢P-٩٣HT",
        "k۷m۴ xw۲p ۹۳ht",
        "Ｋ７Ｍ４ＸＷ２Ｐ９３ＨＴ",
        "K7M4-XWZP-93HT",
    ],
)
def test_it_opens_however_it_is_typed(typed):
    assert receipt_codes.read(typed) == "K7M4XW2P93HT"


def test_look_alikes_are_the_same():
    assert receipt_codes.read("OQDI LZSB GU11") == receipt_codes.read("0001 1258 6V11")


@pytest.mark.parametrize("typed", ["", "K7M4", "K7M4-XW2P-93HT-9", "K7M4-XW2P-93HA", "٣" * 4000])
def test_what_is_no_code_is_none(typed):
    assert receipt_codes.read(typed) == ""


def test_what_is_kept_says_nothing_and_opens_one_kind_of_record_only():
    code = receipt_codes.new_code()
    kept = Paper.hash_code(code)
    assert kept == Paper.hash_code(code.lower().replace("-", " "))
    assert kept != OtherPaper.hash_code(code)
    assert code.replace("-", "").lower() not in kept


def test_a_form_knows_its_age_and_is_ours():
    form = receipt_codes.new_form()
    assert receipt_codes.form_age(form) < 5
    with at(now() + timedelta(hours=2)):
        assert receipt_codes.form_age(form) == pytest.approx(7200, abs=5)
    forged = form.replace(form[0], "2" if form[0] == "1" else "1", 1)
    assert receipt_codes.form_age(forged) is None
    assert receipt_codes.form_age("") is None


def test_a_form_sent_twice_gives_one_code_under_one_key():
    form, other = receipt_codes.new_form(), receipt_codes.new_form()
    assert (
        receipt_codes.code_of(form) == receipt_codes.code_of(form) != receipt_codes.code_of(other)
    )
    assert receipt_codes.read(receipt_codes.code_of(form))
    assert receipt_codes.key_of(form) == receipt_codes.key_of(form) != receipt_codes.key_of(other)
