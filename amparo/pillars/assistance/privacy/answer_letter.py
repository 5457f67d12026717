"""The letter that answers a request: what was asked, what is done, and where to complain."""

from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from amparo.ui import formats

from .models import DataSubjectRequest


def response_letter_data(asked: DataSubjectRequest) -> dict[str, Any]:
    assert asked.answered_at is not None  # noqa: S101 - a letter answers what was answered
    return {
        "title": _("Our answer to you"),
        "name": asked.person.name,
        "office": asked.office.name,
        "printed": formats.with_year(localtime(asked.answered_at).date()),
        "opening": [*_asked(asked), *_answered(asked), _complain()],
        "sections": [],
        "not_told": "",
    }


def _asked(asked: DataSubjectRequest) -> list[str]:
    day = {"day": formats.with_year(asked.heard_on)}
    said = {
        DataSubjectRequest.What.ACCESS: _("You asked on %(day)s to know what we hold about you."),
        DataSubjectRequest.What.CORRECTION: _("You asked on %(day)s to correct what is wrong:"),
        DataSubjectRequest.What.OBJECTION: _(
            "You asked on %(day)s to stop using something about you:"
        ),
    }
    return [said[DataSubjectRequest.What(asked.what)] % day, *([asked.text] if asked.text else [])]


def _answered(asked: DataSubjectRequest) -> list[str]:
    said = {
        DataSubjectRequest.Outcome.DONE: _("We did as you asked."),
        DataSubjectRequest.Outcome.PARTLY: _("We did a part of what you asked. This is why:"),
        DataSubjectRequest.Outcome.REFUSED: _("We cannot do what you asked. This is why:"),
    }
    outcome = said[DataSubjectRequest.Outcome(asked.outcome)]
    return [outcome, *([asked.response_reason] if asked.response_reason else [])]


def _complain() -> str:
    return _(
        "If you do not agree, tell us or complain: somebody else looks at it again. What you "
        "asked and what we answered stay noted on your file. Help does not end because of it."
    )
