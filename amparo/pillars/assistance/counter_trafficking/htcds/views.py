"""HTCDS on the screen: take a file, see what could not be mapped, let it in; make one."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.action_views import attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.files.downloads import file_response
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.imports.pipeline import current_job
from amparo.foundation.core.permissions import read_limits
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.spreadsheets.validation import ImportProblem, UnreadableFile
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done, render_page

from ..models import HtcdsExport, HtcdsImportFile, HtcdsImportIssue
from .exports import create_export, exportable_records
from .file_reader import ENDINGS, MEDIA_TYPES
from .forms import HtcdsExportForm, HtcdsUploadForm
from .imports import HTCDS_IMPORT, check_file, import_file, resume_job

INDEX, NEW = "counter_trafficking/htcds/index.html", "counter_trafficking/htcds/new.html"
SHOW, MAKE = "counter_trafficking/htcds/show.html", "counter_trafficking/htcds/make.html"
ASKS = ["GET", "HEAD", "POST"]
BRING = "register.bring"
FILES = HtcdsImportFile.objects.select_related("team__office", "basis")
MADE = 20


@require_safe
def index(request):
    require_permission(request, BRING)
    files = paginate(FILES.accessible_to(request.user), request, "-at", "ref", size=25)
    exports = HtcdsExport.objects.accessible_to(request.user).select_related("recipient")
    log.log_list(request.user, "htcds.listed", files)
    context = {"files": files, "exports": list(exports.order_by("-pk")[:MADE])}
    return render(request, INDEX, context)


@accept_uploads()
@require_http_methods(ASKS)
def new(request):
    require_permission(request, BRING)
    form = HtcdsUploadForm(
        request.POST or None, request.FILES or None, user=request.user, request=request
    )
    file = _taken(request, form) if is_valid_post(request, form) else None
    if file is not None:
        check_file.asked(by=request.user).enqueue(str(file.ref))
        return action_done(request, next_url=_page_of(file))
    return render(request, NEW, {"form": form}, status=422 if form.is_bound else 200)


def _taken(request, form) -> HtcdsImportFile | None:
    """Keep the file if it is one of the standard; else say in the form what to do."""
    arrived = form.cleaned_data["file"]
    file = attempt(
        form, HtcdsImportFile.take, arrived, by=request.user, name=arrived.name, **form.arguments
    )
    if file is None:
        return None
    try:
        with HTCDS_IMPORT.open(file):
            return file
    except UnreadableFile as reason:
        EncryptedFile.delete(file.storage_key)  # its record is undone with this answer
        form.add_error("file", str(reason))
        return None


@require_safe
def show(request, ref):
    file = get_permitted_or_404(request, FILES, to="see", ref=ref)
    issues = paginate(_issues(request, file), request, "row", "pk", size=50)
    for issue in issues:
        issue.problem = ImportProblem.from_json(issue.message_data)
    work = current_job(file) if file.is_running else None
    if work and not work.is_unfinished:  # it may have ended since we read of the file
        file.refresh_from_db()
    has_stopped = file.is_running and not (work and work.is_unfinished)
    context = {
        "file": file, "issues": issues, "has_stopped": has_stopped,

    }  # fmt: skip
    answer = render_page(
        request, SHOW, context, part="progress" if "progress" in request.GET else ""
    )
    if "progress" in request.GET and not file.is_running:  # done: what to correct is known
        answer["HX-Redirect"] = request.path
    return answer


def _issues(request, file):
    found = HtcdsImportIssue.objects.accessible_to(request.user).filter(of_file=file)
    which = request.GET.get("which")
    return found.filter(keeps_out=which == "out") if which else found


@require_POST
def bring(request, ref):
    file = get_permitted_or_404(request, FILES, to="bring", ref=ref)
    file.start_import(by=request.user)
    import_file.asked(by=request.user).enqueue(str(file.ref))
    return action_done(request, next_url=_page_of(file))


@require_POST
def go_on(request, ref):
    """Try again what gave up."""
    file = get_permitted_or_404(request, FILES, to="bring", ref=ref)
    resume_job(file, by=request.user)
    return action_done(request, next_url=_page_of(file))


@require_http_methods(ASKS)
@require_recent_authentication
def make(request):
    """Say how much leaves, for what and for whom; the file is sealed until it is taken."""
    require_permission(request, BRING)
    form = HtcdsExportForm(request.POST or None, user=request.user)
    if is_valid_post(request, form):
        read_limits.check_export_limit(request.user, exportable_records(request.user).count())
        if attempt(form, create_export, request.user, **form.cleaned_data):
            said = _("The file is made. Take it below.")
            return action_done(
                request, next_url=reverse("counter_trafficking:htcds"), message=said
            )
    return render(request, MAKE, {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@require_recent_authentication
def take(request, ref):
    export = get_permitted_or_404(request, HtcdsExport, to="take", ref=ref)
    opened = export.take(by=request.user)
    # Neither office nor number: files lie about in folders.
    name = f"htcds-{export.at:%Y-%m-%d}.{ENDINGS[export.shape]}"
    return file_response(opened, name=name, kind=MEDIA_TYPES[export.shape], size=export.size)


def _page_of(file: HtcdsImportFile) -> str:
    return reverse("counter_trafficking:htcds-file", args=[file.ref])
