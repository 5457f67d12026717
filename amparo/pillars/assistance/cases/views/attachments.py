"""Papers and pictures of a case: taken in with care, given back as files and never as pages."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.action_views import attempt, is_valid_post
from amparo.foundation.core.files.downloads import stored_file_response
from amparo.foundation.core.files.uploads import accept_uploads, upload_was_too_large
from amparo.foundation.core.files.validation import MAX_UPLOAD_BYTES, too_large_message
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.ui.action_views import action_page
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..display_names import display_name
from ..forms.attachments import AttachmentForm, RemovalForm
from ..models import Attachment
from .case_actions import ASKS, CaseAction, case_page, open_case

INDEX = "cases/steps/attachments.html"


@require_safe
def index(request, ref):
    case = open_case(request, ref, to="see")
    readable = case.attachments.accessible_to(request.user)
    papers = readable.not_removed().select_related("by")
    removed = readable.exclude(removed_at=None).select_related("removed_by")
    context = {
        "case": case, "called": display_name(case),
        "papers": paginate(papers, request, "-pk", size=30),
        "removed": removed.order_by("-removed_at")[:10],
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
    elif is_valid_post(request, form) and attempt(
        form, Attachment.keep, case, by=request.user, paper=form.paper,
        agreed=form.cleaned_data["agreed"],
    ):  # fmt: skip
        return action_done(
            request, next_url=_papers_of(case), message=_("Document added to the file.")
        )
    answer = action_page(
        request, form, title=_("Add document"),
        submit_label=pgettext_lazy("button", "Save"),
        lede=_("It is kept sealed. Of pictures, the place where they were taken is left out."),
        **case_page(case),
    )  # fmt: skip
    answer.status_code = 413 if is_too_large else answer.status_code
    return answer


@require_safe
def download(request, ref, attachment):
    """The paper itself, for whoever may see the case; the reading leaves its line."""
    paper = get_permitted_or_404(request, Attachment, to="see", ref=attachment, case__ref=ref)
    return stored_file_response(paper)


class Remove(CaseAction):
    """A paper that came here by mistake is taken out, whole and for good."""

    queryset = Attachment.objects.not_removed().select_related("by")
    title = _("Remove document")
    submit_label = _("Remove document")
    success_message = _("Document removed from the file.")
    lede = _("It is deleted, and cannot be brought back.")
    form_class = RemovalForm
    body_template = "cases/steps/attachment_remove.html"

    def get_context(self, paper):
        return {"paper": paper}

    def get_back_url(self, paper):
        return _papers_of(paper.case)

    def perform(self, paper, *, by, **fields):
        return paper.remove(by=by, **fields)


remove = Remove.as_view()


def _papers_of(case) -> str:
    return reverse("cases:attachments", args=[case.ref])
