"""Checks that each model says what becomes of the personal data of its records.

They run with `check`, so that a record which nobody is told of, or which no erasure reaches, does
not get as far as a test.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import models

from .encryption.fields import encrypted_file_field, personal_fields
from .extension_points import personal_data, without_owner
from .records import Privacy

# A digest in hexadecimal fits.
LONGEST_CODE = 64
NOT_OWNED = "{model} speaks of somebody and is in nobody's file: say `owner`, or why `no_owner`."
NOT_DISCLOSED = "{model} is disclosed without {names}: say it in `disclose`, or in `duplicates`."
NOT_A_FIELD = "{model} has no field {names}, which its `class Privacy` names."
IN_CLEAR = "{model} stores prose in clear: make {names} personal, or say in `plain_text` why not."


def check_privacy(app_configs: Any = None, **_how: Any) -> list[checks.CheckMessage]:
    """Errors where a model leaves open whose its data are, what of them the person is given, or
    why a column of prose is stored in clear.
    """
    return check_models(each for each in apps.get_models() if _is_ours(each))


def check_models(among: Iterable[type[models.Model]]) -> list[checks.CheckMessage]:
    return [message for model in among for message in _check(model)]


def _is_ours(model: type[models.Model]) -> bool:
    return model.__module__.startswith("amparo.") and not model._meta.proxy


def _check(model: type[models.Model]) -> Iterator[checks.CheckMessage]:
    privacy = Privacy.of(model) or Privacy()
    parts = [each for owned in personal_data.values() for each in owned]
    own = [part for part in parts if part.model is model]
    is_owner = bool(personal_data.get(model))
    if speaks_of_somebody(model) and not (own or is_owner or model in without_owner):
        yield _error(NOT_OWNED, model, (), "core.E010")
    for part in own:
        told = {*part.disclosed_fields, *part.duplicates}
        if not part.withheld and (untold := {*personal_fields(model)} - told):
            yield _error(NOT_DISCLOSED, model, untold, "core.E011")
    named = {*privacy.disclose, *privacy.duplicates, *privacy.plain_text}
    if unknown := {name for name in named if not hasattr(model, name)}:
        yield _error(NOT_A_FIELD, model, unknown, "core.E012")
    if unsaid := {*prose_in_clear(model)} - {*privacy.plain_text}:
        yield _error(IN_CLEAR, model, unsaid, "core.E013")


def speaks_of_somebody(model: type[models.Model]) -> bool:
    """Returns whether its records hold personal data, or belong to the file of somebody."""
    sealed = personal_fields(model) or encrypted_file_field(model)
    return bool(sealed) or hasattr(model, "file")


def prose_in_clear(model: type[models.Model]) -> Iterator[str]:
    """Yields the names of columns that could hold what somebody said, and are not sealed: JSON,
    and text longer than a code or a digest that is not one of some choices.
    """
    for field in model._meta.concrete_fields:
        is_long = isinstance(field, models.CharField) and (field.max_length or 0) > LONGEST_CODE
        is_text = isinstance(field, models.TextField | models.JSONField) or is_long
        if is_text and not field.choices and field.name != encrypted_file_field(model):
            yield field.name


def _error(
    said: str, model: type[models.Model], names: Iterable[str], code: str
) -> checks.CheckMessage:
    label = model._meta.label
    return checks.Error(
        said.format(model=label, names=", ".join(sorted(names))), obj=model, id=code
    )
