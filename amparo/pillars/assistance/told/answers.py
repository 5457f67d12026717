"""The letter that answers a request: what was asked, what is done, and where to complain."""

from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from amparo.ui import formats

from ..models import RightsAnswer, RightsRequest


def answer_of(asked: RightsRequest) -> dict[str, Any]:
    answered = asked.answered
    return {
        "title": _("Our answer to you"),
        "name": asked.person.name,
        "office": asked.office.name,
        "printed": formats.with_year(localtime(answered.at).date()),
        "opening": [*_asked(asked), *_answered(answered), _complain()],
        "chapters": [],
        "not_told": "",
    }


def _asked(asked: RightsRequest) -> list[str]:
    day = {"day": formats.with_year(asked.heard_on)}
    said = {
        RightsRequest.What.ACCESS: _("You asked on %(day)s to know what we hold about you."),
        RightsRequest.What.CORRECTION: _("You asked on %(day)s to correct what is wrong:"),
        RightsRequest.What.OBJECTION: _("You asked on %(day)s to stop using something about you:"),
    }
    return [said[RightsRequest.What(asked.what)] % day, *([asked.words] if asked.words else [])]


def _answered(answered: RightsAnswer) -> list[str]:
    said = {
        RightsAnswer.Outcome.DONE: _("We did as you asked."),
        RightsAnswer.Outcome.PARTLY: _("We did a part of what you asked. This is why:"),
        RightsAnswer.Outcome.REFUSED: _("We cannot do what you asked. This is why:"),
    }
    outcome = said[RightsAnswer.Outcome(answered.outcome)]
    return [outcome, *([answered.because] if answered.because else [])]


def _complain() -> str:
    return _(
        "If you do not agree, tell us or complain: somebody else looks at it again. What you "
        "asked and what we answered stay noted on your file. Help does not end because of it."
    )
