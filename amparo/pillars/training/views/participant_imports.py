"""Pages of lists of participants: a file is checked, its columns confirmed, then applied."""

from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.models import Office
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.refusals import Refusal
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.participant_imports import ENCODINGS, MOST_BYTES, ListColumnsForm, ListForm
from ..import_problems import problem_text
from ..models import ParticipantImport, TrainingEvent
from ..participant_lists import (
    AT_ONCE,
    Plan,
    apply_list,
    check_list,
    fields_of,
    guessed_mapping,
    make_plan,
    read_head,
)

PAGE, MOST_SHOWN = 50, 100
FORM_METHODS = ["GET", "HEAD", "POST"]
IMPORTS = ParticipantImport.objects.select_related(
    "office", "by", "ended_by", "event__version__course"
).prefetch_related("event__version__texts")
# Completions from outside have pages of their own.
LISTS = IMPORTS.exclude(kind=ParticipantImport.Kind.COMPLETIONS)
EVENTS = TrainingEvent.objects.select_related("office", "version__course").prefetch_related(
    "version__texts"
)


@require_safe
def index(request):
    require_permission(request, "training.keep")
    rows = IMPORTS.accessible_to(request.user)
    context = {"pages": paginate(rows, request, "-at", "-pk", size=PAGE)}
    return render(request, "training/participant_imports.html", context)


@accept_uploads(MOST_BYTES)
@require_http_methods(FORM_METHODS)
def create_past(request):
    """A list of past trainings of the own office."""
    require_permission(request, "training.keep")
    if request.user.office is None:
        raise Refusal(_("Participants are kept by an office. You belong to none."))
    return _create(request, request.user.office, None)


@accept_uploads(MOST_BYTES)
@require_http_methods(FORM_METHODS)
def create(request, ref):
    """A list of the participants of one event."""
    event = get_permitted_or_404(request, EVENTS, to="keep", ref=ref)
    return _create(request, event.office, event)


def _create(request: HttpRequest, office: Office, event: TrainingEvent | None):
    form = ListForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        received = _receive(request, form, office, event)
        if received is not None:
            url = reverse("training:participant-import-columns", args=[received.ref])
            return action_done(request, next_url=url)
    context = {"form": form, "event": event}
    return render(
        request, "training/participant_import_new.html", context,
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def _receive(
    request: HttpRequest, form: ListForm, office: Office, event: TrainingEvent | None
) -> ParticipantImport | None:
    """Kept if it can be read at all; else the form says what to do."""
    file = form.cleaned_data["file"]
    received = ParticipantImport.receive(
        file, by=request.user, office=office, event=event, name=file.name
    )
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
    """Which column is which, and how letters are read: guessed, confirmed by a person."""
    importing = _waiting(request, ref)
    head = read_head(importing)
    uses_codes = bool(importing.event and importing.event.uses_codes)
    form = ListColumnsForm(
        *((request.POST,) if request.method == "POST" else ()), head=head,
        names=fields_of(importing), is_past=importing.is_past, uses_codes=uses_codes,
        mapping=importing.mapping or guessed_mapping(importing, head),
        initial={"encoding": importing.encoding, "keeps_apart": importing.keeps_apart},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            check_list(
                importing, by=request.user, mapping=form.mapping,
                encoding=form.cleaned_data["encoding"],
                keeps_apart=form.cleaned_data["keeps_apart"],
            )  # fmt: skip
            return action_done(request, next_url=importing.get_absolute_url())
        except Refusal as refusal:
            form.add_error(None, [str(each) for each in refusal.args])
    context = {
        "form": form, "importing": importing, "head": head, "uses_codes": uses_codes,
        "encoding": dict(ENCODINGS).get(head.encoding, ""),
    }  # fmt: skip
    return render(
        request, "training/participant_import_columns.html", context,
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def _waiting(request: HttpRequest, ref) -> ParticipantImport:
    importing = get_permitted_or_404(request, LISTS, to="keep", ref=ref)
    importing.must_wait()
    return importing


@require_safe
def show(request, ref):
    """What the list would change, before anything is touched; or what it changed."""
    importing = get_permitted_or_404(request, LISTS, to="see", ref=ref)
    context = {"importing": importing, "counts": _counts(importing)}
    if importing.state == ParticipantImport.State.CHECKED:
        context |= _preview(importing, make_plan(importing))
    elif importing.is_past:
        events = importing.past_events.select_related("event__version__course")
        events = events.prefetch_related("event__version__texts")
        context["past_events"] = [each.event for each in events.order_by("pk")[:MOST_SHOWN]]
    return render(request, "training/participant_import.html", context)


def _counts(importing: ParticipantImport) -> list[tuple[str, int]]:
    names = ["rows_found", "new", "known", "same", "problems"]
    if importing.is_past:
        names.append("new_events")
    return [
        (str(importing._meta.get_field(name).verbose_name), getattr(importing, name))
        for name in names
    ]


def _preview(importing: ParticipantImport, plan: Plan) -> dict:
    reading = plan.reading
    return {
        "plan": plan, "earlier": importing.earlier,
        "new": [line for _person, line in plan.new[:MOST_SHOWN]], "new_count": len(plan.new),
        "known": [line for _person, line in plan.known[:MOST_SHOWN]],
        "repeated": reading.repeated[:MOST_SHOWN], "repeated_count": len(reading.repeated),
        "several": reading.several_emails[:MOST_SHOWN],
        "several_count": len(reading.several_emails),
        "problems": [(each, problem_text(each)) for each in reading.problems[:MOST_SHOWN]],
        "problem_count": len(reading.problems),
    }  # fmt: skip


class ImportAction(ActionView):
    """Something decided about a list."""

    queryset = IMPORTS
    permission = "keep"

    def get_page(self, importing):
        return {"crumbs": [
            (reverse("training:participant-imports"), _("Imports of participants")),
            (importing.get_absolute_url(), importing.name),
        ]}  # fmt: skip


class ApplyImport(ImportAction):
    queryset = LISTS
    title = gettext_lazy("Import participants")
    submit_label = pgettext_lazy("button", "Import")
    lede = gettext_lazy("All of it is recorded together, or nothing.")

    def get_context(self, importing):
        count = importing.new + importing.known
        words = ngettext(
            "%(count)s participant is recorded or enrolled.",
            "%(count)s participants are recorded or enrolled.", count,
        )  # fmt: skip
        return {"about": words % {"count": count}}

    def perform(self, importing, *, by):
        apply_list(importing, by=by)

    def get_success_message(self, importing, result):
        if importing.rows_found > AT_ONCE:
            return _("The list is being imported. You are told when it is done.")
        return pgettext_lazy("list of participants", "Imported.")


apply = ApplyImport.as_view()
discard = ImportAction.as_view(
    title=pgettext_lazy("participants", "Discard list"),
    submit_label=pgettext_lazy("button", "Discard"),
    lede=gettext_lazy("Nobody of it is recorded, and its file is deleted."),
    success_message=gettext_lazy("Discarded: nobody was recorded."), tone="danger",
    perform=ParticipantImport.discard,
    get_success_url=lambda importing, result: reverse("training:participant-imports"),
)  # fmt: skip
