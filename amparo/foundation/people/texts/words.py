"""What a text says: one of a few fixed sentences, in the language of who reads it."""

import tomllib
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from string import Formatter

from django.utils import translation

from amparo.ui import words

LANGUAGES = ("es", "en", "fr", "ar")


@dataclass(frozen=True)
class Sentence:
    """One sentence in four languages, and what has to be filled into it."""

    code: str
    said: dict[str, str]
    is_chosen: bool = False

    @property
    def gaps(self) -> frozenset[str]:
        return frozenset(name for _, name, _, _ in Formatter().parse(self.said["en"]) if name)

    def says(self, language: str, day: date | None = None, hour: time | None = None) -> str:
        """The very words that will be read."""
        with translation.override(language):
            told = {
                "day": words.plain_day(day) if day else "…",
                "time": words.clock(hour) if hour else "…",
            }
        return self.said[language].format_map(told)


@cache
def templates() -> dict[str, Sentence]:
    text = (Path(__file__).parent / "words.toml").read_text(encoding="utf-8")
    return {code: _sentence(code, told) for code, told in tomllib.loads(text).items()}


def _sentence(code: str, told: dict) -> Sentence:
    said = {language: told[language] for language in LANGUAGES}
    return Sentence(code, said, told.get("chosen", False))


def language_for(spoken: list[str], otherwise: str) -> str:
    """The first language of theirs that we can write; else the one that the house speaks."""
    known = [each for each in spoken if each in LANGUAGES]
    return next(iter(known), otherwise if otherwise in LANGUAGES else LANGUAGES[0])
