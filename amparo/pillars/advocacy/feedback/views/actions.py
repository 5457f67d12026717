"""Actions on a complaint: one page each, with a form and one method of `Complaint`."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.responses import action_done

from .. import forms
from ..code_lists import SEA
from ..models import Complaint


class ComplaintActionPage(ActionView):
    """An action on a complaint, by who answers it."""

    queryset = Complaint.objects.select_related("office")
    permission = "answer"
    # What is done at this step; of sexual exploitation and abuse another guidance stands there.
    decides = False

    def get_guidance_step(self, complaint):
        if not self.decides:
            return ""
        return "complaint.sexual_exploitation" if complaint.kind == SEA else "complaint.answer"

    def get_form_kwargs(self, complaint):
        return {"complaint": complaint}

    def get_page(self, complaint):
        listed = (reverse("feedback:complaints"), _("Complaints and feedback"))
        return {"crumbs": [listed, (complaint.get_absolute_url(), _("Complaint"))]}

    def get_success_url(self, complaint, result):
        return _complaint_url(self.request, complaint)


ACTIONS = {
    "acknowledge": ComplaintActionPage.as_view(
        title=_("Acknowledge receipt"), submit_label=pgettext_lazy("complaint", "Acknowledge"),
        success_message=_("They read it with their code."),
        form_class=forms.AcknowledgeForm, perform=Complaint.acknowledge,
    ),
    "findings": ComplaintActionPage.as_view(
        title=pgettext_lazy("field", "Findings"), submit_label=pgettext_lazy("button", "Record"),
        success_message=_("Recorded."),
        form_class=forms.FindingForm, perform=Complaint.record_findings, decides=True,
    ),
    "message": ComplaintActionPage.as_view(
        title=pgettext_lazy("button", "Reply"), submit_label=pgettext_lazy("button", "Send"),
        success_message=_("They read it with their code."),
        form_class=forms.NoteForm, perform=Complaint.add_message,
        lede=_("Ask only what you need. Never ask who else knows of it."),
    ),
    "answer": ComplaintActionPage.as_view(
        title=pgettext_lazy("data request", "Answer"),
        submit_label=pgettext_lazy("complaint, data request", "Answer"),
        success_message=_("They read it with their code."),
        form_class=forms.AnswerForm, perform=Complaint.answer, decides=True,
    ),
    "refer": ComplaintActionPage.as_view(
        title=_("Refer to investigation body"), submit_label=_("Referred"),
        success_message=_("Recorded."),
        form_class=forms.ReferForm, perform=Complaint.refer, decides=True,
        lede=_(
            "Of abuse, record here only what is needed to find it again. First offer help."
        ),
    ),
    "delivery": ComplaintActionPage.as_view(
        title=_("Was the answer delivered?"), submit_label=pgettext_lazy("button", "Record"),
        success_message=_("Recorded."),
        form_class=forms.ResponseDeliveryForm, perform=Complaint.record_delivery,
        lede=_("Whoever reads it with their code says so there by themselves."),
    ),
    "category": ComplaintActionPage.as_view(
        title=_("Change subject"), submit_label=_("Change subject"),
        success_message=_("Saved."),
        form_class=forms.CategoryForm, perform=Complaint.recategorize,
        lede=_(
            "What you make sensitive goes to staff with access to it: you may no longer "
            "read it."
        ),
    ),
    "subject": ComplaintActionPage.as_view(
        title=pgettext_lazy("complaint", "Person concerned"),
        submit_label=_("Add person concerned"),
        success_message=_("They, and those who stand with them, no longer receive it."),
        form_class=forms.ComplaintSubjectForm, perform=Complaint.add_subject,
        lede=_("If you name your own team or office, you no longer read it yourself."),
    ),
}  # fmt: skip


def perform_action(request, ref, action):
    if action not in ACTIONS:
        raise Http404
    return ACTIONS[action](request, ref=ref)


@require_POST
def close(request, ref):
    complaints = Complaint.objects.select_related("office")
    complaint = get_permitted_or_404(request, complaints, to="answer", ref=ref)
    complaint.close(by=request.user)
    return action_done(
        request, next_url=_complaint_url(request, complaint), message=str(_("It is closed."))
    )


@require_POST
def delete(request, ref):
    complaints = Complaint.objects.select_related("office")
    complaint = get_permitted_or_404(request, complaints, to="answer", ref=ref)
    if complaint.delete_permanently(by=request.user):
        return action_done(
            request, next_url=reverse("feedback:complaints"), message=str(_("It is deleted."))
        )
    said = _("Somebody else who receives it must confirm this.")
    return action_done(request, next_url=complaint.get_absolute_url(), message=str(said))


def _complaint_url(request, complaint: Complaint) -> str:
    """Of the complaint; of the list for whom no longer receives it."""
    mine = Complaint.objects.accessible_to(request.user).filter(pk=complaint.pk)
    return complaint.get_absolute_url() if mine.exists() else reverse("feedback:complaints")
