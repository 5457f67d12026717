"""OpenID Connect: sign-in with the account of another organization, on an allow-list.

`AMPARO_OIDC` names a JSON file beside the keys, outside the database: which identity providers are
trusted, and which of their claims give which role in which office; anything else gives nothing.
See docs/decisions/0013-sign-in.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from time import time

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.accounts.roles import ROLES
from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Membership, Office, Team, User
from amparo.foundation.core.refusals import Refusal

from .. import http_client
from .sign_in import begin_sign_in, complete_sign_in, record_failed_sign_in


@dataclass(frozen=True)
class Rule:
    """Gives `role` in the office (or team) of that name to whoever has the value `has` in
    `claim`.
    """

    claim: str
    has: str
    role: str
    office: str
    team: str = ""


@dataclass(frozen=True)
class IdentityProvider:
    """An organization whose sign-in is trusted, within its rules."""

    id: str
    name: str
    rules: tuple[Rule, ...]
    # What their sign-in calls a second step (OpenID Connect `amr`); none of it: we ask for ours.
    second_step: frozenset[str] = frozenset()
    # Whether a proven e-mail of theirs may open an account that we made ourselves.
    known_by_email: bool = False


def rules_met(provider: IdentityProvider, claims: Mapping[str, object]) -> list[Rule]:
    """Returns the rules that these claims meet."""
    return [rule for rule in provider.rules if rule.has in _said(claims.get(rule.claim))]


def used_two_factors(provider: IdentityProvider, claims: Mapping[str, object]) -> bool:
    """Returns whether the claims name a second factor (`amr`) that the provider's
    settings accept.
    """
    return bool(provider.second_step.intersection(_said(claims.get("amr"))))


def provider_from_settings(told: Mapping) -> IdentityProvider:
    """Returns a provider from its settings; an incomplete rule raises at start-up rather than at a
    sign-in.
    """
    return IdentityProvider(
        id=told["id"],
        name=told["name"],
        rules=tuple(Rule(**rule) for rule in told.get("rules", ())),
        second_step=frozenset(told.get("second_step", ())),
        known_by_email=told.get("known_by_email", False) is True,
    )


def _said(value: object) -> frozenset[str]:
    """Returns a claim as a set of texts; empty for anything but a text or a list of texts."""
    if isinstance(value, str):
        return frozenset({value})
    if isinstance(value, Iterable) and not isinstance(value, Mapping):
        return frozenset(each for each in value if isinstance(each, str))
    return frozenset()


# Sign-in through allauth.

type RoleAssignment = tuple[str, Team | None, Office | None]


def identity_providers() -> list[IdentityProvider]:
    return [provider_from_settings(told) for told in settings.AMPARO_OIDC]


def identity_providers_of(user: User) -> list[IdentityProvider]:
    """Returns the providers with whose account the user has signed in."""
    known = set(SocialAccount.objects.filter(user=user).values_list("provider", flat=True))
    return [provider for provider in identity_providers() if provider.id in known]


class OidcProvider(OpenIDConnectProvider):
    """Reads the claims once, at sign-in; none of them is stored."""

    def get_auth_params_from_request(self, request, action):
        """Ignores parameters of the URL; asks for a new sign-in there if the user is signed in
        here.
        """
        again = {"prompt": "login", "max_age": "60"} if request.user.is_authenticated else {}
        return self.get_auth_params() | again

    def get_scope_from_request(self, request):
        return self.get_scope()

    def sociallogin_from_response(self, request, response):
        login = super().sociallogin_from_response(request, response)
        proven, told = response.get("id_token", {}), response.get("userinfo", {})
        if told and proven and told.get("sub") != proven.get("sub"):
            raise ImmediateHttpResponse(refuse_sign_in(request))
        login.claims = {**told, **proven}
        login.account.extra_data = {}
        return login


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Signs in by our allow-list where django-allauth would create an account."""

    def get_requests_session(self):
        return http_client.requests_session()

    def populate_user(self, request, sociallogin, data):
        return sociallogin.user  # whose account it is, and whether there is one, is said below

    def pre_social_login(self, request, sociallogin):
        provider = next(
            each for each in identity_providers() if each.id == sociallogin.account.provider
        )
        claims = sociallogin.claims
        try:
            _require_recent_authentication(request, claims)
            with transaction.atomic():
                user = _user_for(provider, claims, sociallogin.account)
                _update_memberships(user, provider, claims)
        except Refusal as refusal:
            record_failed_sign_in(None, "organization")
            raise ImmediateHttpResponse(refuse_sign_in(request, str(refusal))) from refusal
        where = sociallogin.state.get("next") or ""
        if used_two_factors(provider, claims):
            answer = complete_sign_in(request, user, "organization", proof="two", where=where)
        else:
            answer = begin_sign_in(request, user, "organization", where=where)
        raise ImmediateHttpResponse(answer)

    def on_authentication_error(self, request, provider, error=None, exception=None, **more):
        record_failed_sign_in(None, "organization")
        raise ImmediateHttpResponse(refuse_sign_in(request))


