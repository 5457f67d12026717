"""Views: conflicts, and outbox entries that wait for a decision."""

from collections.abc import Iterable
from itertools import batched
from typing import Any
from uuid import UUID

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.foundation.core.refusals import Refusal
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..extension_points import record_lookups
from ..forms import OutboxImportForm, RejectForm
from ..models import Conflict, Device, OutboxDecision, OutboxEntry
from ..sync import deliveries

ASKS = ["GET", "HEAD", "POST"]
INDEX, CONFLICT, ENTRY, IMPORT = (
    f"fieldwork/sync/{name}.html"
    for name in ("worklist", "conflict", "outbox_entry", "outbox_import")
)
PAGE, SHOWN = 20, 50
# A week of photos, saved as a file.
LARGEST = 50_000_000
ENTRIES = OutboxEntry.objects.select_related("by", "decision__by")


@require_safe
def index(request):
    require_permission(request, "case.work")
    user = request.user
    conflicts = Conflict.objects.open().accessible_to(user, "settle").select_related("entry__by")
    pages = paginate(conflicts, request, "at", "pk", size=PAGE)
    entries = list(ENTRIES.waiting().accessible_to(user, "settle")[:SHOWN])
    refused = list(ENTRIES.refused().accessible_to(user, "decline")[:SHOWN])
    files = _files([*pages, *entries, *refused], user)
    log.log_list(user, "field.listed", set(files.values()))
    context = {
        "conflicts": _beside(pages, files), "pages": pages, "entries": _beside(entries, files),
        "refused": _with_devices(_beside(refused, files), user),
    }  # fmt: skip
    return render(request, INDEX, context)


@require_safe
def conflict(request, ref):
    """Both values beside each other, each with who wrote it and when."""
    rows = Conflict.objects.select_related("entry__by", "server_value_by", "settled_by")
    found = get_permitted_or_404(request, rows, to="settle", ref=ref)
    by, at = found.last_change
    context = {
        "conflict": found, "about": _about(found, request.user), "by": by, "at": at,
        "device_value": found.display(found.device_value),
        "server_value": found.display(found.current),
        "base_value": found.display(found.base_value),
    }  # fmt: skip
    return render(request, CONFLICT, context)


@require_POST
def settle(request, ref):
    found = get_permitted_or_404(
        request, Conflict.objects.select_related("entry"), to="settle", ref=ref
    )
    keep = request.POST.get("keep", "")
    if keep not in Conflict.Keep.values:
        raise Refusal(_("Choose one of the two."))
    found.settle(by=request.user, keep=keep, seen=request.POST.get("seen", ""))
    return action_done(request, next_url=reverse("sync:outbox"), message=_("Value chosen."))


@require_safe
def entry(request, ref):
    """What somebody wrote in the field, and why it was not simply done."""
    return _show(request, get_permitted_or_404(request, ENTRIES, to="see", ref=ref), RejectForm())


@require_POST
def accept(request, ref):
    """Done in the name of who accepts it, who answers for it from now on."""
    sent = get_permitted_or_404(request, ENTRIES, to="settle", ref=ref)
    OutboxDecision.accept(sent, by=request.user)
    said = _("Done, in your name.")
    if sent.state == OutboxEntry.State.CONFLICT:
        said = _("Done in part: somebody else had changed the same. Choose below.")
    return action_done(request, next_url=reverse("sync:outbox"), message=said)


@require_POST
def discard(request, ref):
    sent = get_permitted_or_404(request, ENTRIES, to="decline", ref=ref)
    if sent.state == OutboxEntry.State.REVIEW:  # of it decides who may also accept it
        get_permitted_or_404(request, ENTRIES, to="settle", ref=ref)
    form = RejectForm(request.POST)
    if not form.is_valid():
        return _show(request, sent, form, status=422)
    OutboxDecision.discard(sent, by=request.user, **form.cleaned_data)
    return action_done(request, next_url=reverse("sync:outbox"), message=_("Discarded."))


@accept_uploads(up_to=LARGEST)
@require_http_methods(ASKS)
def import_outbox(request):
    """What a telephone could not send, as a file, in whoever’s hand it came."""
    require_permission(request, "case.work")
    form = OutboxImportForm(request.POST or None, request.FILES or None, request=request)
    if request.method == "POST" and form.is_valid():
        return action_done(
            request, next_url=reverse("sync:outbox-import"), message=_delivered(form.boxes)
        )
    return render(request, IMPORT, {"form": form}, status=422 if request.method == "POST" else 200)


def _delivered(boxes: list[object]) -> str:
    """What became of them, in one sentence."""
    receipts = [
        receipt
        for some in batched(boxes, deliveries.MAX_BOXES, strict=False)
        for receipt in deliveries.process_delivery(list(some))
    ]
    shut = sum(receipt["state"] == "unreadable" for receipt in receipts)
    taken = len(receipts) - shut
    said = ngettext("%(count)s entry arrived.", "%(count)s entries arrived.", taken)
    told = [said % {"count": taken}]
    if shut:
        said = ngettext(
            "%(count)s did not open: it was written for another Amparo site, or changed on "
            "the way.",
            "%(count)s did not open: they were written for another house, or changed on the way.",
            shut,
        )
        told.append(said % {"count": shut})
    return " ".join(told)


def _show(request, sent: OutboxEntry, form: RejectForm, status: int = 200):
    may = permissions_on(sent, request.user)
    is_open = sent.state in (OutboxEntry.State.REVIEW, OutboxEntry.State.REFUSED)
    context = {
        "entry": sent, "about": _about(sent, request.user), "form": form,
        "may_accept": is_open and "settle" in may,
        "may_discard": is_open and ("settle" if sent.state == "review" else "decline") in may,
    }  # fmt: skip
    return render(request, ENTRY, context, status=status)


def _about(record: Any, user: User) -> tuple[str, str] | None:
    """The name and address of the file, for who may open it."""
    return next((about for _record, about in _beside([record], _files([record], user))), None)


def _files(records: Iterable[Any], user: User) -> dict[tuple[str, UUID], Any]:
    """The files that these are about, fetched together."""
    wanted: dict[str, set[UUID]] = {}
    for each in records:
        if each.file_kind in record_lookups:
            wanted.setdefault(each.file_kind, set()).add(each.file_ref)
    return {
        (kind, ref): file
        for kind, refs in wanted.items()
        for ref, file in record_lookups[kind].find_all(refs, user).items()
    }


def _beside(records: Iterable[Any], files: dict) -> list[tuple[Any, tuple[str, str] | None]]:
    return [(each, _named(files.get((each.file_kind, each.file_ref)), each)) for each in records]


def _with_devices(rows: list[tuple[Any, Any]], user: User) -> list[tuple[Any, Any, str]]:
    """Beside each the name of the device that sent it, where the reader may see that device."""
    devices = {each.device_id for each, _about in rows}
    names = Device.objects.accessible_to(user).filter(pk__in=devices)
    known = dict(names.values_list("pk", "name"))
    return [(each, about, known.get(each.device_id, "")) for each, about in rows]


def _named(file: Any, record: Any) -> tuple[str, str] | None:
    if file is None:
        return None
    kind = record_lookups[record.file_kind]
    return kind.called(file), kind.url(file)
