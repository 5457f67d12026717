"""Who may do what to which records, said once and said as a query.

Each app names its verbs in its own `access.py`. A rule takes a user and returns the `Q` of
the records that the verb reaches, so a list, a page and a bulk action obey the same sentence.
For files about people the sentence is answered from Reach: rows that say who holds which
record, written by the deed that gives or takes it. No rule, no access.
"""

from collections.abc import Callable
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.http import Http404, HttpRequest

from . import audit
from .models import (
    Code,
    Edition,
    Entry,
    Grant,
    Membership,
    Notice,
    Office,
    Once,
    Organization,
    Team,
    User,
)
from .reach import GuardedQuerySet, Reach, rulebook

NONE = Q(pk__in=[])


class Rule(Protocol):
    """`at` is the path from the record asked about to the record that the rule speaks of."""

    def __call__(self, user: User, at: str = "") -> Q: ...


class Request(HttpRequest):
    """A request whose user has signed in; the login middleware sees to it."""

    user: User


def access_to(model: type[models.Model], **verbs: Rule) -> None:
    """Declare what may be done to `model`; every model declares at least `see`."""
    rulebook[model] = verbs


def role(verb: str) -> Rule:
    """Everybody with a role that has the verb, for every record: only where nobody is named."""

    def rule(user: User, at: str = "") -> Q:
        return Q() if verb in user.verbs else NONE

    return rule


def reached(reach: type[Reach], verb: str) -> Rule:
    """Whoever holds the record, in a role that has the verb."""

    def rule(user: User, at: str = "") -> Q:
        holders = user.holders(verb)
        if not holders:
            return NONE
        record = OuterRef(f"{at}__pk" if at else "pk")
        return Q(Exists(reach._default_manager.held_by(holders).filter(record=record)))

    return rule


def through(path: str, to: str = "see") -> Rule:
    """Whoever may do `to` on the record at the end of `path` (a foreign key): a note's case."""

    def rule(user: User, at: str = "", *, model: type[models.Model]) -> Q:
        target = model
        for step in path.split("__"):
            target = target._meta.get_field(step).related_model
        return _ask(target, to, user, f"{at}__{path}" if at else path)

    rule.needs_model = True  # type: ignore[attr-defined]
    return rule


def either(*rules: Rule) -> Rule:
    """Any one of the sentences suffices."""

    def rule(user: User, at: str = "", *, model: type[models.Model]) -> Q:
        answer = NONE
        for each in rules:
            answer |= _answer(each, user, at, model)
        return answer

    rule.needs_model = True  # type: ignore[attr-defined]
    return rule


def own(path: str = "user") -> Rule:
    """What belongs to the person who asks: their notices, their account."""

    def rule(user: User, at: str = "") -> Q:
        return Q(**{f"{at}__{path}" if at else path: user.pk})

    return rule


def _answer(rule: Callable[..., Q], user: User, at: str, model: type[models.Model]) -> Q:
    if getattr(rule, "needs_model", False):
        return rule(user, at, model=model)
    return rule(user, at)


def _ask(model: type[models.Model], verb: str, user: User, at: str = "") -> Q:
    return _answer(rulebook[model][verb], user, at, model)


def open_to(records: models.QuerySet, user: User, to: str = "see") -> models.QuerySet:
    return records.filter(_ask(records.model, to, user))


GuardedQuerySet.open_to = open_to  # type: ignore[method-assign, assignment]


def open_record[M: models.Model](
    request: HttpRequest, source: "type[M] | models.QuerySet[M]", *, to: str, **lookup: Any
) -> M:
    """Fetch one record for the person asking, and remember that they read it.

    What one may not see does not exist (404, so that guessing confirms nothing);
    what one may see but not do is refused (403).
    """
    records = source if isinstance(source, models.QuerySet) else source._default_manager.all()
    if not isinstance(records, GuardedQuerySet):
        raise TypeError(f"{records.model.__name__} is not guarded.")
    may = ExpressionWrapper(_ask(records.model, to, request.user), models.BooleanField())
    found = records.filter(_ask(records.model, "see", request.user), **lookup).annotate(_may=may)
    record = found.first()
    if record is None:
        raise Http404
    if not record._may:
        raise PermissionDenied
    if request.method in ("GET", "HEAD"):
        audit.seen(request.user, record)
    return record


def must(request: Request, verb: str) -> None:
    """For pages that belong to a role: to everybody else they do not exist."""
    if verb not in request.user.verbs:
        raise Http404


def verbs_on(record: models.Model, user: User) -> frozenset[str]:
    """All that this person may do to this record: what a page asks before it shows a button."""
    model = type(record)
    asks = {
        f"may_{verb}": ExpressionWrapper(_ask(model, verb, user), models.BooleanField())
        for verb in rulebook[model]
    }
    row = model._default_manager.filter(pk=record.pk).values(**asks).first() or {}
    return frozenset(name.removeprefix("may_") for name, yes in row.items() if yes)


# Trust's own sentences. Who works where is known to all colleagues; changing it is a role.
_ANYBODY: Rule = lambda user, at="": Q()  # noqa: E731

access_to(Organization, see=_ANYBODY, edit=role("office.edit"))
access_to(Office, see=_ANYBODY, edit=role("office.edit"))
access_to(Team, see=_ANYBODY, edit=role("office.edit"))
access_to(
    User, see=either(own("pk"), role("staff.edit"), role("team.see")), edit=role("staff.edit")
)
access_to(Membership, see=role("staff.edit"), edit=role("role.give"))
access_to(Grant, see=role("staff.edit"), edit=role("role.give"))
access_to(Code, see=role("code.see"), edit=role("code.edit"))
access_to(Edition, see=role("code.see"))
access_to(Notice, see=own(), read=own())
access_to(Entry, see=role("ledger.see"))
access_to(Once, see=own("by"))
