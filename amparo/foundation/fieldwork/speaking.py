"""What the shell says, in one language: its sentences, and the labels of its lists."""

from typing import Any

from babel import Locale
from django.utils import translation
from django.utils.translation import ngettext

from amparo.foundation.core.code_lists import codes
from amparo.ui import cldr

from .engine_words import engine_words
from .field_words import COUNTED, SENTENCES

LISTS = (
    "alert_kind", "case_kind", "consent_check", "consent_method", "consent_scope",
    "follow_up_mode", "identification_source", "level", "safe_channel", "service_type", "sex",
    "unit",
)  # fmt: skip
# Choices that stand in the models of the apps above: each says its own (`offline.py`).
choices: dict[str, Any] = {}
# Numbers among which every way of counting of our languages is found.
_NUMBERS = (0, 1, 2, 3, 11, 100, 1_000_000)


def spoken(language: str) -> dict[str, Any]:
    with translation.override(language):
        words: dict[str, Any] = {name: str(words) for name, words in SENTENCES.items()}
        words |= {name: _forms(language, *pair) for name, pair in COUNTED.items()}
        words |= {f"engine_{name}": said for name, said in engine_words().items()}
        return {"words": words, "lists": _lists()}


def _forms(language: str, one: str, many: str) -> dict[str, str]:
    """The sentence for each way of counting, under the name that Unicode gives to it."""
    count = Locale.parse(language).plural_form
    return {count(number): ngettext(one, many, number) for number in reversed(_NUMBERS)}


def _lists() -> dict[str, list[list[str]]]:
    lists = {name: codes.choices(name) for name in LISTS}
    lists |= {name: offered() for name, offered in choices.items()}
    lists["language"] = cldr.languages()
    return {
        name: [[str(code), str(label)] for code, label in lines] for name, lines in lists.items()
    }
