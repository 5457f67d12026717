"""Who may do what to which records, said once and said as a query.

Each app names its verbs in its own `permissions.py`. A rule takes a user and returns the `Q` of
the records that the verb reaches, so a list, a page and a bulk action obey the same sentence.
For files about people the sentence is answered from Reach: rows that say who holds which
record, written by the deed that gives or takes it. No rule, no access.
"""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.http import Http404, HttpRequest

from . import audit, bulk
from .models import (
    Block,
    Browser,
    BulkReading,
    Code,
    DataKey,
    Delivery,
    Edition,
    Entry,
    Figure,
    Grant,
    Job,
    Membership,
    Notice,
    Office,
    Once,
    Organization,
    Recovery,
    Session,
    Subscription,
    Team,
    Token,
    Tombstone,
    User,
    WitnessMark,
)
from .reach import GuardedQuerySet, Reach, rulebook
from .refs import Referable
from .wall.standing import lowered, take_in_hand

NONE = Q(pk__in=[])
# Less than seeing: that somebody is known to another office, or what was shared of them.
BELOW_SEE = ("know", "meet")


# A rule takes the person who asks, the model that the rule speaks of, and `at`: the path to it
# from the record asked about ("" when it is that record).
type Rule = Callable[[User, type[models.Model], str], Q]


class Request(HttpRequest):
    """A request whose user has signed in; the login middleware sees to it."""

    user: User


def access_to(model: type[models.Model], **verbs: Rule) -> None:
    """Declare what may be done to `model`; every model declares at least `see`."""
    rulebook[model] = verbs


def path_to(at: str, name: str) -> str:
    """The path to a field of the record at `at`."""
    return f"{at}__{name}" if at else name


def anybody(user: User, model: type[models.Model], at: str = "") -> Q:
    """Everybody who has signed in."""
    return Q()


def nobody(user: User, model: type[models.Model], at: str = "") -> Q:
    """Nobody looks at it: verbs alone keep it."""
    return NONE


def role(verb: str) -> Rule:
    """Everybody with a role that has the verb, for every record: only where nobody is named."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        return Q() if verb in user.verbs else NONE

    return rule


def reached(reach: type[Reach], verb: str) -> Rule:
    """Whoever holds the record, in a role that has the verb."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        holders = user.holders(verb)
        return _held(user, reach, holders, path_to(at, "pk")) if holders else NONE

    return rule


def _held(user: User, reach: type[Reach], holders: list[str], record: str) -> Q:
    """Verbs that the same holders may do are one and the same question, asked once."""
    asked = user.__dict__.setdefault("_asked", {})
    key = (reach, getattr(holders, "key", tuple(holders)), record)
    if key not in asked:
        held = reach._default_manager.held_by(holders)  # type: ignore[attr-defined]
        asked[key] = Q(Exists(held.filter(record=OuterRef(record))))
    return asked[key]


def through(path: str, to: str = "see") -> Rule:
    """Whoever may do `to` on the record at the end of `path` (a foreign key): a note's case."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        target: Any = model
        for step in path.split("__"):
            target = target._meta.get_field(step).related_model
        return _ask(target, to, user, path_to(at, path))

    return rule


def either(*rules: Rule) -> Rule:
    """Any one of the sentences suffices."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        said = [each(user, model, at) for each in rules]
        if every := [each for each in said if not each]:
            return every[0]  # every record: an empty Q would say nothing beside another
        some = [each for each in said if each is not NONE]
        return reduce(or_, some, NONE) if len(some) != 1 else some[0]

    return rule


def of_a_person(verb: str) -> Rule:
    """The accounts of people: that of a system is kept by its token, and by nothing else."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        return Q(**{path_to(at, "is_system"): False}) if verb in user.verbs else NONE

    return rule


def own(path: str = "user") -> Rule:
    """What belongs to the person who asks: their notices, their account."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        return Q(**{path_to(at, path): user.pk})

    return rule


def in_office(verb: str, path: str = "office") -> Rule:
    """What belongs to an office that one speaks for, as a whole."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        offices = user.offices_for(verb)
        return Q(**{f"{path_to(at, path)}__in": offices}) if offices else NONE

    return rule


def of_own_staff(user: User, model: type[models.Model], at: str = "") -> Q:
    """What colleagues of one's office, or of one below it, explained to who answers there."""
    offices, teams = user.offices_for("team.see"), user.teams_for("team.see")
    if not offices and not teams:
        return NONE
    here = Q(**{path_to(at, "office__in"): offices})
    below = Q(**{path_to(at, "office__parent__in"): offices})
    return here | below | Q(**{path_to(at, "office__teams__in"): teams})


