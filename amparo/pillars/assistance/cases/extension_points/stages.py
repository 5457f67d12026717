"""The stages of case management, which apps bring to the page of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amparo.foundation.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from django.utils.functional import Promise


@dataclass(frozen=True)
class NextStep:
    """What a case needs now, in a sentence, and what is still missing for it.

    `url` leads to where it is done; "" where nobody does it now (it waits for somebody else).
    With `part` it opens in the place of that part of the page.
    """

    text: str | Promise
    detail: str | Promise = ""
    label: str | Promise = ""
    url: str = ""
    icon: str = ""
    part: str = ""


@dataclass(frozen=True)
class StageProgress:
    """How far a case is at one stage: `detail` is a day or a count beside its name.

    `step` is what to do while it is the current one.
    """

    is_done: bool
    detail: str = ""
    is_late: bool = False
    step: NextStep | None = None


@dataclass(frozen=True)
class CaseStage:
    """One stage of case management, from intake to closure.

    `get_progress` is told the page (`CasePage`) and reads what its sections have asked already;
    None where a case has no such stage. `actions` are lines of the menu, by their routes, that
    stand beside the next step while the case is at this stage.
    """

    name: str
    position: int
    label: str | Promise
    get_progress: Callable[[Any], StageProgress | None]
    actions: tuple[str, ...] = ()


case_stages: Registry[str, CaseStage] = Registry(
    "case_stages",
    "The stages of case management, in their order, by name.",
    register_in="presenters.py",
    register_with="amparo.pillars.assistance.cases.stages.register_stages",
    takes="CaseStage",
)
