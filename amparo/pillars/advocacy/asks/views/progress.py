"""What is done with an ask once it is written: clear, put, follow up, answer, commit, withdraw."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.files.downloads import stored_file_response
from amparo.foundation.core.files.forms import refuse_large_upload
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.files.validation import MAX_UPLOAD_BYTES
from amparo.foundation.core.permissions.rules import get_permitted_or_404

from ..forms.progress import (
    AnswerForm,
    CommitForm,
    DocumentForm,
    FollowUpForm,
    PutForm,
    ReasonForm,
)
from ..models import AskDocument
from ..queries import WHOLE
from .drafts import AskAction


class Clear(AskAction):
    """A confirmation under what is cleared: its words in each language, risks and evidence."""

    permission = "clear"
    title = pgettext_lazy("ask", "Clear ask")
    submit_label = pgettext_lazy("ask", "Clear ask")
    success_message = _("Ask cleared: it may be put.")
    lede = _("You answer for what it says, for whom it may harm, and that it names nobody.")
    above_template = "asks/clear_summary.html"

    def get_context(self, ask):
        return {"ask": ask}

    def perform(self, ask, *, by):
        ask.clear(by=by)


class Return(AskAction):
    permission = "clear"
    title = pgettext_lazy("ask", "Return for changes")
    submit_label = pgettext_lazy("ask", "Return for changes")
    success_message = _("Returned to who wrote it.")
    form_class = ReasonForm

    def perform(self, ask, *, by, because):
        ask.return_for_changes(by=by, because=because)


class TakeBack(Return):
    """Whoever keeps it takes it back to change it: it is cleared anew."""

    permission = "keep"
    title = _("Change a cleared ask")
    submit_label = _("Make it a draft again")
    success_message = _("It is a draft again, and is cleared anew.")


class Put(AskAction):
    title = pgettext_lazy("ask", "Record that it was put")
    submit_label = pgettext_lazy("ask", "Record that it was put")
    success_message = _("Recorded. The evidence sheet stays as it is today.")
    form_class = PutForm

    def get_form_kwargs(self, ask):
        return {"ask": ask, "user": self.request.user}

    def perform(self, ask, *, by, **fields):
        ask.put(by=by, **fields)


class FollowUp(AskAction):
    title = pgettext_lazy("ask", "Follow up")
    submit_label = _("Save")
    success_message = _("Follow-up recorded.")
    form_class = FollowUpForm

    def get_form_kwargs(self, ask):
        return {"ask": ask}

    def perform(self, ask, *, by, **fields):
        ask.follow_up(by=by, **fields)


class Answer(AskAction):
    title = pgettext_lazy("ask", "Record answer")
    submit_label = pgettext_lazy("ask", "Record answer")
    success_message = _("Answer recorded.")
    form_class = AnswerForm

    def get_form_kwargs(self, ask):
        return {"ask": ask}

    def get_context(self, ask):
        if ask.is_quiet:
            return {}
        return {"warning": _("This ask is public: the answer stands on the public page.")}

    def perform(self, ask, *, by, **fields):
        ask.answer(by=by, **fields)


class Commit(AskAction):
    title = _("Record the commitment")
    submit_label = _("Record the commitment")
    success_message = _("Commitment recorded: its progress is followed up there.")
    form_class = CommitForm

    def get_form_kwargs(self, ask):
        return {"initial": {"text": ask.wording}}

    def get_context(self, ask):
        if not ask.is_quiet:
            return {}
        return {"warning": _(
            "This ask is quiet, commitments are not: whoever sees commitments learns that the"
            " institution agreed to an ask. The ask itself stays in its circle."
        )}  # fmt: skip

    def perform(self, ask, *, by, text):
        ask.commit(by=by, text=text)


class Withdraw(AskAction):
    title = pgettext_lazy("ask", "Withdraw ask")
    submit_label = pgettext_lazy("ask", "Withdraw ask")
    success_message = _("Ask withdrawn.")
    tone = "danger"
    form_class = ReasonForm

    def perform(self, ask, *, by, because):
        ask.withdraw(by=by, because=because)


class AddDocument(AskAction):
    title = pgettext_lazy("ask", "Add document")
    submit_label = pgettext_lazy("ask", "Add document")
    success_message = _("Document added.")
    lede = _("The letter that was sent, or the answer that came. It is kept sealed.")
    form_class = DocumentForm

    def get_form(self, record: Any, data: Any) -> DocumentForm:
        if data is None:
            return DocumentForm()
        form = DocumentForm(data, self.request.FILES)
        refuse_large_upload(form, self.request, "paper")
        return form

    def perform(self, ask, *, by, paper):
        AskDocument.keep(ask, by=by, paper=paper)


class RemoveDocument(AskAction):
    title = pgettext_lazy("ask", "Remove document")
    submit_label = pgettext_lazy("ask", "Remove document")
    success_message = _("Document removed.")
    lede = _("It is deleted, and cannot be brought back.")
    tone = "danger"

    def get_record(self, ref, document):
        ask = self.find(WHOLE, ref=ref)
        rows = AskDocument.objects.not_removed().filter(ask=ask)
        found = get_permitted_or_404(self.request, rows, to="see", ref=document)
        found.ask = ask
        return found

    def get_page(self, document):
        return super().get_page(document.ask) | {"subject": document.name}

    def get_back_url(self, document):
        return document.ask.get_absolute_url()

    def perform(self, document, *, by):
        document.remove(by=by)


clear = Clear.as_view()
give_back = Return.as_view()
take_back = TakeBack.as_view()
put = Put.as_view()
follow_up = FollowUp.as_view()
answer = Answer.as_view()
commit = Commit.as_view()
withdraw = Withdraw.as_view()
document_new = accept_uploads(up_to=MAX_UPLOAD_BYTES, most=1)(AddDocument.as_view())
document_remove = RemoveDocument.as_view()


@require_safe
def document(request, ref, document):
    """The file itself, for whoever sees the ask here; the reading leaves its line."""
    ask = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    found = get_permitted_or_404(
        request, AskDocument.objects.not_removed(), to="see", ref=document, ask=ask
    )
    return stored_file_response(found)
