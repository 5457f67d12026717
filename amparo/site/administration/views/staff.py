"""Views: staff, their roles and grants, impersonation, account recovery."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.accounts.recoveries import KEPT_APART
from amparo.foundation.core.accounts.roles import ROLES, conflict
from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.audit import log
from amparo.foundation.core.models import AccountRecovery, Membership, RestrictedGroupAccess, User
from amparo.foundation.core.permissions import impersonation
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.refusals import Refusal
from amparo.ui.action_views import action_page
from amparo.ui.responses import action_done

from ..forms import GRANT_GROUPS, GrantForm, InviteForm, RoleForm
from .offices import FORM_METHODS

STAFF_TEMPLATE, MEMBER_TEMPLATE = (
    "site/administration/staff/index.html",
    "site/administration/staff/show.html",
)


@require_safe
def staff(request):
    require_permission(request, "staff.edit")
    may_look = impersonation.is_demo_installation()
    staff = User.objects.accessible_to(request.user, "edit").order_by("-is_active", "name")
    return render(
        request,
        STAFF_TEMPLATE,
        {
            "may_look": may_look,
            "staff": staff.prefetch_related(Membership.objects.held().at("memberships"))[:500],
        },
    )


@require_http_methods(FORM_METHODS)
def invite(request):
    require_permission(request, "staff.edit")
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        member = User.objects.invite(by=request.user, **form.cleaned_data)
        return _to_member(request, member, _("Now give them a role, and the link to sign in."))
    return action_page(
        request, form, title=_("New colleague"), submit_label=_("Save"), back_url=reverse("staff")
    )


@require_safe
def member(request, ref):
    member = get_permitted_or_404(request, User, to="edit", ref=ref)
    return render(request, MEMBER_TEMPLATE, _member_context(request, member))


@require_http_methods(FORM_METHODS)
@require_recent_authentication
def give_role(request, ref):
    member = get_permitted_or_404(request, User, to="edit", ref=ref)
    form = RoleForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        member.add_role(by=request.user, **form.cleaned_data)
        return _to_member(request, member, _("The role is given."))
    return action_page(
        request,
        form,
        title=_("A role for %(name)s") % {"name": member},
        submit_label=_("Save"),
        back_url=_member_url(member),
    )


@require_POST
@require_recent_authentication
def end_role(request, ref, pk):
    member = get_permitted_or_404(request, User, to="edit", ref=ref)
    membership = get_object_or_404(Membership.objects.accessible_to(request.user, "edit"), pk=pk)
    holder = member if membership.user_id == member.pk else membership.user
    if holder.pk != member.pk and holder.practises_for_id != member.pk:
        raise Http404
    holder.end_role(membership, by=request.user)
    return _to_member(request, member, _("The role has ended."))


@require_http_methods(FORM_METHODS)
@require_recent_authentication
def give_grant(request, ref):
    member = get_permitted_or_404(request, User, to="edit", ref=ref)
    form = GrantForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        RestrictedGroupAccess.give(to=member, by=request.user, **form.cleaned_data)
        return _to_member(request, member, _("The leave is given."))
    title = _("Access to restricted files for %(name)s") % {"name": member}
    return action_page(
        request, form, title=title, submit_label=_("Save"), back_url=_member_url(member)
    )


@require_POST
@require_recent_authentication
def end_grant(request, ref, pk):
    member = get_permitted_or_404(request, User, to="edit", ref=ref)
    grant = get_object_or_404(
        RestrictedGroupAccess.objects.accessible_to(request.user, "edit"),
        pk=pk,
        user=member,
        ended_at=None,
    )
    grant.end(by=request.user)
    return _to_member(request, member, _("The leave has ended."))


@require_POST
@require_recent_authentication
def new_welcome_link(request, ref):
    """A one-time link with which they choose a password; shown once, handed over in person."""
    member = get_permitted_or_404(request, User, to="edit", ref=ref)
    token = default_token_generator.make_token(member)
    log.log_event(request.user, "link.made", member)
    link = request.build_absolute_uri(reverse("invitation", args=[member.ref, token]))
    context = {**_member_context(request, member), "link": link}
    response = render(request, MEMBER_TEMPLATE, context)
    response.idempotent_redirect = _member_url(member)
    return response


@require_POST
def deactivate(request, ref):
    member = get_permitted_or_404(request, User, to="edit", ref=ref)
    if member == request.user:
        raise Refusal(_("Somebody else closes your own account."))
    if member.cases.active().exists():
        raise Refusal(_("They still have open cases. A supervisor hands these over first."))
    member.deactivate(by=request.user)
    return _to_member(request, member, _("They can no longer sign in."))


def _member_context(request, member: User) -> dict:
    held = Membership.objects.filter(Q(user=member) | Q(user__practises_for=member), ended_at=None)
    places = list(held.select_related("team__office", "office"))
    return {
        "member": member,
        "places": places,
        "apart": incompatible_roles([each.role for each in places if each.user_id == member.pk]),
        "leaves": [
            {"pk": leave.pk, "office": leave.office, "group_name": GRANT_GROUPS[leave.group]}
            for leave in member.restricted_group_accesses.filter(ended_at=None).select_related(
                "office"
            )
        ],
        "ways": two_factor.second_factors_of(member),
        "is_recovering": member.recoveries.open().exists(),
        "screens": member.sessions.living().count(),
        "open_cases": member.cases.active().count(),
    }


def incompatible_roles(held: list[str]) -> list[tuple]:
    """The roles that nobody holds together with these, and why."""
    whys = [(role.name, conflict(role.code, held)) for role in ROLES.values()]
    return [(name, why) for name, why in whys if why]


def _member_url(member: User) -> str:
    return reverse("staff-member", args=[member.ref])


def _to_member(request, member: User, said: str):
    return action_done(request, next_url=_member_url(member), message=said)


# Impersonation.

IMPERSONATION_TEMPLATE = "site/administration/staff/impersonation.html"


@require_safe
def impersonation_choices(request):
    found = _colleagues(request).order_by("name")
    found = found.prefetch_related(Membership.objects.held().at("memberships"))
    return render(request, IMPERSONATION_TEMPLATE, {"colleagues": found[:200]})


@require_POST
def begin_impersonation(request, ref):
    _colleagues(request)
    colleague = get_permitted_or_404(request, User, to="see", ref=ref)
    impersonation.start_impersonation(request, colleague)
    return action_done(request, next_url=reverse("home"))


@require_POST
def end_impersonation(request):
    impersonation.stop_impersonation(request)
    return action_done(request, next_url=reverse("home"))


def _colleagues(request):
    """For who answers for colleagues; for an administrator where all people are made up."""
    verbs = request.user.permissions
    if "team.see" not in verbs and not (
        "staff.edit" in verbs and impersonation.is_demo_installation()
    ):
        raise Http404
    return impersonation.impersonable_users(request.user)


# Account recovery: a lost device, and two colleagues who vouch.

RECOVERY_TEMPLATE = "site/administration/staff/recovery.html"


@require_POST
@require_recent_authentication
def revoke_factor(request, ref, pk):
    """A lost telephone or key: one step, and nobody signs in with it again."""
    member = get_permitted_or_404(request, User, to="edit", ref=ref)
    way = get_object_or_404(Authenticator.objects.filter(user_id=member.pk), pk=pk)
    was_last = two_factor.revoke(way, by=request.user)
    if was_last:
        said = _("Revoked. A second colleague now confirms that they may begin anew.")
        return action_done(request, next_url=reverse("recovery", args=[member.ref]), message=said)
    said = _("Revoked, and signed out everywhere.")
    return action_done(request, next_url=reverse("staff-member", args=[member.ref]), message=said)


@require_http_methods(["GET", "HEAD", "POST"])
@require_recent_authentication
def recovery(request, ref):
    """The first who POSTs asks, the second confirms and is given the link."""
    member = get_permitted_or_404(request, User, to="vouch", ref=ref)
    if member == request.user:
        raise Refusal(_("Two colleagues do this for you."))
    asked = member.recoveries.open().first()
    if request.method != "POST":
        return render(request, RECOVERY_TEMPLATE, _recovery_context(request, member, asked))
    if asked is None:
        AccountRecovery.ask(member, by=request.user)
        said = _("Asked. Another colleague must confirm it before there is a link.")
        return action_done(request, next_url=reverse("recovery", args=[member.ref]), message=said)
    link = request.build_absolute_uri(asked.confirm(by=request.user))
    response = render(
        request, RECOVERY_TEMPLATE, {**_recovery_context(request, member, asked), "link": link}
    )
    response.idempotent_redirect = reverse("recovery", args=[member.ref])
    return response


def _recovery_context(request, member: User, asked: AccountRecovery | None) -> dict:
    return {
        "member": member,
        "asked": asked,
        "may_confirm": asked is not None and asked.may_be_confirmed_by(request.user),
        "needs_administrator": bool(member.permissions & KEPT_APART),
        "may_keep_staff": "staff.edit" in request.user.permissions,
    }
