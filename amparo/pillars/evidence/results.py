"""The panel of a project: its results framework, with what was reached of each target."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from amparo.foundation.core.models import Office, User
from amparo.foundation.funding.models import Project
from amparo.ui import formats

from .figures import Cell, earlier
from .models import ProjectResult, ResultIndicator, Target
from .presenters import basis_of, shown_value, value_of


@dataclass(frozen=True)
class ShownTarget:
    """A target with what was reached: `value` is None where nothing has been counted yet."""

    target: Target
    value: float | int | None
    shown: str
    basis: str
    period: str
    is_behind: bool
    is_by_project: bool


@dataclass(frozen=True)
class ShownIndicator:
    chosen: ResultIndicator
    baseline: str
    targets: list[ShownTarget]


@dataclass(frozen=True)
class ShownResult:
    """A result, how deep it lies, and its indicators."""

    result: ProjectResult
    depth: int
    indicators: list[ShownIndicator]


def panel_of(project: Project, user: User) -> dict[str, Any]:
    """What `evidence/project_panel.html` shows."""
    return {
        "project": project,
        "results": framework_of(project),
        "may_keep": project.is_kept_by(user),
    }


def framework_of(project: Project) -> list[ShownResult]:
    """All results, each below the one that it contributes to. Three queries."""
    results = list(ProjectResult.objects.filter(project=project))
    chosen: dict[int, list[ResultIndicator]] = {}
    rows = ResultIndicator.objects.filter(result__project=project).select_related("indicator")
    for each in rows.order_by("pk"):
        chosen.setdefault(each.result_id, []).append(each)
    targets: dict[int, list[Target]] = {}
    found = Target.objects.filter(of__result__project=project, replaced_by=None)
    for target in found.select_related("of__indicator", "place", "reached__computation"):
        targets.setdefault(target.of_id, []).append(target)
    return [
        ShownResult(
            result, depth,
            [
                ShownIndicator(
                    each, _baseline(each), [_shown(target) for target in targets.get(each.pk, ())]
                )
                for each in chosen.get(result.pk, ())
            ],
        )
        for result, depth in _in_order(results)
    ]  # fmt: skip


def _in_order(
    results: Iterable[ProjectResult], parent: int | None = None, depth: int = 0
) -> Iterator[tuple[ProjectResult, int]]:
    for result in results:
        if result.parent_id == parent:
            yield result, depth
            yield from _in_order(results, result.pk, depth + 1)


def _baseline(chosen: ResultIndicator) -> str:
    if chosen.baseline is None or chosen.baseline_on is None:
        return ""
    words = {
        "value": formats.number(chosen.baseline), "day": formats.with_year(chosen.baseline_on),
    }  # fmt: skip
    return _("%(value)s on %(day)s") % words


def _shown(target: Target) -> ShownTarget:
    reached, indicator = getattr(target, "reached", None), target.of.indicator
    cell = Cell((), *reached.cell) if reached else None
    value = _value_of(target)
    period = _("%(start)s to %(end)s") % {
        "start": formats.with_year(target.starts_on), "end": formats.with_year(target.ends_on),
    }  # fmt: skip
    return ShownTarget(
        target, value, shown_value(indicator, cell) if cell else "",
        basis_of(indicator, cell) if cell else "", period,
        target.is_behind(value), bool(reached and reached.is_by_project),
    )  # fmt: skip


def targets_met(user: User, office: Office, month: date) -> dict[int, tuple[int, int]]:
    """Of each indicator, by its key: how many targets of projects of this office end in a month,
    with how many of them reached before. What nobody counted is not reached. One query.
    """
    found: dict[int, tuple[int, int]] = {}
    targets = Target.objects.accessible_to(user).filter(
        replaced_by=None, of__result__project__offices=office, ends_on__gte=month,
        ends_on__lt=earlier(month, -1),
    )  # fmt: skip
    for target in targets.select_related("of__indicator", "reached__computation"):
        met, every = found.get(target.of.indicator_id, (0, 0))
        is_met = not target.is_behind(_value_of(target))
        found[target.of.indicator_id] = met + is_met, every + 1
    return found


def _value_of(target: Target) -> float | int | None:
    reached = getattr(target, "reached", None)
    return value_of(target.of.indicator, Cell((), *reached.cell)) if reached else None
