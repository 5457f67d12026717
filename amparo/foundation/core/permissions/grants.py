"""Access grants: rows that say which grantee may open which record, and until when."""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models import BooleanField, Exists, Expression, F, OuterRef, Q
from django.db.models.functions import Now

if TYPE_CHECKING:
    from ..accounts.users import User

NONE = Q(pk__in=[])
# A rule takes the person who asks, the model that the rule speaks of, and `at`: the path to it
# from the record asked about ("" when it is that record).
type PermissionRule = Callable[["User", type[models.Model], str], Q]


def any_of(*rules: PermissionRule) -> PermissionRule:
    """Opens a record if any of the rules does; one unrestricted rule makes the result
    unrestricted.
    """

    def rule(user: "User", model: type[models.Model], at: str = "") -> Q:
        said = [each(user, model, at) for each in rules]
        if every := [each for each in said if not each]:
            return every[0]  # every record: an empty Q would say nothing beside another
        some = [each for each in said if each is not NONE]
        return reduce(or_, some, NONE) if len(some) != 1 else some[0]

    return rule


class PermissionQuerySet(models.QuerySet):
    """A queryset that must be narrowed by `accessible_to` before its records are shown."""

    def accessible_to(self, user: "User", to: str = "see") -> "PermissionQuerySet":
        """Returns only the records on which `user` has permission `to`; raises KeyError where the
        model has no such rule. Assigned by `rules`, which imports this module.
        """
        raise NotImplementedError


class Grantees(list[str]):
    """The grantees for whom a user acts. Under impersonation `also` lists those of the real user,
    and both must hold the grant; None otherwise.
    """

    also: "tuple[str, ...] | None" = None

    @property
    def key(self) -> tuple:
        """Returns a hashable key of the question, under which its query is cached."""
        return (tuple(self), self.also)


class AccessGrantQuerySet(models.QuerySet):
    def live(self) -> "AccessGrantQuerySet":
        """Returns grants that have not ended, by the clock of the database."""
        return self.filter(Q(until=None) | Q(until__gt=Now()))  # by the database's own clock

    def for_grantees(self, grantees: Iterable[str]) -> "AccessGrantQuerySet":
        """Returns live grants that any of these grantees holds; under impersonation only of
        records that the real user may open too.
        """
        rows = self.live().filter(grantee__in=list(grantees))
        also = getattr(grantees, "also", None)
        if also is None:
            return rows
        theirs = type(self)(self.model, using=self.db).live().filter(grantee__in=also)
        return rows.filter(Exists(theirs.filter(record=OuterRef("record"))))


class GrantExists(Expression):
    """Whether one of these grantees holds a live grant of the record whose key is at this path;
    under impersonation, one of the real user's too. The same question as `Exists` of
    `for_grantees`: it stands in every query of every page, so its text is written here rather than
    built and compiled anew each time.
    """

    empty_result_set_value = False

    def __init__(self, grants: type["AccessGrant"], grantees: Iterable[str], record: str):
        super().__init__(output_field=BooleanField())
        self.grants = grants
        also = getattr(grantees, "also", None)
        held = [grantees] if also is None else [grantees, also]
        self.holders = [tuple(each) for each in held]
        self.record: Any = F(record)
        self.now: Any = Now()

    def get_source_expressions(self):
        return [self.record, self.now]

    def set_source_expressions(self, exprs):
        self.record, self.now = exprs

    def get_group_by_cols(self):
        return self.record.get_group_by_cols()

    @property
    def identity(self):
        """Returns what makes two of them the same question."""
        return (type(self), self.grants, tuple(self.holders), self.record)

    def as_sql(self, compiler, connection):
        record, record_params = compiler.compile(self.record)
        now, now_params = compiler.compile(self.now)
        table = connection.ops.quote_name(self.grants._meta.db_table)
        asked: list[str] = []
        params: list[Any] = []
        for holders in self.holders:
            if not holders:
                raise EmptyResultSet
            among = ", ".join(["%s"] * len(holders))
            asked.append(
                f"EXISTS(SELECT 1 FROM {table} AS held WHERE held.record_id = {record} AND "  # noqa: S608
                f"(held.until IS NULL OR held.until > {now}) AND held.grantee IN ({among}))"
            )
            params += [*record_params, *now_params, *holders]
        return asked[0] if len(asked) == 1 else f"({' AND '.join(asked)})", params


class AccessGrant(models.Model):
    """Opens one record to one grantee, with the reason and an optional end.

    Concrete models add `record` and the columns by which lists are sorted. `grantee` is a user, a
    team, an office, an organization or a restricted group of an office: "user:7", "team:3",
    "office:1", "organization:2", "3f9c…@office:1" (a token: `restricted_groups`).
    """

    grantee = models.CharField(max_length=60)
    why = models.CharField(max_length=60)
    until = models.DateTimeField(null=True, blank=True)

    objects = AccessGrantQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.grantee}, because {self.why}"
