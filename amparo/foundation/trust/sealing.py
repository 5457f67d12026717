"""The one place where a personal value becomes what is stored, and back.

A value will be sealed for one record and one field (its model, its name, the record's ref),
so both functions are given the record. This first course only encodes: see SECURITY.md.
"""

import json
from datetime import date
from typing import Any

from django.db import models


class Sealed(bytes):
    """A personal value as the database holds it, not yet opened."""


def seal(value: Any, *, kind: str, record: models.Model, field: str) -> Sealed:
    if value is None or value == "":
        return Sealed(b"")
    if kind == "json":
        return Sealed(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
    return Sealed((value.isoformat() if kind == "date" else str(value)).encode())


def unseal(sealed: Sealed, *, kind: str, record: models.Model, field: str) -> Any:
    if kind == "json":
        return json.loads(sealed) if sealed else None
    if kind == "date":
        return date.fromisoformat(sealed.decode()) if sealed else None
    return sealed.decode()
