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

from .models import Subscription, User

NOT_SHOWN = gettext_lazy("not shown to your role")

type Limit = Callable[[User, Any], frozenset[str]]
_classed: dict[type[models.Model], dict[str, str]] = {}
_limits: dict[type[models.Model], Limit] = {}
_of_a_task: dict[type[models.Model], tuple[str, ...]] = {}


def classed(model: type[models.Model], **classes: Iterable[str]) -> None:
    """Declare which values of `model` are of which class: personal fields, and codes that tell."""
    _classed[model] = {name: kind for kind, names in classes.items() for name in names}


def of_a_task(model: type[models.Model], *verbs: str) -> None:
    """Declare what lies in nobody's file: who may do one of the verbs with it reads all of it."""
    _of_a_task[model] = verbs


def task_verbs(model: type[models.Model]) -> tuple[str, ...]:
    """The verbs that such a record is read for; none where its values have classes."""
    return _of_a_task.get(model, ())


def has_class(model: type[models.Model], name: str) -> bool:
    """Whether somebody has said of which class the value is."""
    return name in _classed.get(model, {})


def values_of(model: type[models.Model]) -> list[str]:
    """All values of a record that say something of somebody."""
    return sorted({*getattr(model, "personal", ()), *_classed.get(model, {})})


def limited_by(model: type[models.Model], limit: Limit) -> None:
    """Declare how the classes that somebody reads of such a file are found."""
    _limits[model] = limit


def class_of(model: type[models.Model], name: str) -> str:
    """The class of a value, or nothing where it says nothing of a person."""
    said = _classed.get(model, {}).get(name, "")
    return said or ("narrative" if name in getattr(model, "personal", ()) else "")


def classes_for(user: User, record: models.Model) -> frozenset[str]:
    """The classes that this person reads of the file in which the record lies."""
    holder = getattr(record, "file", None) or record
    limit = _limits.get(type(holder))
    return limit(user, holder) if limit else of_roles(user)


def of_roles(user: User, verb: str = "") -> frozenset[str]:
    """All that their roles read, or those of their roles that have the verb."""
    roles = [place.role_held for place in user.places]
    return frozenset().union(*(role.classes for role in roles if not verb or verb in role.verbs))


def sees(user: User, record: models.Model, kind: str) -> bool:
    return kind in classes_for(user, record)


def veiled(record: Any, seen: frozenset[str]) -> Any:
    """The record as somebody reads it who sees only these classes."""
    kinds = {class_of(type(record), name) for name in type(record).personal} - {""}
    kinds |= set(_classed.get(type(record), {}).values())
    return record if kinds <= seen else Veiled(record, seen)


def all_veiled(records: Iterable[Any], seen: frozenset[str]) -> list:
    return [veiled(record, seen) for record in records]


class Veiled:
    """Stands before a record on a page. It reads as the record does, but for what is not shown."""

    def __init__(self, record: models.Model, seen: frozenset[str]):
        self._record, self._seen = record, seen

    def __str__(self) -> str:
        return str(self._record)

    def __getattr__(self, name: str) -> Any:
        model = type(self._record)
        kind = class_of(model, name.removeprefix("get_").removesuffix("_display"))
        if kind and kind not in self._seen:
            return NOT_SHOWN
        found = inspect.getattr_static(model, name, None)
        if isinstance(found, property) and found.fget:
            return found.fget(self)  # what is made of veiled values is veiled too
        if inspect.isfunction(found):
            return MethodType(found, self)
        return getattr(self._record, name)


of_a_task(Subscription, "see")
