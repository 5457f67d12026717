"""The directory taken out as HSDS, and directories of others looked at and brought in."""

import io
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.files.downloads import disposition
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.spreadsheets.validation import UnreadableFile
from amparo.ui.respond import done

from ..forms import DecideForm, FeedForm
from ..hsds import export
from ..hsds.bringing import bring_in, looked_through
from ..hsds.files import LARGEST
from ..models import Feed, FeedFile
from .providers import ASKS

INDEX, NEW, SHOW = (f"directory/feeds/{name}.html" for name in ("index", "new", "show"))
FILES = FeedFile.objects.select_related("feed")
# More problems than anybody reads on a page; the counts say how many there are.
SHOWN = 200


@require_safe
def index(request):
    require_permission(request, "directory.edit")
    feeds = Feed.objects.open_to(request.user).prefetch_related("files")[:100]
    return render(request, INDEX, {"feeds": feeds, "count": export.count()})


@require_safe
def take_out(request, form):
    """What may be public, as one file; nothing about a safe house is in it."""
    require_permission(request, "directory.edit")
    if form not in export.FORMS:
        raise Http404
    log.log_event(request.user, "directory.taken_out", None, format=form)
    name = disposition(f"{_('directory')}.{export.FORMS[form].ending}")
    if form == "json":
        # Whole, not in a stream: it is read behind the wall, which ends with this answer.
        response = HttpResponse("".join(export.as_json()), content_type="application/json")
    else:
        whole = io.BytesIO()
        export.as_package(whole)
        response = HttpResponse(whole.getvalue(), content_type="application/zip")
    response.headers["Content-Disposition"] = name
    return response


@accept_uploads(LARGEST)
@require_http_methods(ASKS)
def new(request):
    require_permission(request, "directory.edit")
    office = request.user.office
    initial = {"time_zone": office.time_zone if office else "UTC", "language": "es"}
    form = FeedForm(request.POST or None, request.FILES or None, initial=initial, request=request)
    if request.method == "POST" and form.is_valid() and (file := _taken(request, form)):
        return done(request, then=reverse("directory:feed-file", args=[file.ref]))
    return render(request, NEW, {"form": form}, status=422 if form.is_bound else 200)


def _taken(request, form) -> FeedFile | None:
    """Kept if it can be read at all; else the form says what to do."""
    told = dict(form.cleaned_data)
    arrived, title = told.pop("file"), told.pop("title")
    file = Feed.follow(title, by=request.user, **told).take(arrived, by=request.user)
    try:
        looked_through(file)
    except UnreadableFile as reason:
        EncryptedFile.delete(file.stored_as)  # its record is undone with this answer
        form.add_error("file", str(reason))
        return None
    return file


@require_safe
def show(request, ref):
    file = get_permitted_or_404(request, FILES, to="see", ref=ref)
    if not file.is_waiting:
        return render(request, SHOW, {"file": file})
    found = looked_through(file)
    context = {
        "file": file, "found": found, "form": DecideForm(found=found),
        "problems": found.problems[:SHOWN],
    }  # fmt: skip
    return render(request, SHOW, context)


@require_POST
def bring(request, ref):
    file = get_permitted_or_404(request, FILES, to="bring", ref=ref)
    form = DecideForm(request.POST, found=looked_through(file))
    if not form.is_valid():
        context = {"file": file, "found": looked_through(file), "form": form}
        return render(request, SHOW, context, status=422)
    chosen = {name: list(map(UUID, said)) for name, said in form.cleaned_data.items()}
    bring_in(file, by=request.user, **chosen)
    said = _("It stands in the directory.")
    return done(request, then=reverse("directory:feed-file", args=[file.ref]), said=said)


@require_POST
def put_away(request, ref):
    file = get_permitted_or_404(request, FILES, to="bring", ref=ref)
    file.put_away(by=request.user)
    return done(request, then=reverse("directory:feeds"), said=_("Nothing of it was taken over."))
