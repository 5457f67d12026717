"""What an organization says of itself, in every language it says it in.

A `Wording` is kept as {"es": "Albergue San José", "ar": "…"}: whoever reads gets their own
language, else the nearest that is there, and pages mark which one it is.
"""

import unicodedata
from typing import NamedTuple

from django.utils.translation import get_language

type Wording = dict[str, str]

# What somebody is likeliest to read where their own language is missing.
NEAREST = ("es", "en", "fr", "ar")
LONGEST = 2_000


class Said(NamedTuple):
    """Words, and the language that they are in."""

    words: str
    language: str

    def __str__(self) -> str:
        return self.words


def said(wording: Wording | None, language: str = "") -> Said:
    """The words for a reader of this language; nothing where nothing was said."""
    wanted = language or (get_language() or "en").split("-")[0]
    for code in (wanted, *NEAREST, *(wording or ())):
        if words := (wording or {}).get(code):
            return Said(words, code)
    return Said("", wanted)


def tidied(wording: Wording | None) -> Wording:
    """Without languages in which nothing is said."""
    found = {code: " ".join(words.split()) for code, words in (wording or {}).items() if words}
    return {code: words for code, words in found.items() if words}


def folded(text: str) -> str:
    """As somebody in a hurry types it: small letters, without accents and signs above."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).split())
