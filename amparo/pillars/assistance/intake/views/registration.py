"""Meeting somebody: consent first, then who they are and how we go on together."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core import discreet_mode
from amparo.foundation.core.files.forms import refuse_large_upload
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.files.validation import MAX_UPLOAD_BYTES
from amparo.foundation.core.models import Organization
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.work_steps import step_context
from amparo.foundation.people.models import Community, Family, Person
from amparo.foundation.people.protection_needs import is_lone_minor
from amparo.foundation.standards.step_guidance import log_shown
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.help_requests.models import HelpRequest
from amparo.ui.responses import action_done

from ..duplicate_search import duplicate_warning, look_for_duplicates
from ..first_contact import register_first_contact
from ..forms.registration import CaseStepForm
from ..registration_wizard import (
    COMPARED,
    CONSENT,
    FORMS,
    PERSON,
    STEPS,
    RegistrationWizard,
    prefill_from_help_request,
    prefill_from_search,
    receiving_teams,
)

STEP, NOTHING_KEPT = "intake/registration/step.html", "intake/registration/refused.html"
OPEN, ALIKE = "intake/registration/open.html", "intake/registration/duplicates.html"
GUIDANCE = ("case.intake", "consent.record", "interpreter.use")
_NAMING_PEOPLE = ("person", "family")
ASKS = ["GET", "HEAD", "POST"]
SUBJECTS = {
    "person": (Person, "work"),
    "family": (Family, "work"),
    "community": (Community, "work"),
    "institution": (Organization, "see"),
}


@accept_uploads(up_to=MAX_UPLOAD_BYTES, most=1)
@require_http_methods(ASKS)
def register(request):
    """One road for everybody: what was answered stays in the page until it is saved whole."""
    _must(request, "person.register")
    step, road = request.POST.get("step"), _road(request)
    if step not in STEPS or request.POST.get("move") == "back":
        return _show(request, road, CONSENT, road.blank(CONSENT))
    if step == PERSON and road.asks_for_document:
        refuse_large_upload(road.consent_document, request, "upload")
    for answered in STEPS[: STEPS.index(step) + 1]:
        if not road.is_valid(answered):
            return _show(request, road, answered, road.judged(answered), status=422)
    if road.consent.refuses:
        return render(request, NOTHING_KEPT)
    if step == CONSENT:
        return _show(request, road, PERSON, road.blank(PERSON))
    return _compared(request, road)


def _compared(request, road):
    """Whoever is alike is compared first: who is very much alike is answered for, all others are
    shown once beside the button that registers.
    """
    looked = _look(request, road)
    warning = duplicate_warning(looked, road.looked_at)
    is_asked = "once" in request.POST  # Enter in a field registers nobody
    if is_asked and not warning and looked.refs <= road.listed:
        return _registered(request, road)
    answered = warning.people if warning else []
    others = [each for each in looked if each not in answered]
    shown = {"warning": warning, "found": looked, "others": others, "is_compared": True}
    response = _show(request, road, PERSON, {**road.judged(PERSON), **shown})
    response.leaves_key_unused = True  # pressed twice in a row, it is compared twice
    return response


def _road(request) -> RegistrationWizard:
    family = _named(request, Family, "family", to="work")
    asked = _named(request, HelpRequest, "help", to="take")
    if "step" in request.POST:
        data = request.POST.copy()
        if data.get("move") == "back":  # whoever was taken for another person is shown again
            for name in COMPARED:
                data.pop(name, None)
    else:
        data = prefill_from_help_request(asked) if asked else prefill_from_search(request.POST)
    return RegistrationWizard(data, request.user, family, asked, files=request.FILES)


def _named(request, model, name: str, *, to: str):
    """A record that the form carries along: joined, or begun from."""
    ref = request.POST.get(name)
    try:
        return get_permitted_or_404(request, model, to=to, ref=ref) if ref else None
    except ValidationError:
        raise Http404 from None


def _show(request, road, step, shown, status=200):
    at = STEPS.index(step) + 1
    titles = [_("Consent"), pgettext("registration", "Person and case")]
    context = {
        "road": road, "step": step, "at": at, "titles": titles, "prefixes": FORMS[step],
        "earlier_answers": road.earlier_answers(step),
        "next": titles[at] if at < len(STEPS) else "", "key": uuid4(),
        **shown, **step_context(*GUIDANCE),
    }  # fmt: skip
    context["is_child"] = step == PERSON and _is_child(road)
    return render(request, STEP, context, status=status)


def _is_child(road) -> bool:
    """As far as it is known: somebody else consented for them, or their age says so."""
    said = road.consent.cleaned_data
    is_of_age = not (road.who.is_valid() and road.who.is_of_a_child)
    return not is_of_age or (said["way"] == "agrees" and said["given_by"] != "self")


def _registered(request, road):
    with transaction.atomic():
        person, case = register_first_contact(road.met, by=request.user, team=road.case.receiving)
        log_shown(request, "case.intake", case or person)
    if case:
        said = _("They are registered. Their case is %(number)s.") % {"number": case.number}
        return action_done(request, next_url=case.get_absolute_url(), message=said)
    if road.family:
        then, said = reverse("people:family", args=[road.family.ref]), _("They are registered.")
        return action_done(request, next_url=then, message=said)
    if is_lone_minor(person) and "case.open" in request.user.permissions:
        then = reverse("intake:case-open", args=["person", person.ref])
        said = _(
            "They are registered, and listed as a minor without parent or legal guardian. Open "
            "the case now: the second person reviews the registration meanwhile."
        )
        return action_done(request, next_url=then, message=said)
    said = _("They are registered. Their case can be opened when a second person has confirmed.")
    return action_done(request, next_url=reverse("people:person", args=[person.ref]), message=said)


@require_POST
def alike(request):
    """While one writes: who it may be. It never stands in the way."""
    _must(request, "person.register")
    found = _look(request, _road(request))
    return render(request, ALIKE, {"found": found, "others": found, "is_live": True})


def _look(request, road):
    return look_for_duplicates(road.asked, request.user, answered=road.looked_at)


@require_http_methods(ASKS)
def open_case(request, kind, ref):
    """A case for somebody we know already, or for a family, a community, an institution."""
    _must(request, "case.open")
    if kind not in SUBJECTS:
        raise Http404
    model, verb = SUBJECTS[kind]
    subject = get_permitted_or_404(request, model, to=verb, ref=ref)
    teams = receiving_teams(request.user)
    form = CaseStepForm(request.POST or None, teams=teams, user=request.user)
    if request.method == "POST" and form.is_valid():
        case = Case.open(
            by=request.user,
            team=form.receiving,
            owner=request.user,
            **{kind: subject},
            **form.case,
        )
        said = _("The case is open: %(number)s.") % {"number": case.number}
        return action_done(request, next_url=case.get_absolute_url(), message=said)
    name = discreet_mode.shown_text(subject.name) if kind in _NAMING_PEOPLE else subject.name
    context = {"form": form, "subject": subject, "kind": kind, "name": name}
    return render(request, OPEN, context, status=422 if form.is_bound else 200)


@require_safe
def institutions(request):
    """For which institution: a consulate that changes its practice, a shelter that is built up."""
    _must(request, "case.open")
    rows = Organization.objects.accessible_to(request.user).order_by("name")
    context = {"institutions": rows.exclude(kind=Organization.Kind.OWN)[:200]}
    return render(request, "intake/registration/institutions.html", context)


def _must(request, verb: str) -> None:
    if verb not in request.user.permissions or not receiving_teams(request.user):
        raise Http404
