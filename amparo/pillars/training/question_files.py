"""Questions as files of other systems hold them: what is read from GIFT and Moodle XML, written to
both, and what is wrong with a line of a file. No database here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from html import unescape
from html.parser import HTMLParser

MOST_QUESTIONS = 2_000
MOST_BYTES = 1_000_000
MOST_TEXT, MOST_NAME = 4_000, 200
WHOLE = Decimal(100)


class Kind(StrEnum):
    """What a question asks for. The values are stored."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True)
class Answer:
    """One answer that a question offers or accepts.

    `weight` is the share of the points in percent, below zero where choosing it costs points.
    A number is right within `tolerance` of `value`.
    """

    text: str
    weight: Decimal = Decimal(0)
    feedback: str = ""
    value: Decimal | None = None
    tolerance: Decimal = Decimal(0)


@dataclass(frozen=True)
class Question:
    """One question in one language; `category` is its theme. `line` is where the file has it."""

    kind: Kind
    text: str
    answers: tuple[Answer, ...]
    name: str = ""
    category: str = ""
    feedback: str = ""
    line: int = field(default=0, compare=False)


class Wrong(StrEnum):
    """What is wrong with a question of a file; its words stand in `question_problems`."""

    NO_CLOSING_BRACE = "no_closing_brace"
    NO_OPENING_BRACE = "no_opening_brace"
    NO_EMPTY_LINE = "no_empty_line"
    NO_TEXT = "no_text"
    NO_RIGHT_ANSWER = "no_right_answer"
    TWO_RIGHT_ANSWERS = "two_right_answers"
    FEW_ANSWERS = "few_answers"
    EMPTY_ANSWER = "empty_answer"
    WEIGHT = "weight"
    NUMBER = "number"
    TOO_LONG = "too_long"
    MATCHING = "matching"
    ESSAY = "essay"
    DESCRIPTION = "description"
    OTHER_TYPE = "other_type"
    PICTURE = "picture"
    NOT_XML = "not_xml"
    NOT_A_QUIZ = "not_a_quiz"
    UNSAFE_XML = "unsafe_xml"
    TOO_MANY = "too_many"
    NOTHING = "nothing"
    NOT_TEXT = "not_text"
    TOO_LARGE = "too_large"

    @property
    def keeps_out(self) -> bool:
        """Whether the question is left out for it."""
        return self is not Wrong.PICTURE


@dataclass(frozen=True)
class Problem:
    """What is wrong at a line. `value` is what stands there, as far as it helps to find it."""

    line: int
    wrong: Wrong
    value: str = ""


@dataclass
class Reading:
    """What was read: questions in the order of the file, and its problems by line."""

    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, line: int, wrong: Wrong, value: str = "") -> None:
        self.problems.append(Problem(line, wrong, " ".join(value.split())[:120]))

    def add(self, question: Question) -> None:
        """Adds it, unless something is wrong with it."""
        wrong = find_wrong(question)
        if wrong is None:
            self.questions.append(question)
        else:
            self.refuse(question.line, wrong, question.name or question.text)


def find_wrong(question: Question) -> Wrong | None:
    """Returns why a question cannot be asked; None where it can."""
    if not question.text.strip():
        return Wrong.NO_TEXT
    texts = [question.text, question.feedback, question.name]
    texts += [text for each in question.answers for text in (each.text, each.feedback)]
    if max(map(len, texts)) > MOST_TEXT or len(question.name) > MOST_NAME:
        return Wrong.TOO_LONG
    return _find_wrong_answers(question)


def _find_wrong_answers(question: Question) -> Wrong | None:
    answers, weights = question.answers, [each.weight for each in question.answers]
    if question.kind is Kind.NUMBER:
        if any(each.value is None or each.tolerance < 0 for each in answers):
            return Wrong.NUMBER
    elif question.kind is not Kind.TRUE_FALSE and not all(each.text.strip() for each in answers):
        return Wrong.EMPTY_ANSWER
    if any(abs(weight) > WHOLE for weight in weights):
        return Wrong.WEIGHT
    return _find_wrong_weights(question.kind, weights)


