"""Two files side by side: each side asked by itself, and what follows."""

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core import discreet_mode
from amparo.foundation.core.permissions.rules import Request, get_permitted_or_404
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case

from .. import reasons
from ..forms.matches import InquirerNotificationForm, PrepareForm, VerificationForm
from ..forms.requests import BecauseForm
from ..matching import MatchCandidate, match_score
from ..models import InquirerNotification, MatchVerification, Reunification, TracingMatch
from ..status import next_step
from .tracing_actions import MATCHES, MatchAction

SIDES = MatchVerification.OfSide


@discreet_mode.shows_full_names
@require_safe
def show(request: Request, ref) -> HttpResponse:
    match = get_permitted_or_404(request, MATCHES, to="see", ref=ref)
    if not match.may_be_shown:
        raise Http404
    pair = match.pair
    step = next_step(pair)
    opens = Person.objects.filter(pk=match.person_id).accessible_to(request.user).exists()
    context = {
        "match": match, "asked": match.request, "sought": match.sought, "pair": pair,
        "person": match.person, "opens": opens, "next": reasons.NEXT[step], "step": step,
        "reasons": MatchCandidate(match.person, match_score(match.sought, match.person)).said,
        "sides": [
            (code, label, [each for each in match.verifications.all() if each.side == code])
            for code, label in SIDES.choices
        ],
        "is_over": match.state == TracingMatch.State.SET_ASIDE or match.request.is_closed,
        "reunifications": _theirs(request, match),
    }  # fmt: skip
    return render(request, "family_tracing/match.html", context)


def _theirs(request: Request, match: TracingMatch):
    found = Reunification.objects.filter(match=match).accessible_to(request.user)
    return found.select_related("case").order_by("pk")


class Verify(MatchAction):
    """What one side said when it was asked by itself."""

    submit_label = pgettext_lazy("button", "Save")
    success_message = _("Answer recorded.")
    guidance_step = "tracing.verification"
    form_class = VerificationForm

    def get_record(self, ref, side):
        match = super().get_record(ref=ref)
        if side not in SIDES.values:
            raise Http404
        self.side = side
        return match

    def get_title(self, match):
        return str(SIDES(self.side).label)

    def get_form_kwargs(self, match):
        return {"side": self.side}

    def get_context(self, match):
        if self.side != SIDES.RELATIVE or match.pair.may_ask_relative:
            return {}
        warning = _(
            "The person has not allowed that their family is told. Do not ask the relative."
        )
        return {"warning": warning}

    def perform(self, match, *, by, **fields):
        return MatchVerification.record(match, self.side, by=by, **fields)


verify = Verify.as_view()

tell = MatchAction.as_view(
    title=_("Record enquirer informed"), submit_label=pgettext_lazy("button", "Save"),
    success_message=_("It is kept."),
    form_class=InquirerNotificationForm, perform=InquirerNotification.tell,
)  # fmt: skip

set_aside = MatchAction.as_view(
    title=_("Not this person"), submit_label=_("Discard match"), form_class=BecauseForm,
    success_message=_("Match discarded."), perform=TracingMatch.set_aside,
    get_success_url=lambda match, result: match.request.get_absolute_url(),
)  # fmt: skip


class Prepare(MatchAction):
    """That they come together: in a case of the person on which one works."""

    title = _("Prepare reunification")
    submit_label = _("Prepare it")
    success_message = _("In preparation. Checks to complete first are listed here.")
    form_class = PrepareForm

    def get_form_kwargs(self, match):
        user = self.request.user
        cases = Case.objects.active().accessible_to(user, to="work").with_subject()
        found = list(cases.filter(_with(match.person)).distinct()[:20])
        if not found:
            raise Refusal(
                _("Ask their caseworker, or open a case: family reunification is prepared there.")
            )
        return {"cases": found}

    def get_arguments(self, form):
        return {"case": form.chosen}

    def perform(self, match, *, by, case):
        return Reunification.prepare(match, case, by=by)

    def get_success_url(self, match, reunion):
        return reunion.get_absolute_url()


prepare = Prepare.as_view()


def _with(person):
    return Q(person=person) | Q(dependants__person=person) | Q(family__members__person=person)
