"""Models: linkage runs, their steps, and the people found in both installations."""

import io
import json
import secrets
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import EncryptedFileField
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.models import DataKey, Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person

from .. import agreement_exchange
from ..tokens import TOKEN_KINDS
from .agreements import LinkageAgreement

# What a run keeps for its next step does not lie about for ever.
RUN_LIFETIME = timedelta(days=14)
DAY = timedelta(days=1)

# Each token that went into a run: its sort, and whose it is (several people may share one).
type Tokens = dict[str, tuple[str, list[UUID]]]


class RunQuerySet(PermissionQuerySet):
    def unfinished(self) -> "RunQuerySet":
        return self.exclude(steps__step__in=LinkageStep.FINAL)

    def lapsed(self) -> "RunQuerySet":
        return self.unfinished().filter(at__lt=now() - RUN_LIFETIME)

    def of_today(self) -> "RunQuerySet":
        """Within twenty-four hours: midnight doubles nothing."""
        return self.filter(at__gt=now() - DAY)


class LinkageRun(Record):
    """One comparison. Both houses know it by the same `ref`; each has it once and never again."""

    class Side(models.TextChoices):
        ASKED = "asked", gettext_lazy("They ask us")
        ASKS = "asks", gettext_lazy("We ask them")

    agreement = models.ForeignKey(LinkageAgreement, models.PROTECT, related_name="runs")
    side = models.CharField(max_length=10, choices=Side)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)
    people = models.PositiveIntegerField()
    tokens = models.PositiveIntegerField()
    # Half of its secret; the other half is the key ring's. Empty when the run is over.
    salt = models.BinaryField(max_length=32)
    # What went into it and what the next step needs, sealed; gone when the run is over.
    storage_key = EncryptedFileField()

    crypto_label = "linkrun"
    audit_name = "linkrun"

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Comparison with a partner")
        ordering = ["-pk"]

    class Privacy:
        no_owner = gettext_lazy("Tokens of one comparison: of no file, and gone when it is over.")

    class Events:
        set_up = AuditEvent(gettext_lazy("Linkage request of partner accepted"))
        asked = AuditEvent(gettext_lazy("Linkage request sent to partner"))
        answered = AuditEvent(gettext_lazy("Linkage request of partner answered"))
        read = AuditEvent(gettext_lazy("Linkage result received"))
        resolved = AuditEvent(gettext_lazy("Resolved whom a partner knows too"))
        put_away = AuditEvent(gettext_lazy("Linkage run discarded"))
        refused = AuditEvent(gettext_lazy("A message of a partner was refused"))

    def __str__(self):
        return f"LinkageRun {self.ref}"

    @classmethod
    def begin(
        cls, agreement: LinkageAgreement, tokens: Tokens, *, by: User, side: str, people: int,
        set_up: bytes = b"", **named: UUID,
    ) -> "LinkageRun":  # fmt: skip
        run = cls(
            agreement=agreement, side=side, by=by, people=people, tokens=len(tokens),
            salt=secrets.token_bytes(32), **named,
        )  # fmt: skip
        stored = {
            token: [sort, [ref.hex for ref in whose]] for token, (sort, whose) in tokens.items()
        }
        whole = json.dumps({"tokens": stored, "set_up": set_up.hex()}).encode()
        run.storage_key = EncryptedFile.write(io.BytesIO(whole), owner=run)
        run.save()
        return run

    def get_absolute_url(self) -> str:
        return reverse("record_linkage:run", args=[self.ref])

    @property
    def secret(self) -> bytes:
        return agreement_exchange.run_secret(bytes(self.salt))

    def stored_input(self) -> tuple[Tokens, bytes]:
        """What went into it, and the set-up of the partner where we are the one who asks."""
        with EncryptedFile.open(self.storage_key) as file:
            content = json.load(file)
        tokens = {
            token: (sort, [UUID(ref) for ref in whose])
            for token, (sort, whose) in content["tokens"].items()
        }
        return tokens, bytes.fromhex(content["set_up"])

    @property
    def done(self) -> frozenset[str]:
        return frozenset(each.step for each in self.steps.all())

    @property
    def is_over(self) -> bool:
        return bool(self.done & LinkageStep.FINAL)

    @property
    def found(self) -> int | None:
        """How many of ours they know too, once that is known."""
        last = [each for each in self.steps.all() if each.step in LinkageStep.WITH_RESULT]
        return last[0].count if last else None

    def note(self, step: str, count: int, *, by: User) -> None:
        """A step is taken once: the table itself takes no second."""
        LinkageStep.objects.create(run=self, step=step, count=count, by=by)
        partner = self.agreement.partner
        log.log_event(by, f"linkrun.{step}", self, count=count, recipient=partner.ref)

    def record_matches(self, found: "Iterable[tuple[Person, str, str]]", *, by: User) -> int:
        """People whom both know, each under the pseudonym of this run; each file is told of it."""
        partner, links = self.agreement.partner, []
        for person, pseudonym, sort in found:
            links.append(
                LinkageMatch(
                    run=self, person=person, pseudonym=pseudonym, sort=sort, organization=partner
                )
            )
        LinkageMatch.objects.bulk_create(links, batch_size=500)
        for person in {each.person_id: each.person for each in links}.values():
            log.log_event(by, "person.linked", person, recipient=partner.ref)
        return len({each.person_id for each in links})

    def finish(self) -> None:
        """Nothing stays that could be asked again: neither its secret nor what went into it."""
        if self.storage_key:
            transaction.on_commit(partial(EncryptedFile.delete, self.storage_key), robust=True)
        DataKey.destroy([self.ref])
        self.salt, self.storage_key = b"", ""
        self.save(update_fields=["salt", "storage_key"])

    @transaction.atomic
    def discard(self, *, by: User | None) -> None:
        """It goes no further."""
        if self.is_over:
            raise Refusal(_("This run is over already."))
        LinkageStep.objects.create(run=self, step=LinkageStep.Step.DISCARDED, count=0, by=by)
        log.log_event(by, "linkrun.put_away", self)
        self.finish()


