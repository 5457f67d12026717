"""The search index of persons: keyed tokens and one encrypted value, never names."""

from collections.abc import Sequence

from django.db import connections, models
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

from ..matching.features import FEATURES_VERSION, MatchingFeatures
from .persons import Person


class TokenQuerySet(PermissionQuerySet):
    def put(self, rows: Sequence[tuple]) -> None:
        """Insert rows, their values in the order of the fields after the number of the row.

        Nearly twenty for each person: without an object for each, bringing a register in takes a
        third less.
        """
        if not rows:
            return
        at = connections[self.db]
        fields = self.model._meta.concrete_fields[1:]
        names = ", ".join(at.ops.quote_name(str(field.column)) for field in fields)
        into = f"INSERT INTO {at.ops.quote_name(self.model._meta.db_table)} ({names})"
        with at.cursor() as cursor:
            if at.vendor == "postgresql":
                columns = ", ".join(f"%s::{field.db_type(at)}[]" for field in fields)
                told = [list(column) for column in zip(*rows, strict=True)]
                cursor.execute(f"{into} SELECT * FROM unnest({columns})", told)  # noqa: S608
            else:
                values = ", ".join(["%s"] * len(fields))
                cursor.executemany(f"{into} VALUES ({values})", rows)


class SearchToken(models.Model):
    """One token of a person (HMAC, 63 bits): whenever they were born, or within some years."""

    key = models.BigIntegerField()
    is_in_years = models.BooleanField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="search_tokens")

    objects = TokenQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "person"], name="search_token_once")]

    class Privacy:
        owner = "person"
        withheld = _(
            "Tokens that only this Amparo site can use to find you; they say nothing of you."
        )

    def __str__(self):
        return f"{self.key}"


class StoredFeaturesQuerySet(PermissionQuerySet):
    def outdated(self) -> "StoredFeaturesQuerySet":
        """Written by earlier rules: their names may be taken apart otherwise today."""
        return self.exclude(rules=FEATURES_VERSION)


class StoredFeatures(Record):
    """All that is compared of a person, as one sealed value: opened in one go when they may be
    the one that is looked for. A copy of what their file says, and never anything more.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="stored_features")
    features = PersonalField(_("Values compared"), kind="json", crypto_name="kept")
    rules = models.PositiveSmallIntegerField(default=FEATURES_VERSION)
    written_at = models.DateTimeField(default=now)

    crypto_label = "persontraits"
    audit_name = "persontraits"

    objects = StoredFeaturesQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["rules", "person"], name="stored_features_by_rules")]

    class Privacy:
        owner = "person"
        withheld = _("A sealed copy of what your file says, by which you are known again.")

    def __str__(self):
        return f"StoredFeatures {self.ref}"

    @property
    def file(self) -> Person:
        return self.person

    @property
    def matching_features(self) -> MatchingFeatures:
        return MatchingFeatures.from_json(self.features or {})


class NameFrequency(models.Model):
    """How many people bear a name, by its keyed token: learnt from the register, naming nobody.

    Only what is common is kept: a name that has no row is rare.
    """

    # The token of a name, or of a nationality; `EVERYBODY` for how many people there are.
    key = models.BigIntegerField(primary_key=True)
    count = models.PositiveIntegerField()

    EVERYBODY = 0

    objects = PermissionQuerySet.as_manager()

    class Privacy:
        no_owner = _("Frequency of names: no name, and nobody’s.")

    def __str__(self):
        return f"{self.key}: {self.count}"
