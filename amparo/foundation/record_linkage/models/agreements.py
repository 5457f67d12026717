"""Models: linkage agreements between two installations, their approval and end."""

import hmac
from datetime import timedelta
from typing import BinaryIO

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Membership, Notification, Office, Organization, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.forms.consents import RECIPIENTS

from .. import agreement_exchange
from ..agreement_exchange import AgreementFile, AgreementTerms

MAXIMUM_TOKENS, MAXIMUM_RUNS = 500_000, 24  # what nobody may agree to exceed
MAXIMUM_DURATION = timedelta(days=3 * 366)


class LinkageAgreement(Record):
    """With one partner, for one purpose. Both houses know it by the same `ref`."""

    class State(models.TextChoices):
        PROPOSED = "proposed", gettext_lazy("Waiting for partner")
        WAITING = "waiting", gettext_lazy("Pending second approval")
        IN_FORCE = "in_force", pgettext_lazy("agreement", "In force")
        PAST = "past", pgettext_lazy("agreement", "Expired")
        ENDED = "ended", pgettext_lazy("data sharing", "Ended")

    partner = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    legal_basis = PersonalField(gettext_lazy("Legal basis"))
    most_tokens = models.PositiveIntegerField()
    most_runs = models.PositiveSmallIntegerField()
    until = models.DateField()
    # The public part of the partner's half; empty until it comes, and again when it has ended.
    their_key_part = models.CharField(max_length=64, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=now, editable=False)

    crypto_label = "linkagreement"
    audit_name = "linkagreement"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Agreement on linking")
        ordering = ["-pk"]

    class Privacy:
        no_owner = gettext_lazy("On which legal basis two organizations agreed: of no person.")

    class Events:
        listed = AuditEvent(gettext_lazy("Data linkage agreements viewed"))
        proposed = AuditEvent(gettext_lazy("Data linkage agreement recorded"))
        joined = AuditEvent(
            gettext_lazy("Data linkage agreement received from partner"),
            notice=Notice(
                gettext_lazy("Data linkage agreement pending second approval"),
                "decision",
                icon="clipboard-check",
            ),
        )
        approval = AuditEvent(gettext_lazy("Data linkage agreement approved"))
        ended = AuditEvent(gettext_lazy("Data linkage agreement ended"))

    def __str__(self):
        return f"LinkageAgreement {self.ref}"

    @classmethod
    @transaction.atomic
    def propose(
        cls,
        *,
        by: User,
        office: Office,
        partner: Organization,
        terms: AgreementTerms,
        legal_basis: str,
    ) -> "LinkageAgreement":
        """Ours first: what is handed over to the partner comes from `write_file`."""
        return cls._make(by=by, office=office, partner=partner, terms=terms, basis=legal_basis)

    @classmethod
    @transaction.atomic
    def join(
        cls,
        received: AgreementFile,
        *,
        by: User,
        office: Office,
        partner: Organization,
        legal_basis: str,
    ) -> "LinkageAgreement":
        """Theirs first: the same terms, on a basis that we name for ourselves."""
        if cls.objects.filter(ref=received.ref).exists():
            raise Refusal(_("This agreement is here already."))
        agreement = cls._make(
            by=by, office=office, partner=partner, terms=received.terms, basis=legal_basis,
            ref=received.ref,
        )  # fmt: skip
        agreement.receive(received, by=by)
        return agreement

    @classmethod
    def _make(cls, *, by, office, partner, terms, basis, **named) -> "LinkageAgreement":
        _check(office, partner, terms, basis)
        agreement = cls.objects.create(
            office=office, partner=partner, purpose=terms.purpose, most_tokens=terms.most_tokens,
            most_runs=terms.most_runs, until=terms.until, legal_basis=basis, proposed_by=by,
            **named,
        )  # fmt: skip
        log.log_event(
            by, "linkagreement.proposed", agreement, purpose=terms.purpose, recipient=partner.ref
        )
        return agreement

    @transaction.atomic
    def receive(self, received: AgreementFile, *, by: User) -> None:
        """The partner's half, for the terms that were agreed and no others."""
        here = self._locked()
        here._must_not_be_over()
        if received.terms != here.terms:
            raise Refusal(_("The terms in this file are not those that you agreed on."))
        if here.their_key_part == received.key_part:
            return
        if here.their_key_part or received.key_part == here.our_key_part:
            raise Refusal(_("This is not the half of your partner."))
        try:
            agreement_exchange.shared_key(self.ref, bytes.fromhex(received.key_part))
        except ValueError:
            raise Refusal(_("This is not the half of your partner.")) from None
        self.their_key_part = received.key_part
        self.save(update_fields=["their_key_part"])
        log.log_event(by, "linkagreement.joined", self, recipient=self.partner.ref)
        keepers = Membership.objects.held().with_permission("link.keep")
        may = keepers.filter(office=self.office).people()
        Notification.notify(
            may, event="linkagreement.joined", about="", url=self.get_absolute_url(), by=by
        )

    def write_file(self, into: BinaryIO) -> None:
        """What the partner is given: no secret is in it."""
        self._must_not_be_over()
        AgreementFile(self.ref, self.terms, self.our_key_part).write(into)

    @transaction.atomic
    def approve(self, number: str, *, by: User) -> "LinkageApproval":
        """A second person heard from the partner the number that is due, and says yes."""
        here = self._locked()
        if here.state != self.State.WAITING:
            raise Refusal(_("This agreement is not pending second approval."))
        if by == here.proposed_by:
            raise Refusal(_("Somebody else than who proposed it says yes to an agreement."))
        digits = "".join(sign for sign in number if sign.isdecimal())
        if not hmac.compare_digest(
            digits.encode(), here.number_expected.replace(" ", "").encode()
        ):
            raise Refusal(
                _(
                    "This is not the number of the agreement. Ask your partner to read it again:"
                    " if it stays different, somebody changed a file on its way."
                )
            )
        started = LinkageApproval.objects.create(agreement=self, by=by)
        log.log_event(by, "linkagreement.approval", self, recipient=self.partner.ref)
        return started

    @transaction.atomic
    def end(self, *, by: User) -> None:
        """From now on nothing is compared under it; its key is gone, here, for good."""
        if self._locked().state == self.State.ENDED:
            raise Refusal(_("This agreement has ended already."))
        LinkageEnd.objects.create(agreement=self, by=by)
        self.their_key_part = ""
        self.save(update_fields=["their_key_part"])
        log.log_event(by, "linkagreement.ended", self, recipient=self.partner.ref)
        for run in self.runs.unfinished():
            run.discard(by=by)

    def get_absolute_url(self) -> str:
        return reverse("record_linkage:agreement", args=[self.ref])

    @property
    def terms(self) -> AgreementTerms:
        return AgreementTerms(self.purpose, self.most_tokens, self.most_runs, self.until)

    @property
    def purpose_words(self) -> str:
        return codes.label("consent_scope", self.purpose)

    @property
    def state(self) -> State:
        if hasattr(self, "ended"):
            return self.State.ENDED
        if self.until < self.office.today():
            return self.State.PAST
        if not self.their_key_part:
            return self.State.PROPOSED
        return self.State.IN_FORCE if hasattr(self, "approval") else self.State.WAITING

    @property
    def state_words(self) -> str:
        return str(self.State(self.state).label)

    @property
    def is_in_force(self) -> bool:
        return self.state == self.State.IN_FORCE

    @property
    def our_key_part(self) -> str:
        return agreement_exchange.public_key_part(self.ref).hex()

    @property
    def key(self) -> bytes:
        """Never stored: worked out anew from the key ring and the partner's half."""
        return agreement_exchange.shared_key(self.ref, bytes.fromhex(self.their_key_part))

    @property
    def number_to_read(self) -> str:
        """What we read to the partner."""
        return self._numbers[0]

    @property
    def number_expected(self) -> str:
        """What the partner reads to us, if both hold the same terms and each other's half."""
        return self._numbers[1]

    @property
    def _numbers(self) -> tuple[str, str]:
        key_parts = sorted((bytes.fromhex(self.our_key_part), bytes.fromhex(self.their_key_part)))
        terms = "|".join(map(str, self.terms.as_json().values())).encode()
        first, second = agreement_exchange.verification_numbers(self.ref.bytes, terms, *key_parts)
        return (first, second) if self.our_key_part < self.their_key_part else (second, first)

    def _locked(self) -> "LinkageAgreement":
        """As it stands now; nobody starts or ends it, or takes a step under it, meanwhile."""
        return LinkageAgreement.objects.select_for_update().get(pk=self.pk)

    def _must_not_be_over(self) -> None:
        if self.state in (self.State.ENDED, self.State.PAST):
            raise Refusal(_("This agreement is over."))


