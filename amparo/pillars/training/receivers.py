"""What training does when something happens to its records: an erasure takes names with it."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from .models import Certificate, Participant


@receiver(post_save, sender=Participant, dispatch_uid="training.forget-holder")
def forget_holder(sender, instance: Participant, **signal) -> None:
    """Once somebody is erased their name leaves their certificates."""
    if instance.erased_at is not None:
        Certificate.forget_holder(instance)
