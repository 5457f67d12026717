"""Decrypts values of many records at once: columns of long tables."""

from collections.abc import Sequence
from itertools import batched
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag

from ..records import Record
from .key_ring import DecryptionError
from .values import (
    HEAD,
    KEYS_TOGETHER,
    NONCE,
    WAYS,
    DataKey,
    EncryptedValue,
    bound_to_column,
    decode_value,
)


def decrypt_column(
    rows: Sequence[tuple[UUID, EncryptedValue]],
    *,
    model: type[Record],
    field: str,
    as_text: bool = False,
) -> list[Any]:
    """Returns one value of many records, given as ref and value, in their order: like
    `decrypt_value`, ten times faster.

    `as_text` returns what was encrypted, without conversion to the field's kind.
    """
    wanted = [(ref, (sealed,)) for ref, sealed in rows]
    return [
        value for (value,) in decrypt_columns(wanted, model=model, fields=[field], as_text=as_text)
    ]


def decrypt_columns(
    rows: Sequence[tuple[UUID, Sequence[EncryptedValue]]],
    *,
    model: type[Record],
    fields: Sequence[str],
    as_text: bool = False,
) -> list[list[Any]]:
    """Returns several values of many records, given as ref and values of `fields`, in their order.

    As `decrypt_column`; each key is unwrapped once. Keys are not cached: a long table would push
    out those that pages use.
    """
    numbers = {sealed.key_number for _ref, values in rows for sealed in values if sealed}
    ciphers = {}
    for together in batched(numbers, KEYS_TOGETHER, strict=False):
        for number, key in DataKey.unwrap_many(together):
            ciphers[number] = {way: make(key) for way, make in WAYS.items()}
    columns: list[Any] = [model._meta.get_field(field) for field in fields]
    ways = [
        ("text" if as_text else column.kind, bound_to_column(model, column.crypto_name))
        for column in columns
    ]
    return [
        [
            _decrypted(sealed, kind, bound + ref.bytes, ciphers)
            for sealed, (kind, bound) in zip(values, ways, strict=True)
        ]
        for ref, values in rows
    ]


def _decrypted(
    sealed: EncryptedValue, kind: str, bound: bytes, ciphers: dict[int, dict[int, Any]]
) -> Any:
    if not sealed:
        return "" if kind == "text" else None
    cipher = ciphers.get(sealed.key_number, {}).get(sealed[0])
    if cipher is None:
        raise DecryptionError("The key of this value is gone, or it was sealed in an unknown way.")
    nonce, closed = sealed[HEAD : HEAD + NONCE], sealed[HEAD + NONCE :]
    try:
        return decode_value(cipher.decrypt(nonce, closed, sealed[:HEAD] + bound), kind)
    except InvalidTag:
        raise DecryptionError(
            "A sealed value was changed, or stands in another's place."
        ) from None
