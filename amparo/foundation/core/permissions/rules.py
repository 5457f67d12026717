"""Permission rules: who may do what to which records, each written once as a query.

Each app registers the rules of its models in its `permissions.py`. A rule takes a user and returns
the `Q` of the records it allows, so a list, a page and a bulk action obey the same rule. For
records about people the answer comes from access grants, written by the action that gives or takes
access. Who may see a record of somebody's file follows from its owner (`Privacy`); any other model
without a rule is closed to everybody.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.http import Http404, HttpRequest

from ..accounts.users import User
from ..audit import log
from ..extension_points import permission_rules
from ..records import Privacy, Record
from . import read_limits
from .grants import NONE, AccessGrant, GrantExists, PermissionQuerySet, PermissionRule
from .rls.aggregates import aggregate_query
from .rls.bypass import rls_bypass
from .rls.context import rls_allow, rls_allow_record
from .rls.records import load_related

# Weaker than viewing: that a person is known to another office, or what was shared of them.
WEAKER_THAN_VIEW = ("know", "meet")


class Request(HttpRequest):
    """A request whose user has signed in; the login middleware guarantees it."""

    user: User


def register_rules(model: type[models.Model], **verbs: PermissionRule) -> None:
    """Registers the rules of `model` by permission, once for each model. Without `see` it is open
    to whoever may see the record in whose file it lies (`Privacy.owner`).
    """
    permission_rules.register(model, verbs)


def inherit_rules(model: type[models.Model]) -> None:
    """Opens a model that registers no `see` to whoever may see the record in whose file it lies.
    Where its `Privacy` names several owners, or none, it says itself who sees it. Called once, at
    start-up.
    """
    privacy = Privacy.of(model)
    if privacy is None or len(privacy.owners) != 1 or "see" in permission_rules.get(model, ()):
        return
    inherited = {"see": via_foreign_key(privacy.owners[0])}
    if model not in permission_rules:
        permission_rules.register(model, inherited)
        return
    verbs = permission_rules[model]
    own = dict(verbs)
    verbs.clear()
    verbs.update(inherited | own)  # to see it comes first, as in the table of `docs/access.md`


def join_path(at: str, name: str) -> str:
    """Returns the lookup path to field `name` of the record at `at`."""
    return f"{at}__{name}" if at else name


def any_signed_in_user(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens every record to every signed-in user."""
    return Q()


def no_one(user: User, model: type[models.Model], at: str = "") -> Q:
    """Closes every record to everybody: only methods of models read or write it."""
    return NONE


def has_permission(verb: str) -> PermissionRule:
    """Opens all records to users with `verb` in any role. Only for records without
    personal data.
    """

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        return Q() if verb in user.permissions else NONE

    return rule


def has_grant(reach: type[AccessGrant], verb: str) -> PermissionRule:
    """Opens records to users who hold a live access grant in a role with `verb`."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        grantees = user.grantees(verb)
        return _grant_exists(user, reach, grantees, join_path(at, "pk")) if grantees else NONE

    return rule


def _grant_exists(user: User, reach: type[AccessGrant], grantees: list[str], record: str) -> Q:
    """Returns whether these grantees hold a grant of the record; the same question is built once
    a request and cached on the user.
    """
    asked = user.__dict__.setdefault("_asked", {})
    key = (reach, getattr(grantees, "key", tuple(grantees)), record)
    if key not in asked:
        asked[key] = Q(GrantExists(reach, grantees, record))
    return asked[key]


def via_foreign_key(path: str, to: str = "see") -> PermissionRule:
    """Opens a record to whoever has `to` on the record at the end of `path`: a note to readers of
    its case.
    """

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        target: Any = model
        for step in path.split("__"):
            target = target._meta.get_field(step).related_model
        return _rule_for(target, to, user, join_path(at, path))

    return rule


def is_human_account(verb: str) -> PermissionRule:
    """Opens accounts of people to users with `verb`. Accounts of systems stay closed and are
    managed by their token; practice accounts, by the account whose they are.
    """

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if verb not in user.permissions:
            return NONE
        is_system, whose = join_path(at, "is_system"), join_path(at, "practises_for__isnull")
        return Q(**{is_system: False, whose: True})

    return rule


def is_owner(path: str = "user") -> PermissionRule:
    """Opens records whose `path` is the user: their notifications, their account."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        return Q(**{join_path(at, path): user.pk})

    return rule


def of_own_office(verb: str, path: str = "office") -> PermissionRule:
    """Opens records of offices in which the user has `verb` for the whole office."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        offices = user.offices_for(verb)
        return Q(**{f"{join_path(at, path)}__in": offices}) if offices else NONE

    return rule


def of_supervised_staff(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens records of staff in offices that the user supervises, in offices directly below, and
    in the user's teams (`team.see`).
    """
    offices, teams = user.offices_for("team.see"), user.teams_for("team.see")
    if not offices and not teams:
        return NONE
    here = Q(**{join_path(at, "office__in"): offices})
    below = Q(**{join_path(at, "office__parent__in"): offices})
    return here | below | Q(**{join_path(at, "office__teams__in"): teams})


def _rule_for(model: type[models.Model], verb: str, user: User, at: str = "") -> Q:
    """Returns the `Q` of `verb` for `user`, cached on the user for the request.

    Under impersonation both users must be allowed. Raises KeyError where the model has no such
    rule.
    """
    asked = user.__dict__.setdefault("_asked", {})
    key = (model, verb, at)
    if key not in asked:
        rule = permission_rules[model][verb]
        said = rule(user, model, at)
        viewer = user.limited_by  # what both of them may
        asked[key] = said if viewer is None else said & rule(viewer, model, at)
    return asked[key]


