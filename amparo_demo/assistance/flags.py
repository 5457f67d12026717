"""Protection flags of the demo, and who answered them."""

from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.models import Case


def answer(case: Case, *, by: User, text: str, code: str = "") -> None:
    """Answers what is open in a case: with this code, or with the first that fits the flag."""
    for flag in case.protectionflags.unanswered():  # type: ignore[attr-defined]
        flag.answer(by=by, code=code or flag.of_kind.answers[0], text=text)
