"""Survey rounds on knowledge, attitudes and practices (KAP): the same items before and after.

Counts alone are kept, of no person: how many were asked, and how many said yes. Forms that ask
(F35) are kept in fieldwork. A difference is reckoned only between samples that somebody called
comparable.
"""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..survey_intervals import ImpossibleCountError, check_counts
from .campaigns import Campaign

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
MOST_ITEMS = 20
# The same people asked twice: their answers are paired, and this interval is not for them.
SAME_PEOPLE = "same_people"


class SurveyItem(Record):
    """One thing that is asked in every round, always in the same words."""

    class Kind(models.TextChoices):
        KNOWLEDGE = "knowledge", pgettext_lazy("survey item", "Knowledge")
        ATTITUDE = "attitude", pgettext_lazy("survey item", "Attitude")
        PRACTICE = "practice", pgettext_lazy("survey item", "Practice")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(editable=False)
    kind = models.CharField(pgettext_lazy("survey item", "Type"), max_length=9, choices=Kind)
    # Fewer yes are better: "it frightened me to ask for help".
    is_better_lower = models.BooleanField(
        pgettext_lazy("survey item", "Fewer yes are better"), default=False
    )
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "surveyitem"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a campaign", "Survey item")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "position"], name="survey_item_position"),
        ]

    class Privacy:
        no_owner = gettext_lazy("What many people are asked in a survey; names nobody.")

    class Events:
        added = AuditEvent(gettext_lazy("Survey item added"))
        removed = AuditEvent(gettext_lazy("Survey item removed"))

    def __str__(self):
        return f"SurveyItem {self.ref}"

    @property
    def wording(self) -> tuple[str, str]:
        """The text and its language: the reader's where it was written, else the first one."""
        texts = {each.language: each.text for each in self.texts.all()}
        mine = (get_language() or "en")[:2]
        language = mine if mine in texts else next(iter(texts), mine)
        return texts.get(language, ""), language

    @property
    def text(self) -> str:
        return self.wording[0]

    @classmethod
    @transaction.atomic
    def add(cls, campaign: Campaign, *, by: User, kind: str, texts: Mapping[str, str],
            is_better_lower: bool = False) -> "SurveyItem":  # fmt: skip
        """Adds an item. Refused once a round has answers: all rounds ask the same."""
        said = {code: words.strip() for code, words in texts.items() if words.strip()}
        if not said:
            raise Refusal(_("Write the item in at least one language."))
        _must_be_before_the_answers(campaign)
        last = campaign.items.aggregate(last=models.Max("position"))["last"] or 0
        if last >= MOST_ITEMS:
            raise Refusal(_("A survey has at most twenty items: people tire."))
        item = cls.objects.create(
            campaign=campaign, position=last + 1, kind=kind, is_better_lower=is_better_lower
        )
        SurveyItemText.objects.bulk_create(
            SurveyItemText(item=item, language=code, text=said[code])
            for code in LANGUAGES if code in said
        )  # fmt: skip
        log.log_event(by, "surveyitem.added", item, kind=kind)
        return item

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """Refused once a round has answers."""
        _must_be_before_the_answers(self.campaign)
        log.log_event(by, "surveyitem.removed", self)
        self.texts.all().delete()
        self.delete()


def _must_be_before_the_answers(campaign: Campaign) -> None:
    if SurveyAnswer.objects.filter(round__campaign=campaign).exists():
        raise Refusal(_("A round has answers: its items stay, so that rounds can be compared."))


class SurveyItemText(models.Model):
    """An item in one language."""

    item = models.ForeignKey(SurveyItem, models.CASCADE, related_name="texts")
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    text = models.CharField(pgettext_lazy("survey item", "Text"), max_length=200)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a campaign", "Text of a survey item")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "language"], name="survey_item_text_once"),
        ]

    class Privacy:
        no_owner = gettext_lazy("What many people are asked in a survey; names nobody.")
        plain_text = {"text": "what many people are asked in a survey"}

    def __str__(self):
        return f"{self.item_id} {self.language}"


