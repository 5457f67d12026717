"""What a rumour does when the message that answers it is written, approved or withdrawn."""

from collections.abc import Mapping

from amparo.pillars.advocacy.message_bank.extension_points import (
    message_approved,
    message_withdrawn,
)
from amparo.pillars.advocacy.message_bank.models import KeyMessage

from .models import RumourAnswer


def answers_of(message: KeyMessage) -> list[RumourAnswer]:
    """The rumours that a message answers, or is drafted to answer."""
    rows = RumourAnswer.objects.filter(message=message, ended_at=None)
    whole = rows.select_related("rumour__office", "rumour__by", "message")
    return list(whole.prefetch_related("rumour__checks", "message__wordings"))


def refuse_repeated_text(message: KeyMessage, fields: Mapping[str, str]) -> None:
    """No heading of an answer says what was heard."""
    for answer in answers_of(message):
        answer.rumour.must_not_repeat(fields.get("heading", ""))


def answer_rumours(sender, message, by, **more) -> None:
    for answer in answers_of(message):
        if answer.answered_at is None and not answer.rumour.is_closed:
            answer.rumour.mark_answered(answer, by=by)


def open_rumours(sender, message, by, **more) -> None:
    """Without an answer they are open again; where a new version took its place, that answers."""
    newer = message.newest_version
    for answer in answers_of(message):
        if newer is not None and answer.answered_at is not None:
            answer.rumour.renew_answer(answer, newer, by=by)
        else:
            answer.rumour.mark_unanswered(answer, by=by)


def connect() -> None:
    message_approved.connect(answer_rumours, dispatch_uid="rumours.answered")
    message_withdrawn.connect(open_rumours, dispatch_uid="rumours.unanswered")
