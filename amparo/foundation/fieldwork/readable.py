"""Which answers a role may read: each question says of which class its answer is.

What nobody has classed is narrative, the class that the fewest receive; when a form was begun and
ended says nothing of somebody by itself.
"""

from collections.abc import Callable, Iterable

from amparo.foundation.core.accounts.roles import CLASSES

from .xforms import Form, Question
from .xlsforms.looking import PLAIN

type MayRead = Callable[[Question], bool]

_CLOCKS = ("timestamp", "date")


def class_of(question: Question) -> str:
    said = question.notes.get("sensitivity", "")
    if not said and question.preload[0] in _CLOCKS:
        return PLAIN
    return said if said in {*CLASSES, PLAIN} else "narrative"


def may_read(classes: Iterable[str]) -> MayRead:
    seen = {*classes, PLAIN}
    return lambda question: question.is_group or class_of(question) in seen


def reads_all(form: Form, classes: Iterable[str]) -> bool:
    """Whether nothing of this form is hidden from who reads these classes."""
    allowed = may_read(classes)
    return all(allowed(each) for each in form.questions() if not each.is_meta)
