"""The link by which an organization without an account reads and answers one referral.

To open it takes three things: the link, a code that is said by telephone, and, from the second
time on, the browser in which it was opened first. To look at it changes nothing, since machines
look at the links in messages. We keep keyed hashes: no copy of the house can open one.
"""

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.labels import labelled
from amparo.foundation.core.models import AuditEntry, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import find_by_secret, lock_for_update
from amparo.foundation.core.receipt_codes import digits_of
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats

from .referrals import Referral

if TYPE_CHECKING:
    from amparo.pillars.assistance.cases.models.cases import Case

# In these days it is opened for the first time; after that, until the referral is over.
LASTS = timedelta(days=7)
TRIES = 5
BYTES, DIGITS = 32, 6


class LinkRefusalReason(models.TextChoices):
    """Why a link stayed shut."""

    WRONG = "wrong_code", pgettext_lazy("status", "wrong code")
    OFTEN = "wrong_too_often", gettext_lazy("too many wrong codes")
    USED = "used", gettext_lazy("already opened in another browser")
    LATE = "late", gettext_lazy("link expired")
    OVER = "over", gettext_lazy("sharing ended")


class ReferralLink(Record):
    """One link to one referral; a newer one takes its place."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="links")
    kept = models.CharField(max_length=64, unique=True, editable=False)
    code_kept = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    until = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)
    # The browser in which it was opened, by a keyed hash of what we gave it.
    browser = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(gettext_lazy("Opened on"), null=True, editable=False)
    # Why it stayed shut when whoever accompanies the case was told of that last.
    refused_for = models.CharField(
        max_length=20, choices=LinkRefusalReason, blank=True, editable=False
    )

    audit_name = "referrallink"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Referral link")
        ordering = ["-pk"]

    class Privacy:
        owner = "referral__case"
        title = gettext_lazy("Links to your referrals")
        disclose = ("at", "opened_at", "refusals")

    class Events:
        prefix = "referral"
        link_made = AuditEvent(
            gettext_lazy("Referral link created"),
            icon="link",
            timeline=gettext_lazy("Link created for the service"),
            story=False,
        )
        link_opened = AuditEvent(
            gettext_lazy("Referral link opened with code"),
            icon="eye",
            timeline=gettext_lazy("Link opened by the service"),
            story=False,
        )
        link_refused = AuditEvent(
            pgettext_lazy("deed", "Referral link refused"),
            icon="lock",
            timeline=gettext_lazy("A link of the referral stayed shut"),
            notice=Notice(
                gettext_lazy("Referral link refused to somebody"), "referral", icon="link"
            ),
        )

    def __str__(self):
        return f"ReferralLink {self.ref}"

    @property
    def file(self) -> "Case":
        return self.referral.case

    @classmethod
    @transaction.atomic
    def make(cls, referral: Referral, *, by: User) -> "tuple[ReferralLink, str, str]":
        """The link's token and its code: said this once, and kept by nobody here."""
        if referral.is_practice:
            raise Refusal(_("Nothing leaves the practice office."))
        if referral.is_over or not referral.is_shared:
            raise Refusal(_("Nothing is shared by this referral any more."))
        token = secrets.token_urlsafe(BYTES)
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        link = cls(referral=referral, by=by, kept=_kept("link", token), until=now() + LASTS)
        link.code_kept = _kept("code", f"{link.ref}|{code}")
        link.save()
        log.log_event(by, "referral.link_made", referral)
        return link, token, code

    @classmethod
    def of(cls, token: str) -> "ReferralLink | None":
        """Returns the link, with its referral and what was shared by it."""
        return find_by_secret(
            cls, token, "referral__case__team__office__organization", "referral__case__owner",
            "referral__service", "referral__organization", "referral__referred_persons__shared",
            owners=("referral",),
        )  # fmt: skip

    @classmethod
    def with_secret(cls, secret: str) -> "ReferralLink | None":
        """Returns the link of this token, or None."""
        return cls.objects.filter(kept=_kept("link", secret[:100])).first()

    @transaction.atomic
    def open(self, code: str, browser: str) -> LinkRefusalReason | None:
        """Open it to who knows the code, in this browser; or say why it stays shut.

        What was tried is kept, and whoever accompanies the case is told of it once.
        """
        kept = lock_for_update(self)
        for name in ("wrong", "browser", "opened_at", "refused_for"):
            setattr(self, name, getattr(kept, name))
        why = self._stays_shut(code, browser)
        if why:
            self._refuse(why)
            return why
        if not self.opened_at:
            self.browser, self.opened_at = _kept("browser", f"{self.ref}|{browser}"), now()
        self.wrong = 0
        self.save(update_fields=["browser", "opened_at", "wrong"])
        log.log_event(None, "referral.link_opened", self.referral)
        self.referral.acknowledge(by=None, link=self)
        return None

    def _stays_shut(self, code: str, browser: str) -> LinkRefusalReason | None:
        if not self.is_live:
            return LinkRefusalReason.OVER
        if self.wrong >= TRIES:
            return LinkRefusalReason.OFTEN
        if not self.opened_at and self.until < now():
            return LinkRefusalReason.LATE
        if self.opened_at and not _same(self.browser, _kept("browser", f"{self.ref}|{browser}")):
            return LinkRefusalReason.USED
        if not _same(self.code_kept, _kept("code", f"{self.ref}|{digits_of(code)}")):
            return LinkRefusalReason.WRONG
        return None

    @property
    def is_live(self) -> bool:
        """Whether it may show anything now: asked at every page, a no is obeyed at once."""
        newest = ReferralLink.objects.filter(referral=self.referral_id).first()
        return newest == self and not self.referral.is_over and self.referral.is_shared

    @property
    @labelled(gettext_lazy("When it did not open, and why"))
    def refusals(self) -> list[tuple[datetime, str]]:
        """When it first stayed shut for each reason, and its code; from the audit log."""
        lines = AuditEntry.objects.of_file(self.file.ref).filter(
            event="referral.link_refused", record_ref=self.referral.ref
        )
        first: dict[str, datetime] = {}
        for line in lines.order_by("pk"):
            details = line.content.details
            if details.get("refs") == [str(self.ref)]:
                first.setdefault(details["reason"], line.at)
        return [(at, why) for why, at in first.items()]

    @property
    def disclosed_refusals(self) -> list[str]:
        return [
            f"{formats.with_year(localtime(at).date())}: {LinkRefusalReason(why).label}"
            for at, why in self.refusals
        ]

    @property
    def tries_left(self) -> int:
        return max(0, TRIES - self.wrong)

    def _refuse(self, why: LinkRefusalReason) -> None:
        if why == LinkRefusalReason.WRONG:
            self.wrong += 1
            why = LinkRefusalReason.OFTEN if self.wrong >= TRIES else why
        # Each reason is told once; but everybody mistypes: of wrong codes, the last try.
        is_told = why not in (LinkRefusalReason.WRONG, self.refused_for)
        self.refused_for = why if is_told else self.refused_for
        self.save(update_fields=["wrong", "refused_for"])
        log.log_denied(
            None, "referral.link_refused", self.referral, reason=why, refs=[self.ref]
        )  # fmt: skip
        if is_told:
            self.referral.notify_team("referral.link_refused", by=None)


def _kept(what: str, said: str) -> str:
    return hmac.new(
        key_ring.derive("referral links"), f"{what}|{said}".encode(), sha256
    ).hexdigest()


def _same(kept: str, shown: str) -> bool:
    return hmac.compare_digest(kept.encode(), shown.encode())
