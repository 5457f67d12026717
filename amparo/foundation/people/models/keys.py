"""The index by which people are found: keyed tokens, never names."""

from django.db import models

from amparo.foundation.trust.reach import GuardedQuerySet

from .persons import Person


class PersonKey(models.Model):
    """One token of a person (HMAC, 63 bits), beside their birth year (0 when unknown)."""

    key = models.BigIntegerField()
    birth_year = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="keys")

    personal = ()
    harmless = ("key", "birth_year")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "birth_year", "person"], name="person_key_once")
        ]

    def __str__(self):
        return f"{self.key}"
