"""Field masking: hides values of a record that the reader's roles may not read.

Each personal value has a class (`roles.CLASSES`), declared in `permissions.py` beside the rules. A
personal value without a class counts as narrative, the class that the fewest roles read.
"""

import inspect
from collections.abc import Iterable
from types import MethodType
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy

from ..accounts.users import User
from ..encryption.fields import personal_fields
from ..extension_points import ClassLookup, class_lookups, field_classes, unmasked_models
from ..webhooks import WebhookSubscription

MASKED = gettext_lazy("not shown to your role")


def set_field_classes(model: type[models.Model], **classes: Iterable[str]) -> None:
    """Declares the class of values of `model`: its personal fields, and codes that reveal
    something. Once for each model.
    """
    named = {name: kind for kind, names in classes.items() for name in names}
    field_classes.register(model, named)


def unmasked_for(model: type[models.Model], *verbs: str) -> None:
    """Switches masking off for records of `model`, which belong to no person's file: whoever has
    one of these permissions on them reads all values.
    """
    unmasked_models.register(model, verbs)


def unmasked_permissions(model: type[models.Model]) -> tuple[str, ...]:
    """Returns the permissions that read such a record whole; empty where its values have
    classes.
    """
    return unmasked_models.get(model, ())


def has_class(model: type[models.Model], name: str) -> bool:
    """Returns whether a class was declared for the value."""
    return name in field_classes.get(model, {})


def values_of(model: type[models.Model]) -> list[str]:
    """Returns the names of all values of the model that say something about a person, sorted."""
    return sorted({*personal_fields(model), *field_classes.get(model, {})})


def register_class_lookup(model: type[models.Model], limit: ClassLookup) -> None:
    """Registers how the classes that a user reads are found for files of `model`; without it those
    of all their roles count.
    """
    class_lookups.register(model, limit)


def field_class(model: type[models.Model], name: str) -> str:
    """Returns the class of a value; "" where it says nothing about a person and is never
    masked.
    """
    said = field_classes.get(model, {}).get(name, "")
    return said or ("narrative" if name in personal_fields(model) else "")


def visible_classes(user: User, record: models.Model) -> frozenset[str]:
    """Returns the classes that `user` reads in the file that `record` belongs to."""
    holder = getattr(record, "file", None) or record
    limit = class_lookups.get(type(holder))
    return limit(user, holder) if limit else classes_of_roles(user)


def classes_of_roles(user: User, verb: str = "") -> frozenset[str]:
    """Returns the classes that the user's roles read; with `verb`, only of roles that have this
    permission.
    """
    roles = [place.role_held for place in user.memberships_held]
    return frozenset().union(
        *(role.classes for role in roles if not verb or verb in role.permissions)
    )


def can_see_class(user: User, record: models.Model, kind: str) -> bool:
    """Returns whether `user` reads values of class `kind` in the file of `record`."""
    return kind in visible_classes(user, record)


def mask(record: Any, seen: frozenset[str]) -> Any:
    """Returns the record itself if every class of its values is in `seen`, else a proxy that hides
    the others.
    """
    model: type[models.Model] = type(record)
    kinds = {field_class(model, name) for name in personal_fields(model)} - {""}
    kinds |= set(field_classes.get(model, {}).values())
    return record if kinds <= seen else MaskedRecord(record, seen)


def mask_all(records: Iterable[Any], seen: frozenset[str]) -> list:
    """Returns each record as `mask` does."""
    return [mask(record, seen) for record in records]


class MaskedRecord:
    """Hides the values of a record outside `seen` behind "not shown to your role"; reads
    everything else from it.

    Read-only. Properties and methods run with the proxy as `self`, so what they compute from
    hidden values is hidden too.
    """

    def __init__(self, record: models.Model, seen: frozenset[str]):
        self._record, self._seen = record, seen

    def __str__(self) -> str:
        return str(self._record)

    def __getattr__(self, name: str) -> Any:
        model = type(self._record)
        kind = field_class(model, name.removeprefix("get_").removesuffix("_display"))
        if kind and kind not in self._seen:
            return MASKED
        found = inspect.getattr_static(model, name, None)
        if isinstance(found, property) and found.fget:
            return found.fget(self)  # computed from hidden values: hidden too
        if inspect.isfunction(found):
            return MethodType(found, self)
        return getattr(self._record, name)


unmasked_for(WebhookSubscription, "see")
