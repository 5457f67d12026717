"""Views: consents given and withdrawn, exceptions reviewed, disclosures listed and ended."""

from django.db.models import Min
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.action_views import attempt
from amparo.foundation.core.audit import log
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.files.downloads import stored_file_response
from amparo.foundation.core.files.forms import refuse_large_upload
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.files.validation import MAX_UPLOAD_BYTES
from amparo.foundation.core.permissions.masking import classes_of_roles, mask
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.work_steps import decide_step, step_context
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done, render_page

from ..forms import (
    ConsentDocumentForm,
    ConsentForm,
    ConsentWithDocumentForm,
    ReviewForm,
    WithdrawalForm,
)
from ..models import Consent, ConsentDocument, ConsentException, Disclosure
from ..protection_needs import protection_needs
from .responses import PersonPartAction, person_url

ASKS = ["GET", "HEAD", "POST"]


class NewConsent(PersonPartAction):
    """A new conversation: each answer takes the place of the earlier one."""

    title = _("Request consent")
    submit_label = pgettext_lazy("button", "Save")
    success_message = _("Decision recorded.")
    part = "consents"
    guidance_step = "consent.record"
    form_class = ConsentWithDocumentForm
    fields_template = "people/consents/fields.html"

    def get_form(self, person, data):
        return form_with_file(self, person, data)

    def get_form_kwargs(self, person):
        first = {
            "language": next(iter(person.languages), ""),
            "given_by": "parent" if person.is_child(localdate()) else "self",
            **ConsentForm.named(self.request.GET.get("with", "")),
        }
        return {"initial": first, "person": person, "user": self.request.user}

    def get_arguments(self, form):
        return {"given": form.given}

    def get_context(self, person):
        return {"is_child": person.is_child(localdate())}

    def perform(self, person, *, by, given):
        Consent.record(person, given, by=by)


new = accept_uploads(up_to=MAX_UPLOAD_BYTES, most=1)(NewConsent.as_view())


class AttachDocument(PersonPartAction):
    """The file of the document that was missing, once somebody has it."""

    queryset = Consent.objects.select_related("person", "document_file")
    title = _("Attach the document of who consented")
    submit_label = _("Attach document")
    success_message = _("The document is attached.")
    part = "consents"
    form_class = ConsentDocumentForm
    fields_template = "people/consents/document.html"

    def get_form(self, consent, data):
        return form_with_file(self, consent, data)

    def get_context(self, consent):
        return {"consent": consent}

    def perform(self, consent, *, by, upload):
        return ConsentDocument.attach(consent, upload, by=by)


attach_document = accept_uploads(up_to=MAX_UPLOAD_BYTES, most=1)(AttachDocument.as_view())


def form_with_file(action, record, data):
    """The form of an action with the file that was sent; one that is too large is said there."""
    kwargs = action.get_form_kwargs(record)
    if data is None:
        return action.form_class(**kwargs)
    form = action.form_class(data, action.request.FILES, **kwargs)
    refuse_large_upload(form, action.request, "upload")
    return form


@require_safe
def document(request, ref):
    """The file itself, for whoever may see the person; the reading leaves its line."""
    file = get_permitted_or_404(request, ConsentDocument, to="see", ref=ref, related=("person",))
    return stored_file_response(file)


@require_safe
def list_without_document(request):
    """Whose consent was given by a document that nobody attached: from devices, or harmful."""
    require_permission(request, "person.work")
    lacking = Consent.objects.without_document().accessible_to(request.user, to="work")
    firsts = lacking.order_by().values("person").annotate(first=Min("pk")).values("first")
    rows = Consent.objects.filter(pk__in=firsts).select_related("person", "by")
    pages = paginate(rows, request, "at", "pk", size=30)
    log.log_list(request.user, "consent.listed", [each.person for each in pages])
    return render(request, "people/consents/without_document.html", {"pages": pages})


# Taking back: what stops and what goes on, before it is done.
withdraw = PersonPartAction.as_view(
    queryset=Consent.objects.select_related("person", "organization"),
    get_title=lambda consent: (
        _("Withdraw consent: %(purpose)s") % {"purpose": codes.label("consent_scope",
            consent.purpose)}
    ),
    submit_label=_("Withdraw"), tone="danger", part="consents", form_class=WithdrawalForm,
    success_message=_("Consent withdrawn from now on."), perform=Consent.withdraw,
    fields_template="people/consents/withdraw.html",
    get_context=lambda consent: {"consent": consent},
)  # fmt: skip


@require_http_methods(ASKS)
def review(request, ref):
    """Somebody was registered without consent: a second person confirms, or sends it back."""
    exceptions = ConsentException.objects.select_related("asked_by", "team")
    exception = get_permitted_or_404(
        request, exceptions, to="approve", related=("person", "review"), ref=ref
    )
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        confirmed = form.cleaned_data["decision"] == "confirm"
        note = form.cleaned_data["note"]
        decide = decide_step(request, "consent.exception", exception.decide)
        attempt(form, decide, by=request.user, confirmed=confirmed, note=note)
        if form.is_valid():
            said = _review_message(confirmed)
            return action_done(request, next_url=reverse("home"), message=said)
    person = exception.person
    needs = protection_needs(person) if exception.is_waiting else []
    context = {
        "exception": exception, "person": person, "form": form, "needs": needs,
        "may_send_back": not (needs and exception.would_erase),
        **step_context("consent.exception"),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render_page(request, "people/consents/review.html", context, status=status)


def _review_message(confirmed: bool) -> str:
    if confirmed:
        return _("Confirmed: the file is kept.")
    return _("Sent back: what had been noted of the person was erased.")


# Disclosures.

DISCLOSURES = "people/disclosures/index.html"


@require_safe
def list_disclosures(request):
    """What partners received, in force or ended. Whose it is, is said only while it is theirs."""
    require_permission(request, "shared.see")
    # Not joined: once it has ended the person stands behind the wall; the line must still be read.
    rows = Disclosure.objects.accessible_to(request.user).select_related("organization")
    rows = rows.prefetch_related("person")
    pages = paginate(rows, request, "-at", "-pk", size=30)
    live = [each for each in pages if each.is_live and each.opens_file]
    log.log_list(request.user, "shared.listed", [each.person for each in live])
    lines = [(each, _person_of(each, request.user) if each in live else None) for each in pages]
    return render(request, DISCLOSURES, {"lines": lines, "pages": pages})


def _person_of(disclosure: Disclosure, user):
    return mask(
        disclosure.person, classes_of_roles(user, "shared.see") & frozenset(disclosure.classes)
    )


@require_POST
def end_disclosure(request, ref):
    disclosures = Disclosure.objects.select_related("person", "organization")
    disclosure = get_permitted_or_404(request, disclosures, to="end", ref=ref)
    disclosure.end(by=request.user, because="ended")
    said = _("They read it no longer, and have been told.")
    return action_done(request, next_url=person_url(disclosure.person, "shares"), message=said)