def _accessible_to(records: models.QuerySet, user: User, to: str = "see") -> models.QuerySet:
    return records.filter(_rule_for(records.model, to, user))


PermissionQuerySet.accessible_to = _accessible_to  # type: ignore[method-assign, assignment]


def get_permitted_or_404[M: models.Model](
    request: HttpRequest, source: "type[M] | models.QuerySet[M]", *, to: str,
    related: Iterable[str] = (), with_parts: bool = False, **lookup: Any,
) -> M:  # fmt: skip
    """Returns one record that the user may open, and writes a read entry to the audit log.

    Raises Http404 if the user may not see it, exactly as if it did not exist, and PermissionDenied
    if they may see it but not do `to`; both write a denied entry that survives a rollback. On GET
    and HEAD the hourly reading limit is checked first (raises JustificationRequired). On other
    methods no read entry is written, and row-level security keeps the record open until the
    transaction ends. Raises TypeError for a queryset without permissions.

    `related` are paths to what the record names ("case__person"): loaded, and opened until the
    transaction ends, also where it is closed to the user (`load_related`). Do not join them in
    `source`: a join on a closed row would drop the record. `with_parts` opens what belongs to the
    record, for users whom another rule than `see` lets read it.
    """
    records = source if isinstance(source, models.QuerySet) else source._default_manager.all()
    if not isinstance(records, PermissionQuerySet):
        raise TypeError(f"{records.model.__name__} is not guarded.")
    user = signed_in_user(request)
    there = to if to in WEAKER_THAN_VIEW else "see"
    if related or with_parts:
        record, may = _found_in_two_steps(records, user, lookup, there, to)
    else:
        record, may = _found(records, user, lookup, there, to)
    if record is None:
        _log_denied_lookup(user, records, lookup, to)
        raise Http404
    load_related([record], *related)  # the audit log too says to whose record it belongs
    if not may:
        shut = record if isinstance(record, Record) else None
        log.log_denied(user, f"{_kind(records)}.denied", shut, verb=to)
        raise PermissionDenied
    if with_parts:
        rls_allow([record], with_parts=True)
    if request.method in ("GET", "HEAD"):
        read_limits.check_read_limit(user, record)
        log.log_read(user, record)
    else:
        rls_allow_record(record)
    return record


def _found[M: models.Model](
    records: "models.QuerySet[M]", user: User, lookup: dict[str, Any], there: str, to: str
) -> tuple[M | None, bool]:
    """Returns the record, and whether the user has `to` on it; in one query."""
    found: models.QuerySet[Any] = records.filter(_rule_for(records.model, there, user), **lookup)
    if to != there:
        may = ExpressionWrapper(_rule_for(records.model, to, user), models.BooleanField())
        found = found.annotate(_may=may)
    record = found.first()
    return record, bool(record and getattr(record, "_may", True))


def _found_in_two_steps[M: models.Model](
    records: "models.QuerySet[M]", user: User, lookup: dict[str, Any], there: str, to: str
) -> tuple[M | None, bool]:
    """As `_found`, where a rule or a lookup may join rows that are closed to the user: they are
    asked for the key alone. The record is then read by it, under its own policy.
    """
    keys = permitted_keys(records.filter(**lookup), user, there)
    record = records.filter(pk__in=keys).first()
    if record is None:
        return None, False
    return record, to == there or bool(permitted_keys(records.filter(pk=record.pk), user, to))


@aggregate_query("a rule may join rows that are closed to the user, and lets out keys alone")
def permitted_keys(records: models.QuerySet, user: User, to: str = "see") -> tuple[int, ...]:
    """Returns the keys of the records on which `user` has permission `to`."""
    found = records.filter(_rule_for(records.model, to, user))
    return tuple(found.order_by().values_list("pk", flat=True))


def _kind(records: models.QuerySet) -> str:
    return records.model.audit_name


def _log_denied_lookup(
    user: User, records: models.QuerySet, lookup: dict[str, Any], to: str
) -> None:
    """Bypasses row-level security to find which record was refused, and writes a denied entry.
    Returns nothing, so the caller learns nothing.
    """
    with rls_bypass(reason="the audit log names the record that was refused"):
        is_named = issubclass(records.model, Record)
        hidden: Any = records.filter(**lookup).first() if is_named else None
        log.log_denied(user, f"{_kind(records)}.denied", hidden, verb=to)


def signed_in_user(request: HttpRequest) -> User:
    """Returns the signed-in user; raises PermissionDenied for anonymous requests."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def require_permission(request: Request, verb: str) -> None:
    """Closes a page to everybody without `verb` in some role: raises Http404 and writes a denied
    entry.
    """
    if verb not in request.user.permissions:
        log.log_denied(request.user, "page.denied", None, verb=verb)
        raise Http404


def annotate_permissions(records: models.QuerySet, user: User) -> models.QuerySet:
    """Returns the records, each annotated with booleans `may_…` of what `user` may do to it; for
    use with `permissions_on`.
    """
    asks = {
        f"may_{verbs[0]}": ExpressionWrapper(answer, models.BooleanField())
        for answer, verbs in _questions(records.model, user)
    }
    return records.annotate(**asks)


def permissions_on(record: models.Model, user: User) -> frozenset[str]:
    """Returns all permissions that `user` has on this record. At most one query; none after
    `annotate_permissions`.
    """
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
    """Returns each distinct rule of the model with the permissions that it decides; leaves out
    rules that allow nobody.
    """
    found: dict[int, tuple[Q, list[str]]] = {}
    for verb in permission_rules[model].keys() - {"know"}:  # asked by search alone
        answer = _rule_for(model, verb, user)
        if answer is not NONE:
            found.setdefault(id(answer), (answer, []))[1].append(verb)
    return list(found.values())
