"""The page of a person, with what each pillar knows of them."""

from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from amparo.foundation.people.models import Person
from amparo.foundation.people.person_page import PersonPage
from amparo.foundation.trust.access import open_record
from amparo.pillars.assistance.look_alikes import all_cases_of
from amparo.pillars.assistance.rights import requests_of


@require_safe
def show(request, ref):
    person = open_record(request, Person.objects.select_related("basis"), to="meet", ref=ref)
    file, cases = PersonPage(person, request.user), all_cases_of(person, request.user)
    context = {
        "person": file.shown,
        "file": file,
        "cases": cases,
        "rights": requests_of(person, request.user),
        "today": localdate(),
        "may_open": "case.open" in request.user.verbs and all(case.is_ended for case in cases),
    }
    return render(request, "site/person.html", context)
