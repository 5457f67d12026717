"""What pages show beside a text of guidance."""

from dataclasses import dataclass

from .models import Edition


@dataclass(frozen=True)
class LawHere:
    """What one law of a country says of what an edition cites, as of a day, from a source."""

    title: str
    text: str
    url: str = ""


def law_here(edition: Edition, country: str) -> list[LawHere] | None:
    """Returns what the laws of `country` say of what the edition cites; nothing known: an empty
    list. None while no register of laws is there to ask.
    """
    return None
