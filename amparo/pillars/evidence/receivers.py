"""A mandate that is added: what its institution may read is prepared at once."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from amparo.foundation.core.jobs import find_task
from amparo.foundation.directory.models import Mandate


@receiver(post_save, sender=Mandate)
def publish_to_institution(sender: Any, instance: Mandate, created: bool, **_signal: Any) -> None:
    if created:
        find_task("publish-figures").enqueue()
