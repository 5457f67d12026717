"""Permission rules: who may do what to which records, said once and said as a query.

Each app registers the rules of its models in its own `permissions.py`. A rule takes a user and
returns the `Q` of the records that it permits, so a list, a page and a bulk action obey the same
rule. For records about people the answer comes from access grants: rows that say who holds which
record, written by the action that gives or takes it. No rule, no access.
"""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.http import Http404, HttpRequest

from ..accounts.users import User
from ..audit import log
from ..records import Referable
from . import read_limits
from .grants import AccessGrant, PermissionQuerySet, permission_rules
from .rls.context import rls_allow_record, rls_bypass

NONE = Q(pk__in=[])
# Less than seeing: that somebody is known to another office, or what was shared of them.
WEAKER_THAN_VIEW = ("know", "meet")


# A rule takes the person who asks, the model that the rule speaks of, and `at`: the path to it
# from the record asked about ("" when it is that record).
type PermissionRule = Callable[[User, type[models.Model], str], Q]


class Request(HttpRequest):
    """A request whose user has signed in; the login middleware sees to it."""

    user: User


def register_rules(model: type[models.Model], **verbs: PermissionRule) -> None:
    """Declare what may be done to `model`; every model declares at least `see`."""
    permission_rules[model] = verbs


def join_path(at: str, name: str) -> str:
    """The path to a field of the record at `at`."""
    return f"{at}__{name}" if at else name


def any_signed_in_user(user: User, model: type[models.Model], at: str = "") -> Q:
    """Everybody who has signed in."""
    return Q()


def no_one(user: User, model: type[models.Model], at: str = "") -> Q:
    """Nobody looks at it: verbs alone keep it."""
    return NONE


def has_permission(verb: str) -> PermissionRule:
    """Everybody with a role that has the verb, for every record: only where nobody is named."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        return Q() if verb in user.verbs else NONE

    return rule


def has_grant(reach: type[AccessGrant], verb: str) -> PermissionRule:
    """Whoever holds the record, in a role that has the verb."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        holders = user.holders(verb)
        return _grant_exists(user, reach, holders, join_path(at, "pk")) if holders else NONE

    return rule


def _grant_exists(user: User, reach: type[AccessGrant], holders: list[str], record: str) -> Q:
    """Verbs that the same holders may do are one and the same question, asked once."""
    asked = user.__dict__.setdefault("_asked", {})
    key = (reach, getattr(holders, "key", tuple(holders)), record)
    if key not in asked:
        held = reach._default_manager.held_by(holders)  # type: ignore[attr-defined]
        asked[key] = Q(Exists(held.filter(record=OuterRef(record))))
    return asked[key]


def via_foreign_key(path: str, to: str = "see") -> PermissionRule:
    """Whoever may do `to` on the record at the end of `path` (a foreign key): a note's case."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        target: Any = model
        for step in path.split("__"):
            target = target._meta.get_field(step).related_model
        return _rule_for(target, to, user, join_path(at, path))

    return rule


def any_of(*rules: PermissionRule) -> PermissionRule:
    """Any one of the sentences suffices."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        said = [each(user, model, at) for each in rules]
        if every := [each for each in said if not each]:
            return every[0]  # every record: an empty Q would say nothing beside another
        some = [each for each in said if each is not NONE]
        return reduce(or_, some, NONE) if len(some) != 1 else some[0]

    return rule


def is_human_account(verb: str) -> PermissionRule:
    """The accounts of people: that of a system is kept by its token, and by nothing else."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        return Q(**{join_path(at, "is_system"): False}) if verb in user.verbs else NONE

    return rule


def is_owner(path: str = "user") -> PermissionRule:
    """What belongs to the person who asks: their notices, their account."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        return Q(**{join_path(at, path): user.pk})

    return rule


def of_own_office(verb: str, path: str = "office") -> PermissionRule:
    """What belongs to an office that one speaks for, as a whole."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        offices = user.offices_for(verb)
        return Q(**{f"{join_path(at, path)}__in": offices}) if offices else NONE

    return rule


def of_supervised_staff(user: User, model: type[models.Model], at: str = "") -> Q:
    """What colleagues of one's office, or of one below it, explained to who answers there."""
    offices, teams = user.offices_for("team.see"), user.teams_for("team.see")
    if not offices and not teams:
        return NONE
    here = Q(**{join_path(at, "office__in"): offices})
    below = Q(**{join_path(at, "office__parent__in"): offices})
    return here | below | Q(**{join_path(at, "office__teams__in"): teams})


