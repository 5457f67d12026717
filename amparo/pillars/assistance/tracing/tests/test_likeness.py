"""Reasons for and against a likeness, by tables."""

import pytest

from amparo.pillars.assistance.tracing.likeness import Described, compare

NAYELI = Described(
    names=("Nayeli Quispe",), sex="female", birth_year=2017, nationalities=("BO",), mother="Rosa"
)


@pytest.mark.parametrize(
    ("found", "codes"),
    [
        (Described(names=("Nayeli", "Quispe", "Mamani")), ["name_same"]),
        (Described(names=("Nayely Kispe",)), ["name_alike"]),
        (Described(names=("Nayeli Rojas",)), ["name_part"]),
        (Described(names=("Carmen Rojas",)), ["name_other"]),
        (Described(), []),
        (Described(mother="Rosa Quispe"), ["parent_same"]),
        (Described(mother="Carmen"), ["parent_other"]),
        (Described(birth_year=2017), ["year_same"]),
        (Described(birth_year=2018), ["year_near"]),
        (Described(birth_year=2022), ["year_far"]),
        (Described(birth_year=2021, is_year_guessed=True), ["year_near"]),
        (Described(sex="male"), ["sex_other"]),
        (Described(sex="female"), []),
        (Described(sex="unknown"), []),
        (Described(nationalities=("PE", "BO")), ["nationality_same"]),
        (Described(nationalities=("PE",)), ["nationality_other"]),
    ],
)
def test_each_reason_stands_by_itself(found, codes):
    assert compare(NAYELI, found).codes == codes


@pytest.mark.parametrize(
    ("found", "is_close"),
    [
        (Described(names=("Nayeli Quispe",), birth_year=2017), True),
        (Described(names=("Nayeli Quispe",)), False),  # one reason is none
        (Described(names=("Nayeli Quispe",), birth_year=1980), False),
        (Described(names=("Nayeli Quispe",), birth_year=2017, sex="male"), False),
        (Described(names=("Nayeli Quispe",), birth_year=2017, nationalities=("PE",)), True),
    ],
)
def test_close_is_more_than_one_reason_and_none_against(found, is_close):
    assert compare(NAYELI, found).is_close is is_close


def test_the_same_name_alone_comes_after_the_same_name_and_year():
    better = compare(NAYELI, Described(names=("Nayeli Quispe",), birth_year=2017))
    worse = compare(NAYELI, Described(names=("Nayeli Quispe",), birth_year=1990))
    assert better.order > worse.order


def test_a_guess_far_off_is_still_no_proof_of_the_contrary():
    apart = Described(birth_year=2023, is_year_guessed=True)
    [reason] = compare(NAYELI, apart).reasons
    assert (reason.code, reason.speaks_for, reason.years) == ("year_far", None, 6)


def test_a_name_is_known_again_in_another_script():
    heard = Described(names=("Mohammed Hassan",))
    assert compare(heard, Described(names=("محمد حسن",))).codes == ["name_alike"]
