"""Model fields: personal data stored encrypted, and the name of an encrypted file.

A personal field is stored as bytes and cannot be searched by the database.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from .. import discreet_mode
from .values import EncryptedValue, decrypt_value, encrypt_value, from_database


class OpenedOnRead(DeferredAttribute):
    """Decrypts a value the first time it is read, not when the row is fetched.

    Of a name a page in discreet mode reads the initials; what is saved stays whole.
    """

    field: "PersonalField"

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        name = self.field.attname
        value = instance.__dict__.get(name, self)
        if value is self:
            value = super().__get__(instance, cls)
        if isinstance(value, EncryptedValue):
            value = decrypt_value(
                value, kind=self.field.kind, record=instance, field=self.field.crypto_name
            )
            instance.__dict__[name] = value
        return _shorten(value) if self.field.is_name and discreet_mode.is_on_page() else value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


def _shorten(value: Any) -> Any:
    """Initials of a name or of several; a word that stands for a masked one stays."""
    if isinstance(value, list):
        return [discreet_mode.shorten(str(each)) for each in value]
    return discreet_mode.shorten(value) if isinstance(value, str) else value


class PersonalField(models.BinaryField):
    """Stores personal data encrypted under the key of the file that the record belongs to.

    `kind` is "text" (default), "date" or "json"; `is_name` that it names somebody whom the office
    protects, so that a page in discreet mode shows initials. Values cannot be filtered, ordered
    or updated by a query (FieldError, TypeError): records are saved one at a time.

    What is stored is bound to `crypto_name`, the field's own name unless it is given. Whoever
    renames a field sets it to the old name, so that older values can still be decrypted.
    """

    descriptor_class = OpenedOnRead
    # For mypy: what is read is a text, a date or a JSON value, by `kind`; never bytes.
    _pyi_private_get_type: Any
    _pyi_private_set_type: Any

    def __init__(
        self, *args, kind: str = "text", crypto_name: str = "", is_name: bool = False, **kwargs
    ):
        self.kind = kind
        self.is_name = is_name
        self._crypto_name = crypto_name
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def check(self, **kwargs):
        return [*super().check(**kwargs), *self._check_ref(), *self._check_crypto_name()]

    @property
    def crypto_name(self) -> str:
        """Returns the name that stored values are bound to, however the field is called."""
        return self._crypto_name or self.name

    def _check_ref(self) -> list[checks.CheckMessage]:
        if any(field.name == "ref" for field in self.model._meta.concrete_fields):
            return []
        said = "A personal value is bound to its record's `ref`: make the model a Record."
        return [checks.Error(said, obj=self, id="core.E001")]

    def _check_crypto_name(self) -> list[checks.CheckMessage]:
        fields = self.model._meta.concrete_fields
        same = [
            each.name
            for each in fields
            if isinstance(each, PersonalField) and each.crypto_name == self.crypto_name
        ]
        if len(same) == 1:
            return []
        said = f"Several fields are sealed as {self.crypto_name!r}: {', '.join(same)}."
        return [checks.Error(said, obj=self, id="core.E007")]

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self._crypto_name:
            kwargs["crypto_name"] = self._crypto_name
        return name, path, args, {**kwargs, "kind": self.kind}

    def get_default(self):
        return "" if self.kind == "text" else None

    def from_db_value(self, value, expression, connection):
        return None if value is None else from_database(bytes(value))

    def pre_save(self, model_instance, add):
        value = model_instance.__dict__.get(self.attname, self.get_default())
        if isinstance(value, EncryptedValue):
            return value
        return encrypt_value(value, kind=self.kind, record=model_instance, field=self.crypto_name)

    def get_db_prep_value(self, value: Any, connection, prepared=False):
        # Empty stays empty: the value of existing rows when such a field is added.
        if isinstance(value, EncryptedValue) or value == b"":
            return super().get_db_prep_value(bytes(value), connection, prepared)
        raise TypeError(f"{self.name} is personal: save its record, do not update it by query.")

    def get_lookup(self, lookup_name):
        raise FieldError(f"{self.name} is personal: it is never searched by the database.")

    def get_transform(self, lookup_name):
        raise FieldError(f"{self.name} is personal: it is never searched by the database.")

    def value_to_string(self, obj):
        raise TypeError(f"{self.name} is personal: it is never serialised.")

    def formfield(self, **kwargs):
        return None


class EncryptedFileField(models.CharField):
    """The name of an encrypted file; empty where the file was removed."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)


@cache
def personal_fields(model: type[models.Model]) -> tuple[str, ...]:
    """Returns the names of the fields that hold personal data, in order of declaration."""
    return tuple(f.name for f in model._meta.concrete_fields if isinstance(f, PersonalField))


@cache
def plain_fields(model: type[models.Model]) -> tuple[str, ...]:
    """Returns the names of the fields that are stored in clear: neither keys nor references."""
    return tuple(
        field.name
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.is_relation or field.name == "ref")
        and not isinstance(field, PersonalField)
    )


def encrypted_file_field(model: type[models.Model]) -> str:
    """Returns the name of the field that names an encrypted file; empty where there is none."""
    found = (f.name for f in model._meta.concrete_fields if isinstance(f, EncryptedFileField))
    return next(found, "")


def stored_file_names() -> Iterator[tuple[Any, str]]:
    """Yields every record that names an encrypted file, and the name. Limited by row-level
    security where it is on.
    """
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedFileField):
                records = model._default_manager.exclude(**{field.attname: ""})
                for record in records.only("pk", "ref", field.attname).iterator():
                    yield record, getattr(record, field.attname)
