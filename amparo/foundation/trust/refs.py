"""A name for every record that gives nothing away, and that a phone without signal can mint."""

from uuid import UUID

import uuid_utils
from django.db import models


def new_ref() -> UUID:
    """A fresh UUIDv7: unique without asking anybody, and in order of time."""
    return UUID(bytes=uuid_utils.uuid7().bytes)


class Referable(models.Model):
    """A record with a `ref`: what addresses, ledger lines and sealed values call it by."""

    # Not the primary key: a phone without signal must be able to name what it creates.
    ref = models.UUIDField(default=new_ref, unique=True, editable=False)

    class Meta:
        abstract = True
