"""Views: families, members, separations, and suggestions of one household."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.ui.action_views import action_page
from amparo.ui.responses import action_done

from ..forms import FamilyForm, HouseholdMemberForm, MemberForm, PersonSearchForm, SeparationForm
from ..household_suggestions import add_to_household, is_suggested
from ..models import Family, FamilyMember, Person, RejectedHouseholdSuggestion
from ..presenters.persons import distinguishing_line, visible_members
from ..search.search import search
from .responses import PersonAction, person_page, saved_response

SHOW, MEMBER = "people/families/show.html", "people/families/member.html"
ASKS = ["GET", "HEAD", "POST"]


def family_url(family: Family) -> str:
    return reverse("people:family", args=[family.ref])


@require_safe
def show(request, ref):
    family = get_permitted_or_404(
        request, Family.objects.select_related("head"), to="see", ref=ref
    )
    members = visible_members(family, request.user)
    lines = [(member, distinguishing_line(member.person)) for member in members]
    # Who speaks for it may be in a file that is kept close: they are named to who sees them.
    head = next((each.person for each in members if each.person_id == family.head_id), None)
    may_work = "work" in permissions_on(family, request.user)
    context = {"family": family, "lines": lines, "head": head, "may_work": may_work}
    return render(request, SHOW, context)


# A family begins with the person who speaks for it.
new = PersonAction.as_view(
    title=_("Record family"), submit_label=pgettext_lazy("button", "Save"), part="families",
    success_message=_("Family recorded. Add its members."), form_class=FamilyForm,
    perform=Family.register, get_success_url=lambda person, family: family_url(family),
)  # fmt: skip


@require_http_methods(ASKS)
def new_member(request, ref):
    """Somebody we know joins: looked for first, then chosen with their relation."""
    family = get_permitted_or_404(
        request, Family.objects.select_related("head"), to="work", ref=ref
    )
    context = {"family": family, "seek": PersonSearchForm(), "back": family_url(family)}
    if request.method == "POST" and "q" in request.POST:
        context |= _search_results(request, family)
    elif request.method == "POST":
        form = MemberForm(request.POST)
        if form.is_valid():
            return _add_member(request, family, **form.cleaned_data)
        context |= _chosen(request, form)
    is_lacking = "form" in context or (request.method == "POST" and "found" not in context)
    status = 422 if is_lacking else 200
    return render(request, MEMBER, context, status=status)


def _search_results(request, family) -> dict:
    seek = PersonSearchForm(request.POST)
    if not seek.is_valid():
        return {"seek": seek}
    known = set(family.members.values_list("person_id", flat=True))
    people = [p for p in search(request.user, seek.cleaned_data["q"]) if p.pk not in known]
    log.log_list(request.user, "person.searched", people)
    found = [
        (
            person,
            distinguishing_line(person),
            MemberForm(initial={"person": person.ref}, auto_id=f"{n}_%s"),
        )
        for n, person in enumerate(people)
    ]
    return {"seek": seek, "found": found}


def _chosen(request, form) -> dict:
    """The one who was chosen, again, with what is still missing."""
    person = Person.objects.accessible_to(request.user, "work").filter(ref=_ref(form)).first()
    return {"found": [(person, distinguishing_line(person), form)], "form": form} if person else {}


def _ref(form):
    return form.cleaned_data.get("person")


def _add_member(request, family, person, relation):
    found = get_permitted_or_404(request, Person, to="work", ref=person)
    family.add(found, relation, by=request.user)
    return action_done(request, next_url=family_url(family), message=_("Family member added."))


@require_POST
def head(request, ref):
    """Another member speaks for the family from now on."""
    member = get_permitted_or_404(
        request, FamilyMember.objects.select_related("family", "person"), to="work", ref=ref
    )
    member.family.let_head(member.person, by=request.user)
    said = _("They speak for the family from now on.")
    return action_done(request, next_url=family_url(member.family), message=said)


class Separate(PersonAction):
    """Notes that a member was separated from the family."""

    queryset = FamilyMember.objects.select_related("family", "person", "separation")
    title = _("Record family separation")
    submit_label = pgettext_lazy("button", "Save")
    success_message = _("Separation recorded.")
    form_class = SeparationForm

    def get_record(self, ref):
        member = super().get_record(ref=ref)
        mine = Person.objects.accessible_to(self.request.user)
        if not mine.filter(pk=member.person_id).exists():
            raise Http404
        return member

    def get_back_url(self, member):
        return family_url(member.family)

    def perform(self, member, *, by, since, cause, story):
        member.separate(by=by, since=since.day if since else None, cause=cause, story=story)


separate = Separate.as_view()


# Household suggestions.


@require_http_methods(["GET", "HEAD", "POST"])
def accept_suggestion(request, ref, other):
    """They do belong together: how are they related?"""
    person, found = _suggested_pair(request, ref, other)
    form = HouseholdMemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        family = add_to_household(person, found, by=request.user, **form.cleaned_data)
        said = _("Family member added.")
        return action_done(request, next_url=family_url(family), message=said)
    title = _("%(name)s belongs to the family") % {"name": found.shown_name}
    return action_page(
        request, form, part="household", title=title, submit_label=pgettext_lazy("button", "Save"),
        **person_page(person, "household"),
    )  # fmt: skip


@require_POST
def reject_suggestion(request, ref, other):
    """They do not belong together, whatever they share."""
    person, found = _suggested_pair(request, ref, other)
    RejectedHouseholdSuggestion.reject(person, found, by=request.user)
    said = _("It is remembered, and not asked again.")
    return saved_response(request, person, part="household", said=said)


def _suggested_pair(request, ref, other) -> tuple[Person, Person]:
    person = get_permitted_or_404(request, Person, to="work", ref=ref)
    found = get_permitted_or_404(request, Person, to="work", ref=other)
    if not is_suggested(person, found):
        raise Http404
    return person, found