def _rule_for(model: type[models.Model], verb: str, user: User, at: str = "") -> Q:
    """What the sentence says for this person; a page that asks it again is told the same."""
    asked = user.__dict__.setdefault("_asked", {})
    key = (model, verb, at)
    if key not in asked:
        rule = permission_rules[model][verb]
        said = rule(user, model, at)
        viewer = user.looked_at_by  # what both of them may
        asked[key] = said if viewer is None else said & rule(viewer, model, at)
    return asked[key]


def _accessible_to(records: models.QuerySet, user: User, to: str = "see") -> models.QuerySet:
    return records.filter(_rule_for(records.model, to, user))


PermissionQuerySet.open_to = _accessible_to  # type: ignore[method-assign, assignment]


def get_permitted_or_404[M: models.Model](
    request: HttpRequest, source: "type[M] | models.QuerySet[M]", *, to: str, **lookup: Any
) -> M:
    """Fetch one record for the person asking, and remember that they read it.

    What one may not see does not exist (404, so that guessing confirms nothing);
    what one may see but not do is refused (403).
    """
    records = source if isinstance(source, models.QuerySet) else source._default_manager.all()
    if not isinstance(records, PermissionQuerySet):
        raise TypeError(f"{records.model.__name__} is not guarded.")
    user = signed_in_user(request)
    there = to if to in WEAKER_THAN_VIEW else "see"
    found = records.filter(_rule_for(records.model, there, user), **lookup)
    if to != there:
        may = ExpressionWrapper(_rule_for(records.model, to, user), models.BooleanField())
        found = found.annotate(_may=may)
    record = found.first()
    if record is None:
        _log_denied_lookup(user, records, lookup, to)
        raise Http404
    if to != there and not record._may:
        shut = record if isinstance(record, Referable) else None
        log.log_denied(user, f"{_kind(records)}.denied", shut, verb=to)
        raise PermissionDenied
    if request.method in ("GET", "HEAD"):
        read_limits.check_read_limit(user, record)
        log.log_read(user, record)
    else:
        rls_allow_record(record)
    return record


def _kind(records: models.QuerySet) -> str:
    return records.model.audit_name


def _log_denied_lookup(
    user: User, records: models.QuerySet, lookup: dict[str, Any], to: str
) -> None:
    """What was asked for, where it is there and not theirs to know of, and whose file it is in."""
    with rls_bypass():
        is_named = issubclass(records.model, Referable)
        hidden: Any = records.filter(**lookup).first() if is_named else None
        log.log_denied(user, f"{_kind(records)}.denied", hidden, verb=to)


def signed_in_user(request: HttpRequest) -> User:
    """Who asks. The login middleware has seen to it that they signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def require_permission(request: Request, verb: str) -> None:
    """For pages that belong to a role: to everybody else they do not exist."""
    if verb not in request.user.verbs:
        log.log_denied(request.user, "page.denied", None, verb=verb)
        raise Http404


def annotate_permissions(records: models.QuerySet, user: User) -> models.QuerySet:
    """Each record with what this person may do to it, for a page that asks for both at once."""
    asks = {
        f"may_{verbs[0]}": ExpressionWrapper(answer, models.BooleanField())
        for answer, verbs in _questions(records.model, user)
    }
    return records.annotate(**asks)


def permissions_on(record: models.Model, user: User) -> frozenset[str]:
    """All that this person may do to this record: what a page asks before it shows a button."""
    questions = _questions(type(record), user)
    names = [f"may_{verbs[0]}" for _answer, verbs in questions]
    known = record.__dict__
    if not all(name in known for name in names):
        records = type(record)._default_manager.filter(pk=record.pk)
        known = annotate_permissions(records, user).values(*names).first() or {}
    return frozenset(
        verb
        for name, (_answer, verbs) in zip(names, questions, strict=True)
        if known.get(name)
        for verb in verbs
    )


def _questions(model: type[models.Model], user: User) -> list[tuple[Q, list[str]]]:
    """What to ask of a record, each with the verbs that its answer decides."""
    found: dict[int, tuple[Q, list[str]]] = {}
    for verb in permission_rules[model].keys() - {"know"}:  # asked by search alone
        answer = _rule_for(model, verb, user)
        if answer is not NONE:
            found.setdefault(id(answer), (answer, []))[1].append(verb)
    return list(found.values())
