"""OpenID Connect: sign-in with the account of another organization, on an allow-list.

`AMPARO_OIDC` names a JSON file beside the keys, outside the database: whom we trust, and which of
their claims gives which role in which office; whatever is not on it gives nothing. See
docs/decisions/0013-sign-in.md.
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
    """Whoever bears `has` in `claim` holds `role` in the office (or team) of that name."""

    claim: str
    has: str
    role: str
    office: str
    team: str = ""


@dataclass(frozen=True)
class IdentityProvider:
    """An organization whose sign-in we trust, as far as its rules go."""

    id: str
    name: str
    rules: tuple[Rule, ...]
    # What their sign-in calls a second step (OpenID Connect `amr`); none of it: we ask for ours.
    second_step: frozenset[str] = frozenset()
    # Whether a proven e-mail of theirs may open an account that we made ourselves.
    known_by_email: bool = False


def rules_met(house: IdentityProvider, claims: Mapping[str, object]) -> list[Rule]:
    return [rule for rule in house.rules if rule.has in _said(claims.get(rule.claim))]


def used_two_factors(house: IdentityProvider, claims: Mapping[str, object]) -> bool:
    return bool(house.second_step.intersection(_said(claims.get("amr"))))


def provider_from_settings(told: Mapping) -> IdentityProvider:
    """From the file of the house; a rule that is not whole stops the start, not a sign-in."""
    return IdentityProvider(
        id=told["id"],
        name=told["name"],
        rules=tuple(Rule(**rule) for rule in told.get("rules", ())),
        second_step=frozenset(told.get("second_step", ())),
        known_by_email=told.get("known_by_email", False) is True,
    )


def _said(value: object) -> frozenset[str]:
    """One word or a list of words; anything else says nothing."""
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
    """Those with whose account somebody has come in."""
    known = set(SocialAccount.objects.filter(user=user).values_list("provider", flat=True))
    return [house for house in identity_providers() if house.id in known]


class OidcProvider(OpenIDConnectProvider):
    """What they tell is read once, at the door. None of it is kept."""

    def get_auth_params_from_request(self, request, action):
        """Nothing that an address asks for. Whoever is in already is looked at again there."""
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
    """Where django-allauth would sign somebody up, the house decides by its list."""

    def get_requests_session(self):
        return http_client.requests_session()

    def populate_user(self, request, sociallogin, data):
        return sociallogin.user  # whose account it is, and whether there is one, is said below

    def pre_social_login(self, request, sociallogin):
        house = next(
            each for each in identity_providers() if each.id == sociallogin.account.provider
        )
        claims = sociallogin.claims
        try:
            _require_recent_authentication(request, claims)
            with transaction.atomic():
                user = _user_for(house, claims, sociallogin.account)
                _update_memberships(user, house, claims)
        except Refusal as refusal:
            record_failed_sign_in(None, "organization")
            raise ImmediateHttpResponse(refuse_sign_in(request, str(refusal))) from refusal
        where = sociallogin.state.get("next") or ""
        if used_two_factors(house, claims):
            answer = complete_sign_in(request, user, "organization", proof="two", where=where)
        else:
            answer = begin_sign_in(request, user, "organization", where=where)
        raise ImmediateHttpResponse(answer)

    def on_authentication_error(self, request, provider, error=None, exception=None, **more):
        record_failed_sign_in(None, "organization")
        raise ImmediateHttpResponse(refuse_sign_in(request))


def _require_recent_authentication(request: HttpRequest, claims: dict) -> None:
    """Asked whether it is still them: an answer from their house's memory is none."""
    looked = claims.get("auth_time")
    is_of_now = isinstance(looked, int) and time() - looked <= two_factor.LASTS.total_seconds()
    if request.user.is_authenticated and not is_of_now:
        raise Refusal(_("That sign-in did not work. Try again."))


def refuse_sign_in(request: HttpRequest, why: str = "") -> HttpResponse:
    messages.error(request, why or _("That sign-in did not work. Try again."))
    return redirect("sign-in")


def _user_for(house: IdentityProvider, claims: dict, account: SocialAccount) -> User:
    known = SocialAccount.objects.filter(provider=house.id, uid=account.uid).first()
    if known:
        user = User.objects.get(pk=known.user_id)
    else:
        user = _new_user(house, claims)
        SocialAccount.objects.create(user=user, provider=house.id, uid=account.uid)
        log.log_event(user, "organization.linked", user)
    if not user.is_active:
        raise Refusal(_("This account is closed. Ask your administrator."))
    return user


def _new_user(house: IdentityProvider, claims: dict) -> User:
    """An account only for whom a rule gives a role; never the account of somebody else."""
    email = str(claims.get("email") or "").strip().lower()
    if not email or claims.get("email_verified") is not True:
        raise Refusal(_("Your organization did not say whose e-mail this is."))
    mine = User.objects.filter(email=email).first()
    if mine and (mine.is_system or not house.known_by_email):
        raise Refusal(_("Somebody with this e-mail is already here. Ask your administrator."))
    if mine:
        return mine
    if not rules_met(house, claims):
        raise Refusal(_("Your organization has given you no role here. Ask your administrator."))
    return User.objects.invite(email, str(claims.get("name") or email)[:200], by=None)


def _update_memberships(user: User, house: IdentityProvider, claims: dict) -> None:
    """The roles that the list speaks of, as their organization says today; no others."""
    met = _assignments(rules_met(house, claims))
    for role, team, office in met:
        user.join(role, by=None, team=team, office=office)
    ruled = _assignments(house.rules) - met
    for held in Membership.objects.filter(user=user, ended_at=None):
        if (held.role, held.team, held.office) in ruled:
            user.leave(held, by=None)


def _assignments(rules: Iterable[Rule]) -> set[RoleAssignment]:
    return {place for place in map(_assignment, rules) if place}


def _assignment(rule: Rule) -> RoleAssignment | None:
    """The role and where it is held; nothing where the list names what is not here."""
    office = Office.objects.filter(name=rule.office).first()
    if rule.role not in ROLES or office is None:
        return None
    if not rule.team:
        return rule.role, None, office
    team = Team.objects.filter(name=rule.team, office=office).first()
    return (rule.role, team, None) if team else None
