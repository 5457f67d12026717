"""Agreements between institutions: how they stand, and what is done with them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Membership, Notification, Office, Organization, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Place

from .. import status
from ..status import FEWEST_PARTIES, State
from .periods import AgreementPeriod

if TYPE_CHECKING:
    from .parties import AgreementParty

MOST_NOTICE_DAYS = 730
DEFAULT_NOTICE_DAYS = 90
# So many periods at most are caught up with at once, where nothing ran for long.
MOST_RENEWALS = 60


class AgreementState(models.TextChoices):
    """The states of `status`, with their labels."""

    UNSIGNED = State.UNSIGNED.value, pgettext_lazy("agreement", "Pending signature")
    FUTURE = State.FUTURE.value, pgettext_lazy("agreement", "Signed, not yet in force")
    IN_FORCE = State.IN_FORCE.value, pgettext_lazy("agreement", "In force")
    ENDING = State.ENDING.value, pgettext_lazy("agreement", "In force, ends soon")
    ENDED = State.ENDED.value, pgettext_lazy("agreement", "Ended")


class AgreementQuerySet(PermissionQuerySet):
    def with_parts(self) -> "AgreementQuerySet":
        """With what the state of each is computed from, and the names of its parties."""
        return self.prefetch_related("periods", "parties__organization")

    def with_status_on(self, day: date) -> "AgreementQuerySet":
        """Annotated with what `status.state_on` looks at."""
        signed = Q(parties__signed_on__lte=day)
        party = Q(parties__until=None) | Q(parties__until__gte=day)
        signs = Q(parties__role__in=SIGNING_ROLES)
        maker = signs & Q(parties__has_joined_later=False)
        waits = Q(parties__signed_on=None) | Q(parties__signed_on__gt=day)
        periods = AgreementPeriod.objects.filter(agreement=OuterRef("pk"), starts_on__lte=day)
        covering = periods.filter(Q(ends_on=None) | Q(ends_on__gte=day))
        return self.annotate(
            waited_for=Count("parties", filter=maker & party & waits, distinct=True),
            makers_signed=Count("parties", filter=maker & signed, distinct=True),
            bound=Count("parties", filter=signs & party & signed, distinct=True),
            is_covered=Exists(covering),
        )

    def in_state(self, state: str, day: date) -> "AgreementQuerySet":
        """Those in one state, as `Agreement.state_on` computes it of each."""
        found = self.with_status_on(day)
        is_signed = Q(waited_for=0, makers_signed__gte=FEWEST_PARTIES)
        has_ended = Q(ended_on__lt=day)
        is_over = Q(ends_on__lt=day) | Q(bound__lt=FEWEST_PARTIES)
        is_ending = Q(ended_on__isnull=False) | Q(notice_from__lte=day)
        if state == State.ENDED:
            return found.filter(has_ended | (is_signed & is_over))
        # NULL is neither before nor after a day: `exclude` would lose it.
        found = found.filter(Q(ended_on=None) | Q(ended_on__gte=day))
        if state == State.UNSIGNED:
            return found.filter(Q(waited_for__gt=0) | Q(makers_signed__lt=FEWEST_PARTIES))
        found = found.filter(is_signed, Q(ends_on=None) | Q(ends_on__gte=day))
        found = found.filter(bound__gte=FEWEST_PARTIES, is_covered=state != State.FUTURE)
        if state == State.ENDING:
            return found.filter(is_ending)
        if state == State.IN_FORCE:
            return found.filter(Q(notice_from=None) | Q(notice_from__gt=day), ended_on=None)
        return found

    def in_force(self, day: date) -> "AgreementQuerySet":
        """Also those within their notice."""
        found = self.with_status_on(day).filter(Q(ended_on=None) | Q(ended_on__gte=day))
        return found.filter(
            waited_for=0, makers_signed__gte=FEWEST_PARTIES, bound__gte=FEWEST_PARTIES,
            is_covered=True,
        )  # fmt: skip

    def to_be_reminded(self, day: date) -> "AgreementQuerySet":
        """Within their notice, and nobody was told in this period."""
        found = self.in_state(State.ENDING, day).filter(ended_on=None)
        return found.filter(is_reminded=False)

    def to_be_renewed(self, day: date) -> "AgreementQuerySet":
        """Those that renew by themselves: on their last day, and nobody gave notice."""
        given = AgreementPeriod.objects.filter(
            agreement=OuterRef("pk"), ends_on=OuterRef("ends_on"), notice_on__isnull=False
        )
        found = self.with_status_on(day).filter(
            ~Exists(given), waited_for=0, makers_signed__gte=FEWEST_PARTIES, ended_on=None,
            ends_on__lte=day, renewal=Agreement.Renewal.AUTOMATIC,
        )  # fmt: skip
        return found.filter(bound__gte=FEWEST_PARTIES)


class AgreementRole(models.TextChoices):
    SIGNATORY = "signatory", pgettext_lazy("agreement", "Party")
    COORDINATOR = "coordinator", pgettext_lazy("agreement", "Party that coordinates")
    OBSERVER = "observer", pgettext_lazy("agreement", "Observer")


SIGNING_ROLES = (AgreementRole.SIGNATORY, AgreementRole.COORDINATOR)


class Agreement(Record):
    """What institutions agreed in writing, from its draft to its end."""

    class Kind(models.TextChoices):
        MOU = "mou", gettext_lazy("Memorandum of understanding (MoU)")
        SOP = "sop", gettext_lazy("Standard operating procedures between agencies (SOP)")
        DATA_SHARING = "data_sharing", gettext_lazy("Data sharing agreement")
        OTHER = "other", pgettext_lazy("agreement", "Other")

    class Renewal(models.TextChoices):
        NONE = "none", pgettext_lazy("agreement", "No renewal")
        AUTOMATIC = "automatic", pgettext_lazy("agreement", "Automatic, for the same time again")
        DECISION = "decision", pgettext_lazy("agreement", "By decision of the parties")

    State = AgreementState
    Role = AgreementRole

    kind = models.CharField(pgettext_lazy("agreement", "Kind"), max_length=12, choices=Kind)
    title = models.CharField(gettext_lazy("Title"), max_length=200)
    reference = models.CharField(gettext_lazy("Document reference"), max_length=120, blank=True)
    # The first day of its first period, and the last day of its last one.
    starts_on = models.DateField(gettext_lazy("Start date"))
    ends_on = models.DateField(pgettext_lazy("period", "End date"), null=True, blank=True)
    renewal = models.CharField(
        pgettext_lazy("agreement", "Renewal"), max_length=10, choices=Renewal,
        default=Renewal.NONE,
    )  # fmt: skip
    notice_days = models.PositiveSmallIntegerField(
        pgettext_lazy("agreement", "Notice, in days before the end"),
        default=DEFAULT_NOTICE_DAYS,
        validators=[MaxValueValidator(MOST_NOTICE_DAYS)],
    )
    # Follows from `ends_on` and `notice_days`.
    notice_from = models.DateField(null=True, blank=True, editable=False)
    country = models.CharField(gettext_lazy("Country"), max_length=2, blank=True)
    # Where it is limited to some: none means everywhere in its country.
    places = models.ManyToManyField(
        Place, related_name="+", blank=True, verbose_name=pgettext_lazy("agreement", "Places")
    )
    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), related_name="+"
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    # Whether its keepers were told that this period ends.
    is_reminded = models.BooleanField(default=False, editable=False)
    ended_on = models.DateField(pgettext_lazy("agreement", "Last day"), null=True, blank=True)
    ended_reason = models.CharField(
        pgettext_lazy("column, field", "Reason"), max_length=300, blank=True
    )
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    # Its annexes are encrypted under its key.
    crypto_label = "interagencyagreement"
    audit_name = "interagencyagreement"

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Agreement between institutions")
        ordering = ["ends_on", "pk"]
        indexes = [models.Index(fields=["notice_from"], name="agreements_by_notice")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="agreement_ends_after_it_starts",
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("What institutions agreed; names of people are in its contacts.")
        plain_text = {
            "title": "title of an agreement between institutions",
            "reference": "number of an agreement",
            "ended_reason": "why an agreement ended: of institutions, of no person",
        }

    class Events:
        listed = AuditEvent(gettext_lazy("List of agreements viewed"))
        recorded = AuditEvent(gettext_lazy("Agreement recorded"))
        changed = AuditEvent(gettext_lazy("Agreement updated"))
        renewed = AuditEvent(gettext_lazy("Agreement renewed"))
        notice_given = AuditEvent(gettext_lazy("Notice of an agreement recorded"))
        ended = AuditEvent(gettext_lazy("Agreement ended early"))
        ends_soon = AuditEvent(
            gettext_lazy("Agreement within its notice"),
            notice=Notice(
                pgettext_lazy("notification", "Agreement ends soon"), "work", icon="clock"
            ),
        )

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agreements:agreement", args=[self.ref])

    # How it stands.

    @property
    def period(self) -> AgreementPeriod:
        """The last one agreed."""
        return list(self.periods.all())[-1]

    @property
    def today(self) -> date:
        return self.office.today()

    def state_on(self, day: date) -> AgreementState:
        """Computed from its periods and parties: of many, load them `with_parts`."""
        found = status.state_on(
            day, periods=[each.as_period for each in self.periods.all()],
            signatures=self.signatures, ended_on=self.ended_on, notice_from=self.notice_from,
        )  # fmt: skip
        return AgreementState(found.value)

    @property
    def signatures(self) -> list[status.Signature]:
        return [each.as_signature for each in self.parties.all() if each.signs]

    def is_in_force_on(self, day: date) -> bool:
        return self.state_on(day) in (AgreementState.IN_FORCE, AgreementState.ENDING)

    def is_signed_by_all(self, day: date) -> bool:
        return status.is_signed_by_all(self.signatures, day)

    @property
    def last_day(self) -> date | None:
        """The day on which it ends as far as is known; None where it is open-ended."""
        return self.ended_on or self.ends_on

    def keepers(self) -> list[User]:
        """Who keeps the agreements of its office."""
        held = Membership.objects.held().with_permission("agreement.keep")
        here = Q(office=self.office_id) | Q(team__office=self.office_id)
        return held.filter(here).people()

    # What is done with it.

    @classmethod
    @transaction.atomic
    def record(
        cls, *, by: User, office: Office, parties: Iterable[Organization],
        places: Iterable[Place] = (), **fields,
    ) -> "Agreement":  # fmt: skip
        """Records an agreement of at least two institutions; nobody has signed it yet."""
        from .parties import AgreementParty

        if not kept_offices(by).filter(pk=office.pk).exists():
            raise Refusal(_("The agreements of this office are kept by somebody else."))
        among = list(dict.fromkeys(parties))
        if len(among) < FEWEST_PARTIES:
            raise Refusal(_("Choose two different institutions."))
        agreement = cls(by=by, office=office, **fields)
        agreement._be_in_order()
        agreement.save()
        agreement.places.set(places)
        AgreementPeriod.objects.create(
            agreement=agreement, starts_on=agreement.starts_on, ends_on=agreement.ends_on, by=by
        )
        AgreementParty.objects.bulk_create(
            AgreementParty(agreement=agreement, organization=each, by=by) for each in among
        )
        log.log_event(by, "interagencyagreement.recorded", agreement, kind=agreement.kind)
        return agreement

    @transaction.atomic
    def change(self, *, by: User, places: Iterable[Place], **fields) -> None:
        """Corrects what is recorded. Once all have signed, its dates change only by a renewal or
        an end.
        """
        lock_and_refresh(self, "starts_on", "ends_on", "is_reminded", "ended_on")
        before = self.starts_on, self.ends_on
        for name, value in fields.items():
            setattr(self, name, value)
        if before != (self.starts_on, self.ends_on):
            self._may_change_dates()
        self._be_in_order()
        if self.notice_from is None or self.notice_from > self.today:
            self.is_reminded = False
        self.save()
        self.places.set(places)
        log.log_event(by, "interagencyagreement.changed", self, fields=sorted(fields))

    @transaction.atomic
    def renew(
        self, *, by: User | None, starts_on: date, ends_on: date | None, document: str = "",
        is_automatic: bool = False,
    ) -> AgreementPeriod:  # fmt: skip
        """Adds a period after the last one, which stays as it was."""
        lock_and_refresh(self, "ends_on", "ended_on")
        self._must_be_signed(_("Not all parties have signed: change its dates instead."))
        if self.ended_on is not None:
            raise Refusal(_("This agreement ended early. Record a new one."))
        if self.ends_on is None:
            raise Refusal(_("This agreement is open-ended: there is nothing to renew."))
        if starts_on <= self.ends_on:
            raise Refusal(_("A renewal begins after the last day of the period before."))
        if ends_on is not None and ends_on < starts_on:
            raise Refusal(_("The end date lies before the start date. Change one of the two."))
        period = AgreementPeriod.objects.create(
            agreement=self, starts_on=starts_on, ends_on=ends_on, by=by,
            document=document.strip(), is_automatic=is_automatic,
        )  # fmt: skip
        self.ends_on, self.is_reminded = ends_on, False
        self.notice_from = status.notice_from(ends_on, self.notice_days)
        self.save(update_fields=["ends_on", "notice_from", "is_reminded"])
        log.log_event(by, "interagencyagreement.renewed", self, until=ends_on or "")
        return period

    def renew_by_itself(self, today: date) -> int:
        """Adds periods of the same length until one reaches past `today`; returns how many."""
        for count in range(MOST_RENEWALS):
            if self.ends_on is None or self.ends_on > today:
                return count
            last = AgreementPeriod.objects.filter(agreement=self).latest("pk")
            following = status.next_period(last.as_period)
            self.renew(
                by=None, starts_on=following.starts_on, ends_on=following.ends_on,
                is_automatic=True,
            )  # fmt: skip
        return MOST_RENEWALS

    @transaction.atomic
    def give_notice(
        self, *, by: User, party: "AgreementParty", on: date, because: str = ""
    ) -> None:
        """A party says that it will not go on: it does not renew by itself, and an open-ended
        agreement ends after the time of its notice. Once for each period.
        """
        lock_and_refresh(self, "ends_on", "ended_on")
        if not self.is_in_force_on(self.today):
            raise Refusal(_("Notice is given of an agreement that is in force."))
        if on > self.office.today_for(by):
            raise Refusal(_("The day of the notice is in the future."))
        period = AgreementPeriod.objects.filter(agreement=self).latest("pk")
        if on < self.starts_on:
            raise Refusal(_("The notice is from before the agreement started."))
        if period.notice_on is not None:
            raise Refusal(_("Notice was given already in this period."))
        period.notice_on, period.notice_party, period.notice_by = on, party, by
        period.notice_reason = because.strip()
        period.save()
        if self.ends_on is None and self.ended_on is None:
            self.ended_on = on + timedelta(days=self.notice_days)
            self.ended_reason, self.ended_by, self.ended_at = because.strip(), by, now()
            self.save(update_fields=["ended_on", "ended_reason", "ended_by", "ended_at"])
        log.log_event(by, "interagencyagreement.notice_given", self, holder=party.organization.ref)

    @transaction.atomic
    def end(self, *, by: User, on: date, because: str) -> None:
        """It ends before its time, with `on` as its last day: also a day that is still to come,
        and also where it was never signed. What it was stays on record.
        """
        if not because.strip():
            raise Refusal(_("Write why the agreement ends."))
        lock_and_refresh(self, "starts_on", "ends_on", "ended_on")
        if self.ended_on is not None and self.ended_on <= on:
            raise Refusal(_("The end of this agreement is recorded already."))
        if self.ends_on is not None and on >= self.ends_on:
            raise Refusal(_("On that day it ends anyway. Nothing needs to be recorded."))
        if on < self.starts_on and self.is_signed_by_all(on):
            raise Refusal(_("That day is before the agreement started."))
        self.ended_on, self.ended_reason = on, because.strip()
        self.ended_by, self.ended_at = by, now()
        self.save(update_fields=["ended_on", "ended_reason", "ended_by", "ended_at"])
        log.log_event(by, "interagencyagreement.ended", self, until=on)

    @transaction.atomic
    def remind(self) -> None:
        """Tells its keepers that it ends; once in each period."""
        lock_and_refresh(self, "is_reminded")
        if self.is_reminded:
            return
        self.is_reminded = True
        self.save(update_fields=["is_reminded"])
        log.log_event(None, "interagencyagreement.ends_soon", self)
        Notification.notify(
            self.keepers(), event="interagencyagreement.ends_soon", about=self.title,
            url=self.get_absolute_url(), by=None,
        )  # fmt: skip

    def must_go_on(self) -> None:
        """Refuses what is added to an agreement that has ended."""
        if self.state_on(self.today) == AgreementState.ENDED:
            raise Refusal(_("This agreement has ended. Renew it, or record a new one."))

    def _must_be_signed(self, otherwise: str) -> None:
        if not self.is_signed_by_all(self.today):
            raise Refusal(otherwise)

    def _may_change_dates(self) -> None:
        if self.is_signed_by_all(self.today) or self.periods.count() > 1:
            raise Refusal(
                _("All parties have signed these dates. Renew the agreement, or record its end.")
            )
        self.periods.update(starts_on=self.starts_on, ends_on=self.ends_on)

    def _be_in_order(self) -> None:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise Refusal(_("The end date lies before the start date. Change one of the two."))
        if self.ends_on is None and self.renewal == self.Renewal.AUTOMATIC:
            raise Refusal(_("An open-ended agreement is not renewed: choose no renewal."))
        self.notice_from = status.notice_from(self.ends_on, self.notice_days)
        if self.notice_from is not None and self.notice_from < self.starts_on:
            raise Refusal(_("The notice is longer than the agreement itself."))


def kept_offices(user: User) -> QuerySet[Office]:
    """The offices whose agreements this user keeps, as a whole or in one of their teams."""
    verb = "agreement.keep"
    here = Q(pk__in=user.offices_for(verb)) | Q(teams__in=user.teams_for(verb))
    return Office.objects.filter(here).distinct()
