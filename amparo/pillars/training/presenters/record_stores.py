"""Learning record stores and what was sent to them, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import LearningRecordStore, LearningStatement
from ..models.record_stores import REFUSED, StatementState

_PAUSED: dict[str, Promise] = {
    "asked": gettext_lazy("Somebody paused it. Statements are kept until it is resumed."),
    "failing": gettext_lazy(
        "It has taken nothing for days. Speak with whoever runs it, then resume: what waits is"
        " sent."
    ),
    "refused": gettext_lazy(
        "It refuses our credentials. Ask for new ones, save them here, then resume."
    ),
    "gone": gettext_lazy(
        "Nothing is at this address. Ask for the right one: end this store and add a new one."
    ),
}
_CONFLICT = gettext_lazy(
    "It holds something else under this number, or does not let us look. Ask whoever runs it."
)


def pause_words(store: LearningRecordStore) -> str:
    """Returns why nothing is sent and what to do; "" where it is not paused."""
    return str(_PAUSED.get(store.paused_because, "")) if store.is_paused else ""


@dataclass(frozen=True)
class StatementRow:
    """One statement, and what came of it."""

    statement: LearningStatement

    @property
    def answer(self) -> str:
        """What the store answered last, in words; "" before the first attempt."""
        statement = self.statement
        if statement.tried_at is None:
            return ""
        if statement.fault == "conflict":
            return str(_CONFLICT)
        if statement.status is None:
            return _("It did not answer")
        return _answer(statement.status)

    @property
    def may_be_sent_again(self) -> bool:
        return self.statement.state == StatementState.FAILED


def _answer(status: int) -> str:
    if status < 300:
        return _("It took it")
    if status in REFUSED:
        return _("It refused our credentials (%(status)s)") % {"status": status}
    if status >= 500 or status == 429:
        return _("It was busy or out of order (%(status)s)") % {"status": status}
    return _("It did not accept it (%(status)s)") % {"status": status}


def statement_rows(statements: Iterable[LearningStatement]) -> list[StatementRow]:
    return [StatementRow(each) for each in statements]
