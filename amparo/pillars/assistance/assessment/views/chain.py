"""From the unmet needs of one case to what was promised about such needs, and what came after."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.pillars.assistance.cases.views.case_actions import case_crumbs, open_case

from ..case_chain import chain_of_case


@require_safe
def show(request, ref):
    """For who may open the case. What rests on its needs leads to patterns, never back here."""
    case = open_case(request, ref, to="see")
    log.log_read(request.user, case)
    context = {
        "case": case, "crumbs": case_crumbs(case),
        "lines": chain_of_case(case, request.user),
    }  # fmt: skip
    return render(request, "assessment/case_chain.html", context)
