"""What was reached of each target, and what each fund spent: computed each night."""

from collections.abc import Iterator
from datetime import date, timedelta

from amparo.foundation.funding.budget import Period as Span
from amparo.foundation.funding.costs import expenditures_in
from amparo.foundation.funding.models import Fund

from .engine import total
from .figures import WHOLE_MONTHS, earlier
from .grammar import Definition, DefinitionError, Filter
from .models import Computation, FundSpending, Target, TargetFigure
from .store import FactStore

# By this an indicator is narrowed to the project itself; without it, to the project's offices.
PROJECT = "project"


def figures_of_targets(
    store: FactStore, computation: Computation, today: date
) -> Iterator[TargetFigure]:
    """Yields what was reached of each target whose period has begun."""
    targets = Target.objects.filter(replaced_by=None, starts_on__lte=today).select_related(
        "of__indicator", "of__result__project", "place"
    )
    for target in targets:
        version = target.of.indicator.version
        if version is None:
            continue
        try:
            definition = version.parsed
            narrowed, is_by_project = narrowed_to(target, definition)
            cell = total(
                store, definition, narrowed, since=target.counts_since,
                until=min(today, target.ends_on),
            )  # fmt: skip
        except DefinitionError:  # cannot be broken down so: nothing is said of it
            continue
        yield TargetFigure(
            target=target, computation=computation, cell=list(cell), is_by_project=is_by_project
        )


def narrowed_to(target: Target, definition: Definition) -> tuple[Filter, bool]:
    """What is counted towards a target, and whether that is the project's own work alone."""
    project = target.of.result.project
    is_by_project = PROJECT in definition.by
    narrowed: list[tuple[str, tuple[str | bool, ...]]] = []
    if is_by_project:
        narrowed.append((PROJECT, (str(project.pk),)))
    else:
        offices = project.offices.order_by("pk").values_list("pk", flat=True)
        narrowed.append(("office", tuple(map(str, offices))))
    if target.place:
        definition.check_breakdown(("area1",))
        narrowed.append(("area1", (str(target.place.pk),)))
    return tuple(narrowed), is_by_project


def spending_of_funds(computation: Computation, today: date) -> Iterator[FundSpending]:
    """Yields what each fund spent in each of the last months, where anything was recorded."""
    months = [earlier(today, back) for back in range(WHOLE_MONTHS)]
    spans = [Span(month, earlier(month, -1) - timedelta(days=1)) for month in months]
    for fund in Fund.objects.all():
        lines = list(fund.lines.values_list("pk", flat=True))
        spent = expenditures_in(lines, spans) if lines else ()
        for month, each in zip(months, spent, strict=False):
            if each.amount or each.unvalued:
                yield FundSpending(
                    computation=computation, fund=fund, month=month, spent=each.amount or None,
                    unvalued=each.unvalued,
                )  # fmt: skip
