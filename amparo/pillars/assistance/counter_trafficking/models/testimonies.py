"""Testimony: what somebody told of what was done to them, under a key of its own.

It opens for whoever took it down and for those to whom it was opened by name, for a time; each
reading leaves a line. It is not end-to-end encryption: the house holds the key, and whoever holds
the house could open it. Destroying that key erases the testimony in every copy.
"""

from datetime import date, datetime

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import DataKey, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.access_grants import users_with_verb
from amparo.pillars.assistance.cases.models import Case

from .ways import TraffickingRecord, TraffickingRecordPart


class TestimonyQuerySet(PermissionQuerySet):
    def opened_for(self, user: User) -> "TestimonyQuerySet":
        """Those that this person took down, or that are opened to them now."""
        granted = TestimonyGrant.objects.live().filter(testimony=OuterRef("pk"), user=user)
        return self.filter(Q(by=user) | Exists(granted))


class Testimony(TraffickingRecordPart):
    """That there is one: of which day, in which language, taken down by whom."""

    taken_on = models.DateField(gettext_lazy("Day"))
    language = models.CharField(max_length=10, blank=True)
    # There was one, and its words are gone.
    erased_at = models.DateTimeField(
        gettext_lazy("Deletion of your testimony"), null=True, editable=False
    )
    erased_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    erased_reason = PersonalField(pgettext_lazy("column, field", "Reason"))

    crypto_label = "testimony"
    audit_name = "testimony"

    # Whether this reader may open its words: said by the page.
    may_read = False

    objects = TestimonyQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Testimony")
        ordering = ["-pk"]

    class Privacy:
        owner = "way__case"
        title = gettext_lazy("Your testimony")
        disclose = ("taken_on", "erased_at", "erased_reason")
        review = ("erased_reason",)

    class Events:
        written = AuditEvent(
            pgettext_lazy("ledger", "Testimony recorded"),
            icon="lock",
            timeline=gettext_lazy("Testimony recorded"),
        )
        opened = AuditEvent(
            pgettext_lazy("ledger", "Access to testimony granted"),
            icon="eye",
            timeline=gettext_lazy("Access to testimony granted"),
            story=False,
            notice=Notice(
                gettext_lazy("Testimony opened to you for a time: read it alone"),
                "work",
                icon="lock",
            ),
        )
        shut = AuditEvent(
            pgettext_lazy("ledger", "Access to testimony ended"),
            icon="lock",
            timeline=gettext_lazy("Access to testimony ended"),
            story=False,
        )
        erased = AuditEvent(
            gettext_lazy("Testimony and key deleted"),
            icon="x",
            timeline=gettext_lazy("Testimony deleted"),
        )

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @classmethod
    @transaction.atomic
    def write(
        cls, way: TraffickingRecord, *, by: User, taken_on: date, text: str, language: str = ""
    ) -> "Testimony":
        """Only in a case that is kept to its group; the words lie under a key of their own."""
        way.hold()
        if not way.is_kept_to_the_group:
            raise Refusal(
                _("Restrict this case to authorized staff first, then record the testimony.")
            )
        if not text.strip():
            raise Refusal(_("Write what they told."))
        way.not_after_today(taken_on, by, _("Choose the day on which they told it."))
        testimony = cls.objects.create(way=way, by=by, taken_on=taken_on, language=language)
        TestimonyText.objects.create(testimony=testimony, text=text.strip())
        way.case.touch()
        log.log_event(by, "testimony.written", testimony)
        return testimony

    def may_be_opened_by(self, by: User) -> bool:
        """Whoever took it down decides who reads it; once they are gone, who answers for it."""
        if by.pk == self.by_id:
            return True
        return by in users_with_verb(self.case, "case.approve") and self.by not in self.readers()

    def readers(self) -> list[User]:
        """Colleagues who may open the case: whoever accompanies it, and those with leave."""
        owner = [self.case.owner] if self.case.owner and self.case.owner.is_active else []
        return list(dict.fromkeys([*owner, *users_with_verb(self.case, "case.see")]))

    @transaction.atomic
    def open_to(
        self, user: User, *, by: User, because: str, until: datetime, person_agrees: bool
    ) -> "TestimonyGrant":
        """One named colleague reads it, until a moment, because of something, with their yes."""
        self.way.hold()
        self._must_be_there()
        if not self.may_be_opened_by(by):
            raise Refusal(_("Whoever took this down decides who reads it."))
        if user.pk == by.pk:
            raise Refusal(_("Nobody opens it to themselves."))
        if user not in self.readers():
            raise Refusal(_("This colleague has no access to this case."))
        if not person_agrees:
            raise Refusal(_("Ask the person first: it is theirs to say who reads it."))
        if not because.strip():
            raise Refusal(_("Write why this colleague has to read it."))
        if until <= now():
            raise Refusal(_("Choose a moment that is still to come."))
        same = self.grants.live().filter(user=user, until=until).first()
        if same:
            return same  # sent twice
        grant = TestimonyGrant.objects.create(
            testimony=self, user=user, until=until, by=by, because=because.strip()
        )
        log.log_event(by, "testimony.opened", grant, to=user.ref, until=until.date())
        self.case.tell([user], "testimony.opened", by=by)
        return grant

    @transaction.atomic
    def erase(self, *, by: User, because: str) -> None:
        """The person wants it gone: its key is destroyed, and what it sealed opens for nobody."""
        self.way.hold()
        self._must_be_there()
        if not self.may_be_opened_by(by):
            raise Refusal(_("Whoever took this down takes it away."))
        if not because.strip():
            raise Refusal(_("Write why it is erased."))
        sealed = self.sealed
        DataKey.destroy([sealed.ref])
        sealed.delete()
        self.erased_at, self.erased_by, self.erased_reason = now(), by, because.strip()
        self.save(update_fields=["erased_at", "erased_by", "erased_reason"])
        self.case.touch()
        log.log_event(by, "testimony.erased", self)

    def _must_be_there(self) -> None:
        self.refresh_from_db(fields=["erased_at"])
        if self.is_erased:
            raise Refusal(_("It was erased. There is nothing left to open."))


