"""What follows a change of records: freed seats are given on, an erasure takes names along."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal

from .erased_answers import blank_answers
from .held_competencies import keep_held_competencies
from .models import Certificate, Enrolment, Participant, TrainingEvent
from .models.enrolments import COUNTERS, release
from .models.participants import participant_erased


@receiver(pre_delete, sender=Enrolment)
def lock_event(sender: Any, instance: Enrolment, **_signal: Any) -> None:
    """The event before the enrolment, as everywhere: so two never wait for one another."""
    lock_and_refresh(instance.event, *COUNTERS)


@receiver(post_delete, sender=Enrolment)
def free_seat(sender: Any, instance: Enrolment, **_signal: Any) -> None:
    """Counts it out. Of who only waited nobody moves up."""
    release(instance.event, instance.state, by=None)


@receiver(pre_save, sender=TrainingEvent)
def keep_taken_seats(sender: Any, instance: TrainingEvent, **_signal: Any) -> None:
    """Refuses fewer seats than are taken: nobody loses theirs by a number in a form."""
    if not instance._state.adding and instance.seats < instance.seats_taken:
        raise Refusal(
            _("%(count)d people have a seat. Withdraw some of them first, then lower the seats.")
            % {"count": instance.seats_taken}
        )


@receiver(post_save, sender=TrainingEvent)
def give_added_seats(sender: Any, instance: TrainingEvent, created: bool, **_signal: Any) -> None:
    if not created and instance.waiting and instance.seats > instance.seats_taken:
        Enrolment.give_free_seats(instance, by=None)


@receiver(post_save, sender=Participant, dispatch_uid="training.forget-holder")
def forget_holder(sender, instance: Participant, **signal) -> None:
    """Once somebody is erased their name leaves their certificates."""
    if instance.erased_at is not None:
        Certificate.forget_holder(instance)


@receiver(participant_erased, dispatch_uid="training.blank-answers")
def blank_texts(sender: Any, participant: Participant, **_signal: Any) -> None:
    """What they wrote after trainings is blanked with them."""
    blank_answers(participant)


@receiver(post_save, sender=Certificate)
def keep_held(sender: Any, instance: Certificate, **_signal: Any) -> None:
    """What a certificate proves is held from now on, or no longer."""
    if instance.participant is not None:
        keep_held_competencies(instance.participant)
