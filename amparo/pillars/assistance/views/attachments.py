"""Papers and pictures of a case: taken in with care, given back as files and never as pages."""

from django.http import FileResponse, Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.trust.access import open_record, verbs_on
from amparo.foundation.trust.uploads import was_too_large
from amparo.ui.keyset import slice_of
from amparo.ui.respond import done

from ..forms.attachments import AttachmentForm, too_large
from ..models import Attachment
from ..subjects import called
from .stepping import ASKS, open_case, step, tried

INDEX = "assistance/steps/attachments.html"


@require_safe
def index(request, ref):
    case = open_case(request, ref, to="see")
    papers = slice_of(
        case.attachments.open_to(request.user).select_related("by"), request, "-pk", size=30
    )
    context = {
        "case": case, "called": called(case), "papers": papers,
        "may": verbs_on(case, request.user),
    }  # fmt: skip
    return render(request, INDEX, context)


@require_http_methods(ASKS)
def new(request, ref):
    case = open_case(request, ref)
    is_sent = request.method == "POST"
    form = AttachmentForm(request.POST, request.FILES) if is_sent else AttachmentForm()
    if is_sent and was_too_large(request):
        form.add_error("file", too_large())
    elif is_sent and form.is_valid():
        paper = form.cleaned_data["file"]
        if tried(form, Attachment.keep, case, by=request.user, paper=paper):
            then = reverse("assistance:attachments", args=[case.ref])
            return done(request, then=then, said=_("The paper is in the file."))
    return step(
        request, case, form, fields="attachment", title=_("Add a paper"), yes=_("Keep it"),
        lede=_("It is kept sealed. Of pictures, the place where they were taken is left out."),
        encoding="multipart/form-data",
    )  # fmt: skip


@require_safe
def download(request, ref, attachment):
    """The paper itself, for whoever may see the case; the reading leaves its line."""
    paper = open_record(request, Attachment, to="see", ref=attachment, case__ref=ref)
    try:
        content = paper.open()
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = FileResponse(
        content, as_attachment=True, filename=paper.name, content_type=paper.kind
    )
    response.headers["Content-Length"] = str(paper.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Whatever it is, a browser must not let it act in our name.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
