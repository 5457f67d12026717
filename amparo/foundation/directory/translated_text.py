"""Free text that an organization gives in several languages.

A `TranslatedText` is stored as {"es": "Albergue San José", "ar": "…"}. A reader gets their own
language, else the nearest that is there, and pages mark which one it is.
"""

from typing import NamedTuple

from django.utils.translation import get_language

from amparo.ui.languages import CODES

type TranslatedText = dict[str, str]

# What somebody is likeliest to read where their own language is missing.
FALLBACK_LANGUAGES = CODES
MAXIMUM_LENGTH = 2_000


class TextInLanguage(NamedTuple):
    """A text, and the language that it is in."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


def text_in_language(translations: TranslatedText | None, language: str = "") -> TextInLanguage:
    """Returns the text for a reader of this language; empty where nothing was said."""
    wanted = language or (get_language() or "en").split("-")[0]
    for code in (wanted, *FALLBACK_LANGUAGES, *(translations or ())):
        if text := (translations or {}).get(code):
            return TextInLanguage(text, code)
    return TextInLanguage("", wanted)


def without_empty_texts(translations: TranslatedText | None) -> TranslatedText:
    """Without languages in which nothing is said."""
    found = {code: " ".join(text.split()) for code, text in (translations or {}).items() if text}
    return {code: text for code, text in found.items() if text}
