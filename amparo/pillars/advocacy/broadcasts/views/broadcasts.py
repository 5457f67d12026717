"""Pages of broadcasts: the list, one broadcast, what is done with it; subscriptions as counts."""

from django.conf import settings
from django.db import transaction
from django.db.models import Case, IntegerField, Value, When
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..delivery import skip_batch
from ..forms.broadcasts import BroadcastForm, StopForm
from ..models import Broadcast
from ..presenters import BroadcastPage, subscription_table
from ..shown_counts import FEW

PAGE = 50
BROADCASTS = pgettext_lazy("to subscribers", "Broadcasts")
WHOLE = Broadcast.objects.select_related(
    "office", "message", "by", "submitted_by", "approved_by", "paused_by", "stopped_by"
).prefetch_related("places__place", "message__wordings", "message__channel_wordings", "groups")
_STATE = Broadcast.State
# What waits for somebody first, then what is on its way.
_RANK = Case(
    When(state=_STATE.PAUSED, then=Value(0)),
    When(state=_STATE.SUBMITTED, then=Value(1)),
    When(state__in=Broadcast.UNDER_WAY, then=Value(2)),
    When(state=_STATE.DRAFT, then=Value(3)),
    default=Value(4), output_field=IntegerField(),
)  # fmt: skip


@require_safe
def index(request):
    """Those that the user may see: what waits for somebody first."""
    require_permission(request, "broadcast.see")
    rows = Broadcast.objects.select_related("message", "office").accessible_to(request.user)
    pages = paginate(
        rows.annotate(rank=_RANK), request, "rank", "-year", "-serial", "pk", size=PAGE
    )
    log.log_list(request.user, "broadcast.listed", pages)
    context = {"pages": pages, "may_keep": "broadcast.keep" in request.user.permissions}
    return render(request, "broadcasts/broadcast_list.html", context)


@require_safe
def show(request, ref):
    broadcast = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    log.log_read(request.user, broadcast)
    wrote = {broadcast.by_id, broadcast.submitted_by_id}
    context = {
        "broadcast": broadcast, "page": BroadcastPage(broadcast), "few": FEW,
        "may": permissions_on(broadcast, request.user), "wrote": request.user.pk in wrote,
    }  # fmt: skip
    return render(request, "broadcasts/broadcast_detail.html", context)


@require_safe
def subscriptions(request):
    """How many subscribed, by topic, channel and language; who they are is shown to nobody."""
    require_permission(request, "broadcast.see")
    titles, rows = subscription_table(code for code, _name in settings.LANGUAGES)
    log.log_event(request.user, "broadcast.counted", None)
    context = {"titles": titles, "rows": rows, "few": FEW}
    return render(request, "broadcasts/subscriptions.html", context)


class BroadcastAction(ActionView):
    """An action on a broadcast, by whoever keeps it."""

    queryset = WHOLE
    permission = "keep"

    def get_page(self, broadcast):
        return {"crumbs": [
            (reverse("broadcasts:broadcasts"), BROADCASTS),
            (broadcast.get_absolute_url(), broadcast.number),
        ]}  # fmt: skip


class NewBroadcast(BroadcastAction):
    """Prepares a broadcast of an office for which the user keeps them."""

    title = pgettext_lazy("to subscribers", "Prepare broadcast")
    submit_label = _("Count the audience")
    success_message = _("Look at the count. Nothing leaves before somebody else approves it.")
    form_class = BroadcastForm

    def get_record(self):
        require_permission(self.request, "broadcast.keep")

    def get_form_kwargs(self, record):
        return {"user": self.request.user}

    def get_page(self, record):
        return {"crumbs": [(self.get_back_url(record), BROADCASTS)]}

    def get_back_url(self, record):
        return reverse("broadcasts:broadcasts")

    def get_arguments(self, form):
        return form.broadcast_fields

    def perform(self, record, *, by, **fields):
        return Broadcast.draft(by=by, **fields)

    def get_success_url(self, record, result):
        return result.get_absolute_url()


class EditBroadcast(BroadcastAction):
    title = pgettext_lazy("to subscribers", "Edit broadcast")
    submit_label = _("Count the audience")
    success_message = _("Broadcast changed.")
    form_class = BroadcastForm

    def get_form_kwargs(self, broadcast):
        return {"user": self.request.user, "broadcast": broadcast}

    def get_arguments(self, form):
        return form.broadcast_fields

    def perform(self, broadcast, *, by, **fields):
        broadcast.change(by=by, **fields)


class StopBroadcast(BroadcastAction):
    title = pgettext_lazy("to subscribers", "Stop broadcast for good")
    submit_label = pgettext_lazy("to subscribers", "Stop broadcast for good")
    success_message = _("The broadcast was stopped.")
    form_class = StopForm
    permission = "run"
    tone = "danger"

    def perform(self, broadcast, *, by, because):
        broadcast.stop(by=by, because=because)


new = NewBroadcast.as_view()
edit = EditBroadcast.as_view()
stop = StopBroadcast.as_view()


def _done(request, broadcast, message):
    return action_done(request, next_url=broadcast.get_absolute_url(), message=message)


@require_POST
def submit(request, ref):
    """Asks somebody else to approve it."""
    broadcast = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    broadcast.submit(by=request.user)
    return _done(request, broadcast, _("Submitted: somebody else approves it."))


@require_POST
def give_back(request, ref):
    """Gives it back to who wrote it."""
    broadcast = get_permitted_or_404(request, WHOLE, to="approve", ref=ref)
    broadcast.return_for_changes(by=request.user)
    return _done(request, broadcast, _("Given back for changes."))


@require_POST
def approve(request, ref):
    """It leaves in its window from now on."""
    broadcast = get_permitted_or_404(request, WHOLE, to="approve", ref=ref)
    broadcast.approve(by=request.user)
    return _done(request, broadcast, _("Approved: it leaves in its hours."))


@require_POST
def pause(request, ref):
    """Whoever sees it may pause it."""
    broadcast = get_permitted_or_404(request, WHOLE, to="pause", ref=ref)
    broadcast.pause(by=request.user)
    return _done(request, broadcast, _("Paused: after the batch in hand nothing more leaves."))


@require_POST
def resume(request, ref):
    """Goes on where it paused; tries a gateway again."""
    broadcast = get_permitted_or_404(request, WHOLE, to="run", ref=ref)
    broadcast.resume(by=request.user)
    return _done(request, broadcast, _("It continues where it paused."))


@require_POST
def leave_out(request, ref):
    """Leaves out the batch at which the gateway failed, and goes on with the next."""
    broadcast = get_permitted_or_404(request, WHOLE, to="run", ref=ref)
    with transaction.atomic():
        broadcast.resume(by=request.user)
        skip_batch(broadcast, by=request.user)
    return _done(request, broadcast, _("The batch was left out. It continues with the next."))
