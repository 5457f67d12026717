"""Who may belong to the household of somebody: brought together, or never asked about again."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from amparo.foundation.trust.access import open_record
from amparo.ui.respond import done

from ..forms import TogetherForm
from ..households import bring_together, is_suggested
from ..models import NotOneHousehold, Person
from .answers import ask_about, kept
from .families import url_of as url_of_family


@require_http_methods(["GET", "HEAD", "POST"])
def together(request, ref, other):
    """They do belong together: how are they related?"""
    person, found = _both(request, ref, other)
    form = TogetherForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        family = bring_together(person, found, by=request.user, **form.cleaned_data)
        said = _("They belong to the family now.")
        return done(request, then=url_of_family(family), said=said)
    title = _("%(name)s belongs to the family") % {"name": found.name}
    return ask_about(request, person, form, part="household", title=title, yes=_("Note it"))


@require_POST
def apart(request, ref, other):
    """They do not belong together, whatever they share."""
    person, found = _both(request, ref, other)
    NotOneHousehold.say(person, found, by=request.user)
    said = _("It is remembered, and not asked again.")
    return kept(request, person, part="household", said=said)


def _both(request, ref, other) -> tuple[Person, Person]:
    person = open_record(request, Person, to="work", ref=ref)
    found = open_record(request, Person, to="work", ref=other)
    if not is_suggested(person, found):
        raise Http404
    return person, found
