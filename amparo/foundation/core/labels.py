"""Labels: what fields and properties of a record are called on screens, in exports and letters."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise


def labelled[F: Callable[..., Any]](label: str | Promise) -> Callable[[F], F]:
    """Gives the function of a property a label, as a field has its `verbose_name`.

    Stands below `@property`.
    """

    def give_label(function: F) -> F:
        function.verbose_name = label  # type: ignore[attr-defined]
        return function

    return give_label


def label_of(record: models.Model | type[models.Model], name: str) -> str | Promise:
    """Returns what a field or property of a record is called; empty where nobody said it.

    Django calls a field without `verbose_name` by its name in the code: that is no label.
    """
    try:
        return getattr(record._meta.get_field(name), "_verbose_name", None) or ""
    except FieldDoesNotExist:
        model = record if isinstance(record, type) else type(record)
        return getattr(getattr(model, name).fget, "verbose_name", "")
