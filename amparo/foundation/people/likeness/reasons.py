"""One reason why two descriptions may be of one person, or of two."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason by its code, the words it concerns, and whether it speaks for or against.

    `speaks_for` is None where it speaks neither for nor against. `bits` order people, and are
    never shown.
    """

    code: str
    speaks_for: bool | None
    bits: float = 0.0
    words: tuple[str, ...] = ()
    count: int = 0


# Every code there is, for those who say them in words or learn from them.
CODES = (
    "name_same", "name_alike", "name_short", "name_typed", "name_swapped", "name_part",
    "name_missing", "name_other", "given_other", "given_second_other", "surname_mother",
    "surname_mother_other",
    "born_day", "born_swapped", "born_month", "born_year", "born_digit", "born_near", "born_apart",
    "sex_same", "sex_other", "nationality_same", "nationality_other", "document_same",
    "document_near", "phone_same", "father_same", "father_other", "mother_same", "mother_other",
    "place_same", "place_other",
)  # fmt: skip
