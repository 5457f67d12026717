"""Views: forms uploaded, tried, published and retired."""

from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.files.downloads import disposition
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.validation import UnreadableFile
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from .. import standard_forms
from ..dynamic_forms import DynamicForm, add_row, choose_language, parse_answers
from ..forms import FormAttachmentForm, FormUploadForm, PublishForm
from ..forms_engine import evaluate, evaluate_form
from ..models import Form, FormAttachment, FormKey, FormVersion, PublicForm, form_attachments
from ..models.forms import LARGEST
from ..tasks import ask_javarosa
from ..xlsforms import conversion

ASKS = ["GET", "HEAD", "POST"]
INDEX, NEW, SHOW, VERSION = (
    f"fieldwork/{name}.html" for name in ("forms", "form_new", "form", "form_version")
)
VERSIONS = FormVersion.objects.select_related("form")
# More problems than anybody reads on a page; the counts say how many there are.
SHOWN = 200


@require_safe
def index(request):
    require_permission(request, "form.keep")
    in_use = Prefetch("versions", FormVersion.objects.defer("source", "xform"))
    rows = Form.objects.accessible_to(request.user).prefetch_related(in_use)
    context = {
        "forms": paginate(rows, request, "title", "ref"),
        "missing": len(standard_forms.missing_forms()),
    }
    return render(request, INDEX, context)


