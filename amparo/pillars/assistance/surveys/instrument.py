"""What a survey asks and how its answers are weighed: questions, scores and limits, all data.

Pure Python. No question, score, weight or limit is written into the code: an office that holds
the official annex of a survey loads it, and both are reckoned in the same way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

LANGUAGES = ("en", "es", "fr", "ar")
# Whatever is asked, one may not know it, or not wish to say.
UNKNOWN, DECLINED = "dk", "pna"
ALWAYS = (UNKNOWN, DECLINED)


class Since(StrEnum):
    """From which day the rounds of a survey are counted."""

    RETURN = "return"
    CLOSURE = "closure"


type Words = Mapping[str, str]
type Answers = Mapping[str, str]


def said(words: Words, language: str) -> str:
    """In this language, else in English, else in whichever it has."""
    return words.get(language) or words.get("en") or next(iter(words.values()), "")


@dataclass(frozen=True)
class Choice:
    """One answer that may be given."""

    code: str
    name: Words


@dataclass(frozen=True)
class Condition:
    """Asked only where another question was answered so."""

    item: str
    among: frozenset[str]

    def holds(self, answers: Answers) -> bool:
        return answers.get(self.item) in self.among


@dataclass(frozen=True)
class Item:
    """One question. Where `scores` is empty it is asked and never counted."""

    code: str
    dimension: str
    text: Words
    choices: tuple[Choice, ...]
    # By answer; nothing, where the answer says that the question does not apply to them.
    scores: Mapping[str, Fraction | None]
    weight: Fraction = Fraction(1)
    only_if: Condition | None = None

    @property
    def is_scored(self) -> bool:
        return bool(self.scores)

    @property
    def codes(self) -> frozenset[str]:
        return frozenset((*(choice.code for choice in self.choices), *ALWAYS))

    def is_asked(self, answers: Answers) -> bool:
        return self.only_if is None or self.only_if.holds(answers)


@dataclass(frozen=True)
class Dimension:
    code: str
    name: Words


@dataclass(frozen=True)
class Wave:
    """One of the rounds: so many months after the return, or after the closure of the case."""

    code: str
    months: int
    name: Words


@dataclass(frozen=True)
class Limit:
    """Up to which score a band reaches, as the makers of the survey call it."""

    upto: Fraction
    name: Words


@dataclass(frozen=True)
class Survey:
    """One version of one survey."""

    code: str
    version: str
    name: Words
    source: str
    waves: tuple[Wave, ...]
    dimensions: tuple[Dimension, ...]
    items: tuple[Item, ...]
    # Which part of the questions of a dimension must be answered before it has a score.
    enough: Fraction
    limits: tuple[Limit, ...] = ()
    # Answers, and scores below a limit, at which a person is asked whether to offer help.
    asks_at: Mapping[str, frozenset[str]] | None = None
    asks_below: Mapping[str, Fraction] | None = None
    since: Since = Since.RETURN

    @property
    def is_scored(self) -> bool:
        """Whether its answers become scores; else they are read as they were given."""
        return any(item.is_scored for item in self.items)

    @property
    def is_about_closure(self) -> bool:
        return self.since == Since.CLOSURE

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(each for each in LANGUAGES if each in self.name)

    def of(self, dimension: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.dimension == dimension)

    def item(self, code: str) -> Item:
        return next(item for item in self.items if item.code == code)

    def dimension(self, code: str) -> Dimension:
        return next(each for each in self.dimensions if each.code == code)

    def wave(self, code: str) -> Wave:
        return next(wave for wave in self.waves if wave.code == code)

    def has_wave(self, code: str) -> bool:
        return any(wave.code == code for wave in self.waves)

    def after(self, code: str) -> tuple[Wave, ...]:
        """The rounds that follow this one, the nearest first."""
        months = self.wave(code).months
        later = (wave for wave in self.waves if wave.months > months)
        return tuple(sorted(later, key=lambda wave: wave.months))

    def misfits(self, answers: Answers) -> list[str]:
        """The codes of what is no answer to any question of this version."""
        known = {item.code: item.codes for item in self.items}
        return sorted(
            code for code, answer in answers.items() if answer not in known.get(code, ())
        )

    def asked(self, answers: Answers) -> dict[str, str]:
        """Without the answers to questions that, after all, were not to be asked."""
        kept = dict(answers)
        for item in self.items:  # a condition looks at what stands before it
            if item.code in kept and not item.is_asked(kept):
                del kept[item.code]
        return kept


class Coded(Protocol):
    @property
    def code(self) -> str: ...


def codes_of(things: Iterable[Coded]) -> list[str]:
    return [each.code for each in things]
