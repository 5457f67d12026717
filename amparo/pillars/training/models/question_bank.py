"""The question bank of a course version: questions by theme, their answers, and test forms.

A question to which answers were given never changes: another one is recorded, and it is retired.
"""

from decimal import Decimal
from typing import ClassVar

from django.db import models, transaction
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .. import question_files
from ..question_files import MOST_TEXT, Answer, Question, find_wrong
from ..question_problems import problem_words
from ..scoring import CHOOSES, LETTERS
from .course_versions import LANGUAGES, CourseVersion

EQUIVALENT = gettext_lazy("Checked: as difficult as the other forms")


class QuestionKind(models.TextChoices):
    """`question_files.Kind`, with its labels."""

    SINGLE = question_files.Kind.SINGLE.value, pgettext_lazy("question", "One answer")
    MULTIPLE = question_files.Kind.MULTIPLE.value, pgettext_lazy("question", "Several answers")
    TRUE_FALSE = question_files.Kind.TRUE_FALSE.value, pgettext_lazy("question", "True or false")
    NUMBER = question_files.Kind.NUMBER.value, pgettext_lazy("question", "A number")
    TEXT = question_files.Kind.TEXT.value, pgettext_lazy("question", "A short text")


class Worded:
    """A record whose words stand in rows of a language each, under `texts`."""

    @property
    def words_here(self) -> tuple[str, str]:
        """Returns its words in the reader's language or another one, and in which."""
        found = {each.language: each.text for each in self.texts.all()}  # type: ignore[attr-defined]
        here = (get_language() or "").split("-")[0]
        code = here if here in found else next((each for each in LANGUAGES if each in found), "")
        return found.get(code, ""), code

    def words_in(self, language: str) -> str:
        rows = self.texts.all()  # type: ignore[attr-defined]
        return next((each.text for each in rows if each.language == language), "")


class WordsModel(models.Model):
    """The words of something in one language."""

    language = models.CharField(gettext_lazy("Language"), max_length=3)
    text = models.TextField(pgettext_lazy("field", "Text"), max_length=MOST_TEXT)
    feedback = models.TextField(
        pgettext_lazy("question", "Said afterwards"), max_length=MOST_TEXT, blank=True
    )

    class Meta:
        abstract = True

    class Privacy:
        no_owner = gettext_lazy("A question of a test; names nobody.")
        plain_text: ClassVar = {
            "text": "a question of a test: of no person",
            "feedback": "what explains an answer: of no person",
        }


class TestTheme(Record, Worded):
    """What a question is about, for the figures before and after."""

    __test__ = False

    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="test_themes")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "testtheme"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Theme of a test")
        ordering = ["pk"]

    class Privacy:
        no_owner = gettext_lazy("A question of a test; names nobody.")

    class Events:
        recorded = AuditEvent(gettext_lazy("Theme of a test recorded"))

    def __str__(self):
        return f"{self.version_id} theme {self.pk}"

    @classmethod
    def find_or_record(
        cls, version: CourseVersion, name: str, language: str, *, by: User
    ) -> "TestTheme | None":
        """Returns the theme of this name in this language, recorded where there was none; None
        without a name.
        """
        name = " ".join(name.split())[:200]
        if not name:
            return None
        words = TestThemeText.objects.filter(theme__version=version, language=language)
        for each in words.select_related("theme"):
            if each.text.casefold() == name.casefold():
                return each.theme
        theme = cls.objects.create(version=version, by=by)
        TestThemeText.objects.create(theme=theme, language=language, text=name)
        log.log_event(by, "testtheme.recorded", theme)
        return theme


class TestThemeText(WordsModel):
    __test__ = False

    theme = models.ForeignKey(TestTheme, models.CASCADE, related_name="texts")

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Words of a theme")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "language"], name="theme_words_once"),
        ]

    def __str__(self):
        return f"{self.theme_id} {self.language}"


