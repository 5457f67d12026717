"""The page of a person, with what each pillar knows of them."""

from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from amparo.foundation.people.views.responses import open_person
from amparo.pillars.assistance.look_alikes import all_cases_of
from amparo.pillars.assistance.rights import requests_of


@require_safe
def show(request, ref):
    file = open_person(request, ref)
    if kept_url := file.together.leads_on_to:
        return redirect(kept_url)
    person, cases = file.person, all_cases_of(file.together.all, request.user)
    context = {
        "person": file.shown,
        "file": file,
        "cases": cases,
        "rights": requests_of(person, request.user),
        "today": localdate(),
        "may_open": "case.open" in request.user.verbs and all(case.is_ended for case in cases),
    }
    return render(request, "site/person.html", context)
