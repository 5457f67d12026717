"""Cross tables of an indicator: what is stored is shown at once, what is not a worker counts."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.permissions.rules import signed_in_user
from amparo.foundation.core.refusals import Refusal
from amparo.ui.filters import Chip, Filter, FilterBar
from amparo.ui.responses import action_done, render_page

from ..cross_table_pages import CrossTablePage, choices_of, links_to_records, may_list
from ..cross_tables import check_size, find_table, is_stored, too_large
from ..figures import Figures
from ..grammar import DefinitionError
from ..models import CrossTable, Indicator, IndicatorVersion
from ..models.cross_tables import TOO_LARGE
from ..presenters import StoredIndicators
from .scope import Asked

PAGE = "evidence/cross_table.html"
# The breakdowns of a table as an address names them.
_PLACES = {
    "rows": pgettext_lazy("cross table", "Rows"),
    "columns": pgettext_lazy("cross table", "Columns"),
    "groups": pgettext_lazy("cross table", "Groups"),
}
_USUAL = ("age_group", "sex")


class TableBar(FilterBar):
    """Office and month as links, which keep the breakdowns; those are chosen in a form."""

    @property
    def chips(self) -> list[Chip]:
        return super().chips[: -len(_PLACES)]


class BreakdownForm(forms.Form):
    """By what a table is broken down."""

    def __init__(self, *args, choices: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        for place, label in _PLACES.items():
            is_needed = place == "rows"
            nothing = [] if is_needed else [("", pgettext_lazy("cross table", "None"))]
            self.fields[place] = forms.ChoiceField(
                label=label, choices=[*nothing, *choices], required=is_needed
            )


@dataclass(frozen=True)
class AskedTable(Asked):
    """A table that an address asks for: of an indicator, by one to three breakdowns."""

    indicator: Indicator

    bar_type = TableBar

    def more_filters(self) -> list[Filter]:
        choices = choices_of(self.version.parsed)
        return [
            Filter(place, label, lambda: choices, is_always_on=True)
            for place, label in _PLACES.items()
        ]

    @cached_property
    def stored(self) -> StoredIndicators:
        return StoredIndicators(signed_in_user(self.request), self.scope, [self.indicator])

    @cached_property
    def version(self) -> IndicatorVersion:
        """The definition in force; Http404 where nothing is counted yet."""
        version = self.indicator.version
        if version is None:
            raise Http404
        return version

    @property
    def said(self) -> dict[str, str]:
        """What the address says of each place, usual rows where it says nothing."""
        said = {place: self.request.GET.get(place, "") for place in _PLACES}
        by = self.version.parsed.by
        said["rows"] = said["rows"] or next(
            iter([each for each in _USUAL if each in by] or by), ""
        )
        return said

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Raises Refusal, in words, where one of them is not listed or named twice."""
        names = tuple(name for name in self.said.values() if name)
        try:
            self.version.parsed.check_breakdown(names)
        except DefinitionError as fault:
            raise Refusal(str(fault)) from fault
        if not names:
            raise Refusal(_("This figure may not be broken down."))
        return names

    @property
    def address(self) -> str:
        said = urlencode({place: name for place, name in self.said.items() if name})
        url = reverse("evidence:cross-table", args=[self.indicator.code])
        return f"{url}?{self.query}&{said}"

    @cached_property
    def is_stored(self) -> bool:
        is_same = self.stored.version(self.indicator) == self.version
        return is_same and is_stored(self.version.parsed, self.month, self.names, self.today)

    def find(self) -> CrossTable | None:
        user = signed_in_user(self.request)
        return find_table(
            user, self.stored.computation, self.version, self.scope, self.month, self.names
        )

    def ask(self) -> CrossTable:
        """Has the table counted; Refusal where that cannot be."""
        computation = self.stored.computation
        if computation is None:
            raise Refusal(_("No figures have been computed yet. They are computed each night."))
        check_size(self.stored.figures(self.indicator), self.month, self.names)
        return CrossTable.ask(
            self.version, by=signed_in_user(self.request), computation=computation,
            office=self.scope.office, is_with_branches=self.scope.is_with_branches,
            month=self.month, names=self.names,
        )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, code: str) -> HttpResponse:
    """A stored table at once; else whether it is being counted, or the button that has it so."""
    asked = AskedTable(request, get_object_or_404(Indicator, code=code))
    refusal, table = "", None
    try:
        if request.method == "POST":
            if not asked.is_stored:
                asked.ask()
            return action_done(request, next_url=asked.address)
        table = None if asked.is_stored else asked.find()
    except Refusal as reason:
        refusal = str(reason)
    context = asked.context | _content(asked, table, refusal)
    status = 422 if refusal else 200
    part = "result" if "progress" in request.GET else ""
    return render_page(request, PAGE, context, part=part, status=status)


def _content(asked: AskedTable, table: CrossTable | None, refusal: str) -> dict:
    form = BreakdownForm(initial=asked.said, choices=choices_of(asked.version.parsed))
    failed = table is not None and table.has_stopped
    said = too_large() if table and table.failure == TOO_LARGE else ""
    return {
        "indicator": asked.indicator, "form": form, "refusal": refusal or said,
        "page": None if refusal else _page(asked, table), "table": table,
        "has_stopped": failed and not said, "here": asked.address,
        "may_ask": not refusal and not asked.is_stored and (table is None or failed) and not said,
    }  # fmt: skip


def _page(asked: AskedTable, table: CrossTable | None) -> CrossTablePage | None:
    """The table, where it is stored or counted."""
    figures = asked.stored.figures(asked.indicator)
    if not asked.is_stored:
        if table is None or not table.finished_at:
            return None
        figures = Figures(table.figures or {})
    url = reverse("evidence:figure-records", args=[asked.indicator.code])
    is_open = may_list(signed_in_user(asked.request), asked.version.definition["of"])
    link = links_to_records(url, asked.query, is_open)
    return CrossTablePage(asked.indicator, asked.version, figures, asked.month, asked.names, link)
