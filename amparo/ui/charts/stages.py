"""The line of stages: what takes time, from first to last."""

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
