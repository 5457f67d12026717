"""Papers and pictures of a case: taken in with care, given back as files and never as pages."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.files.downloads import stored_file_response
from amparo.foundation.core.files.uploads import accept_uploads, upload_was_too_large
from amparo.foundation.core.files.validation import MAX_UPLOAD_BYTES, too_large_message
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.attachments import AttachmentForm, RemovalForm
from ..models import Attachment, AttachmentRemoved
from ..subjects import called
from .stepping import ASKS, open_case, sent, step, tried

INDEX = "assistance/steps/attachments.html"


@require_safe
def index(request, ref):
    case = open_case(request, ref, to="see")
    papers = case.attachments.in_the_file().accessible_to(request.user).select_related("by")
    removed = AttachmentRemoved.objects.accessible_to(request.user).filter(attachment__case=case)
    context = {
        "case": case, "called": called(case),
        "papers": paginate(papers, request, "-pk", size=30),
        "removed": removed.select_related("by").order_by("-pk")[:10],
        "may": permissions_on(case, request.user),
    }  # fmt: skip
    return render(request, INDEX, context)


@accept_uploads(up_to=MAX_UPLOAD_BYTES)
@require_http_methods(ASKS)
def new(request, ref):
    case = open_case(request, ref)
    is_sent, is_too_large = request.method == "POST", upload_was_too_large(request)
    form = AttachmentForm(request.POST, request.FILES) if is_sent else AttachmentForm()
    if is_too_large:
        form.errors.pop("file", None)
        form.add_error("file", too_large_message())
    elif sent(request, form) and tried(
        form, Attachment.keep, case, by=request.user, paper=form.paper,
        agreed=form.cleaned_data["agreed"],
    ):  # fmt: skip
        return action_done(
            request, next_url=_papers_of(case), message=_("The paper is in the file.")
        )
    answer = step(
        request, case, form, fields="attachment", title=_("Add a paper"), yes=_("Keep it"),
        lede=_("It is kept sealed. Of pictures, the place where they were taken is left out."),
        encoding="multipart/form-data",
    )  # fmt: skip
    answer.status_code = 413 if is_too_large else answer.status_code
    return answer


@require_safe
def download(request, ref, attachment):
    """The paper itself, for whoever may see the case; the reading leaves its line."""
    paper = get_permitted_or_404(request, Attachment, to="see", ref=attachment, case__ref=ref)
    return stored_file_response(paper)


@require_http_methods(ASKS)
def remove(request, ref, attachment):
    """A paper that came here by mistake is taken out, whole and for good."""
    case = open_case(request, ref)
    papers = Attachment.objects.in_the_file().filter(case=case).select_related("by")
    paper = get_permitted_or_404(request, papers, to="work", ref=attachment)
    paper.case = case
    form = RemovalForm(request.POST or None)
    if sent(request, form) and tried(form, paper.remove, by=request.user, **form.cleaned_data):
        return action_done(
            request, next_url=_papers_of(case), message=_("The paper is taken out.")
        )
    return step(
        request, case, form, fields="attachment_remove", title=_("Take a paper out"),
        yes=_("Take it out for good"), lede=_("It is deleted, and cannot be brought back."),
        paper=paper, back_url=_papers_of(case),
    )  # fmt: skip


def _papers_of(case) -> str:
    return reverse("assistance:attachments", args=[case.ref])
