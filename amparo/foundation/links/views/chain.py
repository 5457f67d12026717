"""The chain of a region, one pattern and what rests on it, and the linking of records."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.people.models import Place
from amparo.ui.responses import action_done, safe_next_url

from ..chain import PATTERN, chain_of, lines_of, pattern_lines
from ..extension_points import link_kinds, pattern_actions
from ..forms import ConnectForm
from ..models import Link, Pattern
from ..region import RegionPage, patterns_within

MOST_OFFERED = 60


@require_safe
def index(request):
    """From need to outcome: patterns of a region, what rests on them, where the chain breaks."""
    require_permission(request, "pattern.see")
    page = RegionPage(request.user, request.GET, localdate())
    return render(request, "links/region.html", {"page": page})


@require_safe
def pattern(request, ref):
    """One pattern with its figures, who owes the right there, and what rests on it."""
    found = get_permitted_or_404(
        request, Pattern.objects.select_related("place"), to="see", ref=ref
    )
    [line] = lines_of([found])
    context = {
        "pattern": found, "line": line,
        "chain": chain_of(PATTERN, found, request.user),
        "actions": [action for offer in pattern_actions if (action := offer(request.user, found))],
    }  # fmt: skip
    return render(request, "links/pattern.html", context)


class Connect(ActionView):
    """Says on which patterns a record rests. What was linked and is not chosen is removed."""

    title = _("Link unmet needs")
    submit_label = _("Save links")
    success_message = _("Links saved.")
    form_class = ConnectForm

    def get_record(self, kind, ref):
        require_permission(self.request, "commitment.keep")
        if kind not in link_kinds or kind == PATTERN or link_kinds[kind].says_basis_itself:
            raise Http404
        records = link_kinds[kind].records(self.request.user)
        record = get_permitted_or_404(self.request, records, to="see", ref=ref)
        record.link_kind = kind
        return record

    def _linked(self, record) -> dict:
        links = Link.objects.from_records(record.link_kind, [record.ref])
        rows = links.filter(target_kind=PATTERN, relation=Link.Relation.RESTS_ON)
        return {str(each.target_ref): each for each in rows}

    def get_form_kwargs(self, record):
        linked = self._linked(record)
        place = getattr(record, "place", None)
        near = patterns_within([place] if place else _own_places(self.request.user))
        lines = lines_of(near.select_related("place")[:MOST_OFFERED])
        known = {str(line.pattern.ref) for line in lines}
        lines += pattern_lines([ref for ref in linked if ref not in known], self.request.user)
        return {"lines": lines, "initial": {"patterns": list(linked)}}

    def get_page(self, record):
        return {"crumbs": [(record.get_absolute_url(), str(record))]}

    def get_back_url(self, record):
        return record.get_absolute_url()

    def perform(self, record, *, by, patterns):
        linked = self._linked(record)
        for ref, link in linked.items():
            if ref not in patterns:
                link.remove(by=by)
        chosen = Pattern.objects.accessible_to(by).filter(
            ref__in=[ref for ref in patterns if ref not in linked]
        )
        for each in chosen:
            Link.add(
                by=by, source=(record.link_kind, record), relation=Link.Relation.RESTS_ON,
                target=(PATTERN, each),
            )  # fmt: skip


connect = Connect.as_view()


def _own_places(user) -> list[Place]:
    """The country of the user's office."""
    country = user.office.country if user.office else ""
    return list(Place.objects.filter(kind=Place.Kind.COUNTRY, country=country))


@require_POST
def remove(request, ref):
    """Removes one link; what it joined stays."""
    link = get_permitted_or_404(request, Link, to="edit", ref=ref)
    link.remove(by=request.user)
    next_url = safe_next_url(request.POST.get("next", ""), reverse("links:chain"))
    return action_done(request, next_url=next_url, message=_("Link removed."))
