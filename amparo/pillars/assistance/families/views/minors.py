"""Minors registered without an adult: the list, and what somebody found out about one of them."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.action_views import attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.people.presenters.persons import age_text
from amparo.ui.action_views import posted_data
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.children import MinorForm
from ..models import MinorWithoutAdult
from ..waiting import minors_of

MINOR, PAGE = "families/minor.html", 25


def lines_of(minors) -> list[tuple[MinorWithoutAdult, str]]:
    """Each with the age, as exact as it is known."""
    return [(minor, age_text(minor.person)) for minor in minors]


def with_their_files(minors):
    return minors.select_related("person", "case__owner")


@require_safe
def index(request):
    """Whom nobody has looked at yet, the latest first."""
    require_permission(request, "case.see")
    pages = paginate(with_their_files(minors_of(request.user)), request, "-pk", size=PAGE)
    log.log_list(request.user, "minors.listed", {minor.person for minor in pages})
    context = {"pages": pages, "minors": lines_of(pages)}
    return render(request, "families/minors.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def look_at(request, ref):
    """Why they need not be registered as a child alone; or the way to register them."""
    records = with_their_files(MinorWithoutAdult.objects.select_related("looked_by"))
    minor = get_permitted_or_404(request, records, to="work", ref=ref)
    form = MinorForm(posted_data(request))
    back = minor.case.get_absolute_url() if minor.case else reverse("families:minors")
    if is_valid_post(request, form):
        attempt(form, minor.look_at, by=request.user, **form.cleaned_data)
        if form.is_valid():
            return action_done(request, next_url=reverse("families:minors"), message=_("Saved."))
    context = {
        "minor": minor, "form": form, "age": age_text(minor.person), "back": back,
        "about": minor.case.number if minor.case else "",
    }  # fmt: skip
    return render(request, MINOR, context, status=422 if form.is_bound else 200)
