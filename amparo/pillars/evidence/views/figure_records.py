"""The list of records behind a figure, for who may open them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import cast
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.extension_points import facts
from amparo.foundation.core.measures import Fact
from amparo.foundation.core.permissions.rules import signed_in_user
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats
from amparo.ui.filters import Filter, FilterBar
from amparo.ui.pagination import paginate

from ..cross_table_pages import may_list
from ..engine import Period
from ..figures import earlier
from ..grammar import DefinitionError
from ..labels import labels_for, name_of
from ..lineage import whom_to_ask
from ..models import Indicator, IndicatorVersion
from ..presenters import StoredIndicators, shown_value
from ..record_lists import Cell, RecordQuery, find_records, offices_below
from .scope import Asked

PAGE = "evidence/figure_records.html"
SIZE = 50
# By this name an export asks for the records of this page (`record_selections`).
SELECTION = "figure"
_SPANS = {
    "month": gettext_lazy("The month"),
    "year": gettext_lazy("Since January"),
}
_PARTS = {
    "part": pgettext_lazy("records of a share", "The part that counts"),
    "whole": pgettext_lazy("records of a share", "The whole"),
}


class RecordsBar(FilterBar):
    """Keeps the cell that is looked at in each of its links."""

    cell = ""

    def query_with(self, **changes: str) -> str:
        said = super().query_with(**changes)
        return f"{said}&{self.cell}" if self.cell else said


@dataclass(frozen=True)
class AskedRecords(Asked):
    """The cell that an address asks for: an indicator, a span, and values of its breakdowns."""

    indicator: Indicator

    bar_type = RecordsBar

    def more_filters(self) -> list[Filter]:
        filters = [
            Filter(
                "span", pgettext_lazy("figures", "Span"), lambda: list(_SPANS.items()),
                is_always_on=True,
            )
        ]  # fmt: skip
        if self.version.parsed.share:
            filters.append(
                Filter(
                    "part",
                    pgettext_lazy("filter", "Who"),
                    lambda: list(_PARTS.items()),
                    is_always_on=True,
                )
            )
        return filters

    @cached_property
    def stored(self) -> StoredIndicators:
        return StoredIndicators(signed_in_user(self.request), self.scope, [self.indicator])

    @cached_property
    def version(self) -> IndicatorVersion:
        version = self.indicator.version
        if version is None:
            raise Http404
        return version

    @property
    def fact(self) -> Fact:
        return facts[self.version.parsed.fact]

    @cached_property
    def cell(self) -> Cell:
        """Raises Refusal, in words, where a breakdown is not listed or named twice."""
        said = [text.partition(":") for text in self.request.GET.getlist("cell")]
        try:
            self.version.parsed.check_breakdown(tuple(name for name, _sign, _value in said))
        except DefinitionError as fault:
            raise Refusal(str(fault)) from fault
        return tuple((name, value) for name, _sign, value in sorted(said))

    @property
    def cell_words(self) -> list[str]:
        fact = self.fact.name
        return [
            _("%(name)s: %(values)s")
            % {"name": name_of(fact, name), "values": labels_for(fact, name, [value])(value)}
            for name, value in self.cell
        ]

    @property
    def is_year(self) -> bool:
        return self.bar.value("span") == "year"

    @property
    def span(self) -> tuple[date, date]:
        last = min(earlier(self.month, -1) - timedelta(days=1), self.today)
        return (self.month.replace(month=1) if self.is_year else self.month, last)

    @property
    def record_query(self) -> RecordQuery:
        office, (since, until) = self.scope.office, self.span
        keys = offices_below(office.pk) if self.scope.is_with_branches else {office.pk}
        return RecordQuery(
            self.fact, self.version.parsed, self.cell, since, until, keys, office.zone,
            is_part=self.bar.value("part") != "whole",
        )  # fmt: skip

    @property
    def shown_figure(self) -> str:
        """The stored figure of this cell; "" where this one is not stored."""
        if self.is_year or self.stored.version(self.indicator) != self.version:
            return ""
        figures = self.stored.figures(self.indicator)
        if not self.cell:
            return shown_value(self.indicator, figures.total(Period.MONTH, self.month))
        found = figures.cell(Period.MONTH, self.month, **dict(self.cell))
        return shown_value(self.indicator, found) if found.count or found.base else ""


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """What the user may open of the records behind a figure, as they are now."""
    asked = _asked(request, code)
    bar = cast(RecordsBar, asked.bar)
    bar.cell = urlencode([("cell", text) for text in request.GET.getlist("cell")])
    context = asked.context | {"indicator": asked.indicator, "span": _span_words(asked)}
    try:
        context["cell_words"] = formats.join_list(asked.cell_words)
    except Refusal as reason:
        context["refusal"] = str(reason)
        return render(request, PAGE, context, status=422)
    if not may_list(request.user, asked.fact.name):
        context["ask"] = whom_to_ask(asked.scope)
        return render(request, PAGE, context)
    return render(request, PAGE, context | _listed(asked))


def _asked(request: HttpRequest, code: str) -> AskedRecords:
    asked = AskedRecords(request, get_object_or_404(Indicator, code=code))
    asked.bar.defaults |= {"span": "month", "part": "part"}
    return asked


def records_behind(request: HttpRequest) -> QuerySet:
    """All records behind the figure that the address of an export names (`record_selections`).

    Http404 where there is none; Refusal where it may not be broken down so.
    """
    asked = _asked(request, request.GET.get("indicator", ""))
    records = asked.fact.records
    if records is None or not may_list(signed_in_user(request), asked.fact.name):
        raise Http404
    return find_records(signed_in_user(request), asked.record_query)


def _export_query(asked: AskedRecords) -> str:
    """The address by which an export asks for all records of this list."""
    said = [("selection", SELECTION), ("indicator", asked.indicator.code)]
    kept = [(name, code) for name, code in asked.bar.values.items() if code]
    cells = [("cell", text) for text in asked.request.GET.getlist("cell")]
    return urlencode([*said, *kept, *cells])


def _span_words(asked: AskedRecords) -> str:
    if asked.is_year:
        return _("January to %(month)s") % {"month": formats.month(asked.month)}
    return formats.month(asked.month)


def _listed(asked: AskedRecords) -> dict:
    user, records = signed_in_user(asked.request), asked.fact.records
    if records is None:
        raise LookupError("These records are not listed.")
    found = paginate(find_records(user, asked.record_query), asked.request, "-pk", size=SIZE)
    rows = list(found)
    log.log_list(user, records.listing.event, rows)
    lines = records.listing.describe(rows, user)
    may_export = records.listing.are_cases and "case.export" in user.permissions
    return {
        "is_listed": True, "pages": found, "lines": lines, "figure": asked.shown_figure,
        "export_query": _export_query(asked) if may_export and lines else "",
    }  # fmt: skip
