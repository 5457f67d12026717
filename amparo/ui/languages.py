"""The languages of the product, each declared here once: lists, forms, catalogues, dates, the
direction of pages and the offline app follow from it. Pure.

Texts stand in `amparo/locale/<code>/LC_MESSAGES/`: `django.po` for screens, `codes.po` for labels
of code lists, `forms.po` for shipped forms. What is not translated is shown in the first language.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SOURCE = "en"  # the language in which texts are written first


@dataclass(frozen=True)
class Language:
    """A language of the product, by its ISO 639-1 code, and where it differs from most."""

    code: str
    name: str
    # A day inside a sentence, as a pattern of Unicode (CLDR).
    long_day: str = "EEEE d MMMM"
    # The language by whose habits numbers are written.
    numbers: str = ""
    comma: str = ", "
    semicolon: str = "; "
    # The pace of announcements that are to be understood at once, slower than talk.
    words_per_minute: int = 140
    # The font in `web/build` that has its letters.
    font: str = "latin"

    @property
    def direction(self) -> str:
        return direction(self.code)

    @property
    def number_locale(self) -> str:
        return self.numbers or self.code


# The first is spoken to those of whom nothing is known.
LANGUAGES = (
    # Spanish readers of different countries take 1.201 and 1,201 for different sums: a narrow
    # space, as the United Nations write it, is the same for all.
    Language("es", "Español", long_day="EEEE d 'de' MMMM", numbers="fr"),
    Language("en", "English"),
    Language("fr", "Français"),
    Language(
        "ar", "العربية", numbers="en", comma="\u060c ", semicolon="\u061b ",
        words_per_minute=110, font="arabic",
    ),
)  # fmt: skip
CODES = tuple(each.code for each in LANGUAGES)
TRANSLATED = tuple(code for code in CODES if code != SOURCE)
_BY_CODE = {each.code: each for each in LANGUAGES}

# Of the languages in Unicode's CLDR that are written from the right; people write in more
# languages than the product speaks.
_FROM_THE_RIGHT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}
)


def find_language(code: str) -> Language:
    """The language of a code like `es` or `es-bo`; English where the product does not speak it."""
    return _BY_CODE.get(_base(code)) or _BY_CODE[SOURCE]


def text_in(texts: Mapping[str, str], code: str) -> str:
    """The text for a reader of this language: else in the first language, as Django shows what a
    catalogue lacks, else in English.
    """
    wanted = (_base(code), CODES[0], SOURCE)
    return next(filter(None, map(texts.get, wanted)), "")


def is_from_the_right(code: str) -> bool:
    return _base(code) in _FROM_THE_RIGHT


def direction(code: str) -> str:
    return "rtl" if is_from_the_right(code) else "ltr"


def _base(code: str) -> str:
    return code.lower().replace("_", "-").split("-")[0]
