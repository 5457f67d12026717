"""References: a random name for every record that reveals nothing and that an offline device can
create.
"""

from typing import ClassVar
from uuid import UUID

import uuid_utils
from django.db import models


def new_reference() -> UUID:
    """Returns a new UUIDv7: unique without coordination, ordered by time."""
    return UUID(bytes=uuid_utils.uuid7().bytes)


class Record(models.Model):
    """A record with a `ref`: what addresses, ledger lines and sealed values call it by.

    Each model says itself what its records are called in the ledger and, where it seals something,
    what that is bound to. Both stay when the class is renamed (`stored_names` checks them).
    """

    audit_name: ClassVar[str]
    crypto_label: ClassVar[str]

    # Not the primary key: a phone without signal must be able to name what it creates.
    ref = models.UUIDField(default=new_reference, unique=True, editable=False)

    class Meta:
        abstract = True
