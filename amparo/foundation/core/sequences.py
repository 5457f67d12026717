"""Numbers that are given one after the other: of cases, of requests; from one in each year."""

from django.db import models, transaction

from .permissions.grants import PermissionQuerySet


class Sequence(models.Model):
    """The last number that was given of one sequence in one year."""

    name = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "year"], name="sequence_of_a_year")]

    def __str__(self):
        return f"{self.name} {self.year}: {self.last}"

    @classmethod
    @transaction.atomic(savepoint=False)
    def reserve(cls, name: str, year: int, count: int = 1) -> range:
        """Returns the next `count` numbers of the sequence in this year.

        Locks the row until the caller's transaction ends: whoever asks meanwhile waits, so that no
        number is given twice, and what is rolled back leaves no gap. The first to ask creates the
        row; of two who do so at once, one waits for the other.
        """
        rows = cls.objects.select_for_update().filter(name=name, year=year)
        sequence = rows.first()
        if sequence is None:
            Sequence.objects.bulk_create([Sequence(name=name, year=year)], ignore_conflicts=True)
            sequence = rows.get()
        first, sequence.last = sequence.last + 1, sequence.last + count
        sequence.save(update_fields=["last"])
        return range(first, sequence.last + 1)