class TestimonyText(Record):
    """The words themselves. They lie in no other file: their key is theirs alone."""

    testimony = models.OneToOneField(Testimony, models.CASCADE, related_name="sealed")
    text = PersonalField(gettext_lazy("Testimony"))

    crypto_label = "testimonytext"
    audit_name = "testimonytext"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Words of a testimony")

    class Privacy:
        owner = "testimony__way__case"
        withheld = gettext_lazy(
            "Your testimony opens by name alone: whoever took it down reads it with you. Ask."
        )

    def __str__(self):
        return f"TestimonyText {self.ref}"


class TestimonyGrantQuerySet(PermissionQuerySet):
    def live(self) -> "TestimonyGrantQuerySet":
        """By which somebody reads it now, by the database's own clock."""
        return self.filter(revoked_at=None, until__gt=Now())


class TestimonyGrant(Record):
    """One colleague may read one testimony, for a time."""

    testimony = models.ForeignKey(Testimony, models.CASCADE, related_name="grants")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    because = PersonalField(pgettext_lazy("column, field", "Reason"))
    until = models.DateTimeField(pgettext_lazy("period", "End date"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    # It was shut again before its time.
    revoked_at = models.DateTimeField(
        gettext_lazy("Access to your testimony ended"), null=True, editable=False
    )
    revoked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    crypto_label = "testimonygrant"
    audit_name = "testimonygrant"

    objects = TestimonyGrantQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Opening of a testimony")
        constraints = [
            models.CheckConstraint(
                name="testimony_is_opened_to_another", condition=~Q(user=models.F("by"))
            )
        ]

    class Privacy:
        owner = "testimony__way__case"
        title = gettext_lazy("Access to your testimony")
        disclose = ("at", "until", "because", "revoked_at")
        review = True

    def __str__(self):
        return f"TestimonyGrant {self.ref}"

    @property
    def file(self) -> Case:
        return self.testimony.way.case

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.until > now()

    @transaction.atomic
    def revoke(self, *, by: User) -> None:
        """From the next request on it is shut again; sent twice, it is shut once."""
        if not self.testimony.may_be_opened_by(by):
            raise Refusal(_("Whoever took this down decides who reads it."))
        lock_and_refresh(self, "revoked_at")
        if self.revoked_at:
            return  # sent twice
        self.revoked_at, self.revoked_by = now(), by
        self.save(update_fields=["revoked_at", "revoked_by"])
        log.log_event(by, "testimony.shut", self, to=self.user.ref)
