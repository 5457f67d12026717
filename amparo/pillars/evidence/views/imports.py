"""Importing legacy totals and targets: choose a file, see what is wrong, import."""

from collections.abc import Callable
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.models import Office
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    require_permission,
    signed_in_user,
)
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.validation import UnreadableFile
from amparo.foundation.funding.models import Project
from amparo.ui.responses import action_done

from ..forms import MOST_BYTES, ImportForm
from ..imports import LEGACY_COLUMNS, TARGET_COLUMNS, Column, import_rows, read_rows
from ..legacy import office_of
from ..models import LegacyTotal, ResultIndicator, Target

SECONDS = 3600  # between the dry run and the import
MOST_SHOWN = 20


@accept_uploads(MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
def legacy_totals(request):
    """Legacy totals of the office of the user."""
    require_permission(request, "figure.define")
    user = signed_in_user(request)
    office: Office = office_of(user)
    return _answer(
        request, title=_("Import legacy totals"), columns=LEGACY_COLUMNS,
        back_url=reverse("evidence:legacy-totals"),
        apply=lambda **fields: LegacyTotal.record(office, by=user, **fields),
    )  # fmt: skip


@accept_uploads(MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
def targets(request, ref):
    """Targets of the indicators that a project chose."""
    project = get_permitted_or_404(request, Project, to="keep", ref=ref)
    user = signed_in_user(request)

    def apply(*, indicator, **fields):
        chosen = ResultIndicator.objects.filter(result__project=project, indicator=indicator)
        if len(chosen) != 1:
            raise Refusal(
                _("The project measures no result, or several, by this indicator. Choose the "
                  "indicator for one result first.")
            )  # fmt: skip
        return Target.set_for(chosen[0], by=user, **fields)

    return _answer(
        request, title=_("Import targets"), columns=TARGET_COLUMNS, apply=apply,
        back_url=f"{project.get_absolute_url()}#results",
    )  # fmt: skip


def _answer(
    request: HttpRequest, *, title: str, columns: tuple[Column, ...],
    apply: Callable[..., Any], back_url: str,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {"title": title, "columns": columns, "back_url": back_url}
    salt = f"evidence import {request.path} {signed_in_user(request).ref}"
    if request.method == "POST" and "rows" in request.POST:
        rows = _checked_rows(request.POST["rows"], salt)
        if rows is None:
            form = ImportForm()
            expired = _("The check has expired. Choose the file again.")
            return _page(request, context, form, refusal=expired)
        faults = import_rows(rows, columns, apply, is_dry=False)
        if faults:
            return _page(request, context, ImportForm(), faults=faults, count=len(rows))
        message = ngettext("%(count)s row imported.", "%(count)s rows imported.", len(rows))
        return action_done(request, next_url=back_url, message=message % {"count": len(rows)})
    form = ImportForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if not form.is_valid():
        return _page(request, context, form)
    try:
        rows = read_rows(form.cleaned_data["file"], columns)
    except (UnreadableFile, Refusal) as fault:
        return _page(request, context, form, refusal=str(fault))
    faults = import_rows(rows, columns, apply, is_dry=True)
    checked = "" if faults else signing.dumps(rows, salt=salt, compress=True)
    names = [each.name for each in columns]
    preview = [[(name, row.get(name, "")) for name in names] for row in rows[:MOST_SHOWN]]
    return _page(
        request, context, ImportForm(), faults=faults, count=len(rows), checked=checked,
        preview=preview,
    )  # fmt: skip


def _checked_rows(text: str, salt: str) -> list[dict[str, str]] | None:
    try:
        return signing.loads(text, salt=salt, max_age=SECONDS)
    except signing.BadSignature:
        return None


def _page(request, context, form, **more) -> HttpResponse:
    is_refused = bool(more.get("faults") or more.get("refusal") or form.errors)
    whole = context | {"form": form, **more}
    return render(request, "evidence/import.html", whole, status=422 if is_refused else 200)
