"""Forms filled in about a case, page by page as light as an old phone needs it."""

from uuid import uuid4

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.fieldwork.asking import AskForm, answers, said, speaks, with_one_more
from amparo.foundation.fieldwork.models import FormVersion
from amparo.foundation.fieldwork.xforms import fill
from amparo.foundation.trust.access import open_record
from amparo.ui.keyset import slice_of
from amparo.ui.respond import done

from ..case_page import CasePage
from ..filling import may_be_asked
from ..landings import known
from ..models import Case, FormFilled

INDEX, NEW, SHOW = (f"assistance/forms_filled/{name}.html" for name in ("index", "new", "show"))
IN_USE = FormVersion.objects.in_use().select_related("form").defer("source", "xform")


@require_safe
def index(request, ref):
    """Those that were filled in, and those that may be."""
    case = open_record(request, Case.objects.with_subject(), to="see", ref=ref)
    filled = case.formfilleds.select_related("by", "version")
    context = {
        "case": case, "file": CasePage(case, request.user), "in_use": IN_USE.order_by("title"),
        "filled": slice_of(filled, request, "-at", "-pk", size=30),
    }  # fmt: skip
    return render(request, INDEX, context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request, ref, version):
    """What applies now, with what the file says already; what follows, with the next look."""
    case = open_record(request, Case.objects.with_subject(), to="work", ref=ref)
    version = open_record(request, FormVersion.objects.in_use(), to="fill", ref=version)
    xform, told = version.opened, request.POST
    may_ask = may_be_asked(case)
    given = answers(xform, told, may_ask) if told else known(case, xform, may_ask, by=request.user)
    if more := told.get("more"):
        with_one_more(xform, given, more)
    saves, language = "save" in told, speaks(version.languages, told.get("speaks", ""))
    filled = fill(xform, given, language=language)
    form = AskForm(filled, checks=saves, may_ask=may_ask, beside=version.beside)
    if saves and not form.errors:
        kept = FormFilled.keep(case, version, filled.xml(f"uuid:{uuid4()}"), by=request.user)
        there = reverse("assistance:form-filled", args=[kept.ref])
        said_why = " ".join([_("The answers are kept."), *kept.why])
        return done(request, then=there, said=said_why)
    context = {
        "case": case, "version": version, "form": form, "speaks": language, "checks": saves,
        "not_asked": sum(not may_ask(each.question) for each in filled.open()),
    }  # fmt: skip
    return render(request, NEW, context, status=422 if saves else 200)


@require_safe
def show(request, ref):
    """The answers under their questions, in the reader's language where the form speaks it."""
    rows = FormFilled.objects.select_related("version__form", "by")
    filled = open_record(request, rows, to="see", ref=ref)
    case = open_record(request, Case.objects.with_subject(), to="see", ref=filled.case.ref)
    told = filled.told(speaks(filled.version.languages))
    context = {"filled": filled, "case": case, "parts": said(told)}
    return render(request, SHOW, context)
