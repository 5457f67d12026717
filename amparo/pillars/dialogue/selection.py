"""Which commitments an export or a report takes: those of a list with its filters, or ticked."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict

from amparo.foundation.core.models import User
from amparo.foundation.core.search import fold_text

from .models import Commitment

# Filters of an address that are codes of a column, and refs of another record.
_CODES = {"origin": "origin", "state": "state", "country": "country", "language": "language"}
_REFS = {"document": "document__ref", "cluster": "clusters__cluster__ref"}
MOST_TICKED = 2_000


def selected_commitments(query: QueryDict, user: User) -> QuerySet[Commitment]:
    """Returns what the user may see of what an address asks for: `ref` (ticked ones), `q`,
    `origin`, `state`, `country`, `language`, `document`, `cluster`, `stand`, `bearer`, `author`,
    `public`. What is malformed finds nothing.
    """
    rows = Commitment.objects.accessible_to(user)
    if ticked := query.getlist("ref"):
        return rows.filter(ref__in=_refs(ticked[:MOST_TICKED]))
    for name, path in _CODES.items():
        if value := query.get(name):
            rows = rows.filter(**{path: value[:40]})
    for name, path in _REFS.items():
        if value := query.get(name):
            rows = rows.filter(**{f"{path}__in": _refs([value])})
    if query.get("public"):
        rows = rows.filter(is_public=True)
    for word in fold_text(query.get("q", "")[:200]).split():
        rows = rows.filter(search_text__contains=word)
    return _of_parties(rows, query)


def _of_parties(rows: QuerySet[Commitment], query: QueryDict) -> QuerySet[Commitment]:
    if stand := query.get("stand"):
        rows = rows.filter(positions__stand=stand[:20])
    if author := query.get("author"):
        rows = rows.filter(authors__country=author[:2])
    if bearer := query.get("bearer"):
        rows = rows.filter(
            bearers__organization__ref__in=_refs([bearer]), bearers__until=None
        )  # fmt: skip
    return rows.distinct() if stand or author or bearer else rows


def _refs(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
