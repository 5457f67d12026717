"""What every record has: a `ref` of its own, and what its model says of the privacy of its data.

A `ref` is a random name that reveals nothing and that an offline device can create.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

import uuid_utils
from django.db import models
from django.utils.functional import Promise


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


@dataclass(frozen=True)
class Privacy:
    """What the inner `class Privacy` of a model says: to whose file its records belong, and what
    of them the person is given.

    `owner`: the lookup path to the record in whose file it lies, or several paths. Permissions to
    see it, erasure and subject access follow. `no_owner`: why its personal data lie in no file.
    `title`: the heading under which the person is given `disclose`, the names of fields. `review`:
    its texts may name somebody else, so a colleague reads each before; where it names fields, only
    records in which one of them is filled in. `withheld`: why nothing of
    it is disclosed; `withheld_from`: the same for one of several owners, by path. `shared`: it
    belongs to others too, and is not erased with this file. `duplicates`: fields that repeat
    disclosed ones in another form. `plain_text`: columns of prose or JSON that are stored in
    clear, each with the reason why they can hold nothing personal.
    """

    owner: str | tuple[str, ...] = ()
    no_owner: str | Promise = ""
    title: str | Promise = ""
    disclose: tuple[str, ...] = ()
    review: bool | tuple[str, ...] = False
    withheld: str | Promise = ""
    withheld_from: Mapping[str, str | Promise] = field(default_factory=dict)
    shared: bool = False
    duplicates: tuple[str, ...] = ()
    plain_text: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, model: type[models.Model]) -> "Privacy | None":
        """Returns what a model says, also by an abstract one that it inherits from; None where it
        says nothing. Raises TypeError for a name that does not exist.
        """
        inner = getattr(model, "Privacy", None)
        if inner is None:
            return None
        said = (name for name in dir(inner) if not name.startswith("_"))
        return cls(**{name: getattr(inner, name) for name in said})

    @property
    def owners(self) -> tuple[str, ...]:
        return (self.owner,) if isinstance(self.owner, str) else self.owner


def owner_model(model: type[models.Model], path: str) -> type[models.Model]:
    """Returns the model to which a lookup path leads. Raises FieldDoesNotExist."""
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]
    return model
