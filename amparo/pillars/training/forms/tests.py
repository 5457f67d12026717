"""Forms of tests: a question, a file of questions, a test form, which test opens, paper."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.ui import formats
from amparo.ui.forms import CheckboxList, Form, RadioList

from ..answer_sheets import code_questions
from ..models import TestForm, TestMoment, TestQuestion
from ..models.course_versions import LANGUAGES
from ..models.question_bank import EQUIVALENT, QuestionKind
from ..models.sittings import WITHOUT_NAMES, Moment, hashes_of
from ..pairing_codes import WrongPartError, read_code
from ..question_files import (
    MOST_BYTES,
    WHOLE,
    Answer,
    Kind,
    Question,
    find_wrong,
    read_decimal,
    tidy,
    write_decimal,
)
from ..question_problems import problem_words
from ..scoring import LETTERS, AnswerCountError, OutsideOptionsError, read_letters


def languages() -> list[tuple[str, str]]:
    """The languages of the site: questions are asked in these."""
    return [(code, formats.language_name(code)) for code in LANGUAGES]


FORM_LABELS = [(each, each) for each in "ABCD"]


class QuestionForm(Form):
    """A question in one language: its answers one a line, and the letters of the right ones."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=languages)
    kind = forms.ChoiceField(label=pgettext_lazy("question", "Type"), choices=QuestionKind)
    theme = forms.CharField(
        label=pgettext_lazy("question", "Theme"), max_length=200, required=False,
        help_text=gettext_lazy("Figures before and after are shown by theme."),
    )  # fmt: skip
    name = forms.CharField(
        label=pgettext_lazy("question", "Short name"), max_length=100, required=False,
        help_text=gettext_lazy("The same in every language: files find the question by it."),
    )  # fmt: skip
    text = forms.CharField(
        label=pgettext_lazy("test", "Question"), widget=forms.Textarea({"rows": 3}),
        max_length=2000,
    )  # fmt: skip
    answers = forms.CharField(
        label=pgettext_lazy("test", "Answers"), widget=forms.Textarea({"rows": 5}),
        max_length=4000, required=False,
        help_text=gettext_lazy(
            "One a line. For a number, the right one, with its tolerance after a colon: 3.5:0.2."
            " Leave it empty for true or false."
        ),
    )  # fmt: skip
    right = forms.CharField(
        label=pgettext_lazy("training test", "Right answers"), max_length=26, required=False,
        help_text=gettext_lazy(
            "By letter: A is the first line, B the second; for true or false A is true. Several"
            " share the point."
        ),
    )  # fmt: skip
    feedback = forms.CharField(
        label=pgettext_lazy("question", "Said afterwards"), widget=forms.Textarea({"rows": 2}),
        max_length=2000, required=False,
    )  # fmt: skip

    def __init__(
        self, *args: Any, question: TestQuestion | None = None, language: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        self.fields["language"].initial = language
        if question is not None:
            self._show(question, language)

    def _show(self, known: TestQuestion, language: str) -> None:
        said = known.as_question(language)
        lines = [_line(each) for each in said.answers] if said.kind is not Kind.TRUE_FALSE else []
        right = [LETTERS[at] for at, each in enumerate(said.answers) if each.weight > 0]
        self.initial = {**self.initial,
            "kind": known.kind, "theme": said.category, "name": known.name, "text": said.text,
            "answers": "\n".join(lines), "right": "".join(right), "feedback": said.feedback,
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.errors:
            return said
        try:
            said["question"] = self._question(said)
        except ValueError:
            self.add_error("answers", _("Write a number, as 3 or 3.5:0.2."))
            return said
        wrong = find_wrong(said["question"])
        if wrong is not None:
            self.add_error("answers", problem_words(wrong))
        return said

    def _question(self, said: dict[str, Any]) -> Question:
        kind = Kind(said["kind"])
        lines = [tidy(line) for line in said["answers"].split("\n") if line.strip()]
        if kind is Kind.TRUE_FALSE:
            lines = ["", ""]
        right = {LETTERS.index(each) for each in said["right"].upper() if each in LETTERS}
        answers = tuple(_answer(kind, line, at, right) for at, line in enumerate(lines))
        return Question(
            kind, tidy(said["text"]), self._weighed(answers), tidy(said["name"]),
            tidy(said["theme"]), tidy(said["feedback"]),
        )  # fmt: skip

    def _weighed(self, answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
        """Weights that a file gave stay, as long as the same answers are right."""
        if self.question is None:
            return answers
        kept = [each.weight for each in self.question.options.all()]
        same = [weight > 0 for weight in kept] == [each.weight > 0 for each in answers]
        if not same:
            return answers
        return tuple(
            Answer(each.text, weight, each.feedback, each.value, each.tolerance)
            for each, weight in zip(answers, kept, strict=True)
        )

    @property
    def question_fields(self) -> dict[str, Any]:
        return {key: self.cleaned_data[key] for key in ("question", "language")}


def _line(answer: Answer) -> str:
    if answer.value is None:
        return answer.text
    value = write_decimal(answer.value)
    return f"{value}:{write_decimal(answer.tolerance)}" if answer.tolerance else value


def _answer(kind: Kind, line: str, at: int, right: set[int]) -> Answer:
    if kind is Kind.NUMBER:
        value, _sign, tolerance = line.partition(":")
        return Answer("", WHOLE, "", read_decimal(value), read_decimal(tolerance or "0"))
    if kind is Kind.TEXT:
        return Answer(line, WHOLE)
    share = WHOLE / len(right) if kind is Kind.MULTIPLE and right else WHOLE
    weight = share.quantize(Decimal("0.00001")) if at in right else Decimal(0)
    return Answer(line, weight)


class QuestionFileForm(Form):
    language = forms.ChoiceField(label=gettext_lazy("Language of the file"), choices=languages)
    file = forms.FileField(
        label=pgettext_lazy("field", "File to import"),
        widget=forms.FileInput({"accept": ".txt,.gift,.xml"}),
        help_text=gettext_lazy("GIFT or Moodle XML. Up to 1 MB and 2,000 questions."),
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                _("This file is larger than 1 MB. Divide it and import the parts.")
            )
        return file.read()


class QuestionChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        text = obj.words_here[0]
        return f"{obj.name}: {text}" if obj.name else text


class TestFormForm(Form):
    """Which questions a form asks, in the order of the bank."""

    __test__ = False

    label = forms.ChoiceField(label=pgettext_lazy("test form", "Form"), choices=FORM_LABELS)
    questions = QuestionChoice(
        TestQuestion.objects.none(), label=pgettext_lazy("test", "Questions"),
        widget=CheckboxList,
    )  # fmt: skip
    is_equivalent = forms.BooleanField(
        label=EQUIVALENT, required=False,
        help_text=gettext_lazy("Without it, two different forms are not compared."),
    )  # fmt: skip

    def __init__(self, *args: Any, bank: Any, form: TestForm | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questions"].queryset = bank  # type: ignore[attr-defined]
        if form is not None:
            del self.fields["label"]
            self.initial = {**self.initial,
                "questions": [each.question_id for each in form.items.all()],
                "is_equivalent": form.is_equivalent,
            }  # fmt: skip


class FormChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.called


class OpenTestForm(Form):
    """Which test of an event is opened; what leaves no choice is chosen."""

    moment = forms.ChoiceField(
        label=pgettext_lazy("test", "Moment"), choices=Moment, widget=RadioList
    )
    form = FormChoice(TestForm.objects.none(), label=pgettext_lazy("training test", "Test form"))
    is_anonymous = forms.BooleanField(
        label=WITHOUT_NAMES, required=False,
        help_text=gettext_lazy(
            "Answers of one person are put side by side by a code that nobody sees. Nobody’s"
            " score is known: certificates cannot ask for one."
        ),
    )  # fmt: skip

    def __init__(
        self, *args: Any, forms_of_version: Any, opened: Collection[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        left = [choice for choice in Moment.choices if choice[0] not in opened]
        self.fields["moment"].choices = left or Moment.choices  # type: ignore[attr-defined]
        self.fields["form"].queryset = forms_of_version  # type: ignore[attr-defined]
        self.initial.setdefault("moment", left[0][0] if left else None)
        if len(forms_of_version) == 1:
            self.initial.setdefault("form", forms_of_version[0].pk)


class PaperTestForm(Form):
    """A test on paper: whose it is, its day, and its letters."""

    number = forms.IntegerField(
        label=gettext_lazy("Number on the list"), min_value=1, required=False
    )
    # Their labels are the questions of the page, so that nobody reads another one.
    mother = forms.CharField(max_length=30, required=False)
    day = forms.CharField(max_length=4, required=False)
    siblings = forms.CharField(max_length=4, required=False)
    town = forms.CharField(max_length=30, required=False)
    extra = forms.CharField(label=gettext_lazy("One more letter"), max_length=1, required=False)
    taken_on = forms.DateField(
        label=pgettext_lazy("test", "Taken on"), initial=localdate,
        help_text=gettext_lazy("The day that stands on the paper."),
    )  # fmt: skip
    answers = forms.CharField(
        label=pgettext_lazy("test", "Answers"), max_length=2000,
        help_text=gettext_lazy(
            "One letter a question, as ABDC; - where nothing was chosen. Where a question takes"
            " several letters or a word, with spaces: A BC - 12."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, moment: TestMoment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moment = moment
        named = ("mother", "day", "siblings", "town", "extra")
        for name in ("number",) if moment.is_anonymous else named:
            del self.fields[name]
        for name, (label, hint, _wrong) in code_questions().items():
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = label, hint
        if not moment.is_anonymous:
            self.fields["number"].required = True

    def clean_taken_on(self) -> Any:
        day = self.cleaned_data["taken_on"]
        if day > localdate():
            raise ValidationError(_("The date is in the future. Enter the day of the test."))
        return day

    def clean_answers(self) -> Sequence[str]:
        questions = [item.question for item in self.moment.items]
        kinds = [Kind(each.kind) for each in questions]
        try:
            return read_letters(
                self.cleaned_data["answers"],
                kinds,
                [len(each.options.all()) for each in questions],
            )
        except AnswerCountError as wrong:
            said = _("The form has %(asked)d questions; here are %(given)d answers.")
            raise ValidationError(said % {"asked": wrong.asked, "given": wrong.given}) from None
        except OutsideOptionsError as wrong:
            said = _("Question %(number)d offers A to %(last)s; here stands “%(value)s”.")
            last = LETTERS[wrong.most - 1]
            raise ValidationError(
                said % {"number": wrong.at, "last": last, "value": wrong.value}
            ) from None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        said["code"] = None
        if self.moment.is_anonymous:
            try:
                code = read_code(said, said.get("extra", ""))
                said["code"] = hashes_of(self.moment, code)
            except WrongPartError as wrong:
                self.add_error(wrong.part, _("Write what stands on the paper."))
        return said
