"""What somebody wrote after trainings goes with them: once they are erased, the texts of their
application plans, their answers and those about them are blanked in the rows themselves.

What was chosen and counted stays, so that no figure changes that was reported. Nothing leads from
a reaction to who gave it: the sentences of an event are blanked when the last participant who gave
one there is erased.
"""

from collections.abc import Iterable

from django.db import models

from amparo.foundation.core.permissions.rls.records import lock_for_update

from .models import (
    ApplicationCommitment,
    Enrolment,
    NamedSupervisor,
    Participant,
    Reaction,
    SupervisorAnswer,
    TrainingFollowUp,
)
from .models.participants import reseal_without


def blank_answers(participant: Participant) -> None:
    """Blanks all texts by and about somebody. Before their key is destroyed; twice is once."""
    of = {"enrolment__participant": participant}
    _blank(ApplicationCommitment.objects.filter(**of), "text")
    _blank(TrainingFollowUp.objects.filter(**of), "text")
    _blank(NamedSupervisor.objects.filter(**of), "email")
    answers = SupervisorAnswer.objects.filter(follow_up__enrolment__participant=participant)
    _blank(answers, "text")
    seats = Enrolment.objects.filter(participant=participant, has_reacted=True)
    for event in seats.order_by("event").values_list("event", flat=True).distinct():
        blank_reactions(event)


def blank_reactions(event: int) -> None:
    """Blanks the sentences of an event of which nobody is left who gave one; their keys go too."""
    left = Enrolment.objects.filter(
        event=event, has_reacted=True, participant__erased_at__isnull=True
    )
    if left.exists():
        return
    for each in Reaction.objects.filter(event=event):
        if each.text:
            lock_for_update(each)
            each.may_be_quoted = False
            reseal_without(each)


def _blank(rows: Iterable[models.Model], name: str) -> None:
    for each in rows:
        setattr(each, name, "")
        each.save(update_fields=[name])
