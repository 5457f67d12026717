"""How a rumour is assessed and checked: harm and spread, sources, and a verdict by two people."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.files.validation import ValidatedFile
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..rumour_risk import Band, Report, RumourRisk, assess
from .sightings import RumourFile

if TYPE_CHECKING:
    pass

LEVELS = tuple(band.code for band in Band if band is not Band.NONE)


class RumourAssessment(Record):
    """A level of risk that a person decided, beside what the rule proposed of harm and spread."""

    rumour = models.ForeignKey("Rumour", models.CASCADE, related_name="assessments")
    is_imminent = models.BooleanField(gettext_lazy("Somebody may be harmed in these days"))
    spread = models.PositiveSmallIntegerField(editable=False)
    proposed = models.CharField(max_length=8, editable=False)
    because = models.CharField(max_length=20, editable=False)
    level = models.CharField(pgettext_lazy("rumour", "Risk level"), max_length=8)
    reason = models.CharField(pgettext_lazy("rumour", "Reason"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "rumourassessment"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("rumour", "Risk assessment")
        ordering = ["-at", "-pk"]

    class Privacy:
        no_owner = gettext_lazy("Says how dangerous something heard is, and of whom nothing.")
        plain_text = {"reason": "a reason of an office; its form says to name nobody"}

    def __str__(self):
        return f"RumourAssessment {self.ref}"

    @property
    def harm_labels(self) -> list[str]:
        return [codes.label("rumour_harm", each.harm) for each in self.harms.all()]


class RumourHarm(models.Model):
    """One way in which people could be hurt by it, as an assessment names it."""

    assessment = models.ForeignKey(RumourAssessment, models.CASCADE, related_name="harms")
    harm = models.CharField(pgettext_lazy("rumour", "Possible harm"), max_length=40)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("rumour", "Possible harm")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "harm"], name="rumour_harm_once")
        ]

    class Privacy:
        no_owner = gettext_lazy("Says how dangerous something heard is, and of whom nothing.")

    def __str__(self):
        return f"{self.assessment_id} {self.harm}"


class RumourSource(Record):
    """What a check rests on: what was learned, who said so, where it stands, and when."""

    rumour = models.ForeignKey("Rumour", models.CASCADE, related_name="sources")
    what = PersonalField(pgettext_lazy("source", "What was learned"))
    said_by = PersonalField(pgettext_lazy("source", "Who says so"))
    url = models.URLField(pgettext_lazy("document", "Web address"), max_length=500, blank=True)
    file = models.ForeignKey(RumourFile, models.PROTECT, null=True, related_name="+")
    learned_on = models.DateField(pgettext_lazy("source", "Date"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "rumoursource"
    crypto_label = "rumoursource"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("rumour", "Source")
        ordering = ["pk"]

    class Privacy:
        no_owner = gettext_lazy("Whoever is asked as an expert is in no file by it.")
        plain_text = {"url": "an address that a source published"}

    def __str__(self):
        return f"RumourSource {self.ref}"

    def erase(self) -> None:
        self.what = self.said_by = self.url = ""
        self.save(update_fields=["what", "said_by", "url"])


class RumourCheck(Record):
    """A verdict that one person proposes, and another confirms or disagrees with."""

    class Verdict(models.TextChoices):
        TRUE = "true", pgettext_lazy("verdict on a rumour", "True")
        PARTLY = "partly", pgettext_lazy("verdict on a rumour", "Partly true")
        FALSE = "false", pgettext_lazy("verdict on a rumour", "False")
        UNKNOWN = "unknown", pgettext_lazy("verdict on a rumour", "Not known")

    rumour = models.ForeignKey("Rumour", models.CASCADE, related_name="checks")
    verdict = models.CharField(pgettext_lazy("rumour", "Verdict"), max_length=7, choices=Verdict)
    # What is right instead; of what nobody knows yet, how people can find out.
    explanation = models.CharField(pgettext_lazy("rumour", "What is right"), max_length=1_000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)
    disagreed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    disagreed_at = models.DateTimeField(null=True, editable=False)
    disagreed_because = models.CharField(
        pgettext_lazy("rumour", "Why you disagree"), max_length=300, blank=True
    )
    # A later verdict took its place.
    replaced_at = models.DateTimeField(null=True, editable=False)

    audit_name = "rumourcheck"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("rumour", "Check")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="rumour_check_by_two_people",
                condition=(Q(confirmed_by=None) | ~Q(confirmed_by=F("by")))
                & (Q(disagreed_by=None) | ~Q(disagreed_by=F("by"))),
            ),
            models.CheckConstraint(
                name="rumour_check_confirmed_or_disagreed",
                condition=Q(confirmed_by=None) | Q(disagreed_by=None),
            ),
            models.UniqueConstraint(
                fields=["rumour"], name="rumour_check_one_in_force",
                condition=Q(replaced_at=None, disagreed_at=None),
            ),
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("Says whether something heard is true, and of whom nothing.")
        plain_text = {
            "explanation": "what an answer will say in public; its form says to name nobody",
            "disagreed_because": "a reason of an office; its form says to name nobody",
        }

    def __str__(self):
        return f"RumourCheck {self.ref}"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def waits(self) -> bool:
        return not (self.confirmed_at or self.disagreed_at or self.replaced_at)


class CheckActions(models.Model):
    """What a rumour is, of those who assess and check it."""

    if TYPE_CHECKING:
        state: str
        risk: str
        sightings: Any
        assessments: Any
        sources: Any
        checks: Any
        files: Any
        office: Any
        by: Any
        State: Any
        tell: Any
        tell_confirmers: Any

    class Meta:
        abstract = True

    # Risk.

    def propose_risk(self, harms: Iterable[str], *, is_imminent: bool = False) -> RumourRisk:
        """What the rule proposes for these harms, by the sightings that there are."""
        reports = [Report(each.channel, each.place_id) for each in self.sightings.all()]
        return assess(harms, reports, is_imminent=is_imminent)

    @transaction.atomic
    def assess_risk(
        self: Any, *, by: User, harms: Iterable[str], level: str, reason: str,
        is_imminent: bool = False,
    ) -> RumourAssessment:  # fmt: skip
        """A person decides the level and says why; what the rule proposed is kept beside it."""
        self._must_be_open()
        named = list(dict.fromkeys(harms))
        if not named:
            raise Refusal(_("Say how somebody could be hurt by it. Without that it has no level."))
        codes.require("rumour_harm", *named)
        if level not in LEVELS:
            raise Refusal(_("Choose a level. Not assessed is none."))
        if not reason.strip():
            raise Refusal(_("Say why you decide this level."))
        proposed = self.propose_risk(named, is_imminent=is_imminent)
        made = RumourAssessment.objects.create(
            rumour=self, by=by, is_imminent=is_imminent, spread=int(proposed.spread),
            proposed=proposed.band.code, because=proposed.because.value, level=level,
            reason=reason.strip(),
        )  # fmt: skip
        RumourHarm.objects.bulk_create([RumourHarm(assessment=made, harm=each) for each in named])
        self.risk = level
        self.save(update_fields=["risk"])
        log.log_event(by, "rumour.assessed", self)
        return made

    # Sources and verdict.

    @property
    def check_in_force(self) -> RumourCheck | None:
        """The verdict that waits or was confirmed; None where there is none, or one disagreed."""
        found = (each for each in self.checks.all() if not (each.replaced_at or each.disagreed_at))
        return next(found, None)

    @property
    def verdict(self) -> str:
        """The verdict that two people stand behind; "" while there is none."""
        check = self.check_in_force
        return check.verdict if check and check.is_confirmed else ""

    @transaction.atomic
    def add_source(
        self: Any, *, by: User, what: str, said_by: str, learned_on: date, url: str = "",
        document: ValidatedFile | None = None,
    ) -> RumourSource:  # fmt: skip
        """Notes what was learned and who says so."""
        self._must_be_open()
        if not what.strip() or not said_by.strip():
            raise Refusal(_("Say what was learned and who says so."))
        if learned_on > self.office.today():
            raise Refusal(_("This day is still to come. Write the day on which it was said."))
        file = RumourFile.add(self, document, by=by) if document else None
        source = RumourSource.objects.create(
            rumour=self, by=by, what=what.strip(), said_by=said_by.strip(), url=url, file=file,
            learned_on=learned_on,
        )  # fmt: skip
        log.log_event(by, "rumour.source_added", self)
        return source

    @transaction.atomic
    def propose_verdict(self: Any, *, by: User, verdict: str, explanation: str) -> RumourCheck:
        """Proposes what is true of it, for a second person to confirm. Refused without a source;
        that nobody knows is a verdict too, and rests on who was asked.
        """
        self._must_be_open()
        if not self.sources.exists():
            raise Refusal(_("A verdict needs a source: say who was asked, and what they said."))
        if not explanation.strip():
            raise Refusal(_("Say what is right, or how people can find out."))
        self.checks.filter(replaced_at=None, disagreed_at=None).update(replaced_at=now())
        check = RumourCheck.objects.create(
            rumour=self, by=by, verdict=verdict, explanation=explanation.strip()
        )
        self._forget_checks()
        if self.state != self.State.ANSWERED:
            self._move_to(self.State.CHECKING)
        log.log_event(by, "rumour.proposed", self)
        self.tell_confirmers(by=by)
        return check

    @transaction.atomic
    def confirm_verdict(self: Any, check: RumourCheck, *, by: User) -> None:
        """A second person looked at the sources and says the same. Twice is once."""
        self._must_be_open()
        lock_and_refresh(check, "by_id", "confirmed_at", "disagreed_at", "replaced_at")
        if check.is_confirmed and not check.replaced_at:
            return
        self._must_wait(check, by)
        check.confirmed_by, check.confirmed_at = by, now()
        check.save(update_fields=["confirmed_by", "confirmed_at"])
        self._forget_checks()
        if self.state != self.State.ANSWERED:
            self._move_to(self.State.CHECKED)
        log.log_event(by, "rumour.confirmed", self)

    @transaction.atomic
    def disagree(self: Any, check: RumourCheck, *, by: User, because: str) -> None:
        """A second person says otherwise, and why: the rumour is checked anew."""
        self._must_be_open()
        lock_and_refresh(check, "by_id", "confirmed_at", "disagreed_at", "replaced_at")
        self._must_wait(check, by)
        if not because.strip():
            raise Refusal(_("Say why you disagree."))
        check.disagreed_by, check.disagreed_at = by, now()
        check.disagreed_because = because.strip()
        check.save(update_fields=["disagreed_by", "disagreed_at", "disagreed_because"])
        self._forget_checks()
        log.log_event(by, "rumour.disagreed", self)
        self.tell("rumour.disagreed", by=by, also=(check.by,))

    def _must_wait(self, check: RumourCheck, by: User) -> None:
        if check.by_id == by.pk:
            raise Refusal(_("Somebody else confirms the verdict that you proposed."))
        if not check.waits:
            raise Refusal(_("This verdict no longer waits for a second person."))

    def _state_by_work(self) -> str:
        """Where it stands by what was done with it, once it is open again."""
        check = self.check_in_force
        if check is None:
            return self.State.CHECKING if self.checks.all() else self.State.NEW
        return self.State.CHECKED if check.is_confirmed else self.State.CHECKING

    def _move_to(self: Any, state: str) -> None:
        self.state = state
        self.save(update_fields=["state"])

    def _must_be_open(self) -> None:
        lock_and_refresh(self, "state")
        if self.state == self.State.CLOSED:
            raise Refusal(_("This rumour is closed. Reopen it first."))

    def _forget_checks(self) -> None:
        getattr(self, "_prefetched_objects_cache", {}).pop("checks", None)

    def _erase_parts(self) -> None:
        """Erases what is sealed in its parts, and their keys."""
        parts = [*self.sources.all(), *self.files.all()]
        advert = getattr(self, "advert", None)
        parts += [advert] if advert else []
        for each in parts:
            each.erase()
        DataKey.destroy([self.ref, *(each.ref for each in parts)])  # type: ignore[attr-defined]
