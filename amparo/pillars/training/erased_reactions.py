"""Sentences about a training go with those who wrote them. Nothing leads from a reaction to who
gave it: the sentences of an event are blanked when the last participant who gave one there is
erased. What was chosen and counted stays, so that no figure changes that was reported.
"""

from amparo.foundation.core.permissions.rls.records import lock_for_update

from .models import Enrolment, Participant, Reaction
from .models.participants import reseal_without


def blank_reactions_of(participant: Participant) -> None:
    """Blanks the sentences of the events at which nobody but them is left who gave one. Twice is
    once.
    """
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
