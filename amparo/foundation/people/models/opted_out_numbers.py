"""Telephones that want no more texts."""

from django.db import models

from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record


class OptedOutNumber(Record):
    """A telephone that wants no more texts, by a key that names nobody.

    It holds until whoever it belongs to says yes anew: a later consent, not a flag.
    """

    number_key = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "stopped"

    objects = PermissionQuerySet.as_manager()

    def __str__(self):
        return f"OptedOutNumber {self.ref}"
