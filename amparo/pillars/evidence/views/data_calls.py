"""Data calls: which there are, one with where each report stands, and what is owed for a month."""

from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui import formats
from amparo.ui.filters import Filter, FilterBar
from amparo.ui.responses import action_done

from ..data_call_forms import DataCallForm, RemarkForm
from ..data_call_pages import (
    DataCallPage,
    OwedPage,
    askable_offices,
    offices_below,
    owed_by,
)
from ..models import DataCall, DataCallOffice, DataCallReminder
from ..presenters import scopes_of

CALLS = DataCall.objects.select_related("office")
OFFICES = DataCallOffice.objects.select_related("call", "office", "asked_by")
MOST = 60


@require_safe
def index(request):
    """What one's offices owe, and the calls that one may read."""
    require_permission(request, "figure.see")
    calls = list(CALLS.accessible_to(request.user).order_by("ended_at", "name", "pk")[:MOST])
    offices = {scope.office for scope in scopes_of(request.user)}
    context = {
        "calls": calls, "owed": owed_by(offices, request.user),
        "may_define": "figure.define" in request.user.permissions,
    }  # fmt: skip
    return render(request, "evidence/data_calls.html", context)


@require_safe
def show(request, ref):
    call = get_permitted_or_404(request, CALLS, to="see", ref=ref)
    months = [
        (f"{month:%Y-%m}", formats.month(month)) for month in call.months(call.office.today())
    ]
    filters = [Filter("month", pgettext_lazy("chart", "Month"), lambda: months, is_always_on=True)]
    bar = FilterBar(filters, request.GET, defaults={"month": months[0][0]} if months else {})
    page = DataCallPage(call, request.user, _month(bar.value("month")))
    context = {"call": call, "page": page, "bar": bar if months else None}
    return render(request, "evidence/data_call.html", context)


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


class Define(ActionView):
    """Asks offices for their monthly reports."""

    title = _("Define data call")
    submit_label = _("Define data call")
    success_message = _("Defined. The offices see what they owe on their first page of figures.")
    form_class = DataCallForm

    def get_record(self):
        require_permission(self.request, "figure.define")
        offices = askable_offices(self.request.user)
        if not offices:
            raise Http404
        return offices[0]

    def get_form_kwargs(self, office):
        return {"offices": offices_below(office), "today": office.today()}

    def get_page(self, office):
        return {"crumbs": [(reverse("evidence:data-calls"), _("Data calls"))]}

    def get_back_url(self, office):
        return reverse("evidence:data-calls")

    def get_success_url(self, office, call):
        return call.get_absolute_url()

    def perform(self, office, *, by, **fields):
        return DataCall.define(by=by, office=office, **fields)


new = Define.as_view()


class CallAction(ActionView):
    """An action on a data call by who asks."""

    queryset = CALLS
    permission = "define"

    def get_page(self, call):
        crumbs = [(reverse("evidence:data-calls"), _("Data calls"))]
        return {"crumbs": [*crumbs, (call.get_absolute_url(), call.name)]}


class Change(CallAction):
    """Sets what is asked from now on."""

    title = _("Edit data call")
    submit_label = _("Save")
    success_message = _("Saved.")
    form_class = DataCallForm

    def get_form_kwargs(self, call):
        asked = call.offices.standing().select_related("office")
        return {
            "offices": offices_below(call.office), "today": call.office.today(),
            "first": call.first_month,
            "initial": {
                "name": call.name, "due_day": call.due_day, "remind_days": call.remind_days,
                "first_month": f"{call.first_month:%Y-%m}",
                "offices": [str(each.office.ref) for each in asked],
            },
        }  # fmt: skip

    def perform(self, call, *, by, **fields):
        call.change(by=by, **fields)


edit = Change.as_view()
end = CallAction.as_view(
    title=_("End data call"), submit_label=pgettext_lazy("data call", "End"),
    success_message=_("Ended. What was sent stays."), perform=DataCall.finish,
    lede=_("Nothing is owed from now on; what was sent and remarked stays."),
)  # fmt: skip


# What one office owes for one month.


def _owed_month(office: DataCallOffice, text: str) -> date:
    month = _month(text)
    if month is None or month not in office.call.months(office.office.today()):
        raise Http404
    return month


@require_safe
def owed(request, ref, month):
    office = get_permitted_or_404(request, OFFICES, to="see", ref=ref)
    day = _owed_month(office, month)
    page = OwedPage(office, day, request.user)
    context = {"office": office, "page": page, "month": month}
    return render(request, "evidence/owed_report.html", context)


class Remark(ActionView):
    """A word to the other side about the report of a month."""

    queryset = OFFICES
    permission = "see"
    title = _("Add remark")
    submit_label = _("Add remark")
    success_message = _("The other office is notified.")
    form_class = RemarkForm

    def get_record(self, ref, month):
        office = super().get_record(ref=ref)
        self.month = _owed_month(office, month)
        return office

    def get_page(self, office):
        return {"crumbs": [(office.get_url(self.month), formats.month(self.month))]}

    def get_back_url(self, office):
        return office.get_url(self.month)

    def perform(self, office, *, by, text):
        office.remark(self.month, by=by, text=text)


remark = Remark.as_view()


@require_POST
def send(request, ref, month):
    """Lets the office that asks read the signed report."""
    office = get_permitted_or_404(request, OFFICES, to="send", ref=ref)
    day = _owed_month(office, month)
    office.send(day, by=request.user)
    return action_done(request, next_url=office.get_url(day), message=_("The report was sent."))


@require_POST
def remind(request, ref, month):
    office = get_permitted_or_404(request, OFFICES, to="remind", ref=ref)
    day = _owed_month(office, month)
    office.remind(day, DataCallReminder.Kind.BY_HAND, by=request.user)
    said = _("The office was reminded.")
    return action_done(request, next_url=office.get_url(day), message=said)
