"""Rates of errors and of repetitions in the register: assumptions, checked by tests.

Nobody has fitted them to a real register. Each is a share of those to whom it can happen.
"""

from dataclasses import dataclass

REPEATED = 0.08  # of all rows: registrations of somebody who was registered before
WHOLE_FAMILY = 0.04  # families that register again together
ALONE = 0.0392  # others who register again
THIRD = 0.12  # of those registered twice: registered once more
TWINS = 0.03  # of births in a family

# Who comes together: weights.
COMING = {"one": 46, "siblings": 9, "couple": 7, "mother": 17, "father": 3, "family": 18}
NEW_KIN = 0.15  # of newcomers: a sibling or child of somebody who is registered
NATIVE_ONLY = 0.05  # of those who come back: written in their own script alone


@dataclass(frozen=True, slots=True)
class Rates:
    """How a clerk writes somebody down."""

    other_spelling: float = 0.36  # of words with more than one spelling
    habit: float = 0.07  # of words: spelt as another language would
    typing: float = 0.03
    swapped: float = 0.015
    no_second_given: float = 0.2
    nickname: float = 0.02
    no_second_family: float = 0.15
    joined: float = 0.06
    no_grandfather: float = 0.12
    plain_letters: float = 0.4
    capitals: float = 0.05
    native: float = 0.4
    native_only: float = 0.0
    exact_birth: float = 0.97
    guessed_anew: float = 1.0
    document: float = 0.5
    same_document: float = 1.0
    document_error: float = 0.02
    phone: float = 0.62
    same_phone: float = 1.0
    father: float = 0.45
    mother: float = 0.3
    place: float = 0.6
    wrong_sex: float = 0.003
    other_land: float = 0.005
    other_office: float = 0.0


FIRST = Rates()
AGAIN = Rates(
    other_spelling=0.42, habit=0.12, typing=0.1, swapped=0.05, no_second_given=0.3, nickname=0.04,
    no_second_family=0.33, joined=0.1, no_grandfather=0.25, native_only=NATIVE_ONLY,
    exact_birth=0.8, guessed_anew=0.6, same_document=0.45, document_error=0.05, same_phone=0.42,
    wrong_sex=0.008, other_land=0.015, other_office=0.75,
)  # fmt: skip
