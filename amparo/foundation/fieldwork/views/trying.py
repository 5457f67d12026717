"""A form tried before anybody is asked with it: made-up answers, of which nothing is kept."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission

from ..asking import AskForm, answers, speaks, with_one_more
from ..xforms import evaluate, fill
from .forms import ASKS, VERSIONS

TRY = "fieldwork/form_try.html"


@require_http_methods(ASKS)
def ask(request, ref):
    """All that applies now, on one page; what follows is seen with the next look."""
    require_permission(request, "form.keep")
    version = get_permitted_or_404(request, VERSIONS, to="see", ref=ref)
    xform, told = version.opened, request.POST
    given = answers(xform, told)
    if more := told.get("more"):
        with_one_more(xform, given, more)
    checks = "check" in told
    language = speaks(version.languages, told.get("speaks", ""))
    filled = fill(xform, given, language=language)
    form = AskForm(filled, checks=checks, beside=version.beside)
    context = {"version": version, "form": form, "speaks": language, "checks": checks}
    if checks and not form.errors:
        context["outcome"] = _sent(filled)
    return render(request, TRY, context, status=422 if checks and form.errors else 200)


def _sent(filled) -> list[tuple[str, str, str]]:
    """What would be sent: the name of each answer, the answer, and the record it belongs to."""
    outcome = evaluate(filled.form, filled.xml("uuid:tried"))
    return [
        (each.question.name, each.text, each.question.notes.get("lands", ""))
        for each in filled.open()
        if not each.question.is_group and each.text and outcome.is_clean
    ]
