"""Families: who belongs together, who speaks for them, who was separated."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.trust import audit
from amparo.foundation.trust.access import open_record, verbs_on
from amparo.ui.respond import done

from ..forms import FamilyForm, MemberForm, SeekForm, SeparationForm
from ..models import Family, FamilyMember, Person
from ..person_page import line_of, members_of
from ..search import search
from .answers import ask, ask_about

SHOW, MEMBER = "people/families/show.html", "people/families/member.html"
ASKS = ["GET", "HEAD", "POST"]


def url_of(family: Family) -> str:
    return reverse("people:family", args=[family.ref])


@require_safe
def show(request, ref):
    family = open_record(request, Family.objects.select_related("head"), to="see", ref=ref)
    members = members_of(family, request.user)
    lines = [(member, line_of(member.person)) for member in members]
    # Who speaks for it may be in a file that is kept close: they are named to who sees them.
    head = next((each.person for each in members if each.person_id == family.head_id), None)
    may_work = "work" in verbs_on(family, request.user)
    context = {"family": family, "lines": lines, "head": head, "may_work": may_work}
    return render(request, SHOW, context)


@require_http_methods(ASKS)
def new(request, ref):
    """A family begins with the person who speaks for it."""
    person = open_record(request, Person, to="work", ref=ref)
    form = FamilyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        family = Family.register(person, by=request.user, **form.cleaned_data)
        return done(request, then=url_of(family), said=_("The family is noted. Add its members."))
    return ask_about(
        request, person, form, part="families", title=_("Note a family"), yes=_("Note the family")
    )


@require_http_methods(ASKS)
def new_member(request, ref):
    """Somebody we know joins: looked for first, then chosen with their relation."""
    family = open_record(request, Family.objects.select_related("head"), to="work", ref=ref)
    context = {"family": family, "seek": SeekForm(), "back": url_of(family)}
    if request.method == "POST" and "q" in request.POST:
        context |= _sought(request, family)
    elif request.method == "POST":
        form = MemberForm(request.POST)
        if form.is_valid():
            return _join(request, family, **form.cleaned_data)
        context |= _chosen(request, form)
    is_lacking = "form" in context or (request.method == "POST" and "found" not in context)
    status = 422 if is_lacking else 200
    return render(request, MEMBER, context, status=status)


def _sought(request, family) -> dict:
    seek = SeekForm(request.POST)
    if not seek.is_valid():
        return {"seek": seek}
    known = set(family.members.values_list("person_id", flat=True))
    people = [p for p in search(request.user, seek.cleaned_data["q"]) if p.pk not in known]
    audit.listed(request.user, "person.searched", people)
    found = [
        (person, line_of(person), MemberForm(initial={"person": person.ref}, auto_id=f"{n}_%s"))
        for n, person in enumerate(people)
    ]
    return {"seek": seek, "found": found}


def _chosen(request, form) -> dict:
    """The one who was chosen, again, with what is still missing."""
    person = Person.objects.open_to(request.user, "work").filter(ref=_ref(form)).first()
    return {"found": [(person, line_of(person), form)], "form": form} if person else {}


def _ref(form):
    return form.cleaned_data.get("person")


def _join(request, family, person, relation):
    found = open_record(request, Person, to="work", ref=person)
    family.add(found, relation, by=request.user)
    return done(request, then=url_of(family), said=_("They belong to the family now."))


@require_POST
def head(request, ref):
    """Another member speaks for the family from now on."""
    member = open_record(
        request, FamilyMember.objects.select_related("family", "person"), to="work", ref=ref
    )
    member.family.let_head(member.person, by=request.user)
    said = _("They speak for the family from now on.")
    return done(request, then=url_of(member.family), said=said)


@require_http_methods(ASKS)
def separate(request, ref):
    members = FamilyMember.objects.select_related("family", "person", "separation")
    member = open_record(request, members, to="work", ref=ref)
    if not Person.objects.open_to(request.user).filter(pk=member.person_id).exists():
        raise Http404
    form = SeparationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        since = given["since"].day if given["since"] else None
        member.separate(by=request.user, since=since, cause=given["cause"], story=given["story"])
        return done(request, then=url_of(member.family), said=_("The separation is noted."))
    return ask(
        request,
        form,
        title=_("Note a separation"),
        yes=_("Note it"),
        back=url_of(member.family),
        person=member.person,
    )