class TestQuestion(Record, Worded):
    """A question of the bank of a course version, with the answers that it offers or accepts."""

    __test__ = False
    Kind = QuestionKind

    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="test_questions")
    theme = models.ForeignKey(
        TestTheme, models.PROTECT, verbose_name=pgettext_lazy("question", "Theme"), null=True,
        blank=True, related_name="questions",
    )  # fmt: skip
    # By which files and colleagues call it; the same in every language.
    name = models.CharField(pgettext_lazy("question", "Short name"), max_length=200, blank=True)
    kind = models.CharField(
        pgettext_lazy("question", "Type"), max_length=10, choices=QuestionKind,
        default=QuestionKind.SINGLE,
    )  # fmt: skip
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    audit_name = "testquestion"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Question of a test")
        ordering = ["pk"]

    class Privacy:
        no_owner = gettext_lazy("A question of a test; names nobody.")
        plain_text = {"name": "by which a question is called: of no person"}

    class Events:
        recorded = AuditEvent(gettext_lazy("Question of a test recorded"))
        changed = AuditEvent(gettext_lazy("Question of a test changed"))
        retired = AuditEvent(gettext_lazy("Question of a test retired"))
        imported = AuditEvent(gettext_lazy("Questions of a test imported"))
        exported = AuditEvent(gettext_lazy("Questions of a test exported"))

    def __str__(self):
        return self.name or f"Question {self.ref}"

    @property
    def languages(self) -> list[str]:
        """In which the question and every answer have words."""
        said = {each.language for each in self.texts.all()}
        for option in self.options.all():
            if self.kind not in (QuestionKind.TRUE_FALSE, QuestionKind.NUMBER):
                said &= {each.language for each in option.texts.all()}
        return [code for code in LANGUAGES if code in said]

    @property
    def chooses(self) -> bool:
        """Whether an answer is a letter."""
        return self.kind in CHOOSES

    def answers_in(self, language: str) -> list[Answer]:
        """Returns its answers with their words in this language, "" where there are none; a short
        text accepts the words of every language.
        """
        if self.kind == QuestionKind.TEXT and not language:
            return [
                Answer(words.text, each.weight)
                for each in self.options.all() for words in each.texts.all()
            ]  # fmt: skip
        return [each.as_answer(language) for each in self.options.all()]

    def as_question(self, language: str) -> Question:
        """Returns it as files hold it, in one language."""
        text = next((each for each in self.texts.all() if each.language == language), None)
        return Question(
            question_files.Kind(self.kind), text.text if text else "",
            tuple(self.answers_in(language)), self.name,
            self.theme.words_in(language) if self.theme else "", text.feedback if text else "",
        )  # fmt: skip

    # What is done with it.

    @classmethod
    @transaction.atomic
    def record(
        cls, version: CourseVersion, question: Question, language: str, *, by: User
    ) -> "TestQuestion":
        """Adds a question in its first language."""
        _must_be_askable(question)
        theme = TestTheme.find_or_record(version, question.category, language, by=by)
        found = cls.objects.create(
            version=version, theme=theme, name=question.name, kind=question.kind.value, by=by
        )
        found._write_answers(question, language)
        log.log_event(by, "testquestion.recorded", found)
        return found

    @transaction.atomic
    def change(self, question: Question, language: str, *, by: User) -> None:
        """Says it anew in one language: type and weights as well, until answers were given; then
        a language is added and nothing else.
        """
        _must_be_askable(question)
        lock_and_refresh(self, "retired_at")
        if self.is_used and language in {each.language for each in self.texts.all()}:
            raise Refusal(_(
                "People have answered this question: it stays as it is. Record another one, and"
                " retire this one."
            ))  # fmt: skip
        same_shape = len(question.answers) == self.options.count() and question.kind == self.kind
        if self.is_used or self.texts.exclude(language=language).exists():
            if not same_shape:
                raise Refusal(_(
                    "In another language this question has another type or number of answers."
                    " Give it the same here."
                ))  # fmt: skip
        elif theme := TestTheme.find_or_record(self.version, question.category, language, by=by):
            self.theme = theme
        if not self.is_used:
            self.kind, self.name = question.kind.value, question.name
            self.save(update_fields=["kind", "name", "theme"])
        self._write_answers(question, language)
        log.log_event(by, "testquestion.changed", self, language=language)

    @transaction.atomic
    def retire(self, *, by: User) -> None:
        """Asks it no more in new forms. Twice is once."""
        lock_and_refresh(self, "retired_at")
        if self.retired_at is None:
            self.retired_at = now()
            self.save(update_fields=["retired_at"])
            log.log_event(by, "testquestion.retired", self)

    @property
    def is_used(self) -> bool:
        return is_answered(self.pk)

    def _write_answers(self, question: Question, language: str) -> None:
        TestQuestionText.objects.update_or_create(
            question=self, language=language,
            defaults={"text": question.text, "feedback": question.feedback},
        )  # fmt: skip
        kept = list(self.options.all())
        for at, answer in enumerate(question.answers):
            fields = {
                "weight": answer.weight, "value": answer.value, "tolerance": answer.tolerance
            }  # fmt: skip
            if at < len(kept):
                option = kept[at]
                if not self.is_used:
                    AnswerOption.objects.filter(pk=option.pk).update(**fields)
            else:
                option = AnswerOption.objects.create(question=self, position=at, **fields)
            AnswerOptionText.objects.update_or_create(
                option=option, language=language,
                defaults={"text": answer.text, "feedback": answer.feedback},
            )  # fmt: skip
        for option in kept[len(question.answers) :]:
            option.delete()
        for name in ("texts", "options"):
            getattr(self, "_prefetched_objects_cache", {}).pop(name, None)


