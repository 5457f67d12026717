"""The table that the next version has more than this one."""

from django.db import models


class Visit(models.Model):
    """Somebody who was there when it was upgraded."""

    person = models.UUIDField()
    when = models.CharField(max_length=10, default="")

    def __str__(self):
        return str(self.person)
