"""The panel of a determination: who is on it, what each says, what is decided."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.permissions.rules import get_permitted_or_404

from ...reaching import hands_for
from ...views.stepping import sent, tried
from ..forms.interests import ExcuseForm, InviteForm, OpinionForm, ReopenForm, TakeForm, ToldForm
from ..models import (
    BestInterestsDecision,
    BestInterestsDetermination,
    PanelMember,
    PanelOpinion,
)
from .asking import ASKS, ask, does, kept, open_determination, with_case


def _given(request):
    return request.POST if request.method == "POST" else None


@require_http_methods(ASKS)
def invite(request, ref):
    determination = open_determination(request, ref, to="work")
    colleagues = sorted(
        hands_for(determination.child.case, "case.see"), key=lambda each: each.name
    )
    form = InviteForm(_given(request), colleagues=colleagues)
    if does(request, form, PanelMember.invite, determination):
        return kept(request, determination, _("Invited."))
    return ask(
        request, determination.child, form, title=_("Who weighs with us?"), yes=_("Invite"),
        back=determination.get_absolute_url(),
    )  # fmt: skip


def _member(request, ref, *, to: str) -> PanelMember:
    found = PanelMember.objects.select_related("user", "excused")
    return get_permitted_or_404(
        request, with_case(found, "determination__child__"), to=to, ref=ref
    )


@require_http_methods(ASKS)
def excuse(request, ref):
    member = _member(request, ref, to="work")
    form = ExcuseForm(_given(request))
    if does(request, form, member.excuse):
        return kept(request, member.determination, _("The panel does not wait for them."))
    return ask(
        request, member.determination.child, form, title=_("Do not wait for this member"),
        yes=_("Excuse them"), about=member.called, back=member.determination.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(ASKS)
def opinion(request, ref):
    """Each colleague says their own; for somebody from elsewhere, who works here writes it."""
    member = _member(request, ref, to="speak")
    determination = member.determination
    form = OpinionForm(_given(request), options=determination.weighed)
    if does(request, form, PanelOpinion.give, member):
        return kept(request, determination, _("Saved."))
    return ask(
        request, determination.child, form, title=_("What does this member hold best?"),
        yes=_("Save"), about=member.called, back=determination.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(ASKS)
def decide(request, ref):
    determination = open_determination(request, ref, to="approve")
    form = TakeForm(_given(request))
    if sent(request, form):
        take = BestInterestsDecision.take
        if tried(form, take, determination, by=request.user, **form.cleaned_data):
            return kept(request, determination, _("Decided. Now the child is told."))
    return ask(
        request, determination.child, form, title=_("What was decided"), yes=_("Decide"),
        back=determination.get_absolute_url(),
    )  # fmt: skip


def _decision(determination: BestInterestsDetermination) -> BestInterestsDecision:
    """What was decided; before, there is nothing to tell and nothing to open again."""
    if not hasattr(determination, "decision"):
        raise Http404
    determination.decision.determination = determination
    return determination.decision


@require_http_methods(ASKS)
def told(request, ref):
    determination = open_determination(request, ref, to="work")
    decision = _decision(determination)
    form = ToldForm(_given(request), today=determination.child.case.office.today())
    if does(request, form, decision.tell_child):
        return kept(request, determination, _("Saved."))
    return ask(
        request, determination.child, form, title=_("The child was told"), yes=_("Save"),
        back=determination.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(ASKS)
def reopen(request, ref):
    determination = open_determination(request, ref, to="approve")
    decision = _decision(determination)
    form = ReopenForm(_given(request))
    if anew := does(request, form, decision.reopen):
        return kept(request, anew, _("Opened again: the panel is invited anew."))
    return ask(
        request, determination.child, form, title=_("Open the determination again"),
        yes=_("Open it again"), back=determination.get_absolute_url(),
        lede=_("What was decided is then no longer in force."),
    )  # fmt: skip
