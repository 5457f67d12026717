"""How a complaint comes in from a form: however often it is sent, it is one, with one code."""

from typing import Any

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.models import User

from .models import ActionKind, Complaint


def take_in(form: str, *, by: User | None, words: str, **told: Any) -> tuple[Complaint, str]:
    """The complaint, and the code to come back with: shown once, and kept by nobody here.

    What was changed before the same form was sent again is added: nothing is lost.
    """
    code = receipt_codes.code_of(form)
    known = Complaint.for_code(code)
    if known is None:
        return Complaint.hear(code, by=by, words=words, **told), code
    there = {
        known.words.strip(),
        *(each.text for each in known.actions.filter(kind=ActionKind.MESSAGE)),
    }
    if words.strip() and words.strip() not in there:
        known.write(by=by, words=words.strip())
    return known, code
