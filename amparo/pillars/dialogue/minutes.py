"""What the minutes of a meeting are made of: their digest, and who wrote in them."""

import hashlib
import json
from datetime import UTC
from typing import Any

from .models.agenda import AgendaItem, Statement
from .models.convenings import Convening
from .models.decisions import ActionItem, Decision


def digest_of(meeting: Convening) -> str:
    """Returns the SHA-256 of what was minuted: items, statements, decisions, actions.

    Names of persons are no part of it, so that erasing them leaves adopted minutes as they are;
    nor is what became of an action later.
    """
    said = json.dumps(
        content_of(meeting), ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    return hashlib.sha256(said.encode()).hexdigest()


def is_unchanged(meeting: Convening) -> bool:
    """Whether adopted minutes still say what they said when they were adopted."""
    return bool(meeting.digest) and digest_of(meeting) == meeting.digest


def content_of(meeting: Convening) -> dict[str, Any]:
    """What the digest is taken over; institutions by their refs."""
    return {
        "meeting": str(meeting.ref),
        "title": meeting.title,
        "starts_at": meeting.starts_at.astimezone(UTC).isoformat(),
        "items": [_item(each) for each in items_of(meeting)],
        "came": [
            [str(each.organization.ref), each.role, each.state, each.women, each.men, each.other,
             each.not_said]
            for each in meeting.delegations.select_related("organization").order_by("pk")
        ],
    }  # fmt: skip


def items_of(meeting: Convening) -> list[AgendaItem]:
    """The agenda with all that was minuted, in a fixed number of queries."""
    found = meeting.items.exclude(state=AgendaItem.State.PROPOSED).order_by("position", "pk")
    return list(
        found.select_related("presenter", "asked_of").prefetch_related(
            "statements__organization", "decisions__reservations__organization",
            "decisions__commitment", "actions__owner",
        )
    )  # fmt: skip


def writers_of(meeting: Convening) -> set[int]:
    """The keys of all who wrote something in these minutes, or handed them in."""
    here = {"item__convening": meeting}
    found = set(meeting.items.values_list("minutes_by", flat=True)) | {meeting.drafted_by_id}
    for model in (Statement, Decision, ActionItem):
        found |= set(model._default_manager.filter(**here).values_list("by", flat=True))
    return {key for key in found if key is not None}


def _item(item: AgendaItem) -> dict[str, Any]:
    return {
        "ref": str(item.ref),
        "position": item.position,
        "title": item.title,
        "state": item.state,
        "minutes": item.minutes,
        "statements": [
            [each.text, str(each.organization.ref) if each.organization else ""]
            for each in item.statements.all()
        ],
        "decisions": [
            [each.number, each.text, each.how, each.votes_for, each.votes_against,
             each.votes_abstained,
             [str(reserved.organization.ref) for reserved in each.reservations.all()]]
            for each in item.decisions.all()
        ],
        "actions": [
            [each.text, str(each.owner.ref), each.due_on.isoformat()]
            for each in item.actions.all()
        ],
    }  # fmt: skip
