"""Two descriptions and what speaks for one person, by tables: no database, no percentage."""

from dataclasses import replace

import pytest

from amparo.foundation.people.matching.comparison import ALERT, ASK, compare, to_ask_next
from amparo.foundation.people.matching.features import MatchingFeatures
from amparo.foundation.people.matching.name_comparison import NameWeights
from amparo.foundation.people.matching.names import parts_of, phonetic_keys

WEIGHTS = NameWeights()
ROSA = MatchingFeatures(
    given="Rosa", family="Quispe", second_family="Mamani", sex="female", birth_year=1992,
    birth_month=5, birth_day=3, nationalities=("BO",), documents=("BO-123456",),
    phones=("+591 70012345",), father="Julián Quispe", mother="Elena Mamani", place="El Alto",
)  # fmt: skip


def match(query: MatchingFeatures, candidate: MatchingFeatures = ROSA):
    return compare(query, candidate, WEIGHTS)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Mohamed", "Mohammed", "Muhammad", "محمد", "مُحَمَّد", "Мухаммад", "MOHAMED"),
        ("Quispe", "Kispe", "Qispe"),
        ("Abdurrahman", "Abdul Rahman", "Abdelrahman", "Abd al-Rahman", "عبد الرحمن", "عبدالرحمن"),
        ("Abdullah", "Abdallah", "Abd Allah", "عبد الله", "عبدالله"),
        ("Nasreddine", "Nasr al-Din", "Nasruddin", "نصر الدين", "Насреддин"),
        ("Abu Bakr", "Abubakar", "Aboubacar", "أبو بكر"),
        ("Al-Khatib", "El Khatib", "Elkhatib", "الخطيب"),
        ("Yusuf", "Youssef", "Yousef", "يوسف"),
        ("Khalid", "Khaled", "خالد", "Халид"),
        ("Hassan", "Hasan", "Xasan", "حسن", "Хасан"),
        ("Fatima", "Fatimah", "فاطمة", "فاطمه", "ファティマ"),
        ("De la Cruz", "Delacruz", "Cruz", "de la cruz"),
        ("Marwan", "Marouane", "مروان"),
        ("Jamal", "Gamal", "Djamal", "جمال"),
        ("Muñoz", "Munoz"),
        ("Tewelde", "ተወልደ"),
        ("Chopra", "चोपड़ा", "চোপড়া"),
        ("Sandhu", "संधू"),
        ("Seri", "เสรี"),
        ("Evangelos", "Ευάγγελος"),
        ("Luiza", "Լուիզա"),
        ("Hakjin", "학진"),
        ("𝐑𝐨𝐬𝐚", "ROSA", "R\u0301o\u0301sa", "Ro\u200bsa", "\u202eRosa\u202c"),
    ],
)
def test_one_name_has_one_set_of_keys_however_it_is_written(spellings):
    assert len({tuple(phonetic_keys(each)) for each in spellings}) == 1


@pytest.mark.parametrize("other", ["Carmen", "Quiroga", "Mario", "Rosario Flores"])
def test_other_names_have_other_keys(other):
    assert not set(phonetic_keys("Rosa Quispe")) & set(phonetic_keys(other))


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (MatchingFeatures("Rosa", "Quispe", "Mamani"), "name_same"),
        (MatchingFeatures("Rossa", "Kispe"), "name_alike"),
        (MatchingFeatures("Rosita", "Quispe"), "name_short"),
        (MatchingFeatures("Rosa", "Quipse"), "name_typed"),
        (MatchingFeatures("Quispe", "Rosa"), "name_swapped"),
        (MatchingFeatures("Rosa Elena", "Quispe"), "name_missing"),
        (MatchingFeatures("Carmen", "Quispe", "Mamani"), "given_other"),
        (MatchingFeatures("Rosa", "Quispe", "Mamani"), "surname_mother"),
        (MatchingFeatures("Rosa", "Quispe", "Flores"), "surname_mother_other"),
        (MatchingFeatures("Ahmed", "Diallo"), "name_other"),
        (MatchingFeatures(birth_year=1992, birth_month=5, birth_day=3), "born_day"),
        (MatchingFeatures(birth_year=1992, birth_month=3, birth_day=5), "born_swapped"),
        (MatchingFeatures(birth_year=1992, birth_month=5, birth_day=19), "born_month"),
        (MatchingFeatures(birth_year=1992, birth_month=8, birth_day=3), "born_digit"),
        (MatchingFeatures(birth_year=1992), "born_year"),
        (MatchingFeatures(birth_year=1992, birth_month=1, birth_day=1), "born_year"),
        (MatchingFeatures(birth_year=1994, is_estimated=True), "born_near"),
        (MatchingFeatures(birth_year=1975), "born_apart"),
        (MatchingFeatures(sex="male"), "sex_other"),
        (MatchingFeatures(nationalities=("PE", "BO")), "nationality_same"),
        (MatchingFeatures(nationalities=("PE",)), "nationality_other"),
        (MatchingFeatures(documents=("bo 123.456",)), "document_same"),
        (MatchingFeatures(documents=("BO-123465",)), "document_near"),
        (MatchingFeatures(phones=("70012345",)), "phone_same"),
        (MatchingFeatures(phones=("٧٠٠١٢٣٤٥",)), "phone_same"),
        (MatchingFeatures(father="Julian"), "father_same"),
        (MatchingFeatures(father="Pedro"), "father_other"),
        (MatchingFeatures(mother="Elena"), "mother_same"),
        (MatchingFeatures(mother="Carmen"), "mother_other"),
        (MatchingFeatures(place="El Alto, La Paz"), "place_same"),
    ],
)
def test_each_reason_stands_by_itself(query, code):
    assert code in match(query).codes


