"""Registers on the screen: agree, take a file, confirm columns, look through, let in."""

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.audit import log
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.files.downloads import disposition
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.imports.pipeline import current_job
from amparo.foundation.core.permissions import read_limits
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.spreadsheets.cells import as_text
from amparo.foundation.core.spreadsheets.validation import ImportProblem, UnreadableFile
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done, render_page

from ..forms.imports import (
    BeneficiaryListForm,
    ColumnMappingForm,
    DuplicateWaiverForm,
    ImportFileForm,
    registers_of,
)
from ..imports.corrections import rejected_rows_csv
from ..imports.job import check_file, import_file, resume_job
from ..imports.reader import open_import_file
from ..models import BeneficiaryList, ImportFile, ImportIssue

INDEX, NEW = "intake/imports/index.html", "intake/imports/new.html"
COLUMNS, SHOW = "intake/imports/columns.html", "intake/imports/show.html"
ASKS = ["GET", "HEAD", "POST"]
SAID_OF_ALL = ("opens_cases", "minors_came_with", "minors_said_by")
FILES = ImportFile.objects.select_related("register__team__office", "register__basis", "waived_by")


@require_safe
def index(request):
    require_permission(request, "register.bring")
    registers = registers_of(request.user).prefetch_related("files")[:100]
    return render(request, INDEX, {"registers": registers})


@accept_uploads()
@require_http_methods(ASKS)
def new(request):
    require_permission(request, "register.bring")
    form = BeneficiaryListForm(
        request.POST or None, request.FILES or None, user=request.user, request=request
    )
    file = _take(request, form, _agree)
    if file is not None:
        return action_done(request, next_url=_columns_of(file))
    context = {"form": form, "register": None}
    return render(request, NEW, context, status=422 if form.is_bound else 200)


@accept_uploads()
@require_http_methods(ASKS)
def new_file(request, ref):
    register = get_permitted_or_404(request, BeneficiaryList, to="bring", ref=ref)
    form = ImportFileForm(request.POST or None, request.FILES or None, request=request)
    file = _take(request, form, lambda request, form: register)
    if file is not None:
        return action_done(request, next_url=_columns_of(file))
    context = {"form": form, "register": register}
    return render(request, NEW, context, status=422 if form.is_bound else 200)


def _agree(request, form) -> BeneficiaryList:
    return BeneficiaryList.agree(by=request.user, **form.basis_agreed)


def _take(request, form, register_of) -> ImportFile | None:
    """Keep the file if it can be read as a table; else say in the form what to do."""
    if request.method != "POST" or not form.is_valid():
        return None
    arrived = form.cleaned_data["file"]
    register = register_of(request, form)
    file = register.take(
        arrived, by=request.user, name=arrived.name, encoding=form.cleaned_data["encoding"]
    )
    try:
        with open_import_file(file):
            return file
    except UnreadableFile as reason:
        EncryptedFile.delete(file.storage_key)  # its record is undone with this answer
        form.add_error("file", str(reason))
        return None


@require_http_methods(ASKS)
def columns(request, ref):
    file = get_permitted_or_404(request, FILES, to="bring", ref=ref)
    with open_import_file(file) as table:
        header, samples = table.header, _samples(table)
    form = ColumnMappingForm(request.POST or None, file=file, header=header, samples=samples)
    if request.method == "POST" and form.is_valid():
        file.set_mapping(
            form.mapping,
            form.settled,
            by=request.user,
            **{name: form.cleaned_data[name] for name in SAID_OF_ALL},
        )
        check_file.asked(by=request.user).enqueue(str(file.ref))
        return action_done(request, next_url=reverse("intake:register-file", args=[file.ref]))
    context = {"file": file, "form": form}
    return render(request, COLUMNS, context, status=422 if form.is_bound else 200)


def _samples(table) -> list[str]:
    """What each column holds in the first row that says something."""
    found = [""] * len(table.header)
    for _at, row in zip(range(20), table.rows(), strict=False):
        for at, cell in enumerate(row.cells):
            found[at] = found[at] or as_text(cell)[:60]
    return found


@require_safe
def show(request, ref):
    file = get_permitted_or_404(request, FILES, to="see", ref=ref)
    return _shown(request, file, DuplicateWaiverForm())


def _shown(request, file: ImportFile, form):
    issues = paginate(_issues(request, file), request, "row", "pk", size=50)
    for issue in issues:
        issue.problem = ImportProblem.from_json(issue.message_data)
    work = current_job(file) if file.is_running else None
    if work and not work.is_unfinished:  # it may have ended since we read of the file
        file.refresh_from_db()
    context = {
        "file": file,
        "issues": issues,
        "which": request.GET.get("which", "out"),
        "has_stopped": file.is_running and not (work and work.is_unfinished),
        "form": form,
        "may_give_leave": file.is_stopped and request.user.pk != file.by_id,
    }
    part, status = "progress" if "progress" in request.GET else "", 422 if form.is_bound else 200
    answer = render_page(request, SHOW, context, part=part, status=status)
    if "progress" in request.GET and not file.is_running:  # done: the rows to correct are known
        answer["HX-Redirect"] = request.path
    return answer


def _issues(request, file):
    found = ImportIssue.objects.accessible_to(request.user).filter(of_file=file)
    return found.filter(keeps_out=request.GET.get("which") != "doubts")


@require_POST
def bring(request, ref):
    file = get_permitted_or_404(request, FILES, to="bring", ref=ref)
    file.start_import(by=request.user)
    import_file.asked(by=request.user).enqueue(str(file.ref))
    return action_done(request, next_url=reverse("intake:register-file", args=[file.ref]))


@require_POST
def leave(request, ref):
    """A second person has looked, and lets a list in that looks like people already known."""
    file = get_permitted_or_404(request, FILES, to="bring", ref=ref)
    form = DuplicateWaiverForm(request.POST)
    if not form.is_valid():
        return _shown(request, file, form)
    file.waive_duplicates(by=request.user, reason=form.cleaned_data["reason"])
    said = _("Your leave is kept, with your name.")
    return action_done(
        request, next_url=reverse("intake:register-file", args=[file.ref]), message=said
    )


@require_POST
def go_on(request, ref):
    """Try again what gave up."""
    file = get_permitted_or_404(request, FILES, to="bring", ref=ref)
    resume_job(file, by=request.user)
    return action_done(request, next_url=reverse("intake:register-file", args=[file.ref]))


@require_safe
@require_recent_authentication
def to_correct(request, ref):
    """The rows that stayed out, to be corrected and brought in again."""
    file = get_permitted_or_404(request, FILES, to="bring", ref=ref)
    file.require_file()
    if not file.to_correct:
        raise Http404
    read_limits.check_export_limit(request.user, file.to_correct, file)
    log.log_event(request.user, "register.corrections_taken", file, rows=file.to_correct)
    response = StreamingHttpResponse(
        rejected_rows_csv(file), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = disposition(f"{_('to-correct')}-{file.pk}.csv")
    return response


def _columns_of(file: ImportFile) -> str:
    return reverse("intake:register-columns", args=[file.ref])
