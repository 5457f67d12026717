"""Communities: people who live in or pass through one place and face the same things there."""

from django.db import models, transaction

from amparo.foundation.trust import audit
from amparo.foundation.trust.clock import now
from amparo.foundation.trust.fields import PersonalField
from amparo.foundation.trust.models import User
from amparo.foundation.trust.reach import GuardedQuerySet
from amparo.foundation.trust.refs import Referable

from .places import Place


class Community(Referable):
    """A place-based group. Its name is public; who speaks for it is not."""

    name = models.CharField(max_length=200)
    place = models.ForeignKey(Place, models.PROTECT, related_name="communities")
    size_estimate = models.PositiveIntegerField(null=True, blank=True)
    spokespersons = PersonalField()
    description = PersonalField()
    created_at = models.DateTimeField(default=now, editable=False)

    crypto_label = "community"
    audit_name = "community"
    personal = ("spokespersons", "description")
    harmless = ("name", "size_estimate", "created_at")

    objects = GuardedQuerySet.as_manager()

    def __str__(self):
        return self.name

    @classmethod
    @transaction.atomic
    def register(cls, *, by: User, **fields) -> "Community":
        community = cls.objects.create(**fields)
        audit.note(by, "community.registered", community)
        return community

    @transaction.atomic
    def change(self, *, by: User, **fields) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        self.save()
        audit.note(by, "community.changed", self, fields=sorted(fields))
