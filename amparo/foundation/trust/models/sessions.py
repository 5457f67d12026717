"""Who is signed in now, and in which browsers somebody has signed in before."""

from typing import ClassVar

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models, transaction

from .. import audit
from ..clock import now
from ..reach import GuardedQuerySet
from ..refs import new_ref


class SessionQuerySet(GuardedQuerySet):
    def living(self) -> "SessionQuerySet":
        return self.filter(expire_date__gt=now()).exclude(user=None)

    def end(self, *, of, by) -> int:
        """End these sessions of one person; their screens are signed out at the next tap."""
        with transaction.atomic():
            ended, _rows = self.delete()
            if ended:
                audit.note(by, "session.ended", of, count=ended)
        return ended

    def renew(self) -> None:
        """What they may do has changed: each goes on under a new key (OWASP ASVS 5.0, V7.2.4)."""
        self.update(must_renew=True)


class Session(AbstractBaseSession):
    """Somebody signed in on one screen. The key lies here as a hash: a copy opens nothing."""

    # Not unique: while a session changes its key, both rows are there for a moment.
    ref = models.UUIDField(default=new_ref, db_index=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions"
    )
    browser = models.ForeignKey("Browser", models.SET_NULL, null=True, related_name="sessions")
    since = models.DateTimeField(default=now, editable=False)
    seen_at = models.DateTimeField(default=now, editable=False)
    is_shared = models.BooleanField(default=False)
    must_renew = models.BooleanField(default=False)

    personal = ()
    harmless = (
        "session_key", "session_data", "expire_date", "since", "seen_at", "is_shared",
        "must_renew",
    )  # fmt: skip

    objects: ClassVar = BaseSessionManager.from_queryset(SessionQuerySet)()

    def __str__(self):
        return f"session of {self.user_id}"

    @classmethod
    def get_session_store_class(cls):
        from ..sessions import SessionStore

        return SessionStore


class Browser(models.Model):
    """A browser in which somebody has signed in: known again by a cookie that only it holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="browsers")
    mark = models.CharField(max_length=64)
    label = models.CharField(max_length=60)
    first_at = models.DateTimeField(default=now, editable=False)
    seen_at = models.DateTimeField(default=now)

    personal = ()
    harmless = ("mark", "label", "first_at", "seen_at")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "mark"], name="a_browser_of_a_person_once")
        ]

    def __str__(self):
        return self.label

    @transaction.atomic
    def forget(self, *, by) -> None:
        """It is lost or sold: whoever holds it is signed out, and is a stranger from now on."""
        self.sessions.living().end(of=self.user, by=by)
        audit.note(by, "browser.forgotten", self.user)
        self.delete()
