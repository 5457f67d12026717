"""The 5W: who does what, where, when, for whom, in one month of an office."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.permissions.rules import signed_in_user
from amparo.foundation.core.refusals import Refusal
from amparo.ui.filters import Choices, Filter
from amparo.ui.responses import action_done, render_page

from ..activity_pages import ActivityTable, names_of_providers
from ..computing import versions_in_force
from ..cross_table_pages import Links, links_to_records, may_list
from ..cross_tables import ACTIVITIES, ACTIVITY_MONTHS, find_table
from ..figures import Figures, earlier
from ..labels import labels_for
from ..models import Computation, CrossTable, IndicatorVersion, MonthlyReport
from .scope import Asked

PAGE = "evidence/activities.html"


@dataclass(frozen=True)
class AskedActivities(Asked):
    """The 5W that an address asks for, narrowed to a provider, a service or an area."""

    def more_filters(self) -> list[Filter]:
        def of(name: str) -> Callable[[], Choices]:
            return lambda: self._choices(name)

        return [
            Filter(
                "provider", pgettext_lazy("5W", "Organization"), of("provider"),
                partial(_label, "provider"),
            ),
            Filter("service", gettext_lazy("Service"), of("service"), partial(_label, "service")),
            Filter("area1", pgettext_lazy("area", "Area"), of("area1"), partial(_label, "area1")),
        ]  # fmt: skip

    def _choices(self, name: str) -> Choices:
        # Our own office and places that nobody recorded are no value that an address can name.
        values = [value for value in self.rows.values_of(name) if value] if self.rows else []
        return [(value, _label(name, value)) for value in values]

    @cached_property
    def version(self) -> IndicatorVersion | None:
        """The definition that lists all of the 5W; None where nobody defined one."""
        versions = versions_in_force()
        return next((each for each in versions if set(ACTIVITIES) <= set(each.parsed.by)), None)

    @cached_property
    def computation(self) -> Computation | None:
        return Computation.objects.in_force()

    @cached_property
    def table(self) -> CrossTable | None:
        if self.version is None:
            return None
        user = signed_in_user(self.request)
        return find_table(user, self.computation, self.version, self.scope, self.month, ACTIVITIES)

    @property
    def is_counted_by_night(self) -> bool:
        return self.computation is not None and self.month >= earlier(
            self.computation.at.date(), ACTIVITY_MONTHS - 1
        )

    @cached_property
    def rows(self) -> ActivityTable | None:
        """None where nothing was counted; of a month that the night counts, what it found."""
        is_counted = self.table.finished_at if self.table else self.is_counted_by_night
        if not is_counted or self.version is None:
            return None
        names = ("provider", "service", "area1")
        chosen = {name: self.bar.value(name) for name in names if self.bar.value(name)}
        figures = Figures(self.table.figures or {} if self.table else {})
        link = self._link(self.version)
        user = signed_in_user(self.request)
        return ActivityTable(figures, self.month, self.scope.office.name, chosen, link, user)

    def _link(self, version: IndicatorVersion) -> Links:
        url = reverse("evidence:figure-records", args=[version.indicator.code])
        is_open = may_list(signed_in_user(self.request), version.definition["of"])
        return links_to_records(url, self.query, is_open)

    @property
    def address(self) -> str:
        return f"{reverse('evidence:activities')}?{self.query}"

    @property
    def signed_report(self) -> MonthlyReport | None:
        """The signed report of this month, whose files leave with HXL tags."""
        signed = MonthlyReport.objects.accessible_to(signed_in_user(self.request)).filter(
            state=MonthlyReport.State.SIGNED, office=self.scope.office, month=self.month,
            is_with_branches=self.scope.is_with_branches,
        )  # fmt: skip
        return signed.first()

    def ask(self) -> CrossTable:
        if self.version is None or self.computation is None:
            raise Refusal(_("No figures have been computed yet. They are computed each night."))
        return CrossTable.ask(
            self.version, by=signed_in_user(self.request), computation=self.computation,
            office=self.scope.office, is_with_branches=self.scope.is_with_branches,
            month=self.month, names=ACTIVITIES,
        )  # fmt: skip


def _label(name: str, value: str) -> str:
    if name == "provider":
        return names_of_providers([value]).get(value, "")
    return labels_for("services", name, [value])(value)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    asked = AskedActivities(request)
    refusal = ""
    if request.method == "POST":
        try:
            asked.ask()
            return action_done(request, next_url=asked.address)
        except Refusal as reason:
            refusal = str(reason)
    table = asked.table
    has_stopped = table is not None and table.has_stopped
    context = asked.context | {
        "table": table, "rows": asked.rows, "refusal": refusal, "has_stopped": has_stopped,
        "may_ask": asked.version is not None and asked.computation is not None
        and (has_stopped if table else asked.rows is None),
        "here": asked.address, "report": asked.signed_report,
        "whom": [
            pgettext("age group", "Girls"), pgettext("age group", "Boys"),
            pgettext("age group", "Women"), pgettext("age group", "Men"),
        ],
    }  # fmt: skip
    part = "result" if "progress" in request.GET else ""
    return render_page(request, PAGE, context, part=part, status=422 if refusal else 200)