@accept_uploads(LARGEST)
@require_http_methods(ASKS)
def new(request):
    require_permission(request, "form.keep")
    form = FormUploadForm(request.POST or None, request.FILES or None, request=request)
    if request.method == "POST" and form.is_valid():
        try:
            file = form.cleaned_data["file"]
            version = Form.upload(file, by=request.user, file_name=file.name)
        except UnreadableFile as reason:
            form.add_error("file", str(reason))
        else:
            if conversion.has_javarosa():
                ask_javarosa.enqueue(str(version.ref))
            said = _("The form is here as a draft. Check the table below, then publish it.")
            return action_done(request, next_url=url_of(version), message=said)
    return render(request, NEW, {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def add_standard(request):
    require_permission(request, "form.keep")
    standard_forms.add_standard_forms(by=request.user)
    said = _("The standard forms are here as drafts. Read them before you publish them.")
    return action_done(request, next_url=reverse("fieldwork:forms"), message=said)


@require_safe
def show(request, ref):
    require_permission(request, "form.keep")
    form = get_permitted_or_404(request, Form, to="see", ref=ref)
    versions = form.versions.defer("source", "xform")
    in_public = form.public_forms.open().first()
    there = reverse("public:form", args=[in_public.ref]) if in_public else ""
    context = {
        "form": form, "versions": versions, "in_public": in_public,
        "address": request.build_absolute_uri(there), "is_published": form.published is not None,
    }  # fmt: skip
    return render(request, SHOW, context)


@require_POST
def publish_public(request, ref):
    require_permission(request, "form.keep")
    form = get_permitted_or_404(request, Form, to="keep", ref=ref)
    PublicForm.begin(form, by=request.user)
    there = reverse("fieldwork:form", args=[form.ref])
    return action_done(
        request, next_url=there, message=_("Address opened. Whoever has it can fill in the form.")
    )


@require_POST
def close_public(request, ref):
    require_permission(request, "form.keep")
    form = get_permitted_or_404(request, Form, to="keep", ref=ref)
    for opened in form.public_forms.open():
        opened.end(by=request.user)
    there = reverse("fieldwork:form", args=[form.ref])
    return action_done(
        request,
        next_url=there,
        message=_("Address closed. The form can no longer be filled in there."),
    )


@require_POST
def lists(request, ref, turn):
    """Whether telephones that fill it take the list of their holder's cases along."""
    require_permission(request, "form.keep")
    form = get_permitted_or_404(request, Form, to="keep", ref=ref)
    then = reverse("fieldwork:form", args=[form.ref])
    if turn == "on":
        form.give_lists(by=request.user)
        return action_done(
            request, next_url=then, message=_("Telephones take the case list along from now on.")
        )
    form.keep_lists(by=request.user)
    return action_done(
        request, next_url=then, message=_("No telephone is given the case list any more.")
    )


@require_POST
def lock(request, ref, turn):
    """Whether a telephone locks what is answered as soon as it is finished."""
    require_permission(request, "form.keep")
    form = get_permitted_or_404(request, Form, to="keep", ref=ref)
    then = reverse("fieldwork:form", args=[form.ref])
    if turn == "on":
        FormKey.lock(form, by=request.user)
        said = _("Telephones lock the answers from now on, once they have taken the form anew.")
        return action_done(request, next_url=then, message=said)
    for key in FormKey.objects.filter(form=form):
        key.leave_open(by=request.user)
    return action_done(request, next_url=then, message=_("Telephones lock these answers no more."))


@require_safe
def version(request, ref):
    """What is wrong or unsafe in it, and what to do about each."""
    require_permission(request, "form.keep")
    version = get_permitted_or_404(request, VERSIONS, to="see", ref=ref)
    return _shown(request, version)


def _shown(request, version, *, beside=None, publishing=None, status=200) -> HttpResponse:
    found, missing = version.found, version.missing_files
    beside = beside or FormAttachmentForm()
    rows = [] if version.errors else version.class_rows
    is_draft = version.state in ("draft", "test")
    if is_draft and not missing and not version.errors:
        publishing = publishing or PublishForm(rows=rows)
    context = {
        "version": version, "problems": found[:SHOWN], "errors": len(version.errors),
        "warnings": len(found) - len(version.errors), "beside": beside,
        "files": version.files.defer("content"), "missing": missing,
        "has_files": bool(form_attachments.referenced_files(version)),
        "engine": conversion.has_javarosa(),
        "is_draft": is_draft, "rows": rows, "has_parts": any(row.part for row in rows),
        "lines": publishing.lines if publishing else [(row, None, None) for row in rows],
        "publishing": publishing,
        "replaces": version.form.published if is_draft else None,
        "is_whole": not missing and not version.errors,
    }  # fmt: skip
    return render(request, VERSION, context, status=status)


@accept_uploads(form_attachments.MAX_FILE_BYTES)
@require_POST
def add_file(request, ref):
    """A list, a picture or a sound, put beside the form that speaks of it."""
    require_permission(request, "form.keep")
    version = get_permitted_or_404(request, VERSIONS, to="keep", ref=ref)
    beside = FormAttachmentForm(request.POST, request.FILES)
    if beside.is_valid():
        file = beside.cleaned_data["file"]
        try:
            with transaction.atomic():
                FormAttachment.add(version, file.name, file, by=request.user)
        except Refusal as reason:
            beside.add_error("file", str(reason))
        else:
            return action_done(
                request, next_url=url_of(version), message=_("File added to the form.")
            )
    return _shown(request, version, beside=beside, status=422)


@require_POST
def remove_file(request, ref):
    require_permission(request, "form.keep")
    files = FormAttachment.objects.select_related("version__form").defer("content")
    file = get_permitted_or_404(request, files, to="keep", ref=ref)
    file.remove(by=request.user)
    return action_done(request, next_url=url_of(file.version), message=_("File removed."))


@require_safe
def file(request, ref, name):
    """One file beside a form, for whoever is asked with it."""
    version = get_permitted_or_404(request, FormVersion.objects.only("ref"), to="see", ref=ref)
    kept = get_object_or_404(version.files, name=name)
    response = HttpResponse(bytes(kept.content), content_type=kept.kind)
    if kept.is_list:
        response.headers["Content-Disposition"] = disposition(kept.name)
    return response


@require_POST
def offer_for_tests(request, ref):
    require_permission(request, "form.keep")
    version = get_permitted_or_404(request, VERSIONS, to="keep", ref=ref)
    version.offer_for_tests(by=request.user)
    said = _("Those who keep forms find it on their telephones. What they answer counts nowhere.")
    return action_done(request, next_url=url_of(version), message=said)


@require_POST
def publish(request, ref):
    require_permission(request, "form.keep")
    version = get_permitted_or_404(request, VERSIONS, to="keep", ref=ref)
    choices = None
    if version.published_at is None:
        form = PublishForm(request.POST, rows=version.class_rows)
        if form.is_sent and not form.is_valid():
            return _shown(request, version, publishing=form, status=422)
        choices = form.choices()
    version.publish(by=request.user, choices=choices)
    return action_done(
        request,
        next_url=url_of(version),
        message=_("Version published. It is filled in from now on."),
    )


@require_POST
def retire(request, ref):
    require_permission(request, "form.keep")
    version = get_permitted_or_404(request, VERSIONS, to="keep", ref=ref)
    version.retire(by=request.user)
    return action_done(
        request,
        next_url=url_of(version),
        message=_("Form retired. It can no longer be filled in."),
    )


@require_safe
def download(request, ref, what):
    """The workbook as it came, or the XForm that was made of it."""
    require_permission(request, "form.keep")
    version = get_permitted_or_404(request, VERSIONS, to="see", ref=ref)
    name = f"{version.form.code}-{version.version}"
    if what == "xform":
        response = HttpResponse(version.xform, content_type="application/xml; charset=utf-8")
        name = f"{name}.xml"
    elif what == "workbook":
        source = bytes(version.source)
        response = HttpResponse(source, content_type="application/octet-stream")
        name = f"{name}.{_ending(source)}"
    else:
        raise Http404
    response.headers["Content-Disposition"] = disposition(name)
    return response


def _ending(source: bytes) -> str:
    if source.startswith(b"PK"):
        return "xlsx"
    return "xls" if source.startswith(b"\xd0\xcf") else "csv"


def url_of(version: FormVersion) -> str:
    return reverse("fieldwork:form-version", args=[version.ref])


# A form tried with made-up answers, of which nothing is kept

TRY = "fieldwork/form_try.html"


@require_http_methods(ASKS)
def try_form(request, ref):
    """All that applies now, on one page; what follows is seen with the next look."""
    require_permission(request, "form.keep")
    version = get_permitted_or_404(request, VERSIONS, to="see", ref=ref)
    xform, told = version.opened, request.POST
    given = parse_answers(xform, told)
    if more := told.get("more"):
        add_row(xform, given, more)
    checks = "check" in told
    language = choose_language(version.languages, told.get("speaks", ""))
    filled = evaluate_form(xform, given, language=language)
    form = DynamicForm(filled, checks=checks, beside=version.beside)
    context = {"version": version, "form": form, "speaks": language, "checks": checks}
    if checks and not form.errors:
        context["outcome"] = _sent(filled)
    return render(request, TRY, context, status=422 if checks and form.errors else 200)


def _sent(filled) -> list[tuple[str, str, str]]:
    """What would be sent: the name of each answer, the answer, and the record it belongs to."""
    outcome = evaluate(filled.form, filled.xml("uuid:tried"))
    return [
        (each.question.name, each.text, each.question.notes.get("target", ""))
        for each in filled.open()
        if not each.question.is_group and each.text and outcome.is_clean
    ]
