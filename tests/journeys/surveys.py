"""Surveys, in the whole-house tests."""

from types import SimpleNamespace

# What a form must be answered besides its words: see `tests/canaries/answers.py`.
CHOSEN: dict[str, tuple[dict, ...]] = {}


def doors() -> dict:
    """To whom each page opens: see `tests/doors.py`."""
    return {}


def build(world: SimpleNamespace) -> None:
    """One record of each kind, put into the world by the deed that makes it in life."""
