"""What lies sealed under the key of a participant, when that key is to go: emptied with it, or
opened before and sealed anew under the key of whoever it belongs to then.
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
    for model, each in _under_key_of(participant):
        said = {name: getattr(each, name) for name in personal_fields(model)}
        found.append((model, each.pk, {key: value for key, value in said.items() if value}))
    return found


def _under_key_of(participant: Participant) -> Iterator[tuple[type[models.Model], Any]]:
    for model, path in sealed_models():
        rows = model._default_manager.filter(**{path: participant})  # type: ignore[attr-defined]
        records: list[Any] = lock_rows(rows, path)
        yield from ((model, each) for each in records if each.file.ref == participant.ref)


def empty_sealed(participant: Participant) -> None:
    """Empties all values under the key of a participant, which goes: what stays is read without
    them, and no page stumbles over a value that nobody opens any more. In a transaction.
    """
    for model, each in _under_key_of(participant):
        names = personal_fields(model)
        for name in names:
            setattr(each, name, each._meta.get_field(name).get_default())
        each.save(update_fields=list(names))


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
