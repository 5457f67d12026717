"""Who may belong together: by what they share, as keyed tokens; and who does not, once said."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.trust import audit
from amparo.foundation.trust.clock import now
from amparo.foundation.trust.models import User
from amparo.foundation.trust.reach import GuardedQuerySet
from amparo.foundation.trust.refs import Referable

from .keys import KeyQuerySet
from .persons import Person


class HouseholdKey(models.Model):
    """One token of what people of a household share (HMAC, 63 bits): it names nobody."""

    class Kind(models.TextChoices):
        ADDRESS = "address", _("Same address")
        PHONE = "phone", _("Same telephone")
        CAME = "came", _("Same family name, and registered within a day")

    key = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    person = models.ForeignKey(Person, models.CASCADE, related_name="household_keys")

    personal = ()
    harmless = ("key", "kind")

    objects = KeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "person"], name="household_key_once")
        ]

    def __str__(self):
        return f"{self.key}"


class NotOneHousehold(Referable):
    """That two people do not belong together, whatever they share: nobody asks again."""

    one = models.ForeignKey(Person, models.CASCADE, related_name="apart_from")
    other = models.ForeignKey(Person, models.CASCADE, related_name="apart_also_from")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "notonehousehold"
    personal = ()
    harmless = ("at",)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="apart_once")]

    def __str__(self):
        return f"NotOneHousehold {self.ref}"

    @property
    def file(self) -> Person:
        return self.one

    @classmethod
    @transaction.atomic
    def say(cls, person: Person, other: Person, *, by: User) -> "NotOneHousehold":
        """The same whichever of them one looked at; said twice, it is said once."""
        one, two = sorted((person, other), key=lambda each: each.pk)
        said, is_first = cls.objects.get_or_create(one=one, other=two, defaults={"by": by})
        if is_first:
            audit.note(by, "household.denied", said)
        return said
