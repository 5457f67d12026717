"""Notifications: what a user must know, without a name, with a link to the record."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models

from ..clock import now
from ..permissions.grants import PermissionQuerySet


class NotificationQuerySet(PermissionQuerySet):
    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)


class Notification(models.Model):
    """One entry in a user's inbox: a code for what happened, and the record it is about."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications", db_index=False
    )
    event = models.CharField(max_length=40)
    about = models.CharField(max_length=40)
    url = models.CharField(max_length=200)
    is_urgent = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=now, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "read_at", "-at"], name="notifications_by_user")]

    class Privacy:
        plain_text = {
            "url": "a path with refs",
        }

    def __str__(self):
        return f"{self.event}: {self.about}"

    @classmethod
    def notify(
        cls, users: Iterable, *, event: str, about: str, url: str, by, urgent=False
    ) -> None:
        """Notifies each of `users` once, but not `by`, who did it."""
        Notification.objects.bulk_create(
            Notification(user=user, event=event, about=about, url=url, by=by, is_urgent=urgent)
            for user in {user.pk: user for user in users if not user.is_system}.values()
            if by is None or user.pk != by.pk
        )

    def mark_read(self) -> None:
        if self.read_at is None:
            self.read_at = now()
            self.save(update_fields=["read_at"])
