"""Follow-ups at three and six months: what participants apply, and apart from it what a superior
sees.

Who does not answer is never counted as somebody who applies nothing.
"""

from collections.abc import Iterable, Mapping

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import allow_new, lock_for_update
from amparo.foundation.core.refusals import Refusal

from .answers_by_link import AnswerByLink, Month
from .application_plans import ApplicationCommitment
from .enrolments import Enrolment
from .participants import Participant


class Used(models.TextChoices):
    MOST = "most", pgettext_lazy("follow-up, used what was learned", "Yes, most of it")
    SOME = "some", pgettext_lazy("follow-up, used what was learned", "Yes, some of it")
    NONE = "none", pgettext_lazy("follow-up, used what was learned", "No, none of it")


# Whoever used most or some of it applies it: indicator OUT-6.
APPLIES = (Used.MOST, Used.SOME)


class HowOften(models.TextChoices):
    WEEKLY = "weekly", pgettext_lazy("follow-up, how often", "Every week")
    MONTHLY = "monthly", pgettext_lazy("follow-up, how often", "Every month")
    SELDOM = "seldom", pgettext_lazy("follow-up, how often", "Less often")
    NEVER = "never", pgettext_lazy("follow-up, how often", "Never")


class Changed(models.TextChoices):
    MUCH = "much", pgettext_lazy("follow-up, change", "Much")
    SOME = "some", pgettext_lazy("follow-up, change", "Something")
    NOTHING = "nothing", pgettext_lazy("follow-up, change", "Nothing")


class Hindrance(models.TextChoices):
    NOTHING = "nothing", pgettext_lazy("follow-up, hindrance", "Nothing hindered me")
    OCCASION = "occasion", pgettext_lazy("follow-up, hindrance", "There was no occasion")
    TIME = "time", pgettext_lazy("follow-up, hindrance", "No time")
    BACKING = "backing", pgettext_lazy("follow-up, hindrance", "No backing from superiors")
    PROCEDURE = "procedure", pgettext_lazy("follow-up, hindrance", "No procedure or form for it")
    MEANS = "means", pgettext_lazy("follow-up, hindrance", "No interpreter, transport or place")
    REFERRAL = "referral", pgettext_lazy("follow-up, hindrance", "Nobody to refer people to")
    UNSURE = "unsure", pgettext_lazy("follow-up, hindrance", "Not sure how to do it")
    POST = "post", pgettext_lazy("follow-up, hindrance", "I changed post")


class Support(models.TextChoices):
    NOTHING = "nothing", pgettext_lazy("follow-up, support", "None")
    REFRESHER = "refresher", pgettext_lazy("follow-up, support", "A refresher")
    ADVICE = "advice", pgettext_lazy("follow-up, support", "Somebody to ask")
    VISIT = "visit", pgettext_lazy("follow-up, support", "A visit to my post")
    PROCEDURE = "procedure", pgettext_lazy("follow-up, support", "A written procedure")
    MATERIALS = "materials", pgettext_lazy("follow-up, support", "Materials in my language")
    BACKING = "backing", pgettext_lazy("follow-up, support", "Training for my superiors")


