"""Pages of what comes before approval: risk check, pretest, waiver, recordings."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amparo.foundation.core.files.downloads import stored_file_response
from amparo.foundation.core.files.forms import refuse_large_upload, sent_files
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.files.validation import MAX_UPLOAD_BYTES
from amparo.foundation.core.permissions.rules import get_permitted_or_404

from ..forms.checks import PretestForm, RecordingForm, RiskCheckForm, WaiverForm
from ..models import Pretest, PretestWaiver, Recording, RiskCheck
from .messages import MessageAction


class CheckRisk(MessageAction):
    title = _("Record risk check")
    lede = _("Ask somebody who knows the audience. Nobody knows is an answer too: find out first.")
    submit_label = _("Save risk check")
    success_message = _("Risk check recorded.")
    form_class = RiskCheckForm

    def perform(self, message, *, by, **fields):
        RiskCheck.make(message, by=by, **fields)


class RecordPretest(MessageAction):
    title = _("Record pretest")
    lede = _("Counts only: no names and no list of who was asked.")
    submit_label = _("Save pretest")
    success_message = _("Pretest recorded.")
    form_class = PretestForm

    def get_form_kwargs(self, message):
        return {"message": message}

    def perform(self, message, *, by, **fields):
        Pretest.record(message, by=by, today=localdate(), **fields)


class WaivePretest(MessageAction):
    title = _("Waive pretest")
    lede = _(
        "Your name, the day and the reason stand on the message. Materials and the public page "
        "say that it was not pretested."
    )
    submit_label = _("Waive pretest")
    success_message = _("Pretest waived.")
    form_class = WaiverForm

    def perform(self, message, *, by, **fields):
        PretestWaiver.sign(message, by=by, **fields)


class AddRecording(MessageAction):
    title = _("Add recording")
    submit_label = _("Add recording")
    success_message = _("Recording added.")

    def get_form(self, message, data, /):
        form = RecordingForm(data, sent_files(self.request), message=message)
        if data is not None:
            refuse_large_upload(form, self.request)
        return form

    def perform(self, message, *, by, **fields):
        Recording.add(message, by=by, **fields)


class PartAction(MessageAction):
    """An action on a part of a message, which the address names after it."""

    part_name = ""

    def get_record(self, ref, **part):
        return self.find(self.queryset, message__ref=ref, ref=part[self.part_name])

    def get_page(self, part):
        return super().get_page(part.message)

    def get_back_url(self, part):
        return part.message.get_absolute_url()


class DiscardPretest(PartAction):
    queryset = Pretest.objects.counted().select_related("message")
    part_name = "pretest"
    title = submit_label = _("Discard pretest")
    lede = _("Only if it was entered by mistake: it no longer counts.")
    success_message = _("Pretest discarded.")
    tone = "danger"

    def perform(self, pretest, *, by):
        pretest.discard(by=by)


class RemoveRecording(PartAction):
    queryset = Recording.objects.not_removed().select_related("message")
    part_name = "recording"
    title = submit_label = _("Remove recording")
    success_message = _("Recording removed.")
    tone = "danger"

    def perform(self, recording, *, by):
        recording.remove(by=by)


risk_check, pretest_new = CheckRisk.as_view(), RecordPretest.as_view()
pretest_discard, waive = DiscardPretest.as_view(), WaivePretest.as_view()
recording_new = accept_uploads(up_to=MAX_UPLOAD_BYTES)(AddRecording.as_view())
recording_remove = RemoveRecording.as_view()


@require_safe
def recording(request, ref, recording):
    """The sound itself."""
    found = get_permitted_or_404(
        request, Recording.objects.not_removed(), to="see", ref=recording, message__ref=ref
    )
    return stored_file_response(found)
