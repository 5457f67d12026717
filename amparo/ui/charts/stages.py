"""The line of stages: what takes time, from first to last."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class StageState(StrEnum):
    """How far a stage is; each has its own mark, and words that are heard."""

    DONE = "done"
    CURRENT = "current"
    LATE = "late"
    STOPPED = "stopped"
    SKIPPED = "skipped"
    NEXT = "next"


@dataclass(frozen=True)
class LineStage:
    """One stage: `detail` is a day, a place, or who answers for it."""

    label: str
    state: StageState
    detail: str = ""

    @property
    def is_current(self) -> bool:
        return self.state in (StageState.CURRENT, StageState.LATE)


def check_stages(stages: list[LineStage]) -> None:
    """Raises ValueError where two stages are current: one look says where it stands."""
    if sum(stage.is_current for stage in stages) > 1:
        raise ValueError("One stage at most is current")


@dataclass(frozen=True)
class StageFact:
    """What is known of a stage before its place in the line is: its name, whether it is done."""

    label: str
    is_done: bool
    detail: str = ""
    is_late: bool = False


def line_of(facts: Sequence[StageFact], *, is_over: bool = False) -> list[LineStage]:
    """Returns the line of these stages: the first that is not done is the current one.

    With `is_over` nothing goes on: what was not done was left out.
    """
    undone = [place for place, fact in enumerate(facts) if not fact.is_done]
    current = undone[0] if undone and not is_over else -1
    rest = StageState.SKIPPED if is_over else StageState.NEXT
    return [
        LineStage(fact.label, _state_of(fact, rest, is_current=place == current), fact.detail)
        for place, fact in enumerate(facts)
    ]


def _state_of(fact: StageFact, rest: StageState, *, is_current: bool) -> StageState:
    if fact.is_done:
        return StageState.DONE
    if not is_current:
        return rest
    return StageState.LATE if fact.is_late else StageState.CURRENT