class LinkageApproval(Record):
    """The second person's yes."""

    agreement = models.OneToOneField(LinkageAgreement, models.CASCADE, related_name="approval")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "linkstart"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Yes to an agreement on linking")

    def __str__(self):
        return f"LinkageApproval {self.ref}"


class LinkageEnd(Record):
    """By whom an agreement was ended, and when."""

    agreement = models.OneToOneField(LinkageAgreement, models.CASCADE, related_name="ended")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "linkend"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("End of an agreement on linking")

    def __str__(self):
        return f"LinkageEnd {self.ref}"


def _check(office: Office, partner: Organization, terms: AgreementTerms, basis: str) -> None:
    today = office.today()
    problems = {
        _("Name the partner: an organization that is not ours."): (
            partner.kind == Organization.Kind.OWN or partner.pk == office.organization_id
        ),
        _("Name a purpose for which people agree that something leaves this office."): (
            terms.purpose not in RECIPIENTS
        ),
        _("Write on which legal basis you agree."): not basis.strip(),
        _("Agree on at most %(most)d tokens in a run, and at least one.")
        % {"most": MAXIMUM_TOKENS}: (not 1 <= terms.most_tokens <= MAXIMUM_TOKENS),
        _("Agree on at most %(most)d runs a day, and at least one.") % {"most": MAXIMUM_RUNS}: (
            not 1 <= terms.most_runs <= MAXIMUM_RUNS
        ),
        _("Agree on a last day that is to come, within three years."): (
            not today <= terms.until <= today + MAXIMUM_DURATION
        ),
    }
    for sentence, is_so in problems.items():
        if is_so:
            raise Refusal(sentence)