class SurveyRound(Record):
    """One round: when it is due, when it was held, who was asked, whether it may be compared."""

    class Kind(models.TextChoices):
        BASELINE = "baseline", pgettext_lazy("survey round", "Baseline")
        MIDLINE = "midline", pgettext_lazy("survey round", "During the campaign")
        ENDLINE = "endline", pgettext_lazy("survey round", "Endline")
        FOLLOW_UP = "follow_up", pgettext_lazy("survey round", "Some time later")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="rounds")
    kind = models.CharField(pgettext_lazy("survey round", "Round"), max_length=9, choices=Kind)
    due_on = models.DateField(pgettext_lazy("survey round", "Due on"))
    held_from = models.DateField(pgettext_lazy("survey round", "First day"), null=True, blank=True)
    held_until = models.DateField(pgettext_lazy("survey round", "Last day"), null=True, blank=True)
    sample = models.CharField(
        pgettext_lazy("survey round", "How people were chosen"), max_length=40, blank=True
    )
    # Said by whoever records it; None until then, and always of the baseline.
    is_comparable = models.BooleanField(
        pgettext_lazy("survey round", "Comparable with the baseline"), null=True, blank=True
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    audit_name = "surveyround"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a campaign", "Survey round")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(kind="baseline"), name="one_baseline"
            ),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(kind="endline"), name="one_endline"
            ),
            models.CheckConstraint(
                name="survey_round_period",
                condition=Q(held_from=None) | Q(held_until__gte=F("held_from")),
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("When many people were asked in a survey; names nobody.")

    class Events:
        planned = AuditEvent(gettext_lazy("Survey round planned"))
        answered = AuditEvent(gettext_lazy("Answers of a survey round recorded"))

    def __str__(self):
        return f"SurveyRound {self.ref}"

    @property
    def is_held(self) -> bool:
        return self.held_from is not None

    @property
    def sample_label(self) -> str:
        return codes.label("survey_sample", self.sample) if self.sample else ""

    @classmethod
    @transaction.atomic
    def plan(cls, campaign: Campaign, *, by: User, kind: str, due_on: date) -> "SurveyRound":
        """Plans a round. A campaign has one baseline, before its first day, and one endline."""
        once = (cls.Kind.BASELINE, cls.Kind.ENDLINE)
        if kind in once and campaign.rounds.filter(kind=kind).exists():
            raise Refusal(_("This campaign has this round already."))
        if kind == cls.Kind.ENDLINE and campaign.begins_on and due_on < campaign.begins_on:
            raise Refusal(_("An endline is asked after the campaign began."))
        made = cls.objects.create(campaign=campaign, by=by, kind=kind, due_on=due_on)
        log.log_event(by, "surveyround.planned", made, kind=kind)
        return made

    @transaction.atomic
    def record_answers(
        self, *, by: User, held_from: date, held_until: date, sample: str,
        counts: Mapping[SurveyItem, tuple[int, int]], today: date,
        is_comparable: bool | None = None,
    ) -> None:  # fmt: skip
        """Records for each item how many said yes, of how many asked, in the place of those that
        stood there. Refused where more said yes than were asked.
        """
        lock_and_refresh(self, "kind")
        if self.campaign.state == Campaign.State.MEASURED:
            raise Refusal(_("This campaign is measured: its figures stay."))
        codes.require("survey_sample", sample)
        if not self.campaign.items.exists() or not counts:
            raise Refusal(_("Write the items of the survey first, and answers to one at least."))
        if held_until < held_from:
            raise Refusal(_("The last day is not before the first."))
        if held_until > today:
            raise Refusal(_("This round lies in the future. Record it once it was held."))
        is_baseline = self.kind == self.Kind.BASELINE
        if not is_baseline and is_comparable is None:
            raise Refusal(_("Say whether those asked can be compared with the baseline."))
        self._write(counts)
        self.held_from, self.held_until, self.sample = held_from, held_until, sample
        self.is_comparable = None if is_baseline else is_comparable
        self.answered_by = by
        self.save()
        log.log_event(by, "surveyround.answered", self, kind=self.kind)

    def _write(self, counts: Mapping[SurveyItem, tuple[int, int]]) -> None:
        for item, (yes, asked) in counts.items():
            try:
                check_counts(yes, asked)
            except ImpossibleCountError:
                words = {"item": item.text}
                raise Refusal(
                    _("More said yes than were asked, or nobody was asked: “%(item)s”.") % words
                ) from None
        self.answers.all().delete()
        SurveyAnswer.objects.bulk_create(
            SurveyAnswer(round=self, item=item, yes=yes, asked=asked)
            for item, (yes, asked) in counts.items()
        )


class SurveyAnswer(models.Model):
    """How many said yes to an item in one round, of how many."""

    round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="answers")
    item = models.ForeignKey(SurveyItem, models.PROTECT, related_name="+")
    yes = models.PositiveIntegerField(pgettext_lazy("survey", "Said yes"))
    asked = models.PositiveIntegerField(pgettext_lazy("survey", "Asked"))

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a campaign", "Answers to a survey item")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "item"], name="survey_answer_once"),
            models.CheckConstraint(
                name="survey_answer_within_those_asked",
                condition=Q(asked__gt=0, yes__lte=F("asked")),
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("Counts of the answers to a survey; names nobody.")

    def __str__(self):
        return f"{self.round_id} {self.item_id}"
