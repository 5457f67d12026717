"""What an ask needs before it is cleared, what comes next, and when something is late. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

DRAFTED, CLEARED, PUT, ANSWERED = "drafted", "cleared", "put", "answered"
AGREED, REFUSED, WITHDRAWN = "agreed", "refused", "withdrawn"
# Those that reached a desk and wait for a word, or for a better one.
WITH_BEARER = (PUT, ANSWERED, REFUSED)


class Lack(StrEnum):
    """What an ask lacks before somebody may clear it."""

    BEARER = "bearer"
    POST = "post"
    RISK = "risk"
    MEASURE = "measure"
    TRANSLATION = "translation"
    CLEARER = "clearer"


class NextStep(StrEnum):
    COMPLETE = "complete"
    CLEAR = "clear"
    PUT = "put"
    RECORD_ANSWER = "record_answer"
    FOLLOW_UP = "follow_up"
    RELEASE = "release"
    COMMIT = "commit"
    NONE = ""


@dataclass(frozen=True)
class Assessed:
    """What was said of the risk to one group; nothing said of likelihood is no answer."""

    whom: str
    likelihood: str
    measure: str


NO_RISK = "none"


def lacks(
    *, bearers: int, post: str, assessed: Collection[Assessed], groups: Collection[str],
    stale_translations: int, is_quiet: bool, clearers: int,
) -> list[Lack]:  # fmt: skip
    """Returns what is missing before it may be cleared, in the order of the page. The risk to each
    of `groups` must be said; where there is one, also what reduces it.
    """
    said = {each.whom for each in assessed if each.likelihood}
    bare = [
        each
        for each in assessed
        if each.likelihood not in ("", NO_RISK) and not each.measure.strip()
    ]
    checks = {
        Lack.BEARER: not bearers,
        Lack.POST: not post.strip(),
        Lack.RISK: not said.issuperset(groups),
        Lack.MEASURE: bool(bare),
        Lack.TRANSLATION: stale_translations > 0,
        Lack.CLEARER: is_quiet and not clearers,
    }
    return [lack for lack, is_missing in checks.items() if is_missing]


@dataclass(frozen=True)
class Standing:
    """Where an ask stands: `unreleased` are answers from a desk that nobody here has read."""

    state: str
    answer_due_on: date | None = None
    follow_up_on: date | None = None
    is_committed: bool = False
    unreleased: int = 0


def is_overdue(standing: Standing, today: date) -> bool:
    """Whether it was put, and its day passed without a word."""
    return (
        standing.state == PUT
        and standing.answer_due_on is not None
        and standing.answer_due_on < today
    )


def owes_follow_up(standing: Standing, today: date) -> bool:
    return (
        standing.state in WITH_BEARER
        and standing.follow_up_on is not None
        and standing.follow_up_on <= today
    )


def next_step(standing: Standing, today: date, *, is_complete: bool) -> NextStep:
    """Returns the one thing to do next; NONE where nothing is to be done here."""
    if standing.unreleased:
        return NextStep.RELEASE
    if standing.state == DRAFTED:
        return NextStep.CLEAR if is_complete else NextStep.COMPLETE
    if standing.state == CLEARED:
        return NextStep.PUT
    if standing.state == PUT and not owes_follow_up(standing, today):
        return NextStep.RECORD_ANSWER
    if standing.state == AGREED:
        return NextStep.NONE if standing.is_committed else NextStep.COMMIT
    return NextStep.FOLLOW_UP if standing.state in WITH_BEARER else NextStep.NONE
