"""Minutes while the meeting goes on: one page, saved item by item; decisions and actions."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.ui.responses import is_htmx_fragment

from ..forms.minutes import (
    ActionItemForm,
    CommitForm,
    DecisionForm,
    FinishForm,
    MinutesForm,
    StatementForm,
)
from ..minutes import items_of
from ..models import ActionItem, AgendaItem, Convening, Decision, Statement
from ..presenters.meetings import when_of
from .agenda import PartAction
from .convenings import crumbs_of, may_adopt

WHOLE = Convening.objects.select_related("forum", "office")


JOINED = _("Somebody else wrote here meanwhile: both texts stand here, yours below.")


def _initial(item: AgendaItem) -> dict[str, str]:
    return {"minutes": item.minutes, "version": item.minutes_version}


@dataclass
class MinutesRow:
    """One item on the page of the minutes."""

    item: AgendaItem
    # Somebody else wrote meanwhile: two texts stand there.
    is_joined: bool = False

    @property
    def write_id(self) -> str:
        return f"write-{self.item.ref}"

    @property
    def recorded_id(self) -> str:
        return f"recorded-{self.item.ref}"

    @cached_property
    def form(self) -> MinutesForm:
        return MinutesForm(initial=_initial(self.item), auto_id=f"{self.item.ref}-%s")

    @property
    def joined_text(self) -> str:
        return str(JOINED)

    @property
    def additions(self) -> list[tuple[str, str, str]]:
        """What may be added: address, words and sign of each."""
        refs = [self.item.convening.ref, self.item.ref]
        return [
            (reverse("dialogue:decision-new", args=refs), gettext("Add decision"), "flag"),
            (reverse("dialogue:meeting-action-new", args=refs), gettext("Add action"),
             "checkup-list"),
            (reverse("dialogue:statement-new", args=refs), gettext("Add what was said"),
             "message-2"),
        ]  # fmt: skip


@require_safe
def show(request, ref):
    """All items in their order, with what was said, decided and is to be done.

    A script may ask for what was recorded of one item alone.
    """
    meeting = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    may = permissions_on(meeting, request.user)
    rows = _rows_of(meeting)
    if is_htmx_fragment(request) and "item" in request.GET:
        asked = [each for each in rows if str(each.item.ref) == request.GET["item"]]
        if not asked:
            raise Http404
        return _part_of(request, asked[0], "recorded", "keep" in may)
    context = _context(request, meeting, "keep" in may) | {
        "rows": rows, "when": when_of(meeting), "pdf_languages": settings.LANGUAGES,
        "may_return": "adopt" in may, "may_adopt": may_adopt(meeting, may, request.user),
    }  # fmt: skip
    return render(request, "dialogue/minutes.html", context)


def _rows_of(meeting: Convening) -> list[MinutesRow]:
    rows = [MinutesRow(each) for each in items_of(meeting)]
    for row in rows:
        row.item.convening = meeting
    return rows


def _context(request, meeting: Convening, may_keep: bool) -> dict[str, Any]:
    return {
        "meeting": meeting, "is_written": may_keep and meeting.is_written, "may_keep": may_keep,
        "today": meeting.office.today(),
        "may_commit": "commitment.keep" in request.user.permissions,
    }  # fmt: skip


def _part_of(request, row: MinutesRow, name: str, may_keep: bool) -> HttpResponse:
    """One part of one item, for a script that puts it in place; the others keep what is typed."""
    told = _context(request, row.item.convening, may_keep) | {"row": row}
    return render(request, f"dialogue/minutes_item.html#{name}", told)


class MinutesAction(PartAction):
    """Something added to the minutes of an item; back to its place on the page."""

    queryset: QuerySet | type[Model] | None = AgendaItem.objects.all()
    # The part of the item that a script replaces.
    part_name = "recorded"

    def get_context(self, item: Any) -> dict[str, Any]:
        page = reverse("dialogue:meeting-minutes", args=[item.convening.ref])
        return {
            "part": f"{self.part_name}-{item.ref}",
            "part_url": f"{page}?item={item.ref}" if self.part_name == "recorded" else "",
        }

    def get_response(self, item: Any, result: Any) -> HttpResponse:
        if not is_htmx_fragment(self.request):
            return super().get_response(item, result)
        here = [each for each in _rows_of(item.convening) if each.item.pk == item.pk]
        here[0].is_joined = result is True
        response = _part_of(self.request, here[0], self.part_name, True)
        response.idempotent_redirect = item.minutes_url  # type: ignore[attr-defined]
        return response

    def get_page(self, item: Any) -> dict[str, Any]:
        page = reverse("dialogue:meeting-minutes", args=[item.convening.ref])
        return {
            "crumbs": [*crumbs_of(item.convening), (page, _("Minutes"))],
            "subject": item.heading,
        }

    def get_back_url(self, item: Any) -> str:
        return item.minutes_url


class WriteMinutes(MinutesAction):
    title = _("Minutes of this item")
    submit_label = _("Save")
    success_message = _("Minutes saved.")
    form_class = MinutesForm
    part_name = "write"

    def get_form_kwargs(self, item):
        return {"initial": _initial(item)}

    def perform(self, item, *, by, **fields):
        return item.write_minutes(by=by, **fields)

    def get_success_message(self, item, result):
        return JOINED if result else self.success_message


class OfItem(MinutesAction):
    def get_form_kwargs(self, item: Any) -> dict[str, Any]:
        return {"item": item}


write = WriteMinutes.as_view()
statement_new = OfItem.as_view(
    title=_("Add what was said"), submit_label=_("Save"), form_class=StatementForm,
    success_message=_("Added to the minutes."),
    perform=Statement.record,
)  # fmt: skip
decision_new = OfItem.as_view(
    title=_("Add decision"), submit_label=_("Save"), form_class=DecisionForm,
    success_message=_("Decision recorded."), perform=Decision.record,
)  # fmt: skip
action_new = MinutesAction.as_view(
    title=_("Add action"), submit_label=_("Save"), form_class=ActionItemForm,
    success_message=_("Action recorded."), perform=ActionItem.record,
)  # fmt: skip


class FollowUpAction(ActionView):
    """What is done later with a decision or an action, also of adopted minutes."""

    permission = "keep"

    def get_page(self, record: Any) -> dict[str, Any]:
        return {"crumbs": crumbs_of(record.item.convening), "about": record.text}

    def get_back_url(self, record: Any) -> str:
        return record.item.minutes_url


class Commit(FollowUpAction):
    """Makes a commitment of a decision."""

    queryset = Decision.objects.select_related("item__convening__office", "item__asked_of")
    title = _("Make it a commitment")
    submit_label = _("Record commitment")
    success_message = _("Commitment recorded.")
    form_class = CommitForm

    def get_record(self, *args, **refs):
        require_permission(self.request, "commitment.keep")
        return super().get_record(*args, **refs)

    def get_form_kwargs(self, decision):
        return {"decision": decision}

    def perform(self, decision, *, by, **fields):
        return decision.commit(by=by, **fields)

    def get_success_url(self, decision, result):
        return result.get_absolute_url()


class Finish(FollowUpAction):
    queryset = ActionItem.objects.select_related("item__convening__office", "owner")
    title = pgettext_lazy("meeting", "Action done")
    submit_label = _("Save")
    success_message = _("Action done.")
    form_class = FinishForm

    def get_form_kwargs(self, action):
        return {"initial": {"on": action.item.convening.office.today()}}

    def perform(self, action, *, by, **fields):
        action.finish(by=by, **fields)


commit, finish = Commit.as_view(), Finish.as_view()
