"""Notifications: what a user must know, without a name, with a link to the record."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..audit import events
from ..clock import now
from ..extension_points import background_tasks
from ..permissions.grants import PermissionQuerySet
from .kinds import DANGER, GROUPS, UNKNOWN, Notice, NoticeGroup

if TYPE_CHECKING:
    from ..accounts.users import User

EMAIL_TASK = "email-notification"


class NotificationQuerySet(PermissionQuerySet):
    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)

    def in_danger(self) -> "NotificationQuerySet":
        """Returns those about somebody in danger, read or not."""
        kinds = events.notices()
        always = [code for code, kind in kinds.items() if kind.group == DANGER]
        if_urgent = [code for code, kind in kinds.items() if kind.may_endanger]
        return self.filter(Q(event__in=always) | Q(event__in=if_urgent, is_urgent=True))

    def of_group(self, group: NoticeGroup) -> "NotificationQuerySet":
        """Returns those of a group; urgent ones of other groups are of "danger" alone."""
        danger = self.in_danger()
        if group == DANGER:
            return danger
        kinds = events.notices()
        of_other = [code for code, kind in kinds.items() if kind.group != group]
        known = self.filter(event__in=list(kinds)).exclude(event__in=of_other)
        unknown = self.exclude(event__in=list(kinds))
        found = known | unknown if group == UNKNOWN.group else known
        return found.exclude(pk__in=danger.values("pk"))

    def shown_to(self, user: "User") -> "NotificationQuerySet":
        """Returns those of `user` without the groups that they do not want to see; never less
        than what is about danger.
        """
        mine = cast("NotificationQuerySet", self.accessible_to(user))
        hidden = NotificationPreference.objects.filter(user=user, is_shown=False)
        groups = set(hidden.values_list("group", flat=True)) - {DANGER}
        kinds = events.notices()
        codes = [code for code, kind in kinds.items() if kind.group in groups]
        if not codes:
            return mine
        return mine.exclude(Q(event__in=codes) & ~Q(pk__in=mine.in_danger().values("pk")))


class Notification(models.Model):
    """One entry in a user's inbox: a code for what happened, and the record it is about.

    Of one event about one record a user has one unread notification at most.
    """

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
        constraints = [
            models.UniqueConstraint(
                fields=["user", "event", "about", "url"],
                condition=Q(read_at=None),
                name="one_unread_notification",
            )
        ]

    class Privacy:
        plain_text = {
            "url": "a path with refs",
        }

    def __str__(self):
        return f"{self.event}: {self.about}"

    @property
    def kind(self) -> Notice:
        return events.notices().get(self.event, UNKNOWN)

    @property
    def is_in_danger(self) -> bool:
        """Returns whether it stands above all others until it is read."""
        return self.kind.group == DANGER or (self.kind.may_endanger and self.is_urgent)

    @property
    def text(self) -> str:
        return self.kind.text(self.about)

    @classmethod
    @transaction.atomic
    def notify(
        cls, users: Iterable, *, event: str, about: str, url: str, by, urgent=False
    ) -> None:
        """Notifies each of `users` once, but not `by`, who did it.

        Whoever has not read the last one of the same event about the same record gets no second:
        that one is brought up to date. Those who want it are told by e-mail of a new one.
        """
        to = {user.pk: user for user in users if not user.is_system}
        if by is not None:
            to.pop(by.pk, None)
        same = cls.objects.unread().filter(user__in=to, event=event, about=about, url=url)
        have = set(same.values_list("user", flat=True))
        same.update(at=now(), by=by, is_urgent=Q(pk__isnull=False) if urgent else F("is_urgent"))
        new = [
            cls(user=user, event=event, about=about, url=url, by=by, is_urgent=urgent)
            for key, user in to.items()
            if key not in have
        ]
        # Somebody else may tell of the same at this moment: one of the two is enough.
        cls.objects.bulk_create(new, ignore_conflicts=True)
        if new and settings.AMPARO_MAIL_HOST:
            _send_emails(new)

    @classmethod
    def remind(
        cls, users: Iterable, *, event: str, about: str, url: str, every: timedelta
    ) -> None:
        """Notifies of what lasts: whoever was told of it within `every` is not told again, whether
        they have read it or not.
        """
        told = cls.objects.filter(event=event, url=url, at__gt=now() - every)
        known = set(told.values_list("user", flat=True))
        unaware = [user for user in users if user.pk not in known]
        cls.notify(unaware, event=event, about=about, url=url, by=None)

    def mark_read(self) -> None:
        if self.read_at is None:
            self.read_at = now()
            self.save(update_fields=["read_at"])


def _send_emails(notifications: list[Notification]) -> None:
    """Queues the e-mails in the caller's transaction; of a group of which something is unread
    already only where it is about danger.
    """
    first = notifications[0]
    group: NoticeGroup = DANGER if first.is_in_danger else first.kind.group
    wanting = NotificationPreference.objects.filter(
        group=group, by_email=True, user__in=[each.user_id for each in notifications]
    )
    for user in [each.user for each in wanting.select_related("user")]:
        if user.is_practice:  # it has no mailbox
            continue
        mine = Notification.objects.unread().filter(user=user).of_group(group)
        if group == DANGER or mine.count() <= 1:
            background_tasks[EMAIL_TASK].enqueue(str(user.ref), group)


class NotificationPreference(models.Model):
    """How a user is notified of one group. Without it: on the page, not by e-mail."""

    GROUPS = [(code, label) for code, (label, _icon) in GROUPS.items()]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_preferences",
        verbose_name=pgettext_lazy("notifications", "User"), db_index=False,
    )  # fmt: skip
    group = models.CharField(
        pgettext_lazy("notifications", "Kind"), max_length=20, choices=GROUPS
    )  # fmt: skip
    is_shown = models.BooleanField(gettext_lazy("Shown on the page"), default=True)
    by_email = models.BooleanField(gettext_lazy("Also by e-mail"), default=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "group"], name="one_preference_per_group"),
            models.CheckConstraint(
                condition=~Q(group=DANGER) | Q(is_shown=True), name="danger_is_always_shown"
            ),
        ]

    def __str__(self):
        return f"{self.user_id}: {self.group}"
