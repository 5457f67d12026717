"""Somebody who may be texted, on a working morning, and a provider that remembers."""

from datetime import UTC, datetime

from amparo.foundation.people.models import Consent, Message
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.foundation.people.texts.wanted import Wanted
from amparo.foundation.people.texts.ways import way_to
from amparo.foundation.trust import clock

# 10:00 in La Paz, a Thursday.
MORNING = datetime(2026, 11, 26, 14, tzinfo=UTC)
NUMBER = "+59170012345"


def agrees(person, by, *, agreed=True):
    """They say that we may get in touch, or that we may not."""
    given = ConsentGiven((Choice("contact", agreed),), method="verbal", language="es")
    return Consent.record(person, given, by=by)[0]


def write(person, by, template="call", *, at=MORNING, for_ref=None, **wanted) -> Message:
    with clock.at(at):
        return Message.queue(
            person, Wanted(template, **wanted), way=way_to(person, country="BO"), by=by,
            office=by.office, for_ref=for_ref,
        )  # fmt: skip


class Recorder:
    """In place of a provider: what it was handed, and how it answers."""

    name = "recorder"

    def __init__(self, answers=()):
        self.handed = []
        self.answers = list(answers)

    def hand_over(self, text):
        self.handed.append(text)
        answer = self.answers.pop(0) if self.answers else f"id-{len(self.handed)}"
        if isinstance(answer, Exception):
            raise answer
        return answer
