"""Imports on the screen: those made, a new file, its columns, what it would change, the import."""

from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.refusals import Refusal
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.imports import MOST_BYTES, ImportColumnsForm, NewImportForm, TotalForm
from ..import_comparison import Comparison, replaced_wordings
from ..import_problems import problem_text
from ..imports import AT_ONCE, apply_import, check_import, read_head, show_import
from ..models import RecommendationImport, SourceDocument

IMPORTS = RecommendationImport.objects.select_related(
    "document", "office", "by", "ended_by", "right_said_by"
)
FORM_METHODS = ["GET", "HEAD", "POST"]
PAGE, MOST_SHOWN, MOST_PROBLEMS = 50, 30, 200
# Every difference is to be read before anything is touched.
MOST_CHANGED = 500


@require_safe
def index(request):
    """What was imported or waits for a decision, the newest first."""
    require_permission(request, "commitment.keep")
    rows = IMPORTS.accessible_to(request.user)
    context = {"pages": paginate(rows, request, "-at", "-pk", size=PAGE)}
    return render(request, "dialogue/imports.html", context)


@accept_uploads(MOST_BYTES)
@require_http_methods(FORM_METHODS)
def create(request):
    require_permission(request, "commitment.keep")
    form = NewImportForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid() and (received := _receive(request, form)):
        name = "dialogue:import-columns" if received.is_table else "dialogue:import"
        return action_done(request, next_url=reverse(name, args=[received.ref]))
    context = {"form": form}
    return render(
        request, "dialogue/import_new.html", context, status=422 if form.is_bound else 200
    )


def _receive(request: HttpRequest, form: NewImportForm) -> RecommendationImport | None:
    """Kept if it can be read at all; else the form says what to do."""
    said = form.cleaned_data
    received = None
    try:
        document = said["document"] or _new_document(request, said)
        received = RecommendationImport.receive(
            document, said["file"], by=request.user, office=_office(request),
            name=said["file"].name, format=form.format, origin=said["origin"],
            language=said["language"], country=said["country"] or document.country,
            stated_on=said["stated_on"], encoding=said["encoding"],
            stated_total=said["stated_total"],
        )  # fmt: skip
        if received.is_table:
            read_head(received)
        else:
            check_import(received, by=request.user)
        return received
    except Refusal as refusal:
        if received is not None:
            EncryptedFile.delete(received.storage_key)  # its record is undone with this answer
        form.add_error("file", [str(each) for each in refusal.args])
        return None


def _new_document(request: HttpRequest, said: dict) -> SourceDocument:
    return SourceDocument.record(
        by=request.user, kind=said["kind"] or SourceDocument.Kind.OTHER, title=said["title"],
        symbol=said["symbol"], language=said["language"], country=said["country"],
        adopted_on=said["stated_on"], stated_total=said["stated_total"],
    )  # fmt: skip


def _office(request: HttpRequest):
    """The office for which the colleague keeps commitments."""
    if request.user.office is None:
        raise Refusal(_("Commitments are kept by an office. You belong to none."))
    return request.user.office


@require_http_methods(FORM_METHODS)
def columns(request, ref):
    """Which column is which: guessed by their names, confirmed by a person."""
    importing = _waiting(request, ref)
    if not importing.is_table:
        return action_done(request, next_url=importing.get_absolute_url())
    data = (request.POST,) if request.method == "POST" else ()
    form = ImportColumnsForm(*data, head=read_head(importing), mapping=importing.mapping)
    if request.method == "POST" and form.is_valid():
        try:
            check_import(importing, by=request.user, mapping=form.mapping)
            return action_done(request, next_url=importing.get_absolute_url())
        except Refusal as refusal:
            form.add_error(None, [str(each) for each in refusal.args])
    context = {"form": form, "importing": importing}
    return render(
        request, "dialogue/import_columns.html", context, status=422 if form.is_bound else 200
    )


def _waiting(request: HttpRequest, ref) -> RecommendationImport:
    importing = get_permitted_or_404(request, IMPORTS, to="keep", ref=ref)
    importing.must_wait()
    return importing


@require_safe
def show(request, ref):
    """What the file would change, before anything is touched; or what it changed."""
    importing = get_permitted_or_404(request, IMPORTS, to="see", ref=ref)
    context = {"importing": importing, "counts": _counts(importing)}
    if importing.state == RecommendationImport.State.CHECKED:
        context |= _preview(importing, show_import(importing))
    elif importing.state == RecommendationImport.State.APPLIED:
        missing = importing.missing.select_related("commitment").order_by("pk")
        context["gone"] = [each.commitment for each in missing[:MOST_PROBLEMS]]
        context["replaced"] = replaced_wordings(importing, MOST_CHANGED)
    return render(request, "dialogue/import.html", context)


def _counts(importing: RecommendationImport) -> list[tuple[str, int]]:
    names = ("found", "new", "changed", "same", "joint", "doubles", "problems", "gone")
    return [
        (str(importing._meta.get_field(name).verbose_name), getattr(importing, name))
        for name in names
    ]


def _preview(importing: RecommendationImport, compared: Comparison) -> dict:
    reading = compared.reading
    return {
        "compared": compared,
        "new": compared.new[:MOST_SHOWN],
        "changed": compared.changed[:MOST_CHANGED],
        "gone": compared.gone[:MOST_PROBLEMS],
        "joint": [each for each in reading.found if each.is_joint][:MOST_SHOWN],
        "doubles": reading.doubles[:MOST_SHOWN],
        "problems": [
            (each, problem_text(each)) for each in reading.problems[:MOST_PROBLEMS]
        ],
        "problem_count": len(reading.problems),
        "earlier": importing.earlier,
    }  # fmt: skip


class ImportAction(ActionView):
    """Something decided about an import."""

    queryset = IMPORTS
    permission = "keep"

    def get_page(self, importing):
        return {
            "crumbs": [
                (reverse("dialogue:imports"), _("Imports of commitments")),
                (importing.get_absolute_url(), importing.document.title),
            ],
        }  # fmt: skip


say_total = ImportAction.as_view(
    title=gettext_lazy("Decide which total is right"),
    submit_label=pgettext_lazy("button", "Save"),
    success_message=gettext_lazy("Saved. Both totals stay on record."),
    form_class=TotalForm, perform=RecommendationImport.say_total,
    above_template="dialogue/import_totals.html",
    get_context=lambda importing: {"importing": importing},
)  # fmt: skip


class ApplyImport(ImportAction):
    title = gettext_lazy("Import commitments")
    submit_label = pgettext_lazy("button", "Import")
    lede = gettext_lazy("All of it is written together, or nothing. Earlier wordings are kept.")

    def get_context(self, importing):
        count = importing.new + importing.changed
        words = ngettext(
            "%(count)s commitment is new or changed.", "%(count)s commitments are new or changed.",
            count,
        )  # fmt: skip
        return {"about": words % {"count": count}}

    def perform(self, importing, *, by):
        apply_import(importing, by=by)

    def get_success_message(self, importing, result):
        if importing.new + importing.changed > AT_ONCE:
            return _("The import has started. You are told when it is done.")
        return _("Imported.")


apply = ApplyImport.as_view()
discard = ImportAction.as_view(
    title=gettext_lazy("Discard list"), submit_label=pgettext_lazy("button", "Discard"),
    lede=gettext_lazy("Nothing of it is imported, and its file is deleted."),
    success_message=gettext_lazy("Nothing was imported."), tone="danger",
    perform=RecommendationImport.discard,
    get_success_url=lambda importing, result: reverse("dialogue:imports"),
)  # fmt: skip