@pytest.mark.parametrize(
    ("query", "speaks_for"),
    [
        (MatchingFeatures("Rosa", "Quispe"), True),
        (MatchingFeatures("Ahmed", "Diallo"), False),
        (MatchingFeatures(sex="male"), False),
        (MatchingFeatures(birth_year=1975), False),
        (MatchingFeatures(birth_year=1990, is_estimated=True), True),
        (MatchingFeatures(birth_year=1993, is_estimated=True), True),
        (MatchingFeatures(birth_year=1991), True),
        (MatchingFeatures(birth_year=1988), None),
        (MatchingFeatures(place="Lima"), None),
    ],
)
def test_a_reason_speaks_for_against_or_neither(query, speaks_for):
    assert match(query).reasons[0].speaks_for is speaks_for


def test_an_age_fits_the_year_before_and_the_year_that_it_leads_to():
    """Who is 34 in May was born 34 years ago, or 35 if their birthday is still to come."""
    bits = {
        year: match(MatchingFeatures(birth_year=year, is_estimated=True)).reasons[0].bits
        for year in (1991, 1992, 1993, 1994)
    }
    assert bits[1992] > bits[1993] > bits[1991] > bits[1994]


@pytest.mark.parametrize(
    "query",
    [MatchingFeatures(sex="unknown"), MatchingFeatures(), MatchingFeatures(nationalities=())],
)
def test_what_is_not_known_says_nothing(query):
    assert match(query).reasons == ()


def test_the_words_of_a_reason_are_as_they_were_typed():
    reasons = {each.code: each for each in match(MatchingFeatures("Rosa Elena", "Quispe")).reasons}
    assert reasons["name_missing"].name_parts == ("Elena",)
    [phone] = match(MatchingFeatures(phones=("+591 70012345",))).reasons
    assert phone.name_parts == ("2345",)


def test_the_same_name_is_known_in_another_script():
    ali = MatchingFeatures("Mohammed", "Al-Hassan", original="محمد الحسن", birth_year=1990)
    query = MatchingFeatures(original="محمد الحسن")
    assert match(query, ali).codes == ["name_same"]
    assert match(query, replace(ali, original="")).codes == ["name_alike"]


def test_two_names_in_one_and_one_in_two():
    assert (
        match(MatchingFeatures("Anamaría", "Flores"), MatchingFeatures("Ana María", "Flores")).bits
        > ASK
    )
    assert (
        match(MatchingFeatures("Ana María", "Flores"), MatchingFeatures("Anamaría", "Flores")).bits
        > ASK
    )


@pytest.mark.parametrize(
    ("given", "family", "whole"),
    [
        ("Chul-soo", "Kim", "김철수"),
        ("Cheolsu", "Gim", "김철수"),
        ("Soon-shin", "Lee", "이순신"),
        ("Sun-sin", "Yi", "이순신"),
        ("Xiao Ming", "Wang", "王小明"),
    ],
)
def test_a_whole_name_in_one_word_is_its_family_name_and_its_given_name(given, family, whole):
    told = match(MatchingFeatures(given, family), MatchingFeatures(original=whole))
    assert told.codes[0] in ("name_same", "name_alike", "name_short")
    assert told.codes[1:] == []
    assert told.bits > 10


