"""Numbers of tracing requests as they are given, one after the other."""

from django.db import models

from amparo.foundation.core.permissions.grants import PermissionQuerySet

from ..numbering import request_number


class TracingSeries(models.Model):
    """The last number given in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "tracing series"

    def __str__(self):
        return f"{self.year}: {self.last}"

    @classmethod
    def take(cls, year: int) -> str:
        """The next number of the year, in the caller's transaction."""
        cls.objects.get_or_create(year=year)
        series = cls.objects.select_for_update().get(year=year)
        series.last += 1
        series.save()
        return request_number(year, series.last)
