"""How well a service fits who needs it: reasons in words, and warnings. It refuses nobody nothing.

Pure: no database, no clock. What does not seem to fit is shown below, with why, and may be chosen:
a person decides. The order: the kind of help, then who may come, then language, papers, distance,
room, and how long ago somebody looked whether it is true. All of it is our own choice.
"""

from dataclasses import dataclass
from enum import Enum

INFORMATION_VALID_DAYS = 90


class Proximity(Enum):
    """Where it is, seen from where they are."""

    HERE, CLOSE, FAR, BY_CALL, UNKNOWN = range(5)


@dataclass(frozen=True)
class NeedProfile:
    """Who needs it, as far as it matters for finding a door: codes, never a name."""

    types: frozenset[str]
    languages: frozenset[str] = frozenset()
    sexes: frozenset[str] = frozenset()
    ages: tuple[int, ...] = ()
    is_irregular: bool = False
    has_papers: bool = False

    @property
    def has_child(self) -> bool:
        return any(age < 18 for age in self.ages)


@dataclass(frozen=True)
class ServiceOffer:
    """What a service says of itself; None where nobody has asked."""

    types: frozenset[str]
    languages: frozenset[str] = frozenset()
    interpreted: frozenset[str] = frozenset()
    audience: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    asks_for_papers: bool | None = None
    welcomes_irregular: bool | None = None
    is_child_friendly: bool | None = None
    is_free: bool | None = None
    keeps_firewall: bool | None = None
    room: str = ""
    is_open: bool | None = None
    near: Proximity = Proximity.UNKNOWN
    verified_days: int | None = None


@dataclass(frozen=True)
class FitResult:
    """What speaks for it, what to know first, what does not seem to fit: codes; and its place."""

    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    against: tuple[str, ...]
    rank: tuple[int, ...]

    @property
    def is_fit(self) -> bool:
        return not self.against


def score_service(needs: NeedProfile, offer: ServiceOffer) -> FitResult:
    """Lower ranks come first; what speaks against it never takes it off the page."""
    parts = [each(needs, offer) for each in _PARTS]
    said: dict[str, list] = {"+": [], "!": [], "-": []}
    for _rank, lines in parts:
        for kind, words in lines:
            said[kind].append(words)
    return FitResult(
        tuple(said["+"]), tuple(said["!"]), tuple(said["-"]), tuple(rank for rank, _ in parts)
    )


type _Part = tuple[int, list[tuple[str, str]]]


def _kind(needs: NeedProfile, offer: ServiceOffer) -> _Part:
    if needs.types & offer.types:
        return 0, [("+", "exactly")]
    return 1, [("!", "related")]


def _who(needs: NeedProfile, offer: ServiceOffer) -> _Part:
    lines = [("-", words) for words in _barred(needs, offer)]
    if needs.has_child and offer.is_child_friendly:
        lines.append(("+", "children_welcome"))
    return len([line for line in lines if line[0] == "-"]), lines


def _barred(needs: NeedProfile, offer: ServiceOffer) -> list[str]:
    adults = [age for age in needs.ages if age >= 18]
    bars: list[tuple[bool, str]] = [
        (offer.audience == "women" and needs.sexes == {"male"}, "women_only"),
        (offer.audience == "men" and "female" in needs.sexes, "men_only"),
        (offer.audience == "children" and bool(adults), "children_only"),
        (_is_beyond(needs, offer), "age"),
        (
            needs.is_irregular and offer.welcomes_irregular is False,
            "permit",
        ),
    ]
    return [words for is_so, words in bars if is_so]


def _is_beyond(needs: NeedProfile, offer: ServiceOffer) -> bool:
    low, high = offer.minimum_age, offer.maximum_age
    return any(
        (low is not None and age < low) or (high is not None and age > high) for age in needs.ages
    )


def _papers(needs: NeedProfile, offer: ServiceOffer) -> _Part:
    lines: list[tuple[str, str]] = []
    if offer.asks_for_papers is False:
        lines.append(("+", "no_papers"))
    elif offer.asks_for_papers:
        lines.append(("!", "papers"))
    if needs.is_irregular and offer.welcomes_irregular:
        lines.append(("+", "irregular_welcome"))
    if offer.keeps_firewall is False:
        lines.append(("!", "no_firewall"))
    return _papers_rank(needs, offer), lines


def _papers_rank(needs: NeedProfile, offer: ServiceOffer) -> int:
    if offer.keeps_firewall is False:
        return 3
    if offer.asks_for_papers is None:
        return 1
    if offer.asks_for_papers:
        return 1 if needs.has_papers else 2
    return 0


def _language(needs: NeedProfile, offer: ServiceOffer) -> _Part:
    if not needs.languages:
        return 0, []
    if needs.languages & offer.languages:
        return 0, [("+", "language")]
    if needs.languages & offer.interpreted:
        return 1, [("+", "interpreter")]
    if offer.languages or offer.interpreted:
        return 3, [("!", "no_language")]
    return 2, [("!", "language_unknown")]


def _distance(needs: NeedProfile, offer: ServiceOffer) -> _Part:
    return {
        Proximity.HERE: (0, [("+", "here")]),
        Proximity.BY_CALL: (0, [("+", "by_call")]),
        Proximity.CLOSE: (1, [("+", "same_country")]),
        Proximity.UNKNOWN: (2, []),
        Proximity.FAR: (3, [("!", "abroad")]),
    }[offer.near]  # type: ignore[return-value]


def _room(needs: NeedProfile, offer: ServiceOffer) -> _Part:
    return {
        "plenty": (0, [("+", "room")]),
        "little": (1, [("+", "little_room")]),
        "full": (3, [("!", "full")]),
    }.get(offer.room, (2, []))  # type: ignore[return-value]


def _true(needs: NeedProfile, offer: ServiceOffer) -> _Part:
    if offer.verified_days is None:
        return 3, [("!", "never_confirmed")]
    if offer.verified_days <= INFORMATION_VALID_DAYS:
        return 0, [("+", "fresh")]
    if offer.verified_days <= 365:
        return 1, []
    return 2, [("!", "stale")]


def _opening(needs: NeedProfile, offer: ServiceOffer) -> _Part:
    if offer.is_open:
        return 0, [("+", "open")]
    return (2 if offer.is_open is False else 1), []


_PARTS = (_who, _kind, _papers, _language, _distance, _room, _true, _opening)
