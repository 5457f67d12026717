"""A person's file: who they are, how to reach them, and what they bear as papers."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.encryption.fields import personal_fields, plain_fields
from amparo.ui.action_views import FormButton

from ..forms import ContactForm, DocumentForm, FunctioningForm, PersonForm
from ..frequent_codes import frequent_codes
from ..models import Contact, IdentityDocument, Person, WashingtonGroupAnswers
from .responses import PersonPartAction, open_person, saved_response

SHOW = "people/persons/show.html"


@require_safe
def show(request, ref):
    """Who they are and what lies in their files; one that was joined leads on to the kept one."""
    presenter = open_person(request, ref)
    if kept_url := presenter.merged.redirect_url:
        return redirect(kept_url)
    return render(request, SHOW, {"person": presenter.shown, "presenter": presenter})


class EditAction(PersonPartAction):
    """What is noted of a person; what the office records most is offered first."""

    def get_form(self, record, data, /):
        form = PersonForm(data, person=record)
        form.offer_frequent(frequent_codes(self.request.user.office))
        return form


edit = EditAction.as_view(
    title=pgettext_lazy("person", "Edit details"), submit_label=_("Save"), part="particulars",
    success_message=_("Details saved."), form_class=PersonForm, perform=Person.change,
    get_arguments=lambda form: form.person_fields,
    fields_template="people/persons/fields.html",
)  # fmt: skip

new_document = PersonPartAction.as_view(
    title=_("Record identity document"), submit_label=pgettext_lazy("button", "Save"),
    part="documents",
    success_message=_("Document recorded."), form_class=DocumentForm,
    perform=Person.add_document,
)  # fmt: skip

new_contact = PersonPartAction.as_view(
    title=_("Add contact details"), submit_label=pgettext_lazy("button", "Save"), part="contacts",
    success_message=_("Contact recorded."), form_class=ContactForm,
    perform=Person.add_contact,
)  # fmt: skip


class ParticularAction(PersonPartAction):
    """Corrects a document or a contact, or takes it off the file."""

    submit_label = _("Save")
    success_message = _("Details saved.")

    def post(self, request, ref):
        if request.POST.get("move") != "drop":
            return super().post(request, ref=ref)
        found = self.get_record(ref=ref)
        found.drop(by=request.user)
        return saved_response(request, found.person, part=self.part, said=_("Taken off the file."))

    def get_form_kwargs(self, record):
        names = (*personal_fields(type(record)), *plain_fields(type(record)))
        return {"initial": {name: getattr(record, name) for name in names}}

    def get_context(self, record):
        drop = FormButton("move", "drop", _("Unlink from file"), "danger", True)
        return {"buttons": [drop]}

    def perform(self, record, *, by, **fields):
        record.change(by=by, **fields)


document = ParticularAction.as_view(
    title=_("Edit identity document"), part="documents", form_class=DocumentForm,
    queryset=IdentityDocument.objects.select_related("person"),
)  # fmt: skip
contact = ParticularAction.as_view(
    title=_("Edit contact details"), part="contacts", form_class=ContactForm,
    queryset=Contact.objects.select_related("person"),
)  # fmt: skip

# The six questions of the Washington Group, asked unchanged.
ask_functioning = PersonPartAction.as_view(
    title=_("Functional difficulties (Washington Group)"), submit_label=_("Save answers"),
    part="functioning", success_message=_("Answers saved."), form_class=FunctioningForm,
    perform=WashingtonGroupAnswers.ask,
    get_arguments=lambda form: {"answers": form.answers, "on": form.cleaned_data["asked_on"]},
    fields_template="people/persons/functioning.html",
)  # fmt: skip
