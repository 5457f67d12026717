"""What a media consent covers: uses, countries, languages, and until when. Pure Python."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

WEB = "web"
EXPIRES_SOON_DAYS = 30


class Uncovered(StrEnum):
    """Why a consent does not cover something, the first that holds."""

    WITHDRAWN = "withdrawn"
    NOT_YET = "not_yet"
    ENDED = "ended"
    USE = "use"
    COUNTRY = "country"
    LANGUAGE = "language"


@dataclass(frozen=True)
class ConsentTerms:
    """What somebody agreed to. `expires_on` is the last day; without countries it is nowhere,
    unless `everywhere`.
    """

    agreed_on: date
    expires_on: date
    uses: frozenset[str]
    languages: frozenset[str]
    countries: frozenset[str] = frozenset()
    everywhere: bool = False
    is_withdrawn: bool = False

    def invalid_reason(self, day: date) -> Uncovered | None:
        """Returns why nothing is covered on this day, or None."""
        if self.is_withdrawn:
            return Uncovered.WITHDRAWN
        if day < self.agreed_on:
            return Uncovered.NOT_YET
        return Uncovered.ENDED if day > self.expires_on else None

    def uncovered(
        self, day: date, *, use: str, language: str = "", country: str = ""
    ) -> Uncovered | None:
        """Returns why this use is not covered on this day, or None. Without `country` it can be
        seen everywhere, as a public page; without `language` no words are shown.
        """
        if (why := self.invalid_reason(day)) is not None:
            return why
        if use not in self.uses:
            return Uncovered.USE
        if not self.everywhere and country not in self.countries:
            return Uncovered.COUNTRY
        if language and language not in self.languages:
            return Uncovered.LANGUAGE
        return None


def months_after(day: date, months: int) -> date:
    """Returns the same day so many months later, or the last of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def halfway(since: date, until: date) -> date:
    """Returns when the person is asked again."""
    return since + (until - since) // 2