class LinkageStep(models.Model):
    """A step of a run: who took it, when, and over how many."""

    class Step(models.TextChoices):
        SET_UP = "set_up", gettext_lazy("Set up")
        ASKED = "asked", pgettext_lazy("functioning questions", "Asked")
        ANSWERED = "answered", pgettext_lazy("complaint", "Answered")
        READ = "read", gettext_lazy("Answer read")
        RESOLVED = "resolved", gettext_lazy("Result received")
        DISCARDED = "put_away", gettext_lazy("Discarded")

    FINAL = frozenset((Step.READ, Step.RESOLVED, Step.DISCARDED))
    WITH_RESULT = frozenset((Step.READ, Step.RESOLVED))

    run = models.ForeignKey(LinkageRun, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=10, choices=Step)
    count = models.PositiveIntegerField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "step"], name="linkage_step_once")]

    def __str__(self):
        return f"LinkageStep {self.pk}"


class LinkageMatch(Record):
    """Somebody whom both know, under a name that only these two houses can resolve."""

    class Sort(models.TextChoices):
        DOCUMENT = "document", gettext_lazy("The same document")
        BIRTH = "birth", gettext_lazy("The same names and day of birth")
        YEAR = "year", gettext_lazy("The same names, year of birth and sex")

    run = models.ForeignKey(LinkageRun, models.PROTECT, related_name="matches")
    person = models.ForeignKey(Person, models.CASCADE, related_name="linkage_matches")
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Organization"), related_name="+"
    )
    pseudonym = models.CharField(max_length=20)
    sort = models.CharField(max_length=10, choices=Sort)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    audit_name = "linked"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Somebody whom a partner knows too")
        ordering = ["pseudonym", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "person", "pseudonym"], name="linkage_match_once"
            )
        ]

    class Privacy:
        owner = "person"
        title = gettext_lazy("Other organizations with your data")
        disclose = ("at", "organization")

    def __str__(self):
        return f"LinkageMatch {self.ref}"

    @property
    def file(self) -> Person:
        return self.person


assert set(TOKEN_KINDS) == set(LinkageMatch.Sort.values)  # noqa: S101 - the same words in both
