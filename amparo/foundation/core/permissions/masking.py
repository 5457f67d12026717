"""What a role may not read in a file that opens to it: values pass here on their way to a page.

Each personal value has a class (`roles.CLASSES`), said once in `permissions.py` beside the verbs.
What nobody has classed is narrative, the class that the fewest receive.
"""

import inspect
from collections.abc import Callable, Iterable
from types import MethodType
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy

from ..accounts.users import User
from ..webhooks import Subscription

MASKED = gettext_lazy("not shown to your role")

type Limit = Callable[[User, Any], frozenset[str]]
_field_classes: dict[type[models.Model], dict[str, str]] = {}
_limits: dict[type[models.Model], Limit] = {}
_unmasked: dict[type[models.Model], tuple[str, ...]] = {}


def set_field_classes(model: type[models.Model], **classes: Iterable[str]) -> None:
    """Declare which values of `model` are of which class: personal fields, and codes that tell."""
    _field_classes[model] = {name: kind for kind, names in classes.items() for name in names}


def unmasked_for(model: type[models.Model], *verbs: str) -> None:
    """Declare what lies in nobody's file: who may do one of the verbs with it reads all of it."""
    _unmasked[model] = verbs


def unmasked_permissions(model: type[models.Model]) -> tuple[str, ...]:
    """The verbs that such a record is read for; none where its values have classes."""
    return _unmasked.get(model, ())


def has_class(model: type[models.Model], name: str) -> bool:
    """Whether somebody has said of which class the value is."""
    return name in _field_classes.get(model, {})


def values_of(model: type[models.Model]) -> list[str]:
    """All values of a record that say something of somebody."""
    return sorted({*getattr(model, "personal", ()), *_field_classes.get(model, {})})


def register_class_lookup(model: type[models.Model], limit: Limit) -> None:
    """Declare how the classes that somebody reads of such a file are found."""
    _limits[model] = limit


def field_class(model: type[models.Model], name: str) -> str:
    """The class of a value, or nothing where it says nothing of a person."""
    said = _field_classes.get(model, {}).get(name, "")
    return said or ("narrative" if name in getattr(model, "personal", ()) else "")


def visible_classes(user: User, record: models.Model) -> frozenset[str]:
    """The classes that this person reads of the file in which the record lies."""
    holder = getattr(record, "file", None) or record
    limit = _limits.get(type(holder))
    return limit(user, holder) if limit else classes_of_roles(user)


def classes_of_roles(user: User, verb: str = "") -> frozenset[str]:
    """All that their roles read, or those of their roles that have the verb."""
    roles = [place.role_held for place in user.places]
    return frozenset().union(*(role.classes for role in roles if not verb or verb in role.verbs))


def can_see_class(user: User, record: models.Model, kind: str) -> bool:
    return kind in visible_classes(user, record)


def mask(record: Any, seen: frozenset[str]) -> Any:
    """The record as somebody reads it who sees only these classes."""
    kinds = {field_class(type(record), name) for name in type(record).personal} - {""}
    kinds |= set(_field_classes.get(type(record), {}).values())
    return record if kinds <= seen else MaskedRecord(record, seen)


def mask_all(records: Iterable[Any], seen: frozenset[str]) -> list:
    return [mask(record, seen) for record in records]


class MaskedRecord:
    """Stands before a record on a page. It reads as the record does, but for what is not shown."""

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
            return found.fget(self)  # what is made of veiled values is veiled too
        if inspect.isfunction(found):
            return MethodType(found, self)
        return getattr(self._record, name)


unmasked_for(Subscription, "see")
