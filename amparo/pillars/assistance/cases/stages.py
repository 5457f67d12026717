"""At which stage of case management a case is, and the next step there.

The stages are those of the Inter-Agency Guidelines for Case Management and Child Protection
(2014). Nobody sets them: each is read from what is on file, and the first that is not done is the
current one. A case that ended leaves out what was never done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amparo.ui.charts import LineStage, StageState

from .extension_points.stages import CaseStage, NextStep, StageProgress, case_stages

if TYPE_CHECKING:
    from .presenters import CasePage


@dataclass(frozen=True)
class CaseProgress:
    """The line of stages of a case, the stage where it is, and what to do there."""

    line: list[LineStage]
    current: CaseStage | None
    step: NextStep | None


def register_stages(*stages: CaseStage) -> None:
    for stage in stages:
        case_stages.register(stage.name, stage)


def case_progress(page: CasePage) -> CaseProgress:
    """Returns where the case stands. Asks the database nothing that its page does not ask."""
    found = [
        (stage, progress)
        for stage in sorted(case_stages.values(), key=lambda each: each.position)
        if (progress := stage.get_progress(page)) is not None
    ]
    current = next((stage for stage, progress in found if not progress.is_done), None)
    line = [
        LineStage(str(stage.label), _state(page, stage, progress, current), progress.detail)
        for stage, progress in found
    ]
    steps = {stage.name: progress.step for stage, progress in found}
    if page.case.is_ended or current is None:
        return CaseProgress(line, None, None)
    return CaseProgress(line, current, steps[current.name])


def _state(
    page: CasePage, stage: CaseStage, progress: StageProgress, current: CaseStage | None
) -> StageState:
    if progress.is_done:
        return StageState.DONE
    if page.case.is_ended:
        return StageState.SKIPPED
    if stage is not current:
        return StageState.NEXT
    return StageState.LATE if progress.is_late else StageState.CURRENT