def _ask(model: type[models.Model], verb: str, user: User, at: str = "") -> Q:
    """What the sentence says for this person; a page that asks it again is told the same."""
    asked = user.__dict__.setdefault("_asked", {})
    key = (model, verb, at)
    if key not in asked:
        rule = rulebook[model][verb]
        said = rule(user, model, at)
        viewer = user.looked_at_by  # what both of them may
        asked[key] = said if viewer is None else said & rule(viewer, model, at)
    return asked[key]


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
    user = reader(request)
    there = to if to in BELOW_SEE else "see"
    found = records.filter(_ask(records.model, there, user), **lookup)
    if to != there:
        may = ExpressionWrapper(_ask(records.model, to, user), models.BooleanField())
        found = found.annotate(_may=may)
    record = found.first()
    if record is None:
        _note_hidden(user, records, lookup, to)
        raise Http404
    if to != there and not record._may:
        shut = record if isinstance(record, Referable) else None
        audit.refused(user, f"{_kind(records)}.denied", shut, verb=to)
        raise PermissionDenied
    if request.method in ("GET", "HEAD"):
        bulk.opening(user, record)
        audit.seen(user, record)
    else:
        take_in_hand(record)
    return record


def _kind(records: models.QuerySet) -> str:
    return records.model.audit_name


def _note_hidden(user: User, records: models.QuerySet, lookup: dict[str, Any], to: str) -> None:
    """What was asked for, where it is there and not theirs to know of, and whose file it is in."""
    with lowered():
        is_named = issubclass(records.model, Referable)
        hidden: Any = records.filter(**lookup).first() if is_named else None
        audit.refused(user, f"{_kind(records)}.denied", hidden, verb=to)


def reader(request: HttpRequest) -> User:
    """Who asks. The login middleware has seen to it that they signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def must(request: Request, verb: str) -> None:
    """For pages that belong to a role: to everybody else they do not exist."""
    if verb not in request.user.verbs:
        audit.refused(request.user, "page.denied", None, verb=verb)
        raise Http404


def with_verbs(records: models.QuerySet, user: User) -> models.QuerySet:
    """Each record with what this person may do to it, for a page that asks for both at once."""
    asks = {
        f"may_{verbs[0]}": ExpressionWrapper(answer, models.BooleanField())
        for answer, verbs in _questions(records.model, user)
    }
    return records.annotate(**asks)


def verbs_on(record: models.Model, user: User) -> frozenset[str]:
    """All that this person may do to this record: what a page asks before it shows a button."""
    questions = _questions(type(record), user)
    names = [f"may_{verbs[0]}" for _answer, verbs in questions]
    known = record.__dict__
    if not all(name in known for name in names):
        records = type(record)._default_manager.filter(pk=record.pk)
        known = with_verbs(records, user).values(*names).first() or {}
    return frozenset(
        verb
        for name, (_answer, verbs) in zip(names, questions, strict=True)
        if known.get(name)
        for verb in verbs
    )


def _questions(model: type[models.Model], user: User) -> list[tuple[Q, list[str]]]:
    """What to ask of a record, each with the verbs that its answer decides."""
    found: dict[int, tuple[Q, list[str]]] = {}
    for verb in rulebook[model].keys() - {"know"}:  # asked by search alone
        answer = _ask(model, verb, user)
        if answer is not NONE:
            found.setdefault(id(answer), (answer, []))[1].append(verb)
    return list(found.values())


# Trust's own sentences. Who works where is known to all colleagues; changing it is a role.
access_to(Organization, see=anybody, edit=role("office.edit"))
access_to(Office, see=anybody, edit=role("office.edit"))
access_to(Team, see=anybody, edit=role("office.edit"))
access_to(
    User,
    see=either(own("pk"), of_a_person("staff.edit"), of_a_person("team.see")),
    edit=of_a_person("staff.edit"),
    vouch=either(of_a_person("staff.edit"), of_a_person("team.see")),
)
access_to(Membership, see=role("staff.edit"), edit=role("role.give"))
access_to(Grant, see=role("staff.edit"), edit=role("role.give"))
access_to(Code, see=role("code.see"), edit=role("code.edit"))
access_to(BulkReading, see=either(own("by"), of_own_staff))
access_to(Edition, see=role("code.see"))
access_to(Notice, see=own(), read=own())
access_to(Entry, see=role("ledger.see"))
access_to(Block, see=role("ledger.see"))
access_to(WitnessMark, see=role("ledger.see"))
access_to(Once, see=own("by"))
access_to(DataKey, see=nobody)
access_to(Job, see=role("job.see"), retry=role("job.keep"))
access_to(Token, see=role("system.keep"), revoke=role("system.keep"))
access_to(Subscription, see=role("system.keep"), keep=role("system.keep"))
access_to(Delivery, see=role("system.keep"), keep=role("system.keep"))
access_to(Tombstone, see=in_office("file.erase"))
access_to(Figure, see=in_office("file.erase"))
access_to(Session, see=own(), end=either(own(), role("staff.edit")))
access_to(Browser, see=own(), forget=own())
access_to(Recovery, see=either(role("staff.edit"), role("team.see")))
