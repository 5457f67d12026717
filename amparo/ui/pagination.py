"""Cursor (keyset) pagination: as quick on the last page as on the first."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet
from django.http import HttpRequest

_SALT = "amparo.ui.pagination"


@dataclass
class CursorPage:
    """Some rows of a list, and the query strings that lead to the slices beside it."""

    rows: list = field(default_factory=list)
    earlier: str = ""
    later: str = ""

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


class _Serializer:
    def dumps(self, values: Any) -> bytes:
        return DjangoJSONEncoder(separators=(",", ":")).encode(values).encode()

    def loads(self, data: bytes) -> Any:
        return signing.JSONSerializer().loads(data)


def paginate(queryset: QuerySet, request: HttpRequest, *order: str, size: int = 50) -> CursorPage:
    """The slice that the address asks for. `order` ends in something unique, such as `ref`.

    Every column in it must be filled and open to the database: never a personal field.
    """
    place = _cursor(request)
    backwards = place is not None and place[0] == "before"
    keys = [_reversed(key) for key in order] if backwards else list(order)
    rows = queryset.order_by(*keys)
    if place:
        rows = rows.filter(_after(keys, place[1]))
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_earlier, has_later = (more, True) if backwards else (bool(place), more)
    return CursorPage(
        found,
        _address(request, "before", found[0], order) if found and has_earlier else "",
        _address(request, "after", found[-1], order) if found and has_later else "",
    )


def up_to(queryset: QuerySet, cap: int = 1000) -> QuerySet:
    """The rows to be counted, up to one more than `cap`: nobody waits for an exact million."""
    return queryset.order_by()[: cap + 1]


def capped_count(queryset: QuerySet, cap: int = 1000) -> int:
    """How many there are, up to one more than `cap`."""
    return up_to(queryset, cap).count()


def _reversed(key: str) -> str:
    return key[1:] if key.startswith("-") else f"-{key}"


def _after(keys: list[str], values: list) -> Q:
    """All that comes after a row in this order: equal so far, then past it."""
    beyond, equal = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        name = key.lstrip("-")
        beyond |= equal & Q(**{f"{name}__{'lt' if key.startswith('-') else 'gt'}": value})
        equal &= Q(**{name: value})
    return beyond


def _cursor(request: HttpRequest) -> tuple[str, list] | None:
    for side in ("after", "before"):
        if token := request.GET.get(side):
            try:
                return side, signing.loads(token, salt=_SALT, serializer=_Serializer)
            except signing.BadSignature:
                return None
    return None


def _address(request: HttpRequest, side: str, row: Any, order: tuple[str, ...]) -> str:
    """The same filters, from this row on."""
    values = [_value(row, key.lstrip("-")) for key in order]
    query = request.GET.copy()
    for other in ("after", "before"):
        query.pop(other, None)
    query[side] = signing.dumps(values, salt=_SALT, serializer=_Serializer)
    return query.urlencode()


def _value(row: Any, path: str) -> Any:
    for step in path.split("__"):
        row = getattr(row, step)
    # To the microsecond: rows written together share a moment, and none may be skipped.
    return row.isoformat() if isinstance(row, datetime) else row
