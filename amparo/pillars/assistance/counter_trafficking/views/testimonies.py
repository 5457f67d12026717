"""Testimony: taken down, read by those to whom it is opened by name, shut again, erased."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.pillars.assistance.planning.forms.plans import ReasonForm

from ..forms.protecting import OpeningForm, TestimonyForm
from ..models import Testimony, TestimonyGrant, TestimonyText
from .pathway_actions import WayAction, open_way, way_response

TESTIMONIES = Testimony.objects.select_related("by")

new = WayAction.as_view(
    title=_("Record testimony"), submit_label=pgettext_lazy("button", "Save"),
    success_message=_("Testimony saved. Only you can read it until you give access."),
    form_class=TestimonyForm, perform=Testimony.write,
    lede=_("It lies under a key of its own: you read it, and those to whom you open it."),
    get_form_kwargs=lambda way: {
        "initial": {"taken_on": way.case.office.today(), "language": way.case.language}
    },
)  # fmt: skip


@require_safe
def show(request, ref, way, testimony):
    """Each reading leaves a line in the file of the case."""
    way = open_way(request, ref, way, to="see")
    testimony = get_permitted_or_404(request, TESTIMONIES, to="read", ref=testimony, way=way)
    testimony.way = way
    words = TestimonyText.objects.accessible_to(request.user).filter(testimony=testimony).first()
    grants = testimony.grants.select_related("user", "by").order_by("-pk")
    return render(request, "counter_trafficking/testimony.html", {
        "way": way, "case": way.case, "testimony": testimony, "words": words,
        "grants": list(grants[:30]), "may_open": testimony.may_be_opened_by(request.user),
    })  # fmt: skip


class OpenTestimony(WayAction):
    """Opens a testimony to a colleague, by name."""

    queryset = TESTIMONIES
    title = _("Grant access to testimony")
    submit_label = _("Grant access")
    success_message = _("Access given. The colleague was notified.")
    form_class = OpeningForm

    def get_form_kwargs(self, testimony):
        readers = [user for user in testimony.readers() if user != self.request.user]
        return {"readers": readers, "way": testimony.way}

    def perform(self, testimony, *, by, user, **told):
        return testimony.open_to(user, by=by, **told)


open_to = OpenTestimony.as_view()


@require_POST
def shut(request, ref, way, grant):
    way = open_way(request, ref, way)
    grants = TestimonyGrant.objects.filter(testimony__way=way)
    grant = get_permitted_or_404(request, grants, to="work", ref=grant)
    grant.revoke(by=request.user)
    return way_response(request, way, _("It is shut to them from now on."))


erase = WayAction.as_view(
    queryset=TESTIMONIES, title=_("Delete this testimony?"), submit_label=_("Erase it for ever"),
    tone="danger", success_message=_("Testimony and its key deleted."),
    form_class=ReasonForm, perform=Testimony.erase,
    lede=_("Its key is destroyed: nobody reads it again, not even in a copy."),
)  # fmt: skip
