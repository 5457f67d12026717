"""Minors registered without an adult: the list, and what somebody found out about one of them."""

from typing import Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.action_views import ActionView, attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.people.consent_givers import PARENT
from amparo.foundation.people.models import Consent, Person
from amparo.foundation.people.presenters.persons import age_text
from amparo.ui.action_views import posted_data
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.children import AcceptMinorForm, MinorForm
from ..models import MinorWithoutAdult, UnaccompaniedChild, workers_of
from ..models.minors import is_with_parent
from ..worklists import minors_of

MINOR, PAGE = "child_protection/minor.html", 25
ACCEPTED = gettext_lazy("Accepted. From now on the file is kept to child protection.")
ACCEPT_LEDE = gettext_lazy(
    "The child has a colleague by name, and the file is kept to child protection: who registered "
    "the child no longer finds it, unless they have access to such files."
)


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
    return render(request, "child_protection/minors.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def look_at(request, ref):
    """Why they need not be registered as a child alone; or the way to register them."""
    records = with_their_files(MinorWithoutAdult.objects.select_related("looked_by"))
    minor = get_permitted_or_404(request, records, to="work", ref=ref)
    form = MinorForm(posted_data(request))
    back = minor.case.get_absolute_url() if minor.case else reverse("child_protection:minors")
    if is_valid_post(request, form):
        attempt(form, minor.look_at, by=request.user, **form.cleaned_data)
        if form.is_valid():
            return action_done(
                request, next_url=reverse("child_protection:minors"), message=_("Saved.")
            )
    context = {
        "minor": minor, "form": form, "age": age_text(minor.person), "back": back,
        "about": minor.case.number if minor.case else "",
        "may_open_case": (minor.case is None or minor.case.is_ended)
        and "case.open" in request.user.permissions,
        **_consenting_parent(minor.person),
    }  # fmt: skip
    return render(request, MINOR, context, status=422 if form.is_bound else 200)


def _consenting_parent(person: Person) -> dict[str, Any]:
    """The consent of a parent who was present, and the family into which they may be written."""
    if is_with_parent(person, localdate()):
        return {}
    consent = Consent.objects.of(person).filter(given_by=PARENT).order_by("-pk").first()
    member = person.in_families.filter(separation=None).order_by("pk").first()
    return {"parent_consent": consent, "family": member.family if member else None}


class Accept(ActionView):
    """Takes a proposed child on: registered, and from then on kept to child protection."""

    queryset = with_their_files(MinorWithoutAdult.objects.all())
    title = gettext_lazy("Accept the child")
    submit_label = gettext_lazy("Accept the child")
    success_message = ACCEPTED
    lede = ACCEPT_LEDE
    guidance_step = "child.age"
    form_class = AcceptMinorForm

    def perform(self, minor, *, by, **fields):
        return minor.accept(by=by, **fields)

    def get_form_kwargs(self, minor):
        workers = workers_of(minor.case) if minor.case else []
        return {
            "workers": workers, "user": self.request.user, "initial": {"status": minor.proposed},
        }  # fmt: skip

    def get_page(self, minor):
        crumbs = [(reverse("child_protection:minors"), _("Minors registered without an adult"))]
        return {"crumbs": crumbs, "subject": minor.person.shown_name}

    def get_back_url(self, minor):
        return reverse("child_protection:minor", args=[minor.ref])

    def get_success_url(self, minor, child):
        return after_accepting(self.request, child)


def after_accepting(request, child: UnaccompaniedChild) -> str:
    """The page of the child, where one still reads the file; else the list."""
    may_read = UnaccompaniedChild.objects.accessible_to(request.user).filter(pk=child.pk).exists()
    return child.get_absolute_url() if may_read else reverse("child_protection:children")


accept = Accept.as_view()
