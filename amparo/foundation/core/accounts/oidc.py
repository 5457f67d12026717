"""What another organization says of its people, and which of it counts here.

Pure. A list written by the house says which claim gives which role in which office; whatever is
not on it gives nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


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
