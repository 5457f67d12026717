"""A person's file: who they are, how to reach them, and what they bear as papers."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.encryption.fields import personal_fields, plain_fields
from amparo.foundation.core.permissions.rules import get_permitted_or_404

from ..forms import ContactForm, DocumentForm, FunctioningForm, PersonForm
from ..models import Contact, IdentityDocument, Person, WashingtonGroupAnswers
from .responses import open_person, person_form_response, saved_response

SHOW = "people/persons/show.html"
ASKS = ["GET", "HEAD", "POST"]


@require_safe
def show(request, ref):
    """Who they are and what lies in their files; one that was joined leads on to the kept one."""
    presenter = open_person(request, ref)
    if kept_url := presenter.merged.redirect_url:
        return redirect(kept_url)
    return render(request, SHOW, {"person": presenter.shown, "presenter": presenter})


@require_http_methods(ASKS)
def edit(request, ref):
    person = get_permitted_or_404(request, Person, to="work", ref=ref)
    form = PersonForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        person.change(by=request.user, **form.person_fields)
        return saved_response(
            request, person, part="particulars", said=_("What you noted is kept.")
        )
    return person_form_response(
        request,
        person,
        form,
        part="particulars",
        title=_("Correct or complete"),
        yes=_("Save"),
        fields="people/persons/fields.html",
    )


@require_http_methods(ASKS)
def new_document(request, ref):
    person = get_permitted_or_404(request, Person, to="work", ref=ref)
    form = DocumentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person.add_document(by=request.user, **form.cleaned_data)
        return saved_response(request, person, part="documents", said=_("The document is noted."))
    return person_form_response(
        request, person, form, part="documents", title=_("Note a document"), yes=_("Note it")
    )


@require_http_methods(ASKS)
def document(request, ref):
    """Correct a document, or take it off."""
    found = get_permitted_or_404(
        request, IdentityDocument.objects.select_related("person"), to="work", ref=ref
    )
    return _particular(request, found, DocumentForm, "documents", _("Change a document"))


@require_http_methods(ASKS)
def new_contact(request, ref):
    person = get_permitted_or_404(request, Person, to="work", ref=ref)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person.add_contact(by=request.user, **form.cleaned_data)
        return saved_response(request, person, part="contacts", said=_("The contact is noted."))
    return person_form_response(
        request,
        person,
        form,
        part="contacts",
        title=_("Note a way to reach them"),
        yes=_("Note it"),
    )


@require_http_methods(ASKS)
def contact(request, ref):
    """Correct a way to reach somebody, or take it off."""
    found = get_permitted_or_404(
        request, Contact.objects.select_related("person"), to="work", ref=ref
    )
    return _particular(request, found, ContactForm, "contacts", _("Change a way to reach them"))


def _particular(request, found, form_class, part, title):
    person = found.person
    if request.method == "POST" and request.POST.get("move") == "drop":
        found.drop(by=request.user)
        return saved_response(request, person, part=part, said=_("Taken off the file."))
    known = {
        name: getattr(found, name)
        for name in (*personal_fields(type(found)), *plain_fields(type(found)))
    }
    form = form_class(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        found.change(by=request.user, **form.cleaned_data)
        return saved_response(request, person, part=part, said=_("What you noted is kept."))
    return person_form_response(
        request, person, form, part=part, title=title, yes=_("Save"), may_drop=True
    )


@require_http_methods(ASKS)
def ask_functioning(request, ref):
    """The six questions of the Washington Group, asked unchanged."""
    person = get_permitted_or_404(request, Person, to="work", ref=ref)
    form = FunctioningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["asked_on"]
        WashingtonGroupAnswers.ask(person, form.answers, by=request.user, on=on)
        return saved_response(request, person, part="functioning", said=_("The answers are kept."))
    return person_form_response(
        request,
        person,
        form,
        part="functioning",
        title=_("Difficulties in doing certain activities"),
        yes=_("Keep the answers"),
        fields="people/persons/functioning.html",
    )
