"""What is to be done next with a training event, and how far it has come. Pure rules: they know
facts, and neither the database nor the web.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class EventFacts:
    """What is known of an event. Counts that no part has told are 0."""

    state: str
    sessions: int = 0
    trainers: int = 0
    enrolled: int = 0
    free_seats: int = 0
    has_begun: bool = False
    is_over: bool = False
    days_ahead: int | None = None  # until it begins; None without a session
    tested_before: int = 0
    tested_after: int = 0
    unrecorded: int = 0  # sessions that have begun, of whose attendance nothing was recorded
    certificates_issued: int = 0
    is_imported: bool = False  # held before, and known from a list: nothing is asked of it
    follow_ups_answered: int = 0


class Step(StrEnum):
    """The one next step; NOTHING where the event waits for its day, or is done."""

    ADD_SESSION = "add_session"
    OPEN = "open"
    NAME_TRAINER = "name_trainer"
    CLOSE = "close"
    PRINT_LISTS = "print_lists"
    RECORD_ATTENDANCE = "record_attendance"
    RECORD_HELD = "record_held"
    ISSUE_CERTIFICATES = "issue_certificates"
    NOTHING = "nothing"


# So many days before it begins, its lists are printed and somebody must be named to train.
LISTS_AHEAD, TRAINERS_AHEAD = 2, 14


def next_step(facts: EventFacts) -> Step:
    """Returns what whoever organizes the event does next."""
    if facts.state == "cancelled":
        return Step.NOTHING
    if facts.state == "held":
        return _step_after_end(facts)
    return _step_before_end(facts)


def _step_after_end(facts: EventFacts) -> Step:
    """Until the first certificate is issued; who is short of what stands on that page."""
    if facts.is_imported or facts.certificates_issued or not facts.enrolled:
        return Step.NOTHING
    return Step.RECORD_ATTENDANCE if facts.unrecorded else Step.ISSUE_CERTIFICATES


def _step_before_end(facts: EventFacts) -> Step:
    if not facts.sessions:
        return Step.ADD_SESSION
    if facts.is_over:
        return Step.RECORD_HELD
    if not facts.trainers and _within(facts, TRAINERS_AHEAD):
        return Step.NAME_TRAINER
    if facts.state == "draft":
        return Step.OPEN
    if facts.state == "open" and facts.has_begun:
        return Step.CLOSE
    return _step_of_the_day(facts)


def _step_of_the_day(facts: EventFacts) -> Step:
    if not facts.enrolled:
        return Step.NOTHING
    if facts.has_begun:
        return Step.RECORD_ATTENDANCE if facts.unrecorded else Step.NOTHING
    return Step.PRINT_LISTS if _within(facts, LISTS_AHEAD) else Step.NOTHING


def _within(facts: EventFacts, days: int) -> bool:
    return facts.days_ahead is not None and facts.days_ahead <= days


class Stage(StrEnum):
    """The stages of an event, in their order."""

    NEED = "need"
    REGISTRATION = "registration"
    PRE_TEST = "pre_test"
    SESSIONS = "sessions"
    POST_TEST = "post_test"
    CERTIFICATES = "certificates"
    FOLLOW_UP = "follow_up"


class Mark(StrEnum):
    """How far one stage is: the words of the line of stages."""

    DONE = "done"
    CURRENT = "current"
    LATE = "late"
    STOPPED = "stopped"
    SKIPPED = "skipped"
    NEXT = "next"


ORDER = tuple(Stage)


def stage_marks(facts: EventFacts) -> dict[Stage, Mark]:
    """Returns how far each stage is. One at most is current; a test that nobody took before the
    sessions ended was skipped, never done.
    """
    here = _current(facts)
    at = ORDER.index(here) if here else len(ORDER)
    marks = {stage: _mark(stage, index, at, facts) for index, stage in enumerate(ORDER)}
    if facts.state == "cancelled":
        return {
            stage: Mark.STOPPED if stage is here else Mark.SKIPPED if index > at else marks[stage]
            for index, stage in enumerate(ORDER)
        }
    return marks


def _current(facts: EventFacts) -> Stage | None:
    if facts.state == "held":
        return Stage.FOLLOW_UP if facts.certificates_issued else Stage.CERTIFICATES
    if facts.has_begun:
        return Stage.SESSIONS
    if facts.state == "draft" or not facts.tested_before:
        return Stage.REGISTRATION
    return Stage.PRE_TEST


def _mark(stage: Stage, index: int, at: int, facts: EventFacts) -> Mark:
    if index > at:
        return Mark.NEXT
    if index == at:
        return Mark.LATE if stage is Stage.SESSIONS and facts.is_over else Mark.CURRENT
    took = {Stage.PRE_TEST: facts.tested_before, Stage.POST_TEST: facts.tested_after,
            Stage.CERTIFICATES: facts.certificates_issued}  # fmt: skip
    return Mark.DONE if took.get(stage, 1) else Mark.SKIPPED
