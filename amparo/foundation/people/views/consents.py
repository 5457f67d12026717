"""What a person agrees to: asked, taken back; and registrations without consent, reviewed."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.foundation.trust import codes
from amparo.foundation.trust.access import open_record
from amparo.foundation.trust.wall.standing import lowered
from amparo.foundation.trust.ways import ours
from amparo.ui.respond import done, page

from ..forms import ConsentForm, ReviewForm, WithdrawalForm
from ..models import Consent, ConsentException, Person
from .answers import ask_about, kept

ASKS = ["GET", "HEAD", "POST"]


@require_http_methods(ASKS)
def ask(request, ref):
    """A new conversation: each answer takes the place of the earlier one."""
    person = open_record(request, Person, to="work", ref=ref)
    first = {
        "language": next(iter(person.languages), ""),
        "given_by": "guardian" if person.is_child(localdate()) else "self",
        **ConsentForm.named(request.GET.get("with", "")),
    }
    form = ConsentForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        Consent.record(person, form.given, by=request.user)
        said = _("What they decided is kept.")
        return kept(request, person, part="consents", said=said, to=_asked_from(request))
    return ask_about(
        request,
        person,
        form,
        part="consents",
        title=_("Ask for consent"),
        yes=_("Keep what they decided"),
        fields="people/consents/fields.html",
        is_child=person.is_child(localdate()),
        next=_asked_from(request),
    )


def _asked_from(request) -> str:
    """The page on which their yes was missing: one goes on from there."""
    return ours(request.POST.get("next", "") or request.GET.get("next", ""), "")


@require_http_methods(ASKS)
def withdraw(request, ref):
    """Taking back: what stops and what goes on, before it is done."""
    consents = Consent.objects.select_related("person", "organization")
    consent = open_record(request, consents, to="work", ref=ref)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        consent.withdraw(by=request.user, **form.cleaned_data)
        return kept(
            request, consent.person, part="consents", said=_("It is taken back from now on.")
        )
    return ask_about(
        request,
        consent.person,
        form,
        part="consents",
        title=_("Take back: %(purpose)s")
        % {"purpose": codes.label("consent_scope", consent.purpose)},
        yes=_("Withdraw"),
        tone="danger",
        fields="people/consents/withdraw.html",
        consent=consent,
    )


@require_http_methods(ASKS)
@lowered()
def review(request, ref):
    """Somebody was registered without consent: a second person confirms, or sends it back."""
    exceptions = ConsentException.objects.select_related("person", "asked_by", "team", "review")
    exception = open_record(request, exceptions, to="approve", ref=ref)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        confirmed = form.cleaned_data["decision"] == "confirm"
        exception.decide(by=request.user, confirmed=confirmed, note=form.cleaned_data["note"])
        return done(request, then=reverse("home"), said=_said(confirmed))
    context = {"exception": exception, "person": exception.person, "form": form}
    status = 422 if form.is_bound else 200
    return page(request, "people/consents/review.html", context, status=status)


def _said(confirmed: bool) -> str:
    if confirmed:
        return _("Confirmed: the file is kept.")
    return _("Sent back: what had been noted of the person was erased.")
