"""Taking a test on a page without scripts: what is asked in the reader's language, what was
answered, and what is missing. The same for one's own page and for the link without a name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .models import Enrolment, TestItem, TestMoment, TestQuestion
from .models.sittings import clash_words, hashes_of, load_tests
from .pairing_codes import DAY, MOTHER, PARTS, SIBLINGS, TOWN, WrongPartError, read_code
from .question_files import Kind
from .scoring import LETTERS, OutsideOptionsError, check_answer

# In training rooms all telephones share one address.
TESTS_PER_HOUR = (300, 60 * 60)
MOST_LETTERS = 200


@dataclass(frozen=True)
class Choice:
    letter: str
    text: str
    language: str
    is_chosen: bool


@dataclass(frozen=True)
class Asked:
    """A question on the page: `name` of its field, and what was answered so far."""

    number: int
    name: str
    kind: str
    text: str
    language: str
    choices: tuple[Choice, ...] = ()
    value: str = ""
    wrong: str = ""

    @property
    def is_answered(self) -> bool:
        return bool(self.value)


@dataclass
class AnswerSheet:
    """The questions of a test with what was answered."""

    asked: list[Asked] = field(default_factory=list)

    @property
    def answers(self) -> list[str]:
        return [each.value for each in self.asked]

    @property
    def missing(self) -> list[int]:
        """The numbers of the questions without an answer."""
        return [each.number for each in self.asked if not each.is_answered]

    @property
    def is_wrong(self) -> bool:
        return any(each.wrong for each in self.asked)


def read_sheet(moment: TestMoment, posted: QueryDict | None) -> AnswerSheet:
    """Returns the questions of a test in the reader's language, with what was posted."""
    return AnswerSheet([_asked(item, posted) for item in moment.items])


def _asked(item: TestItem, posted: QueryDict | None) -> Asked:
    question, name = item.question, f"q{item.number}"
    text, language = question.words_here
    said = "".join(posted.getlist(name))[:MOST_LETTERS] if posted is not None else ""
    value, wrong = said, ""
    try:
        options = len(question.options.all())
        value = check_answer(Kind(question.kind), options, said, item.number)
    except OutsideOptionsError:
        # Nothing of it is taken over: it was not on the page.
        value, wrong = "", _("This answer is not among those offered. Choose again.")
    choices = tuple(_choices(question, value)) if question.chooses else ()
    return Asked(item.number, name, question.kind, text, language, choices, value, wrong)


def _choices(question: TestQuestion, chosen: str) -> list[Choice]:
    if question.kind == Kind.TRUE_FALSE:
        said = (pgettext("answer", "True"), pgettext("answer", "False"))
        return [
            Choice(letter, text, "", letter in chosen)
            for letter, text in zip(LETTERS, said, strict=False)
        ]
    return [_choice(option, chosen) for option in question.options.all()]


def _choice(option, chosen: str) -> Choice:
    words = {each.language: each.text for each in option.texts.all()}
    language = option.question.words_here[1]
    text = words.get(language) or next(iter(words.values()), "")
    return Choice(option.letter, text, language, option.letter in chosen)


# Pairing codes on the page.


@dataclass(frozen=True)
class CodePart:
    """One of the four questions of a pairing code."""

    name: str
    label: str
    hint: str
    length: int
    value: str = ""
    wrong: str = ""


@dataclass
class CodeSheet:
    """The four questions as they were answered, and the letter that parts two same codes."""

    parts: list[CodePart]
    extra: str = ""
    code: tuple[str, list[str]] | None = None
    clashes: bool = False

    @property
    def clash_words(self) -> str:
        return clash_words()


def code_questions() -> Mapping[str, tuple[str, str, str]]:
    """Label, hint, and what is said where it cannot be."""
    return {
        MOTHER: (
            _("First letter of your mother’s first name"), _("One letter."),
            _("Write one letter."),
        ),
        DAY: (
            _("Day of the month on which you were born"), _("A number from 1 to 31."),
            _("Write a number from 1 to 31."),
        ),
        SIBLINGS: (
            _("Number of your brothers and sisters"),
            _("A number; 0 if you have none."), _("Write a number."),
        ),
        TOWN: (
            _("Last two letters of the town where you were born"), _("Two letters."),
            _("Write two letters."),
        ),
    }  # fmt: skip


def read_code_sheet(moment: TestMoment, posted: QueryDict | None) -> CodeSheet:
    """Returns the four questions with what was posted; `clashes` where somebody has the code at
    this moment already.
    """
    said = {name: (posted.get(name, "") if posted is not None else "")[:30] for name in PARTS}
    extra = (posted.get("extra", "") if posted is not None else "")[:3]
    wrong_part, code = "", None
    if posted is not None:
        try:
            code = hashes_of(moment, read_code(said, extra))
        except WrongPartError as wrong:
            wrong_part = wrong.part
    parts = [
        CodePart(name, label, hint, 1 if name == MOTHER else 2, said[name],
                 what_to_do if name == wrong_part else "")
        for name, (label, hint, what_to_do) in code_questions().items()
    ]  # fmt: skip
    sheet = CodeSheet(parts, extra, code)
    if code is not None:
        sheet.clashes = moment.has_code(code[0])
    return sheet


# One's own page.


def tests_of(enrolment: Enrolment) -> dict:
    """What one's own page shows of the tests: those to take, and what one had. Nothing for who
    waits for a seat or gave it back.
    """
    if enrolment.state != Enrolment.State.ENROLLED:
        return {"tests": []}
    taken = {each.moment_id: each for each in enrolment.test_sittings.all()}
    tests = [
        (moment, taken.get(moment.pk)) for moment in load_tests(enrolment.event)
        if moment.is_open or moment.pk in taken
    ]  # fmt: skip
    return {"tests": tests}
