"""What may be asked with a form: only what the person agreed to, purpose by purpose."""

from collections.abc import Callable

from amparo.foundation.fieldwork.xforms import Question

from .models import Case


def may_be_asked(case: Case) -> Callable[[Question], bool]:
    """A question is left out where nobody in the case's own file agreed to what it is for."""
    allowed: dict[str, bool] = {"": True}

    def may(question: Question) -> bool:
        purpose = question.notes.get("purpose", "")
        if purpose not in allowed:
            persons = [case.person] if case.person else case.persons()
            allowed[purpose] = all(each.consents_to(purpose, house=case.house) for each in persons)
        return allowed[purpose]

    return may
