"""What was seen, held against the Palermo Protocol: which elements are met, and which are missing.

Pure Python. Trafficking is an act, by certain means, for the purpose of exploitation (Protocol to
Prevent, Suppress and Punish Trafficking in Persons, 2000, article 3 a). Where any of the means was
used, consent is irrelevant (3 b). Of a child, anybody under 18, no means are asked for (3 c, 3 d).

What follows from weights is our own prompt, and no test: the International Labour Organization
itself says that one indicator may suffice in some cases, and that others need several together
(Indicators of Forced Labour, 2012). It never decides: people do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

SEVERAL = 2  # how many signs of medium weight ask for a closer look: editorial


class PalermoSuggestion(StrEnum):
    """What the rule says to whoever looks: never a decision."""

    PRESUMED = "presumed"
    POSSIBLE = "possible"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Indicator:
    """One thing that was seen or told: which element it speaks of, and how much it weighs."""

    code: str
    element: str  # act, means, purpose; indicator, child
    weight: str = "core"


@dataclass(frozen=True)
class PalermoResult:
    """Which elements are met, by which signs, and what is still missing."""

    act: tuple[str, ...]
    means: tuple[str, ...]
    purpose: tuple[str, ...]
    is_child: bool
    prompt: PalermoSuggestion

    @property
    def consent_is_irrelevant(self) -> bool:
        """Article 3 b; and of a child it is never asked."""
        return bool(self.means) or self.is_child

    @property
    def missing(self) -> tuple[str, ...]:
        """The elements that nothing speaks for yet; of a child, means are not among them."""
        asked = {"act": self.act, "means": self.means or self.is_child, "purpose": self.purpose}
        return tuple(element for element, met in asked.items() if not met)


def apply_palermo(signs: Iterable[Indicator], *, is_child: bool) -> PalermoResult:
    """All that was seen so far of one person. Where their age is disputed they are a child."""
    signs = sorted(set(signs), key=lambda sign: sign.code)
    act, means, purpose = (_of(signs, name) for name in ("act", "means", "purpose"))
    is_presumed = bool(act and purpose and (means or is_child))
    prompt = PalermoSuggestion.PRESUMED if is_presumed else _short_of_it(signs, is_child)
    return PalermoResult(act, means, purpose, is_child, prompt)


def _of(signs: list[Indicator], element: str) -> tuple[str, ...]:
    return tuple(sign.code for sign in signs if sign.element == element)


def _short_of_it(signs: list[Indicator], is_child: bool) -> PalermoSuggestion:
    speaking = [sign for sign in signs if is_child or sign.element != "child"]
    strong = any(sign.weight == "strong" for sign in speaking)
    medium = sum(sign.weight == "medium" for sign in speaking)
    return PalermoSuggestion.POSSIBLE if strong or medium >= SEVERAL else PalermoSuggestion.UNCLEAR
