"""Numbers, names, signed words and eligibility: the pure rules of certificates."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from amparo.pillars.training import certificate_numbers, certificate_words, holder_names
from amparo.pillars.training.eligibility import Part, Rule, decide, last_day_of_validity

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WORD = certificate_words.Word(
    "CAP-7K4M-XW2P", "VOT-1", 3, Decimal("14.0"), "basic", date(2026, 11, 26), date(2028, 11, 25),
    1, 94567, "k3f2a1", "AAAAAAAAAAA", "BBBBBBBBBBBBBBBB",
)  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        "CAP-7K4M-XW2P",
        "cap 7k4m xw2p",
        "7K4MXW2P",
        "CAP7K4MXWZP",
        "CAP-٧K4M-XW٢P",
        "Cap–7k4m–xw2p",
    ],
)
def test_a_number_is_read_whatever_the_keyboard(typed):
    assert certificate_numbers.read(typed) == "CAP-7K4M-XW2P"


def test_look_alikes_are_read_as_ours_and_what_is_no_number_as_none():
    assert certificate_numbers.read("CAP-OIL5-BGZQ") == "CAP-0115-8620"
    for typed in ("", "CAP-7K4M-XW2", "CAP-7K4M-XW2PP", "CAP-7K4A-XW2P", "x" * 500):
        assert certificate_numbers.read(typed) == ""


@pytest.mark.parametrize(
    ("paper", "typed"),
    [
        ("José Ángel Núñez-Muñoz", "jose angel nunez munoz"),
        ("María de los Ángeles Fernández de Córdoba y Ruiz de Arana",
         "MARIA DE LOS ANGELES FERNANDEZ DE CORDOBA Y RUIZ DE ARANA"),
        ("N’Guessan Koffi", "Nguessan  Koffi"), ("Łukasz Straße", "lukasz strasse"),
        ("أحمد بن يحيى", "احمد بن يحيي"), ("فاطمة الزهراء", "فاطمه الزهرا"),
        ("مُحَمَّد", "محمد"), ("علی کریمی", "علي كريمي"), ("Ігор Шевченко", "ігор шевченко"),
        ("V‑017", "v ٠١٧"),
    ],
)  # fmt: skip
def test_a_name_fits_without_accents_marks_and_spaces(paper, typed):
    assert holder_names.normalize(paper) == holder_names.normalize(typed)


def test_another_name_does_not_fit():
    salt = holder_names.new_salt()
    kept = holder_names.hash_name("Ana Vidal", salt)
    assert holder_names.fits("ANA VIDAL ", salt, kept)
    assert not holder_names.fits("Ana Vidal Ruiz", salt, kept)
    assert not holder_names.fits("Ana Vidal", holder_names.new_salt(), kept)


def test_a_signed_word_says_what_was_signed():
    text = certificate_words.sign(WORD, KEY)
    assert certificate_words.read(text) == WORD
    assert certificate_words.is_signed_by(text, KEY.public_key())
    assert len("https://amparo.example.org/a/certificate/#" + text) <= 230


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("~14~", "~140~"), ("~b~", "~a~"), ("20281125", "20991125"), ("7K4MXW2P", "7K4MXW2F")],
)
def test_an_altered_word_is_not_signed(was, becomes):
    text = certificate_words.sign(WORD, KEY)
    assert was in text
    assert not certificate_words.is_signed_by(text.replace(was, becomes, 1), KEY.public_key())


def test_a_word_of_another_key_or_cut_short_is_not_signed():
    text = certificate_words.sign(WORD, KEY)
    assert not certificate_words.is_signed_by(text, Ed25519PrivateKey.generate().public_key())
    assert not certificate_words.is_signed_by(text[:-1], KEY.public_key())
    for broken in ("", "1~7K4M", text.replace("1~", "9~", 1), "~" * 12):
        with pytest.raises(certificate_words.NotAWord):
            certificate_words.read(broken)


def test_a_course_code_with_separators_goes_through_a_word():
    odd = replace(WORD, course="A~1 é/#", until=None)
    assert certificate_words.read(certificate_words.sign(odd, KEY)) == odd


RULE = Rule(min_attendance=80, min_score=70, requires_practice=False)


@pytest.mark.parametrize(
    ("attendance", "score", "short"),
    [
        (80, 70, []), (100, 100, []), (79, 70, [Part.ATTENDANCE]), (80, 69, [Part.SCORE]),
        (None, 90, [Part.ATTENDANCE]), (90, None, [Part.SCORE]),
        (None, None, [Part.ATTENDANCE, Part.SCORE]),
    ],
)  # fmt: skip
def test_what_is_unknown_is_never_enough(attendance, score, short):
    standing = decide(RULE, attendance=attendance, score=score, practice=None)
    assert [each.part for each in standing.shortfalls] == short
    assert standing.is_eligible is not bool(short)


def test_unknown_attendance_is_short_even_where_none_is_asked():
    rule = Rule(min_attendance=0, min_score=None, requires_practice=False)
    assert not decide(rule, attendance=None, score=None, practice=None).is_eligible
    assert decide(rule, attendance=0, score=None, practice=None).is_eligible


@pytest.mark.parametrize(("practice", "unknown"), [(None, True), (False, False)])
def test_a_practice_must_have_been_accepted(practice, unknown):
    rule = Rule(80, None, requires_practice=True)
    [short] = decide(rule, attendance=90, score=None, practice=practice).shortfalls
    assert (short.part, short.is_unknown) == (Part.PRACTICE, unknown)
    assert decide(rule, attendance=90, score=None, practice=True).is_eligible


@pytest.mark.parametrize(
    ("issued", "months", "last"),
    [
        (date(2026, 11, 26), 24, date(2028, 11, 25)), (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)), (date(2026, 12, 1), 1, date(2026, 12, 31)),
    ],
)  # fmt: skip
def test_validity_ends_the_day_before_the_same_day(issued, months, last):
    assert last_day_of_validity(issued, months) == last
