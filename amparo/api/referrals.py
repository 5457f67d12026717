"""Endpoints with which a partner reads the referrals made to it, and answers them."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from pydantic import ConfigDict

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permitted_keys,
    require_permission,
    signed_in_user,
)
from amparo.pillars.assistance.referrals import extract
from amparo.pillars.assistance.referrals.models import Referral, ReferralResponse
from amparo.pillars.assistance.referrals.presenters import RELATED, classes_read

from .responses import Key, run_once

router = Router(tags=["referrals"])
SEE, ANSWER = "referral.see", "referral.answer"
LongText = Annotated[str, Field(max_length=10_000)]
Reason = StrEnum("Reason", [(each.name, each.value) for each in ReferralResponse.Reason])  # type: ignore[misc]
Urgency = StrEnum("Urgency", [(each.name, each.value) for each in Referral.Urgency])  # type: ignore[misc]


class ReferralState(StrEnum):
    WAITING = "waiting"
    GOING_ON = "going_on"


class StrictSchema(Schema):
    """Nothing that we do not know is taken: a misspelt field would be lost in silence."""

    model_config = ConfigDict(extra="forbid")


class ReferralLine(Schema):
    """One referral, without a word of whom it is about."""

    ref: UUID
    status: str = Field(description="A code of the list referral_status")
    urgency: Urgency
    service_type: str = Field(description="A code of the list service_type")
    service: UUID | None = Field(description="The service of the directory that was asked")
    sent_at: datetime
    answer_due: datetime


class ReferralList(Schema):
    referrals: list[ReferralLine]
    next: UUID | None = Field(description="Send it as `after` to read on")


class Fact(Schema):
    name: str
    value: str


class PersonConcerned(Schema):
    shared: UUID = Field(description="What consent.withdrawn and share.forgotten speak of")
    facts: list[Fact] = Field(description="What they agreed that you read, in your language")


class Question(Schema):
    text: str = Field()
    at: datetime
    reply: str | None


class ReferralDetail(ReferralLine):
    text: str = Field(description="What you must know to help")
    people: list[PersonConcerned]
    questions: list[Question]


class Receipt(Schema):
    ref: UUID
    status: str


class Acceptance(StrictSchema):
    text: LongText = Field(default="")


class Decline(StrictSchema):
    reason: Reason
    text: LongText = Field(default="", description="Needed where the reason is `other`")


class Inquiry(StrictSchema):
    text: LongText = Field(min_length=1)


class Report(StrictSchema):
    given_on: date
    service_type: str = Field(default="", max_length=40, description="Where it was another one")
    text: LongText = Field(default="")
    goes_on: bool = False


@router.get(
    "", response=ReferralList, summary="What was referred to you", operation_id="referrals"
)
def referrals(
    request: HttpRequest,
    state: ReferralState = ReferralState.WAITING,
    after: UUID | None = None,
    limit: int = Query(50, ge=1, le=100),
):
    """The oldest first. `waiting`: you have neither answered nor asked; `going_on`: not closed."""
    require_permission(request, SEE)  # type: ignore[arg-type]
    waits = state is ReferralState.WAITING
    found = Referral.objects.waiting() if waits else Referral.objects.going_on()
    keys = permitted_keys(found, signed_in_user(request), "receive")
    theirs = Referral.objects.filter(pk__in=keys).select_related("service")
    if after is not None:
        theirs = theirs.filter(ref__gt=after)
    rows = list(theirs.order_by("ref")[: limit + 1])
    shown = rows[:limit]
    log.log_list(signed_in_user(request), "shared.listed", shown)
    return {
        "referrals": [_line(each) for each in shown],
        "next": shown[-1].ref if len(rows) > limit else None,
    }


@router.get(
    "/{uuid:ref}", response=ReferralDetail, summary="One referral", operation_id="referral",
    by_alias=True,
)  # fmt: skip
def referral(request: HttpRequest, ref: UUID):
    """What was sent to you, as far as the people agreed and while their consent stands.

    With a token that may not answer, an authority reads no words of it.
    """
    require_permission(request, SEE)  # type: ignore[arg-type]
    found = _open(request, ref)
    classes = classes_read(signed_in_user(request), found)
    told = extract.build_extract(found, seen=classes)
    shared = found.referred_persons.live().order_by("pk").values_list("shared__ref", flat=True)
    return _line(found) | {
        "text": found.text if extract.NARRATIVE_ITEMS in classes else "",
        "people": [
            {
                "shared": ref,
                "facts": [{"name": name, "value": value} for name, value in each.facts],
            }
            for ref, each in zip(shared, told, strict=True)
        ],
        "questions": [_question(each, classes) for each in found.answers.filter(outcome="asked")],
    }


@router.post(
    "/{uuid:ref}/acknowledge", response=Receipt, summary="You have read it",
    operation_id="acknowledge",
)  # fmt: skip
def acknowledge(request: HttpRequest, ref: UUID, key: Key):
    return _say(request, ref, key, lambda found, by: found.acknowledge(by=by))


@router.post(
    "/{uuid:ref}/accept", response=Receipt, summary="You will help", operation_id="accept"
)
def accept(request: HttpRequest, ref: UUID, key: Key, said: Acceptance):
    return _say(request, ref, key, lambda found, by: found.accept(by=by, text=said.text))


@router.post(
    "/{uuid:ref}/decline", response=Receipt, summary="You cannot help, and why",
    operation_id="decline",
)  # fmt: skip
def decline(request: HttpRequest, ref: UUID, key: Key, said: Decline):
    """What you read of the people ends with it."""
    return _say(
        request, ref, key,
        lambda found, by: found.decline(by=by, reason=said.reason.value, text=said.text),
    )  # fmt: skip


@router.post(
    "/{uuid:ref}/ask", response=Receipt, summary="You need to know something first",
    operation_id="ask",
)  # fmt: skip
def ask(request: HttpRequest, ref: UUID, key: Key, said: Inquiry):
    return _say(request, ref, key, lambda found, by: found.ask(by=by, text=said.text))


@router.post(
    "/{uuid:ref}/report", response=Receipt, summary="What you gave", operation_id="report"
)
def report(request: HttpRequest, ref: UUID, key: Key, said: Report):
    """After you accepted; as often as you gave something. We confirm it with the person."""
    return _say(
        request,
        ref,
        key,
        lambda found, by: found.report(by=by, ref=key, **said.model_dump(by_alias=True)),
    )


def _say(request: HttpRequest, ref: UUID, key: UUID, verb: Callable) -> dict:
    require_permission(request, ANSWER)  # type: ignore[arg-type]

    def do() -> dict:
        found = _open(request, ref)
        verb(found, signed_in_user(request))
        return {"ref": str(found.ref), "status": found.status}

    return run_once(request, key, do)


def _open(request: HttpRequest, ref: UUID) -> Referral:
    """Returns the referral made to this partner; the case itself stays closed to them."""
    return get_permitted_or_404(
        request, Referral, to="receive", related=RELATED, with_parts=True, ref=ref
    )


def _line(found: Referral) -> dict:
    return {
        "ref": found.ref,
        "status": found.status,
        "urgency": found.urgency,
        "service_type": found.service_type,
        "service": found.service.ref if found.service else None,
        "sent_at": found.at,
        "answer_due": found.answer_due,
    }


def _question(asked: ReferralResponse, classes: frozenset[str]) -> dict:
    reads = extract.NARRATIVE_ITEMS in classes
    said = {"text": asked.text, "reply": asked.reply_text if asked.replied_at else None}
    return {"at": asked.at} | {
        name: text if reads or text is None else "" for name, text in said.items()
    }
