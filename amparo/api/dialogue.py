"""Endpoints of public commitments: a list and one commitment, at addresses that stay.

Open to everybody, and the same for everybody. Only what was published; nobody is named but
institutions and States.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from amparo.pillars.dialogue.commitment_parts import with_published_parts
from amparo.pillars.dialogue.models import Commitment
from amparo.pillars.dialogue.public_commitments import public_commitment, public_commitments

router = Router(auth=None, tags=["dialogue"])
MOST = 200


class CommitmentOut(Schema):
    """A commitment as it is listed."""

    ref: UUID
    number: str
    origin: str = Field(description="recommendation, pledge, agreement, decision or ask")
    reference: str = Field(description="Its number in the document, as in 140.7")
    document: str
    document_symbol: str
    language: str = Field(description="In which it was written")
    text: str
    country: str
    theme: str
    state: str = Field(description="proposed, adopted, in_progress, fulfilled or dropped")
    deadline: date | None
    no_deadline: bool = Field(description="The document says that there is none")
    authors: list[str] = Field(description="Codes of countries, or names of bodies")
    bearers: list[str]
    tags: list[str] = Field(description="Rights and items of frameworks, as in SDG:10")


class PositionOut(Schema):
    """What the State said of it, as of a day."""

    position: str
    stated_on: date | None
    source: str


class ProgressOut(Schema):
    """What one side says of it: the institution that bears it, or somebody else who reviewed."""

    institution: str = Field(description="Empty for a review")
    progress: str
    until: date | None
    figure: Decimal | None
    text: str


class TranslationOut(Schema):
    language: str
    text: str
    is_official: bool


class CommitmentDetailOut(CommitmentOut):
    """A commitment with what is known of it."""

    positions: list[PositionOut]
    baseline: Decimal | None
    target: Decimal | None
    unit: str
    reported: list[ProgressOut]
    reviewed: list[ProgressOut]
    translations: list[TranslationOut]
    recorded_at: datetime


@router.get(
    "/commitments", response=list[CommitmentOut], summary="Public commitments",
    url_name="dialogue-commitments",
)  # fmt: skip
def commitments(
    request: HttpRequest, country: str = Query("", max_length=2),
    state: str = Query("", max_length=12), offset: int = Query(0, ge=0, le=1_000_000),
):  # fmt: skip
    """At most 200 from `offset` on, the latest first. `country`: a code of two letters."""
    rows = public_commitments().order_by("-year", "-serial")
    if country:
        rows = rows.filter(country=country.upper())
    if state:
        rows = rows.filter(state=state)
    return [_commitment(each) for each in with_published_parts(rows)[offset : offset + MOST]]


@router.get(
    "/commitments/{uuid:ref}", response=CommitmentDetailOut, summary="One commitment",
    url_name="dialogue-commitment",
)  # fmt: skip
def commitment(request: HttpRequest, ref: UUID):
    found = public_commitment(ref)
    if found is None:
        raise Http404
    parts: Any = found
    return _commitment(found) | {
        "positions": [
            {"position": each.answer, "stated_on": each.stated_on, "source": each.source}
            for each in parts.positions_now
        ],
        "baseline": found.baseline, "target": found.target, "unit": found.unit,
        "reported": [
            _progress(each, each.institution, each.until) for each in parts.reported
        ],
        "reviewed": [_progress(each, "", each.at.date()) for each in parts.reviewed],
        "translations": list(found.texts.all()), "recorded_at": found.at,
    }  # fmt: skip


def _commitment(found: Commitment) -> dict[str, Any]:
    parts: Any = found
    document = found.document
    return {
        "ref": found.ref, "number": found.number, "origin": found.origin,
        "reference": found.reference, "document": document.title if document else "",
        "document_symbol": document.symbol if document else "", "language": found.language,
        "text": found.text, "country": found.country, "theme": found.theme,
        "state": found.state, "deadline": found.deadline, "no_deadline": found.has_no_deadline,
        "authors": [each.country or each.label for each in found.authors.all()],
        "bearers": [each.organization.name for each in parts.bearers_now],
        "tags": [each.code for each in found.tags.all()],
    }  # fmt: skip


def _progress(said: Any, institution: str, until: date) -> dict[str, Any]:
    return {
        "institution": institution, "progress": said.progress, "until": until,
        "figure": said.figure, "text": said.text,
    }  # fmt: skip
