"""Imports of law on the screen: those made, one of them, tables in steps, withdrawing one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    require_permission,
    signed_in_user,
)
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.validation import UnreadableFile
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms import MOST_BYTES, ColumnsForm
from ..import_steps import PROVISIONS, STATUSES, Given, TableImport, sign, unsign
from ..models import LawImport
from ..tables import Table, read_table

MOST_SHOWN, MOST_FAULTS, PAGE = 20, 100, 50
IMPORTS = LawImport.objects.select_related("by", "withdrawn_by")
PAGE_TEMPLATE = "law/import_table.html"


@require_safe
def index(request):
    """What was imported, the newest first."""
    require_permission(request, "law.keep")
    rows = IMPORTS.accessible_to(request.user)
    context = {"pages": paginate(rows, request, "-at", "-pk", size=PAGE)}
    return render(request, "law/imports.html", context)


@require_safe
def show(request, ref):
    found = get_permitted_or_404(request, IMPORTS, to="see", ref=ref)
    is_mine = found.by_id == request.user.pk and found.withdrawn_at is None
    context = {"law_import": found, "may_withdraw": is_mine}
    return render(request, "law/import.html", context)


@accept_uploads(MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
def statuses(request):
    return _answer(request, STATUSES)


@accept_uploads(MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
def provisions(request):
    return _answer(request, PROVISIONS)


def _answer(request: HttpRequest, kind: TableImport) -> HttpResponse:
    require_permission(request, "law.keep")
    if request.method == "POST" and "table" in request.POST:
        return _go_on(request, kind)
    form = kind.form_class(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method != "POST" or not form.is_valid():
        return _page(request, kind, form=form)
    try:
        table = read_table(form.cleaned_data["file"], kind.columns())
    except (UnreadableFile, Refusal) as fault:
        form.add_error("file", str(fault))
        return _page(request, kind, form=form)
    given = Given.of(form.cleaned_data)
    columns = ColumnsForm(table=table, columns=kind.columns(), given=given.names)
    kept = sign([table.as_json(), given.as_json()], _salt(request))
    return _page(request, kind, columns=columns, kept=kept, given=given)


def _go_on(request: HttpRequest, kind: TableImport) -> HttpResponse:
    """Tries the table with the columns that were chosen, or imports it."""
    kept = unsign(request.POST["table"], _salt(request))
    if kept is None:
        expired = _("The check has expired. Choose the file again.")
        return _page(request, kind, form=kind.form_class(), refusal=expired)
    table, given = Table.from_json(kept[0]), Given.from_json(kept[1])
    columns = ColumnsForm(request.POST, table=table, columns=kind.columns(), given=given.names)
    more: dict[str, Any] = {"columns": columns, "kept": request.POST["table"], "given": given}
    if not columns.is_valid():
        return _page(request, kind, **more)
    rows = kind.attempt(table, columns.mapping, given)
    if "apply" in request.POST and rows.good:
        made = kind.apply(rows, given, signed_in_user(request))
        said = ngettext("%(count)s row imported.", "%(count)s rows imported.", made.rows)
        message = said % {"count": made.rows}
        return action_done(request, next_url=made.get_absolute_url(), message=message)
    preview = [
        (number, [cell for cell in kind.show(values) if cell])
        for number, values in rows.good[:MOST_SHOWN]
    ]
    faults = sorted(rows.faults, key=lambda each: each.row)[:MOST_FAULTS]
    chosen = [(name, str(index)) for name, index in columns.mapping.items()]
    return _page(request, kind, **more, rows=rows, preview=preview, faults=faults, chosen=chosen)


def _salt(request: HttpRequest) -> str:
    return f"law import {request.path} {signed_in_user(request).ref}"


def _page(request: HttpRequest, kind: TableImport, **more: Any) -> HttpResponse:
    asked = more.get("form") or more.get("columns")
    rows = more.get("rows")
    is_refused = bool(
        more.get("refusal") or (asked is not None and asked.is_bound and asked.errors)
        or (rows is not None and not rows.good)
    )  # fmt: skip
    listed = list(kind.columns())
    context = {"kind": kind, "listed": listed, "back_url": reverse("law:imports"), **more}
    return render(request, PAGE_TEMPLATE, context, status=422 if is_refused else 200)


withdraw = ActionView.as_view(
    title=pgettext_lazy("law", "Withdraw import"),
    submit_label=pgettext_lazy("law", "Withdraw import"),
    lede=gettext_lazy("What it brought is removed; what it replaced is shown again."),
    success_message=gettext_lazy("Import withdrawn."), tone="danger",
    queryset=IMPORTS, permission="withdraw", perform=LawImport.withdraw,
)  # fmt: skip
