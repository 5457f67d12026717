"""Views: export the directory as HSDS; check and import files of external directories."""

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
from amparo.ui.responses import action_done

from ..forms import FeedDecisionForm, FeedForm
from ..hsds import exporter
from ..hsds.importer import compare_file, import_directory
from ..hsds.parser import MAXIMUM_FILE_SIZE
from ..models import ExternalDirectory, FeedFile
from .organizations import FORM_METHODS

FEED_LIST, FEED_CREATE, FEED_FILE = (
    f"directory/feeds/{name}.html" for name in ("index", "new", "show")
)
FEED_FILES = FeedFile.objects.select_related("feed")
# More problems than anybody reads on a page; the counts say how many there are.
MAXIMUM_PROBLEMS = 200


@require_safe
def feed_list(request):
    require_permission(request, "directory.edit")
    feeds = ExternalDirectory.objects.accessible_to(request.user).prefetch_related("files")[:100]
    return render(request, FEED_LIST, {"feeds": feeds, "count": exporter.count_public_services()})


@require_safe
def directory_export(request, form):
    """What may be public, as one file; nothing about a safe house is in it."""
    require_permission(request, "directory.edit")
    if form not in exporter.FORMATS:
        raise Http404
    log.log_event(request.user, "directory.taken_out", None, format=form)
    name = disposition(f"{_('directory')}.{exporter.FORMATS[form].ending}")
    if form == "json":
        # Whole, not streamed: it is read under row-level security, which ends with the response.
        response = HttpResponse("".join(exporter.export_json()), content_type="application/json")
    else:
        whole = io.BytesIO()
        exporter.export_package(whole)
        response = HttpResponse(whole.getvalue(), content_type="application/zip")
    response.headers["Content-Disposition"] = name
    return response


@accept_uploads(MAXIMUM_FILE_SIZE)
@require_http_methods(FORM_METHODS)
def feed_create(request):
    require_permission(request, "directory.edit")
    office = request.user.office
    initial = {"time_zone": office.time_zone if office else "UTC", "language": "es"}
    form = FeedForm(request.POST or None, request.FILES or None, initial=initial, request=request)
    if request.method == "POST" and form.is_valid() and (file := _stored_file(request, form)):
        return action_done(request, next_url=reverse("directory:feed-file", args=[file.ref]))
    return render(request, FEED_CREATE, {"form": form}, status=422 if form.is_bound else 200)


def _stored_file(request, form) -> FeedFile | None:
    """Kept if it can be read at all; else the form says what to do."""
    options = dict(form.cleaned_data)
    upload, title = options.pop("file"), options.pop("title")
    file = ExternalDirectory.follow(title, by=request.user, **options).take(
        upload, by=request.user
    )
    try:
        compare_file(file)
    except UnreadableFile as reason:
        EncryptedFile.delete(file.storage_key)  # its record is undone with this answer
        form.add_error("file", str(reason))
        return None
    return file


@require_safe
def feed_file(request, ref):
    file = get_permitted_or_404(request, FEED_FILES, to="see", ref=ref)
    if not file.is_waiting:
        return render(request, FEED_FILE, {"file": file})
    found = compare_file(file)
    context = {
        "file": file, "found": found, "form": FeedDecisionForm(found=found),
        "problems": found.problems[:MAXIMUM_PROBLEMS],
    }  # fmt: skip
    return render(request, FEED_FILE, context)


@require_POST
def feed_import(request, ref):
    file = get_permitted_or_404(request, FEED_FILES, to="upload", ref=ref)
    form = FeedDecisionForm(request.POST, found=compare_file(file))
    if not form.is_valid():
        context = {"file": file, "found": compare_file(file), "form": form}
        return render(request, FEED_FILE, context, status=422)
    chosen = {name: list(map(UUID, refs)) for name, refs in form.cleaned_data.items()}
    import_directory(file, by=request.user, **chosen)
    message = _("It stands in the directory.")
    return action_done(
        request, next_url=reverse("directory:feed-file", args=[file.ref]), message=message
    )


@require_POST
def feed_discard(request, ref):
    file = get_permitted_or_404(request, FEED_FILES, to="upload", ref=ref)
    file.discard(by=request.user)
    return action_done(
        request, next_url=reverse("directory:feeds"), message=_("Nothing was imported.")
    )
