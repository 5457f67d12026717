"""How a form of this package is shown: a page with what it is about, and a way back."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse

from amparo.ui.responses import render_page

FORM = "money/form.html"
ASKS = ["GET", "HEAD", "POST"]


def asked(
    request: HttpRequest,
    form: Form,
    *,
    title: str,
    yes: str,
    back: str,
    back_name: str,
    **more: Any,
) -> HttpResponse:
    context = {
        "form": form, "title": title, "yes": yes, "back": back, "back_name": back_name, **more,
    }  # fmt: skip
    return render_page(request, FORM, context, status=422 if form.is_bound else 200)
