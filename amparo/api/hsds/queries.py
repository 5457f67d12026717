"""Query parameters of the HSDS API, and the services that they select."""

from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from django.db.models import Q, QuerySet
from ninja import Field, Schema

from amparo.foundation.core.search import fold_text
from amparo.foundation.directory.hsds import taxonomies
from amparo.foundation.directory.models import Service, ServiceType
from amparo.foundation.directory.search import types_in_group

MOST_SEARCH_WORDS = 6


class Page(Schema):
    # HSDS bounds no page: beyond the last one there is an empty one, as its `Page` says.
    page: int = Field(1, ge=1, description="Which page.")
    per_page: int = Field(50, ge=1, le=100, description="How many on a page.")
    search: str = Field("", max_length=200, description="Words that all stand in it.")


class Services(Page):
    """Which services."""

    taxonomy_term_id: UUID | None = Field(None, description="Of this kind, or of its group.")
    taxonomy_id: UUID | None = Field(None, description="With a term of this taxonomy.")
    organization_id: UUID | None = Field(None, description="Of this organization.")
    modified_after: datetime | None = Field(None, description="Changed on or after this moment.")
    minimal: bool = Field(False, description="Identifiers and moments of change alone.")
    full: bool = Field(False, description="Each with all that belongs to it.")
    format: Literal["json", "ndjson"] = Field(
        "json", description="`ndjson`: all of them, a service a line, without pages."
    )


class Places(Page):
    """Which services at which places."""

    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    modified_after: datetime | None = None
    full: bool = Field(False, description="Each with its place and hours.")


class Organizations(Page):
    """Which organizations."""

    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    full: bool = Field(False, description="Each with its telephones and what is said of it.")


class Terms(Page):
    """Which terms of a taxonomy."""

    taxonomy_id: UUID | None = None
    parent_id: UUID | None = Field(None, description="Within this group.")
    top_only: bool = Field(False, description="Only those that lie in no other.")


def filtered_services(
    rows: QuerySet[Service], asked: Services | Places | Organizations
) -> QuerySet[Service]:
    """Services as one asked for them; what nobody here knows of finds nothing."""
    for word in fold_text(asked.search).split()[:MOST_SEARCH_WORDS]:
        rows = rows.filter(search_text__contains=word)
    if asked.taxonomy_term_id:
        rows = rows.filter(_of_term(str(asked.taxonomy_term_id)))
    if asked.taxonomy_id and str(asked.taxonomy_id) not in _known():
        return rows.none()
    if organization := getattr(asked, "organization_id", None):
        rows = rows.filter(provider__ref=organization)
    if moment := getattr(asked, "modified_after", None):
        rows = rows.filter(changed_at__gte=_aware(moment))
    return rows


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _known() -> set[str]:
    return {each["id"] for each in taxonomies.taxonomies()}


def _of_term(ref: str) -> Q:
    term = next((each for each in taxonomies.terms() if each["id"] == ref), None)
    if term is None:
        return Q(pk=None)
    code = term["code"]
    if name := taxonomies.YES_NO_FIELDS.get(code):
        return Q(**{f"{name}__isnull": False})
    kinds = ServiceType.objects.filter(code__in=types_in_group(code))
    return Q(pk__in=kinds.values("service"))