def test_an_ending_that_half_a_country_bears_says_nothing():
    assert (
        "name_other"
        in match(MatchingFeatures("", "Kurulashvili"), MatchingFeatures("", "Kldiashvili")).codes
    )
    told = match(MatchingFeatures("", "Kurulashvili"), MatchingFeatures("", "კურულაშვილი"))
    assert told.codes == ["name_same"]


def test_what_is_only_heard_alike_does_not_carry_a_name_of_which_the_rest_is_another():
    assert match(MatchingFeatures("Martínez Salvador"), MatchingFeatures("Marlene")).bits <= 0


def test_the_full_description_interrupts_and_little_does_not():
    assert match(ROSA).bits > ALERT + 20
    assert match(MatchingFeatures("Rosa", "Quispe")).bits < ALERT
    assert match(MatchingFeatures("Rosa", birth_year=1992)).bits < ASK


def test_brothers_and_twins_do_not_interrupt():
    brother = replace(ROSA, given="Julio", sex="male", documents=(), birth_year=1994)
    assert match(brother).bits < ASK
    sister = replace(ROSA, given="Carmen", documents=(), phones=(), mother="", father="")
    assert match(replace(sister, birth_year=1989)).bits < ALERT
    twin = replace(ROSA, given="Carmen", documents=())
    assert match(twin).bits < ALERT
    maria = replace(ROSA, given="María Elena", documents=(), birth_day=0, birth_month=0)
    luisa = replace(maria, given="María Luisa", birth_year=1995)
    assert "given_second_other" in match(luisa, maria).codes
    assert match(luisa, maria).bits < match(maria, maria).bits - 12


def test_a_made_up_birthday_says_less_than_a_real_one():
    new_year = replace(ROSA, birth_month=1, birth_day=1)
    real, made_up = match(ROSA), compare(new_year, new_year, WEIGHTS)
    assert real.bits - made_up.bits >= 7


def test_what_many_bear_says_little():
    many = NameWeights(total=100_000, names={"mhmt": 9_000, "ahmt": 6_000})
    both = MatchingFeatures("Mohamed", "Ahmed", birth_year=1990, birth_month=1, birth_day=1)
    assert compare(both, both, many).bits < ASK
    rare = MatchingFeatures("Yaretzi", "Condorcanqui", birth_year=1990)
    assert compare(rare, rare, many).bits > ALERT


def test_what_to_ask_next_is_what_nobody_asked_yet():
    assert to_ask_next(MatchingFeatures("Rosa")) == ["document", "phone", "father"]
    assert to_ask_next(replace(ROSA, father="")) == ["father"]


def test_what_is_kept_is_read_as_it_was():
    kept = MatchingFeatures.from_json(ROSA.as_json())
    assert kept == ROSA
    assert (kept.name_variants, kept.given_parts, kept.mother_parts) == (
        ROSA.name_variants, ROSA.given_parts, ROSA.mother_parts,
    )  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "", " ", "a", "x" * 500, "Rosa " * 100, "😀👩‍👧", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯A̴̵̜̰L̠ͨG̴̻O",
        "12345", "٢٣٤", "de la", "bin al", "‮مRosa‬",
        "\x00\x01", "- - -", "'''", "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    ],
)  # fmt: skip
def test_no_name_breaks_it_and_none_takes_long(name):
    odd = MatchingFeatures(
        given=name, family=name, original=name, aliases=(name,) * 50, father=name
    )
    assert len(parts_of(name)) <= 12
    assert compare(odd, odd, WEIGHTS).bits < 60
    assert compare(odd, ROSA, WEIGHTS).bits < ALERT


def test_among_many_it_takes_more_to_interrupt_somebody():
    """A stranger who is as much alike is found in every large register."""
    names = dict.fromkeys(phonetic_keys("Rosa Quispe"), 0)
    few, many = (compare(ROSA, ROSA, NameWeights(total, names)) for total in (20_000, 1_800_000))
    assert few.crowd == 0
    assert many.crowd == pytest.approx(6.5, abs=0.1)
    for likeness in (replace(few, bits=ALERT), replace(many, bits=ALERT + many.crowd)):
        assert likeness.alerts
        assert not replace(likeness, bits=likeness.bits - 0.1).alerts
    assert not replace(many, bits=ASK + 6).asks
