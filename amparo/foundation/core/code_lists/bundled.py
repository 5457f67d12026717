"""A line of a reference list as it comes with Amparo, before an office rewords it.

Pure Python. Each course of the house tells which lines it brings: `shipped.bring(source)`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

LANGUAGES = ("en", "es", "fr", "ar")


@dataclass(frozen=True)
class BundledCode:
    """One line of one list, in four languages."""

    list: str
    code: str
    labels: dict[str, str]
    order: int = 0
    parent: str = ""
    source: str = ""
    extra: dict = field(default_factory=dict)


type Source = Callable[[], Iterable[BundledCode]]

_sources: list[Source] = []


def register_code_lists(source: Source) -> None:
    """Registers the code lists of an app; called once, at start-up."""
    if source not in _sources:
        _sources.append(source)


def bundled_codes() -> list[BundledCode]:
    """Every line of every list that comes with Amparo."""
    return [line for source in _sources for line in source()]
