"""Access grants: who holds which record, as rows; a list is one keyed branch over them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

if TYPE_CHECKING:
    from ..accounts.users import User

permission_rules: dict[type[models.Model], dict[str, Any]] = {}


class PermissionQuerySet(models.QuerySet):
    """Records that are only ever found among those a person may reach."""

    def open_to(self, user: "User", to: str = "see") -> "PermissionQuerySet":
        """Only the records on which `user` may do `to` (`permissions.py` fills this in)."""
        raise NotImplementedError


class Grantees(list[str]):
    """For whom somebody speaks. Where they look as a colleague, both must hold the record."""

    also: "tuple[str, ...] | None" = None

    @property
    def key(self) -> tuple:
        return (tuple(self), self.also)


class AccessGrantQuerySet(models.QuerySet):
    def live(self) -> "AccessGrantQuerySet":
        return self.filter(Q(until=None) | Q(until__gt=Now()))  # by the database's own clock

    def held_by(self, holders: Iterable[str]) -> "AccessGrantQuerySet":
        rows = self.live().filter(holder__in=list(holders))
        also = getattr(holders, "also", None)
        if also is None:
            return rows
        theirs = type(self)(self.model, using=self.db).live().filter(holder__in=also)
        return rows.filter(Exists(theirs.filter(record=OuterRef("record"))))


class AccessGrant(models.Model):
    """One holder's reach to one record. Concrete models add `record` and what lists sort by.

    `holder` is a user, a team, an office, an organization or a restricted group of an office:
    "user:7", "team:3", "office:1", "organization:2", "trafficking@office:1".
    """

    holder = models.CharField(max_length=60)
    why = models.CharField(max_length=60)
    until = models.DateTimeField(null=True, blank=True)

    personal = ()
    harmless = ("holder", "why", "until")

    objects = AccessGrantQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.holder}, because {self.why}"
