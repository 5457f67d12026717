"""Account recovery without e-mail: two colleagues vouch for a user who lost every way to
sign in.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.notifications.kinds import Notice

from ..audit import log
from ..audit.events import AuditEvent
from ..clock import now
from ..notifications.models import Notification
from ..permissions.grants import PermissionQuerySet
from ..records import Record
from ..refusals import Refusal
from .organizations import Membership

LINK_LASTS = timedelta(hours=24)
MANAGES_ACCOUNTS = "staff.edit"
# What administrators and auditors do: with it one changes what others may, or sees what they did.
KEPT_APART = frozenset({MANAGES_ACCOUNTS, "role.give", "ledger.see"})


class AccountRecoveryQuerySet(PermissionQuerySet):
    def open(self) -> "AccountRecoveryQuerySet":
        return self.filter(used_at=None)


class AccountRecovery(Record):
    """One colleague asks, another confirms, and a one-time link lets the user set a new password.

    While it is open, a password alone does not allow to set up a second factor.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recoveries")
    # None: from the command line of the server.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=now, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)
    link_hash = models.CharField(max_length=64, blank=True)
    link_until = models.DateTimeField(null=True, editable=False)
    used_at = models.DateTimeField(null=True, editable=False)

    audit_name = "recovery"

    objects = AccountRecoveryQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Account recovery")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(used_at=None), name="one_open_recovery"
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None)
                | ~models.Q(confirmed_by=models.F("asked_by")),
                name="recovery_by_two_colleagues",
            ),
        ]

    class Events:
        asked = AuditEvent(
            gettext_lazy("Account recovery requested"),
            notice=Notice(
                gettext_lazy("Account recovery of a colleague: two of you confirm"),
                "account",
                icon="key",
            ),
        )
        confirmed = AuditEvent(
            gettext_lazy("Account recovery approved by colleague"),
            notice=Notice(
                gettext_lazy("Account recovery confirmed by two colleagues"), "account", icon="key"
            ),
        )
        used = AuditEvent(
            gettext_lazy("Account recovered"),
            notice=Notice(
                gettext_lazy("Account recovered: new password and second factor"),
                "account",
                icon="key",
            ),
        )

    def __str__(self):
        return f"recovery of {self.user_id}"

    @classmethod
    @transaction.atomic
    def ask(cls, user, *, by) -> "AccountRecovery":
        """Opens a recovery as the first of two colleagues; returns the open one if there is one.
        Raises Refusal for one's own account.
        """
        if by == user:
            raise Refusal(_("Two colleagues do this for you."))
        recovery, is_new = cls.objects.get_or_create(
            user=user, used_at=None, defaults={"asked_by": by}
        )
        if is_new:
            log.log_event(by, "recovery.asked", user)
            recovery._tell("recovery.asked", by=by)
        return recovery

    @transaction.atomic
    def confirm(self, *, by) -> str:
        """Confirms as the second colleague; returns the path of the link, valid for 24 hours, to
        hand over in person.

        Raises Refusal for the user, for the first colleague, and where an administrator is needed.
        Writes an audit entry and notifies.
        """
        if by in (self.user, self.asked_by):
            raise Refusal(_("Another colleague must confirm this: two see more than one."))
        if not self.may_be_confirmed_by(by):
            raise Refusal(
                _("For an administrator or an auditor one of the two must manage the accounts: "
                  "an administrator confirms this.")
            )  # fmt: skip
        self.confirmed_by, self.confirmed_at = by, now()
        log.log_event(by, "recovery.confirmed", self.user)
        self._tell("recovery.confirmed", by=by)
        return self._new_link()

    def may_be_confirmed_by(self, user) -> bool:
        """Returns whether `user` may confirm: another colleague, and for accounts of
        administrators and auditors one of the two must be an administrator.
        """
        if user in (self.user, self.asked_by):
            return False
        is_kept_apart = bool(self.user.permissions & KEPT_APART)
        return not is_kept_apart or any(
            MANAGES_ACCOUNTS in each.permissions for each in (self.asked_by, user) if each
        )

    @transaction.atomic
    def from_the_machine(self) -> str:
        """Returns the path of a link without a second colleague, for whoever runs the server: the
        way back for an only administrator.
        """
        log.log_event(None, "recovery.confirmed", self.user)
        self._tell("recovery.confirmed", by=None)
        return self._new_link()

    def opens_with(self, token: str) -> bool:
        """Returns whether `token` is that of the link, unused and not expired."""
        is_living = self.used_at is None and bool(self.link_until and now() < self.link_until)
        return is_living and hmac.compare_digest(self.link_hash, _hash(token))

    @transaction.atomic
    def use(self, password: str) -> None:
        """Sets the password, deletes all second factors and ends all sessions of the user. The
        link works once. Notifies.
        """
        from allauth.mfa.models import Authenticator

        Authenticator.objects.filter(user_id=self.user_id).delete()
        self.user.sessions.living().end(of=self.user, by=self.user)
        self.user.set_password(password)
        self.user.save()
        self.used_at, self.link_hash = now(), ""
        self.save()
        log.log_event(self.user, "recovery.used", self.user)
        self._tell("recovery.used", by=self.user)

    def _new_link(self) -> str:
        token = secrets.token_urlsafe(32)
        self.link_hash, self.link_until = _hash(token), now() + LINK_LASTS
        self.save()
        return reverse("recovery-link", args=[self.ref, token])

    def _tell(self, what: str, *, by) -> None:
        """Notifies the user, all administrators and the two who vouched, so that nobody is let in
        unseen.
        """
        keepers = Membership.objects.held().with_permission("staff.edit").people()
        told = [self.user, *keepers, *filter(None, (self.asked_by, self.confirmed_by))]
        url = reverse("recovery", args=[self.user.ref])
        Notification.notify(
            [each for each in told if each != self.user],
            event=what, about=self.user.initials, url=url, by=by, urgent=True,
        )  # fmt: skip
        Notification.notify(
            [self.user], event=what, about=self.user.initials, url=reverse("account"), by=by,
            urgent=True,
        )  # fmt: skip


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
