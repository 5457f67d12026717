"""Which commitments an export or a report takes: those of a list with its filters, or ticked."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.timezone import localdate

from amparo.foundation.core.models import User

from .models import Commitment, CommitmentAuthor
from .queries import filter_bar, filtered

MOST_TICKED = 2_000


def selected_commitments(query: QueryDict, user: User) -> QuerySet[Commitment]:
    """Returns what the user may see of what an address asks for: `ref` (ticked ones), the filters
    of the list (`queries.filter_bar`), `country`, `language`, `author`, `public`. What a filter
    does not know filters nothing; a malformed `ref` finds nothing.
    """
    rows = Commitment.objects.accessible_to(user)
    if ticked := query.getlist("ref"):
        return rows.filter(ref__in=_refs(ticked[:MOST_TICKED]))
    rows = filtered(rows, filter_bar(user, query), "", localdate())  # type: ignore[arg-type]
    for name in ("country", "language"):
        if value := query.get(name):
            rows = rows.filter(**{name: value[:3]})
    if author := query.get("author"):
        made = CommitmentAuthor.objects.filter(commitment=OuterRef("pk"), country=author[:2])
        rows = rows.filter(Exists(made))
    return rows.filter(is_public=True) if query.get("public") else rows


def _refs(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
