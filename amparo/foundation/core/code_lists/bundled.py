"""A line of a reference list as it comes with Amparo, before an office rewords it."""

from dataclasses import dataclass, field

from ..extension_points import code_list_sources

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


def bundled_codes() -> list[BundledCode]:
    """Every line of every list that comes with Amparo."""
    return [line for source in code_list_sources for line in source()]
