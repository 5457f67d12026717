"""A service in one text message: for whoever has no data, or writes it down for a friend."""

from collections.abc import Iterable

LONGEST = 160


def text(title: str, *more: str) -> str:
    """As much as one message takes, the most needed first; nothing is cut in the middle."""
    told = title[:LONGEST]
    for each in _there(more):
        longer = f"{told}. {each}"
        if len(longer) <= LONGEST:
            told = longer
    return told


def _there(parts: Iterable[str]) -> list[str]:
    return [part.strip().rstrip(".") for part in parts if part and part.strip()]
