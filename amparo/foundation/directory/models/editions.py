"""Model: the edition of the directory; what was cached under an older one is made anew."""

from uuid import UUID

from django.db import models

from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import new_reference


class DirectoryEdition(models.Model):
    """One row. Its stamp changes with every change to what the directory says."""

    stamp = models.UUIDField(default=new_reference)

    objects = PermissionQuerySet.as_manager()

    def __str__(self):
        return f"{self.stamp}"

    @classmethod
    def bump(cls) -> None:
        """In the transaction of the change itself: no page is kept under a stamp it outlived."""
        cls.objects.update_or_create(pk=1, defaults={"stamp": new_reference()})

    @classmethod
    def in_force(cls) -> UUID | None:
        return cls.objects.filter(pk=1).values_list("stamp", flat=True).first()
