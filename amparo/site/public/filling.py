"""A survey open to anybody: a few questions a page, light enough for an old telephone.

What was answered on earlier pages travels with the form, so nothing is kept until it is sent.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.models import Once
from amparo.foundation.core.permissions.rls.context import rls_bypass
from amparo.foundation.fieldwork.dynamic_forms import (
    DynamicForm,
    FormSection,
    add_row,
    choose_language,
    is_declined,
    parse_answers,
)
from amparo.foundation.fieldwork.models import FormVersion, InPublic, Submission
from amparo.foundation.fieldwork.xforms import evaluate_form
from amparo.foundation.fieldwork.xlsforms.checks import code_of

from ..attempts import is_a_flood
from .answering import for_anybody, for_one, not_ours, page

FORM, THANKS = "public/form.html", "public/form_sent.html"


@dataclass
class Page:
    """The questions of one page; on the last there are none, and the answers are sent."""

    parts: list[FormSection]
    number: int

    @property
    def is_last(self) -> bool:
        return not self.parts

    @property
    def names(self) -> set[str]:
        return {each.html_name for part in self.parts for each in part.fields if _asks(each)}

    @property
    def is_wrong(self) -> bool:
        return any(each.errors for part in self.parts for each in part.fields if _asks(each))


@for_one("GET", "POST")
def fill_in(request: HttpRequest, ref) -> HttpResponse:
    with rls_bypass():
        opened = InPublic.objects.open().select_related("form", "office").filter(ref=ref).first()
        version = opened and opened.version
        if opened is None or version is None:
            return page(request, "public/gone.html", status=404)
        if request.method != "POST":
            form = _asked(version, QueryDict())
            return _show(request, opened, version, form, 1, receipt_codes.new_form())
        if receipt_codes.form_age(request.POST.get("form", "")) is None:
            return not_ours(request)
        return _go_on(request, opened, version)


@for_anybody
def file(request: HttpRequest, ref, name: str) -> HttpResponse:
    """A picture or a sound of what is asked."""
    with rls_bypass():
        opened = InPublic.objects.open().filter(ref=ref).first()
        version = opened and opened.version
        kept = version and version.files.filter(name=name).first()
    if not kept or kept.is_list:
        raise Http404
    return HttpResponse(bytes(kept.content), content_type=kept.kind)


def _go_on(request: HttpRequest, opened: InPublic, version: FormVersion) -> HttpResponse:
    told, number = request.POST, request.POST["form"]
    at = _at(told.get("at", ""))
    goes_on = "next" in told or "send" in told
    form = _asked(version, told, checks=goes_on)
    if not goes_on:
        return _show(request, opened, version, form, at - 1 if "back" in told else at, number)
    pages = _pages(form)
    here = pages[min(at, len(pages)) - 1]
    if here.is_wrong:
        return _show(request, opened, version, form, here.number, number, status=422)
    if not here.is_last or "send" not in told:
        return _show(request, opened, version, _asked(version, told), here.number + 1, number)
    if wrong := next((each for each in pages if each.is_wrong), None):
        return _show(request, opened, version, form, wrong.number, number, status=422)
    return _sent(request, opened, version, form, number)


def _sent(
    request: HttpRequest, opened: InPublic, version: FormVersion, form: DynamicForm, number: str
) -> HttpResponse:
    """However often it is sent, it is one answer; the first counts."""
    if is_a_flood(request, "form"):
        return _show(request, opened, version, form, 1, number, status=429, is_flooded=True)
    once, is_first = Once.claim(
        key=receipt_codes.key_of(number), by=None, verb="form.answer", body=b"the first counts"
    )
    declined = is_declined(form.filled.answers())
    if is_first and not declined:
        record = form.filled.xml(f"uuid:{receipt_codes.key_of(number)}")
        submission, _is_new = Submission.receive(version, record, office=opened.office)
        submission.land()
        once.answer(str(submission.ref))
    return page(request, THANKS, {"is_declined": declined})


def _asked(version: FormVersion, told: QueryDict, *, checks: bool = False) -> DynamicForm:
    given = parse_answers(version.opened, told)
    if more := told.get("more"):
        add_row(version.opened, given, more)
    filled = evaluate_form(version.opened, given, language=choose_language(version.languages))
    return DynamicForm(filled, checks=checks, beside=version.beside)


def _pages(form: DynamicForm) -> list[Page]:
    """One group a page; a heading inside another stays on its page. What follows from an answer
    is known with the next page: only the last one sends.
    """
    found: list[list[FormSection]] = []
    for part in form.parts:
        if found and part.level > 1:
            found[-1].append(part)
        else:
            found.append([part])
    return [Page(parts, at) for at, parts in enumerate([*found, []], 1)]


def _show(
    request: HttpRequest, opened: InPublic, version: FormVersion, form: DynamicForm, at: int,
    number: str, *, status: int = 200, is_flooded: bool = False,
) -> HttpResponse:  # fmt: skip
    pages = _pages(form)
    here = pages[min(max(at, 1), len(pages)) - 1]
    language = choose_language(version.languages)
    context = {
        "opened": opened, "version": version, "form": form, "here": here, "number": number,
        "carried": list(_carried(form, here)), "is_flooded": is_flooded,
        "speaks": code_of(language), "is_rtl_form": code_of(language) in ("ar", "fa", "ur", "ps"),
    }  # fmt: skip
    response = page(request, FORM, context, status=status)
    response.keep_changes = status == 429  # type: ignore[attr-defined]  # who floods is counted
    return response


def _carried(form: DynamicForm, here: Page) -> Iterator[tuple[str, str]]:
    """What was answered on the other pages."""
    for bound in form:
        if bound.html_name not in here.names:
            value = bound.initial
            for each in value if isinstance(value, list) else [value]:
                if each not in (None, ""):
                    yield bound.html_name, str(each)


def _asks(each: object) -> bool:
    return hasattr(each, "html_name")


def _at(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 3:
        raise Http404(_("This page does not exist."))
    return max(1, int(text))
