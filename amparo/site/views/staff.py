"""Who works here: inviting colleagues, giving and taking roles, letting go."""

from django.contrib.auth.tokens import default_token_generator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.accounts.roles import ROLES, conflict
from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Grant, Membership, User
from amparo.foundation.core.permissions import impersonation
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.refusals import Refusal
from amparo.ui.responses import action_done

from ..forms.staff import GROUPS, ColleagueForm, LeaveForm, RoleForm
from .offices import ASKS, ask

INDEX, SHOW = "site/staff/index.html", "site/staff/show.html"


@require_safe
def index(request):
    require_permission(request, "staff.edit")
    may_look = impersonation.is_demo_installation()
    staff = User.objects.open_to(request.user, "edit").order_by("-is_active", "name")
    return render(
        request,
        INDEX,
        {
            "may_look": may_look,
            "staff": staff.prefetch_related(Membership.objects.held().at("memberships"))[:500],
        },
    )


@require_http_methods(ASKS)
def new(request):
    require_permission(request, "staff.edit")
    form = ColleagueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        member = User.objects.invite(by=request.user, **form.cleaned_data)
        return _back_to(request, member, _("Now give them a role, and the link to sign in."))
    return ask(request, form, _("New colleague"), reverse("staff"))


@require_safe
def show(request, ref):
    member = get_permitted_or_404(request, User, to="edit", ref=ref)
    return render(request, SHOW, _showing(request, member))


@require_http_methods(ASKS)
@require_recent_authentication
def give_role(request, ref):
    member = get_permitted_or_404(request, User, to="edit", ref=ref)
    form = RoleForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        member.join(by=request.user, **form.cleaned_data)
        return _back_to(request, member, _("The role is given."))
    return ask(request, form, _("A role for %(name)s") % {"name": member}, _address(member))


@require_POST
@require_recent_authentication
def end_role(request, ref, pk):
    member = get_permitted_or_404(request, User, to="edit", ref=ref)
    membership = get_object_or_404(Membership.objects.open_to(request.user, "edit"), pk=pk)
    member.leave(membership, by=request.user)
    return _back_to(request, member, _("The role has ended."))


@require_http_methods(ASKS)
@require_recent_authentication
def give_leave(request, ref):
    member = get_permitted_or_404(request, User, to="edit", ref=ref)
    form = LeaveForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        Grant.give(to=member, by=request.user, **form.cleaned_data)
        return _back_to(request, member, _("The leave is given."))
    title = _("Leave to open restricted files, for %(name)s") % {"name": member}
    return ask(request, form, title, _address(member))


@require_POST
@require_recent_authentication
def end_leave(request, ref, pk):
    member = get_permitted_or_404(request, User, to="edit", ref=ref)
    grant = get_object_or_404(
        Grant.objects.open_to(request.user, "edit"), pk=pk, user=member, ended_at=None
    )
    grant.end(by=request.user)
    return _back_to(request, member, _("The leave has ended."))


@require_POST
@require_recent_authentication
def new_link(request, ref):
    """A one-time link with which they choose a password; shown once, handed over in person."""
    member = get_permitted_or_404(request, User, to="edit", ref=ref)
    token = default_token_generator.make_token(member)
    log.log_event(request.user, "link.made", member)
    link = request.build_absolute_uri(reverse("welcome", args=[member.ref, token]))
    context = {**_showing(request, member), "link": link}
    response = render(request, SHOW, context)
    response.once_result = _address(member)
    return response


@require_POST
def let_go(request, ref):
    member = get_permitted_or_404(request, User, to="edit", ref=ref)
    if member == request.user:
        raise Refusal(_("Somebody else closes your own account."))
    if member.cases.active().exists():
        raise Refusal(_("They still have open cases. A supervisor hands these over first."))
    member.let_go(by=request.user)
    return _back_to(request, member, _("They can no longer sign in."))


def _showing(request, member: User) -> dict:
    places = list(
        member.memberships.filter(ended_at=None).select_related("team__office", "office")
    )
    return {
        "member": member,
        "places": places,
        "apart": roles_apart([place.role for place in places]),
        "leaves": [
            {"pk": leave.pk, "office": leave.office, "group_name": GROUPS[leave.group]}
            for leave in member.grants.filter(ended_at=None).select_related("office")
        ],
        "ways": two_factor.second_factors_of(member),
        "is_recovering": member.recoveries.open().exists(),
        "screens": member.sessions.living().count(),
        "open_cases": member.cases.active().count(),
    }


def roles_apart(held: list[str]) -> list[tuple]:
    """The roles that nobody holds together with these, and why."""
    whys = [(role.name, conflict(role.code, held)) for role in ROLES.values()]
    return [(name, why) for name, why in whys if why]


def _address(member: User) -> str:
    return reverse("staff-member", args=[member.ref])


def _back_to(request, member: User, said: str):
    return action_done(request, then=_address(member), said=said)
