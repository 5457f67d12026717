"""What is found at a gate; and where two people let somebody through, the question and answer."""

from functools import partial

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal

from ...gates import evidence
from ...gates.models import Gate, GateOverride
from ..forms.passing import GateForm, OverrideAnswerForm, OverrideForm
from .asking import ASKS, asked, given, open_journey


@require_http_methods(ASKS)
def gate(request, ref, gate):
    journey, gate = _find(request, ref, gate)
    form = GateForm(given(request), gate=gate, user=request.user)
    nothing = evidence.nothing_there(gate, request.user)
    return asked(
        request, journey, form, partial(journey.settle, gate),
        title=gate.called, yes=_("Keep what was found"), said=_("What was found is kept."),
        lede=gate.person.name if gate.person else "",
        missing=[*gate.missing, *([nothing] if nothing else [])],
    )  # fmt: skip


@require_http_methods(ASKS)
def ask(request, ref, gate):
    journey, gate = _find(request, ref, gate)
    return asked(
        request, journey, OverrideForm(given(request)), partial(GateOverride.ask, gate),
        title=_("Ask a second person: %(what)s") % {"what": gate.called}, yes=_("Ask"),
        said=_("A supervisor is asked. Until then nobody leaves."),
        lede=_("Two people take it upon themselves, each with their name and reason."),
    )  # fmt: skip


@require_http_methods(ASKS)
def answer(request, ref, gate):
    journey, gate = _find(request, ref, gate, to="approve")
    override = gate.override

    def answered(**said):
        if override is None:
            raise Refusal(_("Nobody asks for this."))
        return override.answer_it(**said)

    return asked(
        request, journey, OverrideAnswerForm(given(request)), answered,
        title=_("Decide as the second person: %(what)s") % {"what": gate.called},
        yes=_("Decide"), said=_("Your decision is kept."), override=override,
    )  # fmt: skip


def _find(request, ref, gate, to: str = "work"):
    journey = open_journey(request, ref, to=to)
    gates = Gate.objects.select_related("person", "case__team__office__organization")
    found = get_permitted_or_404(request, gates, to=to, ref=gate, way=journey.ref)
    return journey, found
