"""Two files side by side: each side asked by itself, and what follows."""

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.permissions.rules import Request, get_permitted_or_404
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.ui.responses import action_done

from ...models import Case
from ...views.stepping import tried
from .. import reasons
from ..candidates import Candidate, likeness_of
from ..forms.matches import PrepareForm, TellForm, VerificationForm
from ..forms.requests import BecauseForm
from ..models import Match, RelativeTold, Reunification, Verification
from ..standing import next_of
from .answering import ASKS, MATCHES, ask, did, given

SIDES = Verification.OfSide


def open_match(request: Request, ref, *, to: str) -> Match:
    """A match whose consent was taken back on either side is there for nobody."""
    match = get_permitted_or_404(request, MATCHES, to=to, ref=ref)
    if not match.may_be_shown:
        raise Http404
    return match


@require_safe
def show(request: Request, ref) -> HttpResponse:
    match = open_match(request, ref, to="see")
    pair = match.pair
    step = next_of(pair)
    opens = Person.objects.filter(pk=match.person_id).accessible_to(request.user).exists()
    context = {
        "match": match, "asked": match.request, "sought": match.sought, "pair": pair,
        "person": match.person, "opens": opens, "next": reasons.NEXT[step], "step": step,
        "reasons": Candidate(match.person, likeness_of(match.sought, match.person)).said,
        "sides": [
            (code, label, [each for each in match.verifications.all() if each.side == code])
            for code, label in SIDES.choices
        ],
        "is_over": match.state == Match.State.SET_ASIDE or match.request.is_closed,
        "aside": getattr(match, "aside", None),
        "reunifications": _theirs(request, match),
    }  # fmt: skip
    return render(request, "tracing/match.html", context)


def _theirs(request: Request, match: Match):
    found = Reunification.objects.filter(match=match).accessible_to(request.user)
    return found.select_related("case").order_by("pk")


@require_http_methods(ASKS)
def verify(request: Request, ref, side: str) -> HttpResponse:
    match = open_match(request, ref, to="verify")
    if side not in SIDES.values:
        raise Http404
    form = VerificationForm(given(request), side=side)

    def keep() -> None:
        Verification.record(match, side, by=request.user, **form.cleaned_data)

    if did(request, form, keep):
        return action_done(
            request, next_url=match.get_absolute_url(), message=_("What they told is kept.")
        )
    warns = ""
    if side == SIDES.RELATIVE and not match.pair.may_ask_relative:
        warns = _("The person has not allowed that their family is told. Do not ask the relative.")
    title = str(SIDES(side).label)
    return _ask(request, match, form, title, _("Keep what was found"), warns)


@require_http_methods(ASKS)
def tell(request: Request, ref) -> HttpResponse:
    match = open_match(request, ref, to="verify")
    form = TellForm(given(request))
    if did(request, form, lambda: RelativeTold.tell(match, by=request.user, **form.cleaned_data)):
        return action_done(request, next_url=match.get_absolute_url(), message=_("It is kept."))
    return _ask(request, match, form, _("The relative was told"), _("Keep it"))


@require_http_methods(ASKS)
def set_aside(request: Request, ref) -> HttpResponse:
    match = open_match(request, ref, to="verify")
    form = BecauseForm(given(request))
    if did(request, form, lambda: match.set_aside(by=request.user, **form.cleaned_data)):
        then = match.request.get_absolute_url()
        return action_done(request, next_url=then, message=_("Nobody is asked about it again."))
    return _ask(request, match, form, _("It is somebody else"), _("Set it aside"))


@require_http_methods(ASKS)
def prepare(request: Request, ref) -> HttpResponse:
    """That they come together: in a case of the person on which one works."""
    match = open_match(request, ref, to="verify")
    cases = Case.objects.active().accessible_to(request.user, to="work").with_subject()
    found = list(cases.filter(_with(match.person)).distinct()[:20])
    if not found:
        raise Refusal(
            _("Ask who accompanies them, or open a case: coming together is prepared there.")
        )
    form = PrepareForm(given(request), cases=found)
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: Reunification.prepare(match, form.chosen, by=request.user))
        if made:
            said = _("It is prepared. What must be settled first stands here.")
            return action_done(request, next_url=made.get_absolute_url(), message=said)
    return _ask(request, match, form, _("Prepare that they come together"), _("Prepare it"))


def _with(person):
    return Q(person=person) | Q(dependants__person=person) | Q(family__members__person=person)


def _ask(
    request: Request, match: Match, form, title: str, yes: str, warns: str = ""
) -> HttpResponse:
    back, crumb = match.get_absolute_url(), match.request.number
    return ask(request, form, title=title, yes=yes, back=back, crumb=crumb, warns=warns)
