"""Translations of shipped data: labels of code lists and texts of shipped forms, by catalogue.

The English text stands where the data stands; what it is in other languages is read from the
catalogues of `amparo/locale`, which `amparo translations compile` makes ready. Each text is found
by the record that it belongs to and its English, so that a text that was reworded counts as not
translated. No Django.
"""

from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from amparo.ui.languages import SOURCE, TRANSLATED

LOCALE = Path(__file__).resolve().parents[2] / "locale"
CODES, FORMS = "codes", "forms"
DOMAINS = (CODES, FORMS)


@dataclass(frozen=True)
class ShippedText:
    """A text to translate: in which catalogue, of which record (`sex/female`), in English."""

    domain: str
    context: str
    text: str

    @property
    def is_translated(self) -> bool:
        """Whether it has words: figures are the same in every language."""
        return any(letter.isalpha() for letter in self.text)


def translations_of(domain: str, context: str, text: str) -> dict[str, str]:
    """The text by language: English, and those languages in which it is translated."""
    if not ShippedText(domain, context, text).is_translated:
        return dict.fromkeys((SOURCE, *TRANSLATED), text)
    found = {code: _catalogue(domain, code).pgettext(context, text) for code in TRANSLATED}
    return {SOURCE: text} | {code: words for code, words in found.items() if words}


class _Untranslated(NullTranslations):
    """Says nothing rather than the English text."""

    def pgettext(self, context: str, message: str) -> str:
        return ""


@cache
def _catalogue(domain: str, language: str) -> NullTranslations:
    path = LOCALE / language / "LC_MESSAGES" / f"{domain}.mo"
    if not path.exists():
        return _Untranslated()
    with path.open("rb") as file:
        found = GNUTranslations(file)
    found.add_fallback(_Untranslated())
    return found