def _find_wrong_weights(kind: Kind, weights: list[Decimal]) -> Wrong | None:
    offers = kind in (Kind.SINGLE, Kind.MULTIPLE)
    if offers and len(weights) < 2:
        return Wrong.FEW_ANSWERS
    if kind is Kind.MULTIPLE:
        # A third is written as 33.333: three of them are the whole.
        total = sum((each for each in weights if each > 0), Decimal(0))
        return None if abs(total - WHOLE) <= 1 else Wrong.WEIGHT
    if kind in (Kind.SINGLE, Kind.TRUE_FALSE) and weights.count(WHOLE) > 1:
        return Wrong.TWO_RIGHT_ANSWERS
    return None if WHOLE in weights else Wrong.NO_RIGHT_ANSWER


# Texts with marks.

_BLOCKS = frozenset({"p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4"})
_UNSAID = frozenset({"script", "style", "head", "title", "template", "iframe", "object"})


class _Words(HTMLParser):
    """The words of a piece of HTML, a new line at each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.has_pictures = False
        self._unsaid = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unsaid += tag in _UNSAID
        self.has_pictures |= tag in ("img", "audio", "video", "object", "iframe", "svg")
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unsaid = max(0, self._unsaid - (tag in _UNSAID))
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unsaid:
            self.parts.append(data)


def words_of_html(html: str) -> tuple[str, bool]:
    """Returns the words of a piece of HTML, and whether it shows a picture or plays something,
    which is lost. No mark of the source is kept: what comes out is text, and is escaped as such.
    """
    if "<" not in html:
        return tidy(unescape(html)), False
    reader = _Words()
    reader.feed(html)
    reader.close()
    return tidy("".join(reader.parts)), reader.has_pictures


def tidy(text: str) -> str:
    """Returns the text without control characters, its lines trimmed, no empty ones."""
    plain = "".join(each for each in text if each >= " " or each in "\n\t")
    lines = (" ".join(line.split()) for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)


# Weights as they are written.

# The parts of a whole that Moodle writes rounded: 33.33, 14.3.
_PARTS = [Decimal(100 * share) / of for share, of in (
    (1, 3), (2, 3), (1, 6), (5, 6), (1, 7), (1, 8), (3, 8), (5, 8), (7, 8), (1, 9),
)]  # fmt: skip


def read_weight(written: str) -> Decimal:
    """Returns a weight in percent with five decimals; 33.3 and 33.33 are the third they stand for.

    Raises ValueError where it is none.
    """
    try:
        weight = Decimal(written.strip().replace(",", "."))
    except ArithmeticError:
        raise ValueError(written) from None
    if not weight.is_finite() or abs(weight) > 1000:
        raise ValueError(written)
    near = [part for part in _PARTS if weight % 1 and abs(abs(weight) - part) < Decimal("0.06")]
    return (near[0].copy_sign(weight) if near else weight).quantize(Decimal("0.00001"))


def write_decimal(number: Decimal) -> str:
    """Returns it without needless zeros: 50, 33.33333."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_decimal(written: str) -> Decimal:
    """Returns a number as Moodle and people write it; raises ValueError where it is none."""
    try:
        number = Decimal(written.strip().replace(",", "."))
    except ArithmeticError:
        raise ValueError(written) from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 12:
        raise ValueError(written)
    return number


def categories_in_order(questions: Iterable[Question]) -> list[Question]:
    """Returns the questions grouped by category, each where the first of its category stands."""
    order: dict[str, list[Question]] = {}
    for each in questions:
        order.setdefault(each.category, []).append(each)
    return [each for group in order.values() for each in group]


def last_of_path(path: str) -> str:
    """Returns the last part of the path of a category, in which two slashes are a letter."""
    return tidy(path.replace("//", "\ue020").rpartition("/")[2].replace("\ue020", "/"))


def as_path(category: str) -> str:
    """Returns the category as a path of one part."""
    return " ".join(category.split()).replace("/", "//")
