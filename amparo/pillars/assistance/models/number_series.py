"""Case numbers as they are given, one after the other, on the server alone."""

from django.db import models

from amparo.foundation.core.permissions.grants import PermissionQuerySet

from ..numbering import case_number


class NumberSeries(models.Model):
    """The last case number given in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "number series"

    def __str__(self):
        return f"{self.year}: {self.last}"

    @classmethod
    def take(cls, year: int, count: int) -> list[str]:
        """The next `count` numbers of the year, in the caller's transaction."""
        cls.objects.get_or_create(year=year)
        series = cls.objects.select_for_update().get(year=year)
        first, series.last = series.last + 1, series.last + count
        series.save()
        return [case_number(year, serial) for serial in range(first, series.last + 1)]
