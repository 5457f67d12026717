"""Pages of completions from outside: those of a course, and imports of exports."""

from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.refusals import Refusal
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..completion_choices import keep_choices
from ..completion_lists import (
    check_again,
    check_export,
    courses_named,
    guessed_columns,
    make_plan,
)
from ..forms.completions import ChoicesForm, ExportColumnsForm, ExportForm
from ..forms.participant_imports import MOST_BYTES
from ..models import CompletionExport, CourseVersion, OutsideCompletion, ParticipantImport
from ..participant_lists import read_head
from ..presenters.completions import import_counts, preview
from .courses import VERSIONS
from .participant_imports import ApplyImport

PAGE, CHOICES_SHOWN = 50, 20
FORM_METHODS = ["GET", "HEAD", "POST"]
IMPORTS = (
    ParticipantImport.objects.filter(kind=ParticipantImport.Kind.COMPLETIONS)
    .select_related("office", "by", "ended_by", "completion_export__version__course")
    .prefetch_related("completion_export__version__texts")
)


@require_safe
def index(request, ref):
    """Who completed a version elsewhere, of the own office, and the imports they come from."""
    require_permission(request, "training.keep")
    version = get_permitted_or_404(request, VERSIONS, to="see", ref=ref)
    rows = OutsideCompletion.objects.filter(version=version).accessible_to(request.user, to="keep")
    rows = rows.select_related("participant__organization", "source")
    pages = paginate(rows, request, "-completed_on", "-pk", size=PAGE)
    log.log_list(request.user, "completion.listed", [each.participant for each in pages])
    waiting = IMPORTS.filter(
        completion_export__version=version, state__in=ParticipantImport.WAITING
    ).accessible_to(request.user)  # fmt: skip
    context = {
        "version": version, "pages": pages, "waiting": waiting.order_by("-pk")[:5],
        "may_import": version.state == CourseVersion.State.PUBLISHED,
    }  # fmt: skip
    return render(request, "training/completion_list.html", context)


@accept_uploads(MOST_BYTES)
@require_http_methods(FORM_METHODS)
def create(request, ref):
    """An export of one platform, for one version."""
    require_permission(request, "training.keep")
    version = get_permitted_or_404(request, VERSIONS, to="see", ref=ref)
    if request.user.office is None:
        raise Refusal(_("Participants are kept by an office. You belong to none."))
    form = ExportForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        received = _receive(request, form, version)
        if received is not None:
            url = reverse("training:completion-import-columns", args=[received.ref])
            return action_done(request, next_url=url)
    return render(
        request, "training/completion_import_new.html", {"form": form, "version": version},
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def _receive(
    request: HttpRequest, form: ExportForm, version: CourseVersion
) -> ParticipantImport | None:
    """Kept if it can be read at all; else the form says what to do."""
    file = form.cleaned_data["file"]
    try:
        export = CompletionExport.receive(
            file, by=request.user, office=request.user.office, name=file.name, version=version,
            system=form.cleaned_data["system"],
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(None, [str(each) for each in refusal.args])
        return None
    received = export.importing
    try:
        read_head(received)
        return received
    except Refusal as refusal:
        EncryptedFile.delete(received.storage_key)
        received.delete()
        form.add_error("file", [str(each) for each in refusal.args])
        return None


@require_http_methods(FORM_METHODS)
def columns(request, ref):
    """Which column is which: guessed, confirmed by a person."""
    importing = _waiting(request, ref)
    export, head = _export_of(importing), read_head(importing)
    mapping = importing.mapping or guessed_columns(head.header)
    form = ExportColumnsForm(
        *((request.POST,) if request.method == "POST" else ()), head=head, export=export,
        mapping=mapping, courses=courses_named(export, mapping.get("course")),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            check_export(export, by=request.user, mapping=form.mapping, **form.how_read)
            return action_done(request, next_url=importing.get_absolute_url())
        except Refusal as refusal:
            form.add_error(None, [str(each) for each in refusal.args])
    context = {"form": form, "importing": importing, "head": head, "is_export": True}
    return render(
        request, "training/participant_import_columns.html", context,
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@require_safe
def show(request, ref):
    """What would happen to each line, before anything is recorded; or what was recorded."""
    importing = get_permitted_or_404(request, IMPORTS, to="see", ref=ref)
    export = _export_of(importing)
    context = {"importing": importing, "export": export, "version": export.version}
    plan = None
    if importing.state == ParticipantImport.State.CHECKED:
        plan = make_plan(export)
        context |= preview(export, plan)
    context["counts"] = import_counts(export, plan)
    return render(request, "training/completion_import.html", context)


@require_http_methods(FORM_METHODS)
def choices(request, ref):
    """Who the lines are of which it is not sure, some at a time."""
    importing = _waiting(request, ref)
    export = _export_of(importing)
    plan = make_plan(export)
    matches = plan.to_choose[:CHOICES_SHOWN]
    form = ChoicesForm(*((request.POST,) if request.method == "POST" else ()), matches=matches)
    if request.method == "POST" and form.is_valid():
        keep_choices(export, form.chosen, matches)
        check_again(export, by=request.user)
        return action_done(request, next_url=importing.get_absolute_url())
    people = [each for match in matches for each, _how in match.proposed]
    log.log_list(request.user, "participant.listed", people)
    context = {
        "form": form, "importing": importing, "matches": matches, "left": len(plan.to_choose),
    }  # fmt: skip
    return render(
        request, "training/completion_choices.html", context, status=422 if form.is_bound else 200
    )


def _waiting(request: HttpRequest, ref) -> ParticipantImport:
    importing = get_permitted_or_404(request, IMPORTS, to="keep", ref=ref)
    importing.must_wait()
    return importing


def _export_of(importing: ParticipantImport) -> CompletionExport:
    export = importing.completion_export
    export.importing = importing
    return export


class ApplyExport(ApplyImport):
    """Records the completions of an export."""

    queryset = IMPORTS
    title = gettext_lazy("Record completions")
    submit_label = pgettext_lazy("button, completions", "Record")

    def get_context(self, importing):
        count = importing.new + importing.known
        words = ngettext(
            "%(count)s completion is recorded or corrected.",
            "%(count)s completions are recorded or corrected.", count,
        )  # fmt: skip
        return {"about": words % {"count": count}}


apply = ApplyExport.as_view()


@require_POST
def withdraw(request, ref):
    """It was recorded by mistake."""
    completion = get_permitted_or_404(
        request, OutsideCompletion.objects.select_related("version", "participant"), to="keep",
        ref=ref,
    )  # fmt: skip
    completion.withdraw(by=request.user)
    return action_done(
        request, next_url=reverse("training:course-completions", args=[completion.version.ref]),
        message=_("Withdrawn: it proves nothing any more."),
    )  # fmt: skip
