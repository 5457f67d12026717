"""Access to restricted groups of records: which group a user may open, in which office."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..audit import log
from ..audit.events import AuditEvent
from ..clock import now
from ..extension_points import access_changed, restricted_access_ended
from ..permissions.grants import PermissionQuerySet
from ..permissions.restricted_groups import group_grantee
from ..refusals import Refusal
from .organizations import Office, notify_new_membership

if TYPE_CHECKING:
    from .users import User


class RestrictedGroupAccessQuerySet(PermissionQuerySet):
    def live(self) -> "RestrictedGroupAccessQuerySet":
        """Returns grants that have neither ended nor expired."""
        return self.filter(models.Q(until=None) | models.Q(until__gt=now()), ended_at=None)


class RestrictedGroupAccess(models.Model):
    """Access of one user to the restricted records of one group (GBV, trafficking…) in
    one office.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="restricted_group_accesses"
    )
    office = models.ForeignKey(Office, models.PROTECT, related_name="restricted_group_accesses")
    group = models.CharField(max_length=20)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    given_at = models.DateTimeField(default=now, editable=False)
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = RestrictedGroupAccessQuerySet.as_manager()

    class Events:
        prefix = "grant"
        given = AuditEvent(_("Access to restricted files granted"))
        ended = AuditEvent(_("Access to restricted files ended"))

    def __str__(self):
        return f"{self.user}: {self.group}"

    @property
    def grantee(self) -> str:
        return group_grantee(self.group, self.office_id)

    @classmethod
    @transaction.atomic
    def give(
        cls, *, to: "User", group: str, office: Office, by: "User | None", until=None
    ) -> "RestrictedGroupAccess":
        """Opens the restricted records of `group` in `office` to a user; returns the existing
        grant if there is one.

        Raises Refusal for one's own account. Writes an audit entry, notifies supervisors and
        administrators, renews the session keys.
        """
        if by is not None and by.pk == to.pk:
            raise Refusal(gettext("Another administrator must grant you this access."))
        if office.is_practice:
            raise Refusal(gettext("In the practice office no restricted files are kept."))
        if known := cls.objects.live().filter(user=to, group=group, office=office).first():
            return known  # given twice it would have to be ended twice
        grant = cls.objects.create(user=to, group=group, office=office, given_by=by, until=until)
        log.log_event(by, "grant.given", to, kind=group)
        notify_new_membership(to, office, by=by)
        to.sessions.renew()
        to._clear_cached_permissions()
        access_changed.send(cls, offices=[office])
        return grant

    @transaction.atomic
    def end(self, *, by: "User") -> None:
        """Closes what the grant opened. Idempotent. Writes an audit entry and renews the session
        keys.
        """
        if self.ended_at:
            return
        self.ended_at = now()
        self.save()
        log.log_event(by, "grant.ended", self.user, kind=self.group)
        self.user.sessions.renew()
        self.user._clear_cached_permissions()
        restricted_access_ended.send(RestrictedGroupAccess, grant=self, by=by)
        access_changed.send(RestrictedGroupAccess, offices=[self.office])
