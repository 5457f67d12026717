"""The column in which a record names its sealed file: the store is compared with all of them."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models


class StoredAs(models.CharField):
    """The name of a sealed file; empty where the file was taken out."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)


def named() -> Iterator[tuple[Any, str]]:
    """Every record that names a sealed file, and the name."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, StoredAs):
                records = model._default_manager.exclude(**{field.attname: ""})
                for record in records.only("pk", "ref", field.attname).iterator():
                    yield record, getattr(record, field.attname)
