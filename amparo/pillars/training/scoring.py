"""Points of an answer: a pure rule, the same for a telephone, a form and paper.

A question is worth one point. The share of it that an answer gets is the sum of the weights of
what was chosen, never below nothing and never above the whole (as Moodle grades a question by its
fractions). Nothing chosen is nothing, not a missing answer: who took the test saw the question.
"""

import unicodedata
from collections.abc import Collection, Sequence
from decimal import ROUND_HALF_UP, Decimal

from .question_files import WHOLE, Answer, Kind, read_decimal

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHARE = Decimal("0.0001")
CHOOSES = (Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE)


class OutsideOptionsError(ValueError):
    """An answer that the question does not offer. `at` counts the questions from 1."""

    def __init__(self, at: int, value: str, most: int) -> None:
        super().__init__(value)
        self.at, self.value, self.most = at, value, most


class AnswerCountError(ValueError):
    """Fewer or more answers than the form has questions."""

    def __init__(self, given: int, asked: int) -> None:
        super().__init__(given, asked)
        self.given, self.asked = given, asked


def share_of(kind: Kind, answers: Sequence[Answer], said: str) -> Decimal:
    """Returns the share of the point, 0 to 1, of an answer in the notation of `read_letters`."""
    if kind in CHOOSES:
        total = sum((answers[LETTERS.index(each)].weight for each in said), Decimal(0))
    elif kind is Kind.NUMBER:
        total = max(
            (each.weight for each in answers if _is_number(each, said)), default=Decimal(0)
        )
    else:
        total = max((each.weight for each in answers if _is_text(each, said)), default=Decimal(0))
    # A third is stored as 33.33333: three of them are the whole.
    return (min(max(total, Decimal(0)), WHOLE) / WHOLE).quantize(_SHARE, ROUND_HALF_UP)


def _is_number(answer: Answer, said: str) -> bool:
    try:
        number = read_decimal(_digits(said))
    except ValueError:
        return False
    return answer.value is not None and abs(number - answer.value) <= answer.tolerance


def _digits(said: str) -> str:
    """Figures of any script are figures: ٣٫٥ is 3.5."""
    written = said.strip().replace("\u066b", ".")
    return "".join(str(unicodedata.digit(each, each)) for each in written)


def _is_text(answer: Answer, said: str) -> bool:
    """Upper case, accents and spaces make no difference. `*` in the answer is any text."""
    wanted, given = plain_text(answer.text).split("*"), plain_text(said)
    if not given or len(wanted) == 1:
        return given == wanted[0]
    if not given.startswith(wanted[0]) or not given.endswith(wanted[-1]):
        return False
    at = len(wanted[0])
    for part in wanted[1:-1]:
        found = given.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return at <= len(given) - len(wanted[-1])


def plain_text(text: str) -> str:
    """Returns it without accents, marks and double spaces, in lower case."""
    letters = unicodedata.normalize("NFKD", text)
    kept = (each for each in letters if not unicodedata.combining(each) and each != "\u0640")
    return " ".join("".join(kept).casefold().split())


def check_answer(kind: Kind, offered: int, said: str, at: int) -> str:
    """Returns an answer in its stored notation: the letters chosen in order, or what was written.

    Raises OutsideOptionsError for a letter that is not offered, and for two where one is asked.
    """
    if kind not in CHOOSES:
        return " ".join(said.split())[:200]
    letters = sorted({each for each in said.upper() if each.isalnum()})
    allowed = LETTERS[:offered]
    is_one = len(letters) <= 1 or kind is Kind.MULTIPLE
    if not is_one or any(each not in allowed for each in letters):
        raise OutsideOptionsError(at, said.strip()[:20], offered)
    return "".join(letters)


def read_letters(
    typed: str, kinds: Sequence[Kind], offered: Sequence[int]
) -> list[str]:  # fmt: skip
    """Returns the answers of a paper by question. "ABDC" is one letter a question, `-` none;
    where a question takes several letters or a word, the answers stand apart: "A BC - 12".

    Raises AnswerCountError and OutsideOptionsError.
    """
    parts = typed.replace(",", " ").split() if _is_apart(typed, kinds) else list(_joined(typed))
    if len(parts) != len(kinds):
        raise AnswerCountError(len(parts), len(kinds))
    return [
        check_answer(kind, count, "" if part in _NOTHING else part, at)
        for at, (part, kind, count) in enumerate(zip(parts, kinds, offered, strict=True), 1)
    ]


_NOTHING: Collection[str] = frozenset({"-", "–", "—", "_", "?"})


def _is_apart(typed: str, kinds: Sequence[Kind]) -> bool:
    """Whether spaces part the answers: where each question takes one letter they need not."""
    one_letter = all(kind in (Kind.SINGLE, Kind.TRUE_FALSE) for kind in kinds)
    return not one_letter or len(kinds) == 1


def _joined(typed: str) -> str:
    return "".join(each for each in typed if not each.isspace() and each not in ",.;")


def percent(shares: Collection[Decimal]) -> Decimal:
    """Returns the percent of all points, with two decimals."""
    if not shares:
        return Decimal(0)
    return (100 * sum(shares, Decimal(0)) / len(shares)).quantize(Decimal("0.01"), ROUND_HALF_UP)