def _require_recent_authentication(request: HttpRequest, claims: dict) -> None:
    """Raises Refusal where a signed-in user must reauthenticate and the provider answered from an
    older session.
    """
    looked = claims.get("auth_time")
    is_of_now = isinstance(looked, int) and time() - looked <= two_factor.LASTS.total_seconds()
    if request.user.is_authenticated and not is_of_now:
        raise Refusal(_("That sign-in did not work. Try again."))


def refuse_sign_in(request: HttpRequest, why: str = "") -> HttpResponse:
    messages.error(request, why or _("That sign-in did not work. Try again."))
    return redirect("sign-in")


def _user_for(provider: IdentityProvider, claims: dict, account: SocialAccount) -> User:
    """Returns the account of these claims, creating it where a rule allows; raises Refusal for a
    closed account.
    """
    known = SocialAccount.objects.filter(provider=provider.id, uid=account.uid).first()
    if known:
        user = User.objects.get(pk=known.user_id)
    else:
        user = _new_user(provider, claims)
        SocialAccount.objects.create(user=user, provider=provider.id, uid=account.uid)
        log.log_event(user, "organization.linked", user)
    if not user.is_active:
        raise Refusal(_("This account is closed. Ask your administrator."))
    return user


def _new_user(provider: IdentityProvider, claims: dict) -> User:
    """Returns a new account, only where a rule gives it a role, or an account of ours with the
    same verified e-mail where the settings allow that; raises Refusal otherwise.
    """
    email = str(claims.get("email") or "").strip().lower()
    if not email or claims.get("email_verified") is not True:
        raise Refusal(_("Your organization did not say whose e-mail this is."))
    mine = User.objects.filter(email=email).first()
    if mine and (mine.is_system or not provider.known_by_email):
        raise Refusal(_("Somebody with this e-mail is already here. Ask your administrator."))
    if mine:
        return mine
    if not rules_met(provider, claims):
        raise Refusal(_("Your organization has given you no role here. Ask your administrator."))
    return User.objects.invite(email, str(claims.get("name") or email)[:200], by=None)


def _update_memberships(user: User, provider: IdentityProvider, claims: dict) -> None:
    """Opens and closes roles of the user as the claims say now; roles that no rule names are left
    alone.
    """
    met = _assignments(rules_met(provider, claims))
    for role, team, office in met:
        user.add_role(role, by=None, team=team, office=office)
    ruled = _assignments(provider.rules) - met
    for held in Membership.objects.filter(user=user, ended_at=None):
        if (held.role, held.team, held.office) in ruled:
            user.end_role(held, by=None)


def _assignments(rules: Iterable[Rule]) -> set[RoleAssignment]:
    return {place for place in map(_assignment, rules) if place}


def _assignment(rule: Rule) -> RoleAssignment | None:
    """Returns role, team and office of a rule; None where they do not exist here."""
    office = Office.objects.filter(name=rule.office).first()
    if rule.role not in ROLES or office is None:
        return None
    if not rule.team:
        return rule.role, None, office
    team = Team.objects.filter(name=rule.team, office=office).first()
    return (rule.role, team, None) if team else None
