"""What is done with the parts of an agreement: parties, obligations, contacts, papers."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.files.downloads import stored_file_response
from amparo.foundation.core.files.forms import refuse_large_upload
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.files.validation import MAX_UPLOAD_BYTES
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import get_permitted_or_404

from ..forms import (
    AnnexForm,
    ContactForm,
    DoneForm,
    LeaveForm,
    ObligationForm,
    PartyForm,
    RemoveForm,
    SignForm,
)
from ..models import AgreementAnnex, AgreementContact, AgreementObligation, AgreementParty
from .actions import ActionWithParty, AgreementAction, AgreementPartAction

PARTIES = AgreementParty.objects.select_related("agreement__office", "organization")
OBLIGATIONS = AgreementObligation.objects.select_related(
    "agreement__office", "party__organization"
)


class PartyAction(AgreementPartAction):
    """An action on one party: its title says which."""

    queryset = PARTIES

    def get_page(self, record: Any) -> dict[str, Any]:
        return super().get_page(record) | {"subject": record.organization.name}


new_party = AgreementAction.as_view(
    title=pgettext_lazy("agreement", "Add party"),
    submit_label=pgettext_lazy("agreement", "Add party"),
    form_class=PartyForm,
    success_message=_("Party added. Record its signature."),
    perform=AgreementParty.add,
)
sign = PartyAction.as_view(
    title=pgettext_lazy("agreement", "Record signature"),
    submit_label=pgettext_lazy("agreement", "Record signature"),
    form_class=SignForm,
    success_message=_("Signature recorded."),
    perform=AgreementParty.sign,
)
leave = PartyAction.as_view(
    title=_("Record withdrawal of party"),
    submit_label=pgettext_lazy("agreement", "Record withdrawal"),
    form_class=LeaveForm,
    success_message=_("Withdrawal recorded."),
    perform=AgreementParty.leave,
    lede=_("With fewer than two parties left, the agreement has ended."),
)


class ObligationAction(AgreementPartAction):
    queryset = OBLIGATIONS


class EditObligation(ActionWithParty, ObligationAction):
    """Corrects an obligation that is not done."""

    title = pgettext_lazy("agreement", "Edit obligation")
    submit_label = _("Save")
    success_message = _("Obligation updated.")
    form_class = ObligationForm

    def get_form_kwargs(self, record: AgreementObligation) -> dict[str, Any]:
        initial = {"party": record.party, "text": record.text, "due_on": record.due_on}
        return super().get_form_kwargs(record) | {"initial": initial}

    def perform(self, record: AgreementObligation, *, by: User, **fields: Any) -> None:
        record.change(by=by, **fields)


new_obligation = ActionWithParty.as_view(
    title=pgettext_lazy("agreement", "Add obligation"),
    submit_label=pgettext_lazy("agreement", "Add obligation"),
    form_class=ObligationForm,
    success_message=_("Obligation added."),
    perform=AgreementObligation.add,
)
edit_obligation = EditObligation.as_view()
mark_obligation_done = ObligationAction.as_view(
    title=_("Record obligation as fulfilled"),
    submit_label=pgettext_lazy("agreement", "Record as fulfilled"),
    form_class=DoneForm,
    success_message=_("Obligation recorded as fulfilled."),
    perform=AgreementObligation.mark_done,
    above_template="agreements/obligation_text.html",
    get_context=lambda record: {"obligation": record},
)
new_contact = ActionWithParty.as_view(
    title=pgettext_lazy("agreement", "Add contact"),
    submit_label=pgettext_lazy("agreement", "Add contact"),
    form_class=ContactForm,
    success_message=_("Contact added."),
    perform=AgreementContact.add,
    lede=_("Names and numbers are kept encrypted. Delete them once the person has left."),
)
erase_contact = AgreementPartAction.as_view(
    queryset=AgreementContact.objects.select_related("agreement__office"),
    title=pgettext_lazy("agreement", "Delete contact"),
    submit_label=pgettext_lazy("agreement", "Delete contact"),
    tone="danger",
    lede=_("The name and the numbers are deleted for good. The function stays."),
    success_message=_("Contact deleted."),
    perform=AgreementContact.erase,
)


class AddAnnex(AgreementAction):
    """Keeps a file of the agreement, sealed."""

    title = pgettext_lazy("agreement", "Add document")
    submit_label = pgettext_lazy("agreement", "Add document")
    success_message = _("Document added to the agreement.")
    form_class = AnnexForm

    def get_form(self, record: Any, data: Any) -> AnnexForm:
        if data is None:
            return AnnexForm()
        form = AnnexForm(data, self.request.FILES)
        refuse_large_upload(form, self.request, "paper")
        return form

    def perform(self, record: Any, *, by: User, **fields: Any) -> AgreementAnnex:
        return AgreementAnnex.keep(record, by=by, **fields)


class RemoveAnnex(AgreementPartAction):
    queryset = AgreementAnnex.objects.not_removed().select_related("agreement__office")
    title = pgettext_lazy("agreement", "Remove document")
    submit_label = pgettext_lazy("agreement", "Remove document")
    success_message = _("Document removed from the agreement.")
    lede = _("It is deleted, and cannot be brought back.")
    form_class = RemoveForm

    def get_page(self, record: AgreementAnnex) -> dict[str, Any]:
        return super().get_page(record) | {"subject": record.name}

    def perform(self, record: AgreementAnnex, *, by: User, because: str) -> None:
        record.remove(by=by, because=because)


new_annex = accept_uploads(up_to=MAX_UPLOAD_BYTES, most=1)(AddAnnex.as_view())
remove_annex = RemoveAnnex.as_view()


@require_safe
def annex(request, ref, annex):
    """The file itself, for whoever may see the agreement; the reading leaves its line."""
    paper = get_permitted_or_404(request, AgreementAnnex, to="see", ref=annex, agreement__ref=ref)
    return stored_file_response(paper)
