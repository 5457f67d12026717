"""Labels, hints and messages of a form in each of its languages, with answers inserted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .validation import CannotTell
from .values import to_text

if TYPE_CHECKING:
    from .evaluator import EvaluationContext
    from .form import Rule
    from .values import Node

Piece = "str | Rule"


@dataclass(slots=True)
class Translations:
    """The translations of a form: language, then the name of the text, then its pieces."""

    default: str = ""
    languages: dict[str, dict[str, tuple[str | Rule, ...]]] = field(default_factory=dict)

    def pieces(self, name: str, language: str) -> tuple[str | Rule, ...]:
        for each in (language, self.default, *self.languages):
            found = self.languages.get(each, {}).get(name)
            if found is not None:
                return found
        return ()

    def say(self, name: str, language: str) -> str:
        return "".join(each for each in self.pieces(name, language) if isinstance(each, str))


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """One label, hint or message: either the name of a translation, or the words themselves."""

    texts: Translations
    name: str = ""
    own: tuple[str | Rule, ...] = ()

    def beside(self, use: str) -> LocalizedText:
        """What goes with these words: "guidance", "image", "audio", "video"; perhaps nothing."""
        return LocalizedText(self.texts, name=f"{self.name}#{use}")

    def say(
        self,
        language: str = "",
        context: EvaluationContext | None = None,
        node: Node | None = None,
    ) -> str:
        """The words; answers are woven in where the record they belong to is at hand."""
        pieces = self.own or self.texts.pieces(self.name, language or self.texts.default)
        return "".join(_said(each, context, node) for each in pieces).strip()


def _said(piece: str | Rule, context: EvaluationContext | None, node: Node | None) -> str:
    if isinstance(piece, str):
        return piece
    if context is None or node is None:
        return "…"
    try:
        return to_text(context.scalar(piece, node))
    except CannotTell:
        return "…"
