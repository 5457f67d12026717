"""What follows a change of records: freed seats are given on, an erasure takes names along."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal

from .erased_reactions import blank_reactions_of
from .held_competencies import keep_held_competencies
from .learning_statements import recall_of, tell_stores
from .models import (
    AttendanceEntry,
    Certificate,
    CompletionChoice,
    Enrolment,
    EventTrainer,
    OutsideCompletion,
    Participant,
    ParticipantImport,
    TestSitting,
    TrainingConsent,
    TrainingEvent,
)
from .models.enrolments import COUNTERS, release
from .models.participants import participant_erased, reseal_without
from .models.record_stores import StatementKind
from .participant_resealing import empty_sealed


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
    """Once somebody is erased their name leaves their certificates and the events they gave."""
    if instance.erased_at is not None:
        Certificate.forget_holder(instance)
        OutsideCompletion.forget_identities(instance)
        for each in EventTrainer.objects.filter(participant=instance, user=None):
            reseal_without(each)


@receiver(participant_erased, dispatch_uid="training.empty-sealed")
def empty_all(sender: Any, participant: Participant, **signal: Any) -> None:
    """What was written about them, and sealed under their key, goes with it."""
    empty_sealed(participant)


@receiver(participant_erased, dispatch_uid="training.blank-reactions")
def blank_texts(sender: Any, participant: Participant, **_signal: Any) -> None:
    """What they wrote of a training, where nothing tells which of its sentences is theirs."""
    blank_reactions_of(participant)


@receiver(post_save, sender=Certificate)
def keep_held(sender: Any, instance: Certificate, **_signal: Any) -> None:
    """What a certificate proves is held from now on, or no longer."""
    if instance.participant is not None:
        keep_held_competencies(instance.participant)


@receiver(post_save, sender=OutsideCompletion)
def keep_proved(sender: Any, instance: OutsideCompletion, **_signal: Any) -> None:
    """The same of what was completed elsewhere."""
    if instance.version.counts_outside:
        keep_held_competencies(instance.participant)


@receiver(post_save, sender=ParticipantImport)
def forget_choices(sender: Any, instance: ParticipantImport, **_signal: Any) -> None:
    """Once an import was applied or discarded, who its lines are has served."""
    if instance.is_of_completions and not instance.storage_key:
        CompletionChoice.objects.filter(export__importing=instance).delete()


# Learning record stores.


@receiver(post_save, sender=AttendanceEntry)
def tell_attended(sender: Any, instance: AttendanceEntry, **_signal: Any) -> None:
    """Tells the stores of the office, or takes back what an entry corrected."""
    office = instance.session.event.office_id
    tell_stores(office, StatementKind.ATTENDED, instance.ref)


@receiver(post_save, sender=TestSitting)
def tell_tested(sender: Any, instance: TestSitting, created: bool, **_signal: Any) -> None:
    if created and instance.enrolment_id is not None:
        tell_stores(instance.moment.event.office_id, StatementKind.TESTED, instance.ref)


@receiver(post_save, sender=Certificate)
def tell_earned(sender: Any, instance: Certificate, **_signal: Any) -> None:
    """Tells of a certificate that was issued, and takes back one that was withdrawn."""
    if instance.participant_id is not None and instance.state != Certificate.State.SUPERSEDED:
        tell_stores(instance.office_id, StatementKind.EARNED, instance.ref)


@receiver(post_save, sender=TrainingConsent)
def recall_without_consent(sender: Any, instance: TrainingConsent, **_signal: Any) -> None:
    purpose = TrainingConsent.Purpose.STATEMENTS
    if instance.purpose == purpose and not instance.is_given:
        recall_of(instance.participant)


@receiver(participant_erased)
def recall_erased(sender: Any, participant: Participant, **_signal: Any) -> None:
    recall_of(participant)
