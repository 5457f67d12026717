"""A receipt code opens what it is of: tries are counted where they come from."""

from collections.abc import Callable
from typing import Protocol

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.rate_limits import ReceiptCodeAttempt

from ..responses import invalid_form_page

type Opener = Callable[[str], HttpResponse | None]


class CodeForm(Protocol):
    def __call__(
        self, request: HttpRequest, wrong: str = "", status: int = 200
    ) -> HttpResponse: ...


def open_by_code(request: HttpRequest, code_form: CodeForm, *openers: Opener) -> HttpResponse:
    """Returns the answer of the first that knows the code that was sent, else the form again.

    Only what opens nothing counts as a try (429 after too many of one address).
    """
    if receipt_codes.form_age(request.POST.get("form", "")) is None:
        return invalid_form_page(request)
    attempt = ReceiptCodeAttempt(request)
    if not attempt.is_allowed:
        return code_form(request, _("That was tried too often. Wait for a minute."), 429)
    typed = request.POST.get("code", "")
    opened = next(filter(None, (each(typed) for each in openers)), None)
    if opened is None:
        return code_form(
            request, _("This code opens nothing. Look at each letter and write it again."), 422
        )
    attempt.succeeded()
    return opened
