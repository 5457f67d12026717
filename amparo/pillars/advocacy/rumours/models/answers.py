"""How a rumour is answered: by a message of the bank that a second person approved."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Place
from amparo.pillars.advocacy.message_bank.models import KeyMessage

from ..text_similarity import repeats

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
# After its answer, a rumour is asked about once more: is it still heard?
ASKED_AGAIN_AFTER = timedelta(days=14)


class RumourAnswer(models.Model):
    """A message that answers a rumour: drafted for it, or one that there was already."""

    rumour = models.ForeignKey("Rumour", models.CASCADE, related_name="answers")
    message = models.ForeignKey(KeyMessage, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    # When the message was approved, and when it was withdrawn or another took its place.
    answered_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("rumour", "Answer")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["answered_at"], name="rumour_answers_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["rumour"], name="rumour_answer_one_in_force", condition=Q(ended_at=None)
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("Says by which message something was answered, and names nobody.")

    def __str__(self):
        return f"{self.rumour_id} {self.message_id}"


class AnswerActions(models.Model):
    """What a rumour is, of those who answer it."""

    if TYPE_CHECKING:
        state: str
        text: str
        erased_at: Any
        answered_at: Any
        heard_again_at: Any
        ask_again_on: Any
        asked_at: Any
        closed_at: Any
        closed_by: Any
        closed_because: str
        verdict: str
        topic: str
        office: Any
        by: Any
        answers: Any
        check_in_force: Any
        State: Any
        tell: Any
        _must_be_open: Any
        _state_by_work: Any

    class Meta:
        abstract = True

    @property
    def answer_in_force(self) -> RumourAnswer | None:
        return next((each for each in self.answers.all() if each.ended_at is None), None)

    @property
    def message(self) -> KeyMessage | None:
        answer = self.answer_in_force
        return answer.message if answer else None

    def must_not_repeat(self, heading: str) -> None:
        """Refuses a heading that says what was heard, unless two people found that true."""
        if self.erased_at or self.verdict == "true" or not heading.strip():
            return
        if repeats(heading, self.text):
            raise Refusal(
                _("This heading repeats what was heard. Begin with what is right: many read only"
                  " the heading.")
            )  # fmt: skip

    @transaction.atomic
    def draft_answer(
        self: Any, *, by: User, title: str, audience: str, need: str,
        places: Iterable[Place] = (), languages: Iterable[str] = LANGUAGES,
        wordings: Mapping[str, Mapping[str, str]] | None = None,
    ) -> KeyMessage:  # fmt: skip
        """Drafts the message that answers it, a warning for an advert, with the wordings that
        there are already. It goes on through the message bank.
        """
        self._must_be_open()
        if self.check_in_force is None:
            raise Refusal(_("First check it: nobody answers what nobody has looked into."))
        if self.answer_in_force is not None:
            raise Refusal(_("An answer to this rumour is drafted already."))
        kind = KeyMessage.Kind.WARNING if self.is_advert else KeyMessage.Kind.ANSWER
        wanted = set(languages)
        message = KeyMessage.draft(
            by=by, office=self.office, title=title, kind=kind, topic=self.topic,
            audience=audience, need=need, places=places,
            languages=",".join(code for code in LANGUAGES if code in wanted),
        )  # fmt: skip
        self.must_not_repeat(title)
        RumourAnswer.objects.create(rumour=self, message=message, by=by)
        self._forget_answers()
        for language, fields in (wordings or {}).items():
            message.write_wording(language, by=by, fields=fields)
        log.log_event(by, "rumour.drafted", self)
        return message

    @transaction.atomic
    def answer_with(self: Any, message: KeyMessage, *, by: User) -> None:
        """A message that is approved already answers it, at once."""
        self._must_be_open()
        if message.state != KeyMessage.State.APPROVED:
            raise Refusal(_("This message is not approved. Choose one that is."))
        if self.answer_in_force is not None:
            raise Refusal(_("An answer to this rumour is drafted already."))
        answer = RumourAnswer.objects.create(rumour=self, message=message, by=by)
        self._forget_answers()
        log.log_event(by, "rumour.drafted", self)
        self.mark_answered(answer, by=by)

    @transaction.atomic
    def discard_answer(self, *, by: User) -> None:
        """The draft is not its answer after all; the message stays in the bank."""
        self._must_be_open()
        answer = self.answer_in_force
        if answer is None:
            return
        if answer.answered_at is not None:
            raise Refusal(_("This answer is approved. Withdraw it in the message bank."))
        answer.ended_at = now()
        answer.save(update_fields=["ended_at"])
        self._forget_answers()

    def mark_answered(self: Any, answer: RumourAnswer, *, by: User) -> None:
        """Its message may be used from now on. Refused before two people stand behind a verdict,
        and where a heading says what was heard.
        """
        lock_and_refresh(self, "state")
        if not self.verdict:
            raise Refusal(
                _("This message answers a rumour whose verdict waits for a second person.")
            )
        for wording in answer.message.wordings.all():
            self.must_not_repeat(wording.heading)
        answer.answered_at = now()
        answer.save(update_fields=["answered_at"])
        self.state, self.answered_at = self.State.ANSWERED, answer.answered_at
        self.heard_again_at = self.asked_at = None
        self.ask_again_on = self.office.today() + ASKED_AGAIN_AFTER
        self._save_answer_fields()
        log.log_event(by, "rumour.answered", self)
        self.tell("rumour.answered", by=by, also=(self.by,))

    def renew_answer(self: Any, answer: RumourAnswer, message: KeyMessage, *, by: User) -> None:
        """A new version of its message answers it from now on. Refused where a heading of that
        says what was heard.
        """
        for wording in message.wordings.all():
            self.must_not_repeat(wording.heading)
        answer.message = message
        answer.save(update_fields=["message"])
        self._forget_answers()
        log.log_event(by, "rumour.answered", self)

    def mark_unanswered(self: Any, answer: RumourAnswer, *, by: User) -> None:
        """Its message was withdrawn: it is open again, unless its words are erased."""
        lock_and_refresh(self, "state", "closed_at")
        answer.ended_at = now()
        answer.save(update_fields=["ended_at"])
        self._forget_answers()
        if self.erased_at or answer.answered_at is None:
            return
        self.state, self.answered_at = self._state_by_work(), None
        self.closed_at, self.closed_by, self.closed_because = None, None, ""
        self.heard_again_at = self.ask_again_on = self.asked_at = None
        self._save_answer_fields("closed_at", "closed_by", "closed_because")
        log.log_event(by, "rumour.unanswered", self)
        # Who withdrew it is told as well: the rumour waits for them now.
        self.tell("rumour.unanswered", by=None)

    @transaction.atomic
    def note_silence(self: Any, *, by: User) -> None:
        """Somebody asked around: it is no longer heard. It is asked about again later."""
        lock_and_refresh(self, "state")
        if self.state != self.State.ANSWERED:
            raise Refusal(_("This rumour is not answered yet."))
        self.heard_again_at = self.asked_at = None
        self.ask_again_on = self.office.today() + ASKED_AGAIN_AFTER
        self._save_answer_fields()
        log.log_event(by, "rumour.silent", self)

    def _save_answer_fields(self: Any, *more: str) -> None:
        self.save(  # type: ignore[attr-defined]
            update_fields=[
                "state", "answered_at", "heard_again_at", "ask_again_on", "asked_at", *more,
            ]
        )  # fmt: skip

    def _forget_answers(self) -> None:
        getattr(self, "_prefetched_objects_cache", {}).pop("answers", None)
