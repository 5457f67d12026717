"""Views: a survey open to anybody, a few questions a page.

What was answered on earlier pages travels with the form, so nothing is kept until it is sent.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.models import IdempotencyKey
from amparo.foundation.core.rate_limits import is_flooding
from amparo.foundation.fieldwork.dynamic_forms import (
    DynamicForm,
    FormSection,
    add_row,
    choose_language,
    is_declined,
    parse_answers,
)
from amparo.foundation.fieldwork.forms_engine import evaluate_form
from amparo.foundation.fieldwork.models import FormVersion, PublicForm, Submission
from amparo.foundation.fieldwork.xlsforms.checks import code_of
from amparo.ui.languages import is_from_the_right

from ..responses import invalid_form_page, page, public_page, uncached_public_page

FORM_TEMPLATE, THANKS_TEMPLATE = "public/form.html", "public/form_sent.html"


@dataclass
class SurveyPage:
    """The questions of one page; on the last there are none, and the answers are sent."""

    parts: list[FormSection]
    number: int

    @property
    def is_last(self) -> bool:
        return not self.parts

    @property
    def names(self) -> set[str]:
        return {
            each.html_name for part in self.parts for each in part.fields if _is_question(each)
        }

    @property
    def is_wrong(self) -> bool:
        return any(
            each.errors for part in self.parts for each in part.fields if _is_question(each)
        )


@uncached_public_page("GET", "POST")
def answer_survey(request: HttpRequest, ref) -> HttpResponse:
    opened = PublicForm.objects.open().select_related("form", "office").filter(ref=ref).first()
    version = opened and opened.version
    if opened is None or version is None:
        return page(request, "public/not_found.html", status=404)
    if request.method != "POST":
        form = _form(version, QueryDict())
        return _survey_page_response(request, opened, version, form, 1, receipt_codes.new_form())
    if receipt_codes.form_age(request.POST.get("form", "")) is None:
        return invalid_form_page(request)
    return _next_page(request, opened, version)


@public_page
def survey_file(request: HttpRequest, ref, name: str) -> HttpResponse:
    """A picture or a sound of what is asked."""
    opened = PublicForm.objects.open().filter(ref=ref).first()
    version = opened and opened.version
    kept = version and version.files.filter(name=name).first()
    if not kept or kept.is_list:
        raise Http404
    return HttpResponse(bytes(kept.content), content_type=kept.kind)


def _next_page(request: HttpRequest, opened: PublicForm, version: FormVersion) -> HttpResponse:
    told, number = request.POST, request.POST["form"]
    at = _page_number(told.get("at", ""))
    goes_on = "next" in told or "send" in told
    form = _form(version, told, checks=goes_on)
    if not goes_on:
        return _survey_page_response(
            request, opened, version, form, at - 1 if "back" in told else at, number
        )
    pages = _survey_pages(form)
    here = pages[min(at, len(pages)) - 1]
    if here.is_wrong:
        return _survey_page_response(
            request, opened, version, form, here.number, number, status=422
        )
    if not here.is_last or "send" not in told:
        return _survey_page_response(
            request, opened, version, _form(version, told), here.number + 1, number
        )
    if wrong := next((each for each in pages if each.is_wrong), None):
        return _survey_page_response(
            request, opened, version, form, wrong.number, number, status=422
        )
    return _submit(request, opened, version, form, number)


def _submit(
    request: HttpRequest, opened: PublicForm, version: FormVersion, form: DynamicForm, number: str
) -> HttpResponse:
    """However often it is sent, it is one answer; the first counts."""
    if is_flooding(request, "form"):
        return _survey_page_response(
            request, opened, version, form, 1, number, status=429, is_flooded=True
        )
    once, is_first = IdempotencyKey.get_or_claim(
        key=receipt_codes.key_of(number), by=None, verb="form.answer", body=b"the first counts"
    )
    declined = is_declined(form.filled.answers())
    if is_first and not declined:
        record = form.filled.xml(f"uuid:{receipt_codes.key_of(number)}")
        submission, _is_new = Submission.receive(version, record, office=opened.office)
        submission.process()
        once.save_result(str(submission.ref))
    return page(request, THANKS_TEMPLATE, {"is_declined": declined})


def _form(version: FormVersion, told: QueryDict, *, checks: bool = False) -> DynamicForm:
    given = parse_answers(version.opened, told)
    if more := told.get("more"):
        add_row(version.opened, given, more)
    filled = evaluate_form(version.opened, given, language=choose_language(version.languages))
    return DynamicForm(filled, checks=checks, beside=version.beside)


def _survey_pages(form: DynamicForm) -> list[SurveyPage]:
    """One group a page; a heading inside another stays on its page. What follows from an answer
    is known with the next page: only the last one sends.
    """
    found: list[list[FormSection]] = []
    for part in form.parts:
        if found and part.level > 1:
            found[-1].append(part)
        else:
            found.append([part])
    return [SurveyPage(parts, at) for at, parts in enumerate([*found, []], 1)]


def _survey_page_response(
    request: HttpRequest, opened: PublicForm, version: FormVersion, form: DynamicForm, at: int,
    number: str, *, status: int = 200, is_flooded: bool = False,
) -> HttpResponse:  # fmt: skip
    pages = _survey_pages(form)
    here = pages[min(max(at, 1), len(pages)) - 1]
    language = choose_language(version.languages)
    context = {
        "opened": opened, "version": version, "form": form, "here": here, "number": number,
        "hidden_answers": list(_hidden_answers(form, here)), "is_flooded": is_flooded,
        "speaks": code_of(language), "is_rtl_form": is_from_the_right(code_of(language)),
    }  # fmt: skip
    response = page(request, FORM_TEMPLATE, context, status=status)
    response.keep_changes = status == 429  # type: ignore[attr-defined]  # who floods is counted
    return response


def _hidden_answers(form: DynamicForm, here: SurveyPage) -> Iterator[tuple[str, str]]:
    """What was answered on the other pages."""
    for bound in form:
        if bound.html_name not in here.names:
            value = bound.initial
            for each in value if isinstance(value, list) else [value]:
                if each not in (None, ""):
                    yield bound.html_name, str(each)


def _is_question(each: object) -> bool:
    return hasattr(each, "html_name")


def _page_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 3:
        raise Http404(_("This page does not exist."))
    return max(1, int(text))
