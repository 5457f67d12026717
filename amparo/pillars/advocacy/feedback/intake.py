"""How a complaint comes in from a form: however often it is sent, it is one, with one code."""

from typing import Any

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.models import User

from .models import ActionKind, Complaint


def receive_complaint(
    form: str, *, by: User | None, text: str, **details: Any
) -> tuple[Complaint, str]:
    """The complaint, and the code to come back with: shown once, and stored nowhere here.

    What was changed before the same form was sent again is added: nothing is lost.
    """
    code = receipt_codes.code_of(form)
    known = Complaint.for_code(code)
    if known is None:
        return Complaint.receive(code, by=by, text=text, **details), code
    there = {
        known.text.strip(),
        *(each.text for each in known.actions.filter(kind=ActionKind.MESSAGE)),
    }
    if text.strip() and text.strip() not in there:
        known.add_message(by=by, text=text.strip())
    return known, code