class TrainingFollowUp(AnswerByLink):
    """What a participant is asked some months after a training, and what they answer."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="follow_ups")
    month = models.PositiveSmallIntegerField(
        pgettext_lazy("follow-up", "Months after the training"), choices=Month, editable=False
    )
    used = models.CharField(
        gettext_lazy("Have you used what you learned?"), max_length=4, choices=Used, blank=True
    )
    how_often = models.CharField(
        pgettext_lazy("follow-up", "How often?"), max_length=7, choices=HowOften, blank=True
    )
    changed = models.CharField(
        gettext_lazy("What changed in your work?"), max_length=7, choices=Changed, blank=True
    )
    text = PersonalField(gettext_lazy("In your words"))

    crypto_label = "trainingfollowup"
    audit_name = "trainingfollowup"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Follow-up of a training")
        ordering = ["month", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "month"], name="follow_up_once"),
        ]

    class Privacy:
        owner = "enrolment__participant"
        title = gettext_lazy("Follow-up of a training")
        disclose = ("month", "asked_at", "answered_at", "used", "how_often", "changed", "text")

    class Events:
        asked = AuditEvent(gettext_lazy("Follow-up of a training sent"))
        reminded = AuditEvent(gettext_lazy("Reminder of a follow-up sent"))
        answered = AuditEvent(gettext_lazy("Follow-up of a training answered"))
        changed = AuditEvent(gettext_lazy("Answer to a follow-up changed"))
        listed = AuditEvent(gettext_lazy("Follow-ups of a training viewed"))
        stopped = AuditEvent(gettext_lazy("Participant asks for no more follow-ups"))

    def __str__(self):
        return f"TrainingFollowUp {self.ref}"

    @property
    def file(self) -> Participant:
        return self.enrolment.participant

    @property
    def applies(self) -> bool | None:
        """Whether they use what they learned; None where they did not answer."""
        return self.used in APPLIES if self.is_answered else None

    def chosen(self, question: str) -> list[str]:
        return [each.code for each in self.choices.all() if each.question == question]

    @transaction.atomic
    def answer(
        self, *, used: str, how_often: str, changed: str, hindrances: Iterable[str],
        support: Iterable[str], text: str = "", progress: Mapping[int, str] | None = None,
    ) -> None:  # fmt: skip
        """Takes the five answers and how far each commitment of the plan came, by its key; a
        second time they take the place of the first. Refused once the link has expired.
        """
        self.begin_answer()
        self.used, self.changed, self.text = used, changed, text.strip()
        self.how_often = how_often if used != Used.NONE else HowOften.NEVER
        self.save()
        self._choose(FollowUpChoice.Question.HINDRANCE, hindrances)
        self._choose(FollowUpChoice.Question.SUPPORT, support)
        for commitment in ApplicationCommitment.objects.filter(enrolment=self.enrolment_id):
            if state := (progress or {}).get(commitment.pk):
                CommitmentProgress.objects.update_or_create(
                    follow_up=self, commitment=commitment, defaults={"state": state}
                )
        event = "changed" if self.changed_at else "answered"
        log.log_event(None, f"trainingfollowup.{event}", self)

    def _choose(self, question: str, codes: Iterable[str]) -> None:
        wanted = set(codes)
        known = {each.code: each for each in self.choices.filter(question=question)}
        for code in known.keys() - wanted:
            known[code].delete()
        for code in sorted(wanted - known.keys()):
            FollowUpChoice.objects.create(follow_up=self, question=question, code=code)


class FollowUpChoice(models.Model):
    """One of several answers to a question: what hindered, what support is needed."""

    class Question(models.TextChoices):
        HINDRANCE = "hindrance", gettext_lazy("What hindered you?")
        SUPPORT = "support", gettext_lazy("What support do you need?")

    follow_up = models.ForeignKey(TrainingFollowUp, models.CASCADE, related_name="choices")
    question = models.CharField(
        pgettext_lazy("follow-up", "Question"), max_length=9, choices=Question
    )
    code = models.CharField(pgettext_lazy("follow-up", "Answer"), max_length=10)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Choice in a follow-up")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "question", "code"], name="follow_up_choice_once"
            ),
        ]

    class Privacy:
        owner = "follow_up__enrolment__participant"
        title = gettext_lazy("Follow-up of a training")
        disclose = ("question", "code")

    def __str__(self):
        return f"{self.follow_up_id}: {self.code}"

    @property
    def label(self) -> str:
        asked = Hindrance if self.question == self.Question.HINDRANCE else Support
        return str(asked(self.code).label)


class CommitmentProgress(models.Model):
    """How far a commitment of an application plan had come at a follow-up."""

    class State(models.TextChoices):
        DONE = "done", pgettext_lazy("application plan", "Done")
        PARTLY = "partly", pgettext_lazy("application plan", "Partly done")
        NOT = "not", pgettext_lazy("application plan", "Not done")
        IMPOSSIBLE = "impossible", pgettext_lazy("application plan", "No longer possible")

    follow_up = models.ForeignKey(TrainingFollowUp, models.CASCADE, related_name="progress")
    commitment = models.ForeignKey(ApplicationCommitment, models.CASCADE, related_name="progress")
    state = models.CharField(
        pgettext_lazy("application plan", "Progress"), max_length=10, choices=State
    )

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Progress of a commitment of an application plan")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "commitment"], name="application_progress_once"
            ),
        ]

    class Privacy:
        owner = "follow_up__enrolment__participant"
        title = pgettext_lazy("training", "Application plan")
        disclose = ("state",)

    def __str__(self):
        return f"{self.commitment_id}: {self.state}"


@transaction.atomic
def prepare_follow_up(enrolment: Enrolment, month: int) -> TrainingFollowUp:
    """Returns the follow-up of this month, made where there is none; nobody is asked yet."""
    lock_for_update(enrolment)
    known = TrainingFollowUp.objects.filter(enrolment=enrolment, month=month).first()
    if known is not None:
        return known
    made = TrainingFollowUp(enrolment=enrolment, month=month)
    allow_new(made)
    made.save()
    return made


@transaction.atomic
def stop_asking(enrolment: Enrolment, *, by: User | None) -> None:
    """They are asked nothing more. What they answered stays."""
    lock_for_update(enrolment)
    enrolment.may_be_asked_later = False
    enrolment.save(update_fields=["may_be_asked_later"])
    TrainingFollowUp.objects.filter(enrolment=enrolment, answered_at=None).update(expires_at=now())
    log.log_event(by, "trainingfollowup.stopped", enrolment)


def must_be_another_address(enrolment: Enrolment, email: str) -> None:
    """Refuses as a superior's the address of the participant."""
    if email.strip().casefold() == str(enrolment.participant.email).strip().casefold():
        raise Refusal(
            _("This is the participant’s own address. Write the address of the superior.")
        )
