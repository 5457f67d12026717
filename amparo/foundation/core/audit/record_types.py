"""Labels of the types of records that audit entries are about, in the reader's language.

A type of record is called as its model says in `Meta.verbose_name`.
"""

from functools import cache

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What entries are about that is no record.
_WITHOUT_MODEL: dict[str, Promise] = {"house": _("This Amparo site"), "page": _("Page")}


@cache
def record_types() -> dict[str, str | Promise]:
    """Returns the label of each type of record that has one, by its `audit_name`."""
    labels: dict[str, str | Promise] = dict(_WITHOUT_MODEL)
    for model in apps.get_models():
        name = getattr(model, "audit_name", "")
        # Not `verbose_name` itself, which Django fills from the name in the code.
        label = model._meta.original_attrs.get("verbose_name")
        if name and label:
            labels[name] = label
    return labels


@cache
def event_types() -> dict[str, str | Promise]:
    """Returns what the events of a record are about, by the first part of their codes: the label
    of its model, or of the first one that shares a prefix (`Events.prefix`).
    """
    labels = dict(record_types())
    for model in apps.get_models():
        prefix = getattr(vars(model).get("Events"), "prefix", "")
        label = model._meta.original_attrs.get("verbose_name")
        if prefix and label:
            labels.setdefault(prefix, label)
    return labels
