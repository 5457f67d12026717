"""Which edition of the directory is in force: what was made from an older one is made anew."""

from uuid import UUID

from django.db import models

from amparo.foundation.trust.reach import GuardedQuerySet
from amparo.foundation.trust.refs import new_ref


class DirectoryEdition(models.Model):
    """One row. Its stamp changes with every change to what the directory says."""

    stamp = models.UUIDField(default=new_ref)

    personal = ()
    harmless = ("stamp",)

    objects = GuardedQuerySet.as_manager()

    def __str__(self):
        return f"{self.stamp}"

    @classmethod
    def turn(cls) -> None:
        """In the transaction of the change itself: no page is kept under a stamp it outlived."""
        cls.objects.update_or_create(pk=1, defaults={"stamp": new_ref()})

    @classmethod
    def in_force(cls) -> UUID | None:
        return cls.objects.filter(pk=1).values_list("stamp", flat=True).first()