def _must_be_askable(question: Question) -> None:
    wrong = find_wrong(question)
    if wrong is not None:
        raise Refusal(str(problem_words(wrong)))
    if len(question.answers) > len(LETTERS):
        raise Refusal(_("A question takes at most %(count)d answers.") % {"count": len(LETTERS)})


@aggregate_query("whether answers were given to a question decides whether it may change")
def is_answered(question: int) -> bool:
    answered = TestQuestion.objects.filter(pk=question, items__points__isnull=False)
    return answered.exists()


class TestQuestionText(WordsModel):
    __test__ = False

    question = models.ForeignKey(TestQuestion, models.CASCADE, related_name="texts")

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Words of a question")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "language"], name="question_words_once"),
        ]

    def __str__(self):
        return f"{self.question_id} {self.language}"


class AnswerOption(models.Model):
    """An answer that a question offers or accepts, with its share of the point."""

    question = models.ForeignKey(TestQuestion, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    # In percent; below zero where choosing it costs points.
    weight = models.DecimalField(
        pgettext_lazy("answer", "Weight in percent"), max_digits=8, decimal_places=5,
        default=Decimal(0),
    )  # fmt: skip
    value = models.DecimalField(
        pgettext_lazy("answer", "Number"), max_digits=24, decimal_places=9, null=True, blank=True
    )
    tolerance = models.DecimalField(
        pgettext_lazy("answer", "Tolerance"), max_digits=24, decimal_places=9, default=Decimal(0)
    )

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Answer to a question")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="answer_place_once"),
        ]

    class Privacy:
        no_owner = gettext_lazy("A question of a test; names nobody.")

    def __str__(self):
        return f"{self.question_id} {self.letter}"

    @property
    def letter(self) -> str:
        return LETTERS[self.position]

    def as_answer(self, language: str) -> Answer:
        words = next((each for each in self.texts.all() if each.language == language), None)
        text, feedback = (words.text, words.feedback) if words else ("", "")
        return Answer(text, self.weight, feedback, self.value, self.tolerance)


class AnswerOptionText(WordsModel):
    option = models.ForeignKey(AnswerOption, models.CASCADE, related_name="texts")

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Words of an answer")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["option", "language"], name="answer_words_once"),
        ]

    def __str__(self):
        return f"{self.option_id} {self.language}"
