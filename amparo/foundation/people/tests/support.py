"""Records held by offices, somebody who may be messaged, and a provider that records."""

from datetime import UTC, datetime

from amparo.foundation.core import clock
from amparo.foundation.core.permissions.restricted_groups import group_grantee
from amparo.foundation.people.messaging.recipients import recipient_for
from amparo.foundation.people.messaging.templates import MessageDraft
from amparo.foundation.people.models import Consent, Message, Person, PersonAccessGrant
from amparo.foundation.people.models.consents import Choice, ConsentGiven


def grant_to_team(person, team):
    """Those of a team and of its office find the file too."""
    for grantee in (f"team:{team.pk}", f"office:{team.office_id}"):
        PersonAccessGrant.objects.get_or_create(record=person, grantee=grantee, why="registered")


def restrict_to_group(person, group, office):
    """Only a restricted group finds the file."""
    PersonAccessGrant.objects.filter(record=person).delete()
    PersonAccessGrant.objects.create(
        record=person, grantee=group_grantee(group, office.pk), why="case:0"
    )


def register_person(cast, **fields):
    return Person.register(by=cast.caseworker, team=cast.team, consent=cast.consent, **fields)


# Text messages.

# 10:00 in La Paz, a Thursday.
MORNING = datetime(2026, 11, 26, 14, tzinfo=UTC)
NUMBER = "+59170012345"


def record_contact_consent(person, by, *, agreed=True):
    """They say that we may get in touch, or that we may not."""
    given = ConsentGiven((Choice("contact", agreed),), method="verbal", language="es")
    return Consent.record(person, given, by=by)[0]


def queue_message(person, by, template="call", *, at=MORNING, for_ref=None, **wanted) -> Message:
    with clock.at(at):
        return Message.queue(
            person, MessageDraft(template, **wanted), way=recipient_for(person, country="BO"),
            by=by, office=by.office, for_ref=for_ref,
        )  # fmt: skip


class Recorder:
    """In place of a provider: what it was handed, and how it answers."""

    name = "recorder"

    def __init__(self, answers=()):
        self.handed = []
        self.answers = list(answers)

    def send(self, text):
        self.handed.append(text)
        answer = self.answers.pop(0) if self.answers else f"id-{len(self.handed)}"
        if isinstance(answer, Exception):
            raise answer
        return answer
