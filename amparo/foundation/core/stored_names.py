"""The names that are stored of a model and a field, and the check that each has its own.

Sealed values, data keys and receipt codes are bound to `crypto_label` and `crypto_name`; lines of
the ledger name a record by `audit_name`. They are constants, not the names of the classes: a class
may be renamed and moved to another app, and everything that was stored before stays readable. A
constant is never changed, and never given to another model.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import models

from .encryption.fields import EncryptedFileField, PersonalField
from .extension_points import personal_data
from .receipt_codes import ReceiptCodeModel
from .records import Record

MISSING = "{model} {why}: it says `{name}` itself, not by a model that it inherits from."
SHARED = "`{name}` is {value!r} in {models}: what is stored of one would pass for the other."
SEALS = "seals something, has a data key, or is opened by a receipt code"
AUDITED = "can be named in the ledger"


def check_stored_names(app_configs: Any = None, **_how: Any) -> list[checks.CheckMessage]:
    """Errors where a model has no stored name of its own, and where two have the same."""
    return check_models(each for each in apps.get_models() if not each._meta.proxy)


def check_models(among: Iterable[type[models.Model]]) -> list[checks.CheckMessage]:
    among = list(among)
    return [
        *_missing(filter(_seals, among), "crypto_label", SEALS, "core.E002"),
        *_missing(filter(_is_audited, among), "audit_name", AUDITED, "core.E003"),
        *_shared(among, "crypto_label", "core.E004"),
        *_shared(among, "audit_name", "core.E005"),
    ]


def _seals(model: type[models.Model]) -> bool:
    """Returns whether anything is bound to the model: values, a code, or the key of what belongs
    to its files.
    """
    lying = [part.model for part in personal_data.get(model, ())]
    return issubclass(model, ReceiptCodeModel) or any(map(_has_sealed_column, (model, *lying)))


def _has_sealed_column(model: type[models.Model]) -> bool:
    columns = model._meta.concrete_fields
    return any(isinstance(each, PersonalField | EncryptedFileField) for each in columns)


def _is_audited(model: type[models.Model]) -> bool:
    return issubclass(model, Record)


def _missing(
    among: Iterable[type[models.Model]], name: str, why: str, code: str
) -> Iterator[checks.CheckMessage]:
    for model in among:
        if not model.__dict__.get(name):
            said = MISSING.format(model=model._meta.label, why=why, name=name)
            yield checks.Error(said, obj=model, id=code)


def _shared(
    among: Iterable[type[models.Model]], name: str, code: str
) -> Iterator[checks.CheckMessage]:
    holders = defaultdict(list)
    for model in among:
        if value := model.__dict__.get(name):
            holders[value].append(model._meta.label)
    for value, labels in holders.items():
        if len(labels) > 1:
            said = SHARED.format(name=name, value=value, models=", ".join(sorted(labels)))
            yield checks.Error(said, id=code)
