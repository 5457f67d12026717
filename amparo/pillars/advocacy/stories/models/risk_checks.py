"""Risk check of a story: asked before anybody else reads it; no answer is filled in beforehand."""

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.labels import label_of
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .stories import Story
from .texts import WITH_THE_CODE


class RiskCheck(Record):
    """Answers to the questions of one risk check; the last one of a story counts. What is not
    known stops a story as a yes does.
    """

    class Chance(models.TextChoices):
        UNLIKELY = "unlikely", pgettext_lazy("risk check", "Unlikely")
        POSSIBLE = "possible", pgettext_lazy("risk check", "Possible")
        UNKNOWN = "unknown", pgettext_lazy("risk check", "Not known")

    class Answer(models.TextChoices):
        NO = "no", pgettext_lazy("risk check", "No")
        YES = "yes", pgettext_lazy("risk check", "Yes")
        UNKNOWN = "unknown", pgettext_lazy("risk check", "Not known")

    story = models.ForeignKey(Story, models.CASCADE, related_name="risk_checks")
    recognisable = models.CharField(
        gettext_lazy("Could somebody recognise the person?"), max_length=8, choices=Chance
    )
    procedure_open = models.CharField(
        gettext_lazy("Is a trial or a procedure open?"), max_length=8, choices=Answer
    )
    promised = models.CharField(
        gettext_lazy("Was anything promised for it?"), max_length=8, choices=Answer
    )
    in_danger = models.CharField(
        gettext_lazy("Is the person in danger?"), max_length=8, choices=Answer
    )
    under_18 = models.CharField(
        gettext_lazy("Is the person under 18?"), max_length=8, choices=Answer
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "storyriskcheck"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Risk check of a story")
        ordering = ["pk"]

    class Privacy:
        owner = "story"
        withheld = WITH_THE_CODE

    class Events:
        answered = AuditEvent(gettext_lazy("Risk check of a story answered"))

    QUESTIONS = ("recognisable", "procedure_open", "promised", "in_danger", "under_18")

    def __str__(self):
        return f"RiskCheck {self.ref}"

    @property
    def answers(self) -> list[tuple[str, str, bool]]:
        """Each question, its answer in words, and whether it stops the story."""
        stops = set(self.stopping)
        return [
            (str(label_of(self, name)), getattr(self, f"get_{name}_display")(),
             name in stops)
            for name in self.QUESTIONS
        ]  # fmt: skip

    @property
    def stopping(self) -> list[str]:
        """The questions whose answer stops the story."""
        found = [
            name for name in ("procedure_open", "promised", "in_danger")
            if getattr(self, name) != self.Answer.NO
        ]  # fmt: skip
        if self.recognisable != self.Chance.UNLIKELY:
            found.append("recognisable")
        is_minor = self.story.consent is not None and self.story.consent.is_minor
        if self.under_18 == self.Answer.UNKNOWN or (
            self.under_18 == self.Answer.YES and not is_minor
        ):
            found.append("under_18")
        return found

    def must_allow_use(self) -> None:
        if stops := self.stopping:
            names = [str(label_of(self, name)) for name in stops]
            raise Refusal(
                _("The risk check stops it: %(questions)s Find out or change the story, and answer"
                  " again.") % {"questions": " ".join(names)}
            )  # fmt: skip

    @classmethod
    @transaction.atomic
    def answer(cls, story: Story, *, by: User, **answers: str) -> "RiskCheck":
        """Records the answers. A story that was cleared is to be cleared again."""
        story.must_be_editable()
        if any(not answers.get(name) for name in cls.QUESTIONS):
            raise Refusal(_("Answer each question."))
        check = cls.objects.create(story=story, by=by, **answers)
        if story.state == Story.State.CLEARED:
            story.reopen()
            story.save()
        log.log_event(by, "storyriskcheck.answered", check)
        return check
