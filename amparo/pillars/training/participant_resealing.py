"""What lies sealed under the key of a participant, when that key is to go: opened before, and
sealed anew under the key of whoever it belongs to then.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from amparo.foundation.core.encryption.fields import personal_fields
from amparo.foundation.core.permissions.rls.records import lock_rows
from amparo.foundation.core.records import Privacy

from .models import Participant

type Opened = list[tuple[type[models.Model], int, dict[str, Any]]]


def sealed_models() -> Iterator[tuple[type[models.Model], str]]:
    """Yields the models whose values are sealed under a participant's key, with the lookup path
    that leads there. A model says so by `file`, and by the owner in its `class Privacy`.
    """
    for model in apps.get_app_config("training").get_models():
        privacy = Privacy.of(model)
        if privacy is None or not personal_fields(model) or not hasattr(model, "file"):
            continue
        for path in privacy.owners:
            if _end_of(model, path) is Participant:
                yield model, path


def _end_of(model: Any, path: str) -> Any:
    for step in path.split("__"):
        model = model._meta.get_field(step).related_model
    return model


def open_sealed(participant: Participant) -> Opened:
    """Returns all values under the key of a participant, by model and key of the record. Must run
    in a transaction.
    """
    found: Opened = []
    for model, path in sealed_models():
        rows = model._default_manager.filter(**{path: participant})  # type: ignore[attr-defined]
        for each in lock_rows(rows, path):
            if each.file.ref == participant.ref:
                said = {name: getattr(each, name) for name in personal_fields(model)}
                found.append(
                    (model, each.pk, {key: value for key, value in said.items() if value})
                )
    return found


def seal_anew(opened: Opened) -> None:
    """Seals them under the key of whoever each record belongs to now."""
    paths = dict(sealed_models())
    for model, pk, said in opened:
        if not said:
            continue
        [record] = lock_rows(model._default_manager.filter(pk=pk), paths[model])
        for name, value in said.items():
            setattr(record, name, value)
        record.save(update_fields=list(said))
