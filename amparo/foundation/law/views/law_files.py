"""A law as a Markdown file on the screen: choose it, see what was read, import it."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.permissions.rules import require_permission, signed_in_user
from amparo.foundation.core.refusals import Refusal
from amparo.ui.responses import action_done

from ..forms import MOST_BYTES, LawFileForm
from ..import_steps import sign, unsign
from ..imports import LawDetails, Origin, check_law, import_law, origin_of
from ..law_files import LawFile, UnreadableLaw, parse_law

MOST_SHOWN = 20
UNREADABLE: dict[str, Promise] = {
    "no-title": gettext_lazy("The file has no title: neither in its header nor as a heading."),
    "no-articles": gettext_lazy(
        "We found no article. Articles stand as headings, as in “###### Article 3. Name”."
    ),
    "too-long": gettext_lazy("This law has more provisions than we can take at once."),
    "header-open": gettext_lazy("The header of the file opens with --- and never closes."),
}


@accept_uploads(MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
def law(request):
    require_permission(request, "law.keep")
    if request.method == "POST" and "law" in request.POST:
        return _import(request)
    form = LawFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method != "POST" or not form.is_valid():
        return _page(request, form=form)
    said = form.cleaned_data
    try:
        text = _decode(said["file"].read())
        found = _read(text)
        origin = origin_of(found, said["source"], said["as_of"], said["licence"])
    except Refusal as refusal:
        form.add_error("file", str(refusal))
        return _page(request, form=form)
    details = LawDetails(said["kind"], said["country"], said["language"], said["code"])
    day = said["as_of"].isoformat() if said["as_of"] else ""
    kept = [text, [details.kind, details.country, details.language, details.code],
            [said["source"], day, said["licence"]]]  # fmt: skip
    faults = check_law(found, details, origin)
    return _page(request, form=form, found=found, origin=origin, details=details, faults=faults,
                 kept="" if faults else sign(kept, _salt(request)))  # fmt: skip


def _import(request: HttpRequest) -> HttpResponse:
    kept = unsign(request.POST["law"], _salt(request))
    if kept is None:
        expired = _("The check has expired. Choose the file again.")
        return _page(request, form=LawFileForm(), refusal=expired)
    text, details, (source, day, licence) = kept
    try:
        found = _read(text)
        as_of = date.fromisoformat(day) if day else None
        origin = origin_of(found, source, as_of, licence)
        made = import_law(found, LawDetails(*details), origin, by=signed_in_user(request))
    except Refusal as refusal:
        return _page(request, form=LawFileForm(), refusal=str(refusal))
    message = ngettext("%(count)s article imported.", "%(count)s articles imported.",
                       found.articles) % {"count": found.articles}  # fmt: skip
    return action_done(request, next_url=made.get_absolute_url(), message=message)


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        raise Refusal(_("Some letters cannot be read. Save the file as UTF-8.")) from None


def _read(text: str) -> LawFile:
    try:
        return parse_law(text)
    except UnreadableLaw as fault:
        raise Refusal(str(UNREADABLE[fault.code])) from None


def _salt(request: HttpRequest) -> str:
    return f"law file {signed_in_user(request).ref}"


def _page(request: HttpRequest, *, form: LawFileForm, **more: Any) -> HttpResponse:
    found, origin = more.get("found"), more.get("origin")
    if isinstance(found, LawFile) and isinstance(origin, Origin):
        more |= {
            "shown": [each for each in found.provisions if each.kind == "article"][:MOST_SHOWN],
            "later_changes": found.later_changes(origin.as_of),
        }  # fmt: skip
    is_refused = bool(more.get("refusal") or more.get("faults") or (form.is_bound and form.errors))
    context = {"form": form, "back_url": reverse("law:imports"), **more}
    return render(request, "law/import_law.html", context, status=422 if is_refused else 200)
