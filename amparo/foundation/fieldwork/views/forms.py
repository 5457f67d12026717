"""Forms brought, looked through, published and retired."""

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.trust.access import must, open_record
from amparo.foundation.trust.file_names import disposition
from amparo.foundation.trust.uploads import takes_files
from amparo.ui.keyset import slice_of
from amparo.ui.respond import done

from .. import standard
from ..forms import BringForm
from ..models import Form, FormVersion
from ..models.forms import LARGEST
from ..problems import Unreadable

ASKS = ["GET", "HEAD", "POST"]
INDEX, NEW, SHOW, VERSION = (
    f"fieldwork/{name}.html" for name in ("forms", "form_new", "form", "form_version")
)
VERSIONS = FormVersion.objects.select_related("form")
# More problems than anybody reads on a page; the counts say how many there are.
SHOWN = 200


@require_safe
def index(request):
    must(request, "form.keep")
    in_use = Prefetch("versions", FormVersion.objects.defer("source", "xform"))
    rows = Form.objects.open_to(request.user).prefetch_related(in_use)
    context = {
        "forms": slice_of(rows, request, "title", "ref"),
        "missing": len(standard.missing()),
    }
    return render(request, INDEX, context)


@takes_files(LARGEST)
@require_http_methods(ASKS)
def new(request):
    must(request, "form.keep")
    form = BringForm(request.POST or None, request.FILES or None, request=request)
    if request.method == "POST" and form.is_valid():
        try:
            version = Form.bring(form.cleaned_data["file"], by=request.user)
        except Unreadable as reason:
            form.add_error("file", str(reason))
        else:
            said = _("It is kept as a draft.")
            return done(request, then=url_of(version), said=said)
    return render(request, NEW, {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def add_standard(request):
    must(request, "form.keep")
    standard.add(by=request.user)
    said = _("The standard forms are here as drafts. Read them before you publish them.")
    return done(request, then=reverse("fieldwork:forms"), said=said)


@require_safe
def show(request, ref):
    form = open_record(request, Form, to="see", ref=ref)
    versions = form.versions.defer("source", "xform")
    return render(request, SHOW, {"form": form, "versions": versions})


@require_POST
def lists(request, ref, turn):
    """Whether telephones that fill it take the list of their holder's cases along."""
    form = open_record(request, Form, to="keep", ref=ref)
    then = reverse("fieldwork:form", args=[form.ref])
    if turn == "on":
        form.give_lists(by=request.user)
        return done(request, then=then, said=_("Telephones take the case list along from now on."))
    form.keep_lists(by=request.user)
    return done(request, then=then, said=_("No telephone is given the case list any more."))


@require_safe
def version(request, ref):
    """What is wrong or unsafe in it, and what to do about each."""
    must(request, "form.keep")
    version = open_record(request, VERSIONS, to="see", ref=ref)
    found = version.found
    context = {
        "version": version, "problems": found[:SHOWN], "errors": len(version.errors),
        "warnings": len(found) - len(version.errors),
    }  # fmt: skip
    return render(request, VERSION, context)


@require_POST
def publish(request, ref):
    must(request, "form.keep")
    version = open_record(request, VERSIONS, to="keep", ref=ref)
    version.publish(by=request.user)
    return done(request, then=url_of(version), said=_("From now on this version is filled."))


@require_POST
def retire(request, ref):
    must(request, "form.keep")
    version = open_record(request, VERSIONS, to="keep", ref=ref)
    version.retire(by=request.user)
    return done(request, then=url_of(version), said=_("Nobody is asked with it any more."))


@require_safe
def take(request, ref, what):
    """The workbook as it came, or the XForm that was made of it."""
    must(request, "form.keep")
    version = open_record(request, VERSIONS, to="see", ref=ref)
    name = f"{version.form.code}-{version.version}"
    if what == "xform":
        response = HttpResponse(version.xform, content_type="application/xml; charset=utf-8")
        name = f"{name}.xml"
    elif what == "workbook":
        source = bytes(version.source)
        response = HttpResponse(source, content_type="application/octet-stream")
        name = f"{name}.{'xlsx' if source.startswith(b'PK') else 'csv'}"
    else:
        raise Http404
    response.headers["Content-Disposition"] = disposition(name)
    return response


def url_of(version: FormVersion) -> str:
    return reverse("fieldwork:form-version", args=[version.ref])
