"""Files that may be one person's: read side by side, and decided by people."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.trust import audit
from amparo.foundation.trust.access import must, open_record
from amparo.ui.keyset import slice_of
from amparo.ui.respond import done, page

from ..forms.pairs import PairForm
from ..models import LikelyPair, Person
from ..pair_page import PairPage

INDEX, SHOW = "people/pairs/index.html", "people/pairs/show.html"
PAIRS = LikelyPair.objects.select_related("one", "other")
WHICH = {
    "waiting": LikelyPair.OPEN,
    "unsure": (LikelyPair.State.UNSURE,),
    "same": (LikelyPair.State.SAME,),
}


@require_safe
def index(request):
    """Only pairs of which one may open both files; the likeliest first."""
    must(request, "person.work")
    which = request.GET.get("which", "waiting")
    found = PAIRS.open_to(request.user, to="decide").filter(state__in=WHICH.get(which, ()))
    found = found.not_joined()
    if which == "waiting":
        found = found.unread_by(request.user)
    rows = slice_of(found, request, "-likelihood", "-pk", size=20)
    people = [person for pair in rows for person in (pair.one, pair.other)]
    audit.listed(request.user, "likelypair.listed", people)
    return page(request, INDEX, {"rows": rows, "which": which})


@require_safe
def show(request, ref):
    """Who reads a pair opens two files: both remember it."""
    pair = open_record(request, PAIRS, to="see", ref=ref)
    open_record(request, Person, to="see", pk=pair.other_id)
    return _shown(request, pair, PairForm())


@require_POST
def decide(request, ref):
    pair = open_record(request, PAIRS, to="decide", ref=ref)
    form = PairForm(request.POST)
    if not form.is_valid():
        return _shown(request, pair, form)
    pair.decide(by=request.user, **form.cleaned_data)
    here = reverse("people:pair", args=[pair.ref])
    # Who says “the same” is led on to joining; nothing is joined by that word alone.
    then = here if pair.is_same else reverse("people:pairs")
    return done(request, then=then, said=_said(pair))


def _shown(request, pair, form):
    context = {"pair": pair, "two": PairPage(pair, request.user), "form": form}
    return page(request, SHOW, context, status=422 if form.is_bound else 200)


def _said(pair: LikelyPair) -> str:
    if pair.state == LikelyPair.State.SECOND:
        return _("Kept. A second colleague reads this pair too.")
    if pair.state == LikelyPair.State.DISAGREED:
        return _("Kept. You and a colleague disagree: a third reader decides.")
    return _("What you decided is kept.")
