"""Calls `amparo_xforms` by the clock of the place; raises its errors as refusals of Amparo.

Whoever evaluates a form or a record calls it here. Its data classes are imported from it.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from functools import wraps

from django.utils.timezone import localtime

import amparo_xforms
from amparo_xforms import Form, FormState, Outcome
from amparo_xforms.lists import Files
from amparo_xforms.xml import root_of

from .form_problems import convert_error

# In which a form says what its questions are for: `bind::amparo:purpose` and its like.
NAMESPACE = "https://amparo.example/xforms"


def convert_errors[**Given, Made](call: Callable[Given, Made]) -> Callable[Given, Made]:
    """The same function, which raises `UnreadableFile` or `TooMuch` for an error of the engine."""

    @wraps(call)
    def called(*args: Given.args, **named: Given.kwargs) -> Made:
        try:
            return call(*args, **named)
        except amparo_xforms.FormError as error:
            raise convert_error(error) from None

    return called


answer_texts = convert_errors(amparo_xforms.answer_texts)
parse_xml = convert_errors(root_of)
prefilled_xform = convert_errors(amparo_xforms.prefilled_xform)
read_list = convert_errors(amparo_xforms.read_list)
record_header = convert_errors(amparo_xforms.record_header)
resume_answers = convert_errors(amparo_xforms.resume_answers)


def present_moment() -> datetime:
    """Returns the present by the clock of the place: in the time zone that is current, which is
    the user's office in a request and the device's in a delivery.
    """
    return localtime(datetime.now(UTC))


@convert_errors
def read_form(
    xml: bytes,
    *,
    files: Files | None = None,
    notes: Mapping[str, Mapping[str, object]] | None = None,
) -> Form:
    """The form in an XForm, with what its author wrote in columns of Amparo."""
    return amparo_xforms.read_form(xml, files=files, notes=notes, notes_namespace=NAMESPACE)


@convert_errors
def evaluate(form: Form, raw: bytes, *, moment: datetime | None = None) -> Outcome:
    """Read and check a record. `moment` is when it was collected, where it does not say so."""
    return amparo_xforms.evaluate(form, raw, moment=moment or present_moment())


@convert_errors
def evaluate_form(
    form: Form,
    answers: Mapping[str, object],
    *,
    moment: datetime | None = None,
    language: str = "",
    changed: Collection[str] = (),
) -> FormState:
    """See how a form stands with these answers; reading the state may raise `TooMuch`, too."""
    return amparo_xforms.evaluate_form(
        form, answers, moment=moment or present_moment(), language=language, changed=changed,
        convert_error=convert_error,
    )  # fmt: skip


@convert_errors
def state_as_sent(form: Form, raw: bytes, *, moment: datetime, language: str = "") -> FormState:
    """A record as it was sent; reading the state may raise `TooMuch`, too."""
    return amparo_xforms.state_as_sent(
        form, raw, moment=moment, language=language, convert_error=convert_error
    )
